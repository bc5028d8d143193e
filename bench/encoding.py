"""What a photo costs on its way to templates."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from skimage.data import astronaut

from bench.pairing import paired
from core import images
from core.encoders.deepface import DeepFaceEncoder

ROUNDS = 5


def lines(home: Path) -> Iterator[str]:
    """Measure and yield what was found."""
    encoder = DeepFaceEncoder("Dlib", "dlib", home)
    encoder.dimensions()
    from deepface.modules.representation import represent  # noqa: PLC0415 — slow to import

    photo = images.load(_astronaut(1280))
    pixels = np.ascontiguousarray(photo.pixels[:, :, ::-1])

    def bare() -> object:
        return represent(pixels, model_name="Dlib", detector_backend="dlib")

    found = paired(lambda: encoder.encode(photo), bare, ROUNDS)
    yield f"encode, 1,280 px, ours / deepface alone: {found.ratio:.2f} ({found.first:.0f} ms)"
    large = images.load(_astronaut(4300))
    found = paired(lambda: encoder.encode(large), lambda: encoder.encode(photo), ROUNDS)
    yield f"encode, 18 megapixels / 1,280 px: {found.ratio:.2f} ({found.first:.0f} ms)"
    data = _astronaut(4300)
    found = paired(lambda: images.load(data), lambda: _decoded(data), ROUNDS)
    yield f"load an 18-megapixel JPEG, bounded / decoded whole: {found.ratio:.2f}"


def _astronaut(side: int) -> bytes:
    out = BytesIO()
    Image.fromarray(astronaut()).resize((side, side)).save(out, "JPEG")
    return out.getvalue()


def _decoded(data: bytes) -> object:
    return np.asarray(Image.open(BytesIO(data)).convert("RGB"))
