"""The small picture of a face that a gallery keeps beside its template."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import ceil, floor

from PIL import Image

from core.model import Box, Photo

CROP_SIDE = 256
"""The most pixels along the longer side of a crop."""

CROP_QUALITY = 90
"""Of the crop's JPEG, 1 to 95."""

CROP_WIDENING = 1.5
"""How many times as wide and high as the face's box its crop is."""


def crop(photo: Photo, box: Box) -> bytes:
    """Cut a face with its surroundings out of a photo.

    The cut is `CROP_WIDENING` times the box around the same centre, clipped to the photo, and at
    most `CROP_SIDE` pixels on its longer side.

    Args:
        photo: as loaded.
        box: in pixels of the upright original; at least partly inside it.

    Returns:
        A JPEG of quality `CROP_QUALITY` without any metadata.

    Raises:
        ValueError: the box lies outside the photo.
    """
    height, width = photo.pixels.shape[:2]
    left, right = _widened(box.x, box.w, photo.scale, width)
    top, bottom = _widened(box.y, box.h, photo.scale, height)
    if left >= right or top >= bottom:
        message = f"{box} lies outside a photo of {photo.width} x {photo.height} pixels"
        raise ValueError(message)
    cut = Image.fromarray(photo.pixels[top:bottom, left:right])
    cut.thumbnail((CROP_SIDE, CROP_SIDE), Image.Resampling.LANCZOS)
    stream = BytesIO()
    cut.save(stream, "JPEG", quality=CROP_QUALITY)
    return stream.getvalue()


def face_of_crop(photo: Photo, boxes: Sequence[Box]) -> int | None:
    """Return which face a kept crop is of, or None when it shows none in its middle.

    A crop is cut around a face and ends where its photo did, so that its middle is in the face
    always; whoever stands beside them is at its edge.

    Args:
        photo: the crop; its width and height are used.
        boxes: of its faces, in pixels of the crop.

    Returns:
        A place in `boxes`, from 0: of the faces that cover the middle, the one that is nearest in
        place and size to the box that such a crop is cut around.
    """
    width, height = photo.width / CROP_WIDENING, photo.height / CROP_WIDENING
    left, top = (photo.width - width) / 2, (photo.height - height) / 2

    def likeness(place: int) -> float:
        box = boxes[place]
        common = _shared(box.x, box.w, left, width) * _shared(box.y, box.h, top, height)
        return common / (box.w * box.h + width * height - common)

    across, down = photo.width / 2, photo.height / 2
    covering = [
        place
        for place, box in enumerate(boxes)
        if box.x <= across <= box.x + box.w and box.y <= down <= box.y + box.h
    ]
    return max(covering, key=likeness, default=None)


def _shared(start: float, length: float, other: float, other_length: float) -> float:
    return max(0.0, min(start + length, other + other_length) - max(start, other))


def _widened(start: int, length: int, scale: float, limit: int) -> tuple[int, int]:
    """Return where the cut begins and ends along one side, in the photo's own pixels."""
    margin = length * (CROP_WIDENING - 1) / 2
    first = floor((start - margin) / scale)
    behind = ceil((start + length + margin) / scale)
    return max(0, first), min(limit, behind)
