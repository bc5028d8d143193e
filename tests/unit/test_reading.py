"""Several photos read at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO

import numpy as np
from PIL import Image

from core.errors import EncodingFailed, NotAnImage, UnreadableFile
from core.model import Box, ModelId, Photo, Probe, Template
from core.reading import read_all

MODEL = ModelId("Made-up", "none", "test")
VECTOR = np.eye(1, 16, dtype=np.float32)[0]

Source = Callable[[], bytes]


class WidthEncoder:
    """Finds a face for every ten pixels of a photo's width; refuses a width of thirteen."""

    @property
    def model(self) -> ModelId:
        return MODEL

    def dimensions(self) -> int:
        return 16

    def shipped_threshold(self) -> float:
        return 0.9

    def encode(self, photo: Photo, *, to_keep: bool = False) -> list[Probe]:
        return self.encode_many([photo], to_keep=to_keep)[0]

    def encode_many(self, photos: Sequence[Photo], *, to_keep: bool = False) -> list[list[Probe]]:
        if any(photo.width == 13 for photo in photos):
            raise EncodingFailed(model="Made-up", reason="thirteen is no width")
        probe = Probe(Template(VECTOR, MODEL), Box(0, 0, 1, 1), 1.0 if to_keep else 0.5)
        return [[probe] * (photo.width // 10) for photo in photos]


def photo(width: int) -> Source:
    out = BytesIO()
    Image.new("RGB", (width, 10)).save(out, "PNG")
    return partial(bytes, out.getvalue())


def gone() -> bytes:
    raise UnreadableFile(reason="No such file or directory")


def test_each_that_cannot_be_read_spoils_only_itself() -> None:
    text: Source = partial(bytes, b"no photo")
    sources: list[Source] = [photo(10), gone, text, photo(13), photo(20)]
    one, missing, other, refused, two = read_all(WidthEncoder(), sources, to_keep=False)
    assert isinstance(one, tuple)
    assert isinstance(two, tuple)
    assert [(seen.width, len(probes)) for seen, probes in (one, two)] == [(10, 1), (20, 2)]
    assert isinstance(missing, UnreadableFile)
    assert isinstance(other, NotAnImage)
    assert isinstance(refused, EncodingFailed)


def test_the_encoder_is_told_what_is_to_be_kept() -> None:
    for to_keep, detection in ((True, 1.0), (False, 0.5)):
        (one,) = read_all(WidthEncoder(), [photo(10)], to_keep=to_keep)
        assert isinstance(one, tuple)
        assert one[1][0].detection == detection


def test_no_photos_are_read_as_none() -> None:
    assert read_all(WidthEncoder(), [], to_keep=True) == []
