"""An encoder that finds what a test says: bands of colours are faces."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from itertools import product

import numpy as np
from PIL import Image

from core.model import Box, ModelId, Photo, Probe, Template

MODEL = ModelId("Made-up", "none", "test")
SHIPPED = 0.9
CHEQUER = 8
"""Pixels of a field: a plain band would be too pale to be enrolled."""


class BandEncoder:
    """Takes each of a photo's coloured bands for a face; faces of one colour are one person's."""

    def __init__(self) -> None:
        self.threads: set[str] = set()

    @property
    def model(self) -> ModelId:
        return MODEL

    def dimensions(self) -> int:
        return 16

    def shipped_threshold(self) -> float:
        return SHIPPED

    def encode(self, photo: Photo, *, to_keep: bool = False) -> list[Probe]:  # noqa: ARG002 — a colour is a colour
        self.threads.add(threading.current_thread().name)
        size = photo.width
        found = []
        for place in range(photo.height // size):
            colour = photo.pixels[place * size + size // 2, size // 2]
            if colour.any():
                box = Box(0, place * size, size, size)
                found.append(Probe(Template(_vector(bytes(colour)), MODEL), box, 0.9))
        return found

    def encode_many(self, photos: Sequence[Photo], *, to_keep: bool = False) -> list[list[Probe]]:
        return [self.encode(photo, to_keep=to_keep) for photo in photos]


def _vector(seed: bytes) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    random = np.random.default_rng(int.from_bytes(sha256(seed).digest()[:8]))
    vector = random.normal(size=16)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def photo(*colours: str, size: int = 40) -> bytes:
    """Return a PNG of chequered bands, one below the other; black is nobody."""
    picture = Image.new("RGB", (size, size * len(colours)))
    for place, colour in enumerate(colours):
        for across, down in product(range(0, size, CHEQUER), repeat=2):
            if (across + down) // CHEQUER % 2 == 0:
                corner = (across, place * size + down)
                picture.paste(colour, (*corner, corner[0] + CHEQUER, corner[1] + CHEQUER))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
