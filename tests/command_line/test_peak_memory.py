"""`python -m core identify`, a process for each photo, stays under 450 megabytes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage.data import astronaut

from bench.processes import run_core

MOST_MEGABYTES = 450

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the peak is read as Linux has it")


def portrait(width: int, height: int) -> Image.Image:
    return Image.fromarray(astronaut()).resize((width, height), Image.Resampling.BILINEAR)


def fourteen_megapixels(form: str, mode: str, **options: object) -> bytes:
    out = BytesIO()
    portrait(3760, 3760).convert(mode).save(out, form, **options)
    return out.getvalue()


def crowd() -> bytes:
    """Return 12 megapixels with 320 faces."""
    head = Image.fromarray(astronaut()[20:220, 120:330]).resize((126, 120))
    return jpeg(Image.fromarray(np.tile(np.asarray(head), (16, 20, 1))).resize((4032, 3072)))


def jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=92)
    return out.getvalue()


def noise(width: int, height: int) -> bytes:
    pixels = np.random.default_rng(5).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return jpeg(Image.fromarray(pixels))


PHOTOS: dict[str, tuple[Callable[[], bytes], int]] = {
    "a JPEG of 14 megapixels": (lambda: fourteen_megapixels("JPEG", "RGB"), 1),
    "a progressive one": (lambda: fourteen_megapixels("JPEG", "RGB", progressive=True), 1),
    "a PNG with alpha": (lambda: fourteen_megapixels("PNG", "RGBA", compress_level=1), 1),
    "a WebP": (lambda: fourteen_megapixels("WEBP", "RGB", method=0), 1),
    "48 megapixels": (lambda: jpeg(portrait(6928, 6928)), 1),
    "a crowd": (crowd, 320),
    "nobody": (lambda: noise(2560, 2560), 0),
    "a strip": (lambda: noise(12_000, 400), 0),
    "a thin strip": (lambda: noise(12, 16_000), 0),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.mark.parametrize("what", PHOTOS)
def test_a_photo_takes_less_than_450_megabytes(what: str, home: Path, tmp_path: Path) -> None:
    make, faces = PHOTOS[what]
    path = tmp_path / "photo"
    path.write_bytes(make())
    ran = run_core(home, tmp_path / "faces.db", "identify", "--json", path)
    assert len(json.loads(ran.stdout)["faces"]) == faces
    assert 50 < ran.peak < MOST_MEGABYTES
