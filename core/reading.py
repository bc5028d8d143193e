"""Several photos read at once; one that cannot be read spoils only itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core import images
from core.errors import PhotoError
from core.model import Photo, Probe
from core.ports import Encoder

Faces = tuple[Photo, tuple[Probe, ...]]
"""A photo, and its faces left to right."""


def read_all(
    encoder: Encoder, sources: Sequence[Callable[[], bytes]], *, to_keep: bool
) -> list[Faces | PhotoError]:
    """Decode photos and find their faces, which share the encoder's batches.

    Plain: it computes, so run it in the worker. Everything decoded is in memory together.

    Args:
        encoder: any.
        sources: each gives one photo's bytes, or raises a PhotoError, when its turn has come; they
            are not kept.
        to_keep: see `Encoder.encode`.

    Returns:
        What became of each, in order.

    Raises:
        ModelUnavailable: weights or a package are missing.
    """
    loaded = [_loaded(source) for source in sources]
    photos = [one for one in loaded if isinstance(one, Photo)]
    found = iter(_encoded(encoder, photos, to_keep=to_keep))
    return [next(found) if isinstance(one, Photo) else one for one in loaded]


def _loaded(source: Callable[[], bytes]) -> Photo | PhotoError:
    try:
        return images.load(source())
    except PhotoError as error:
        return error


def _encoded(
    encoder: Encoder, photos: Sequence[Photo], *, to_keep: bool
) -> list[Faces | PhotoError]:
    try:
        found = encoder.encode_many(photos, to_keep=to_keep)
    except PhotoError as error:
        if len(photos) == 1:
            return [error]
        # Which it was is found out one by one.
        return [one for photo in photos for one in _encoded(encoder, [photo], to_keep=to_keep)]
    return [(photo, tuple(faces)) for photo, faces in zip(photos, found, strict=True)]
