"""Whom a photo is plainly of, when it shows several people.

Of the 198 photos of lfw-dev (whose subject is at the centre) in which dlib finds several faces,
these constants take the right one in 113, a wrong one in 1, and leave 84 for somebody to say: an
import loses a photo rather than teaching a stranger's face.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from core.model import Box, Photo

TIMES_LARGER = 4.0
"""A face with this many times the area of the next one (twice its side) is plainly the subject."""

TIMES_LARGER_AT_CENTRE = 1.5
"""A face at the centre needs only this much, for the others then stand around it."""

CENTRAL = 0.1
"""How far from the photo's centre, as a share of its diagonal, a face counts as at the centre."""


def plain_subject(photo: Photo, boxes: Sequence[Box]) -> int | None:
    """Return which face a photo is plainly of, or None when that takes somebody to say.

    The only face; or the largest by far; or the larger one at the centre with smaller ones around.

    Args:
        photo: its width and height are used.
        boxes: of its faces, in pixels of the upright photo.

    Returns:
        A place in `boxes`, from 0.
    """
    if len(boxes) <= 1:
        return 0 if boxes else None
    by_area = sorted(range(len(boxes)), key=lambda place: -_area(boxes[place]))
    first, second = (boxes[place] for place in by_area[:2])
    times = _area(first) / max(_area(second), 1)
    centred = _from_centre(photo, first) <= CENTRAL
    needed = TIMES_LARGER_AT_CENTRE if centred else TIMES_LARGER
    return by_area[0] if times >= needed else None


def _area(box: Box) -> int:
    return box.w * box.h


def _from_centre(photo: Photo, box: Box) -> float:
    across = box.x + box.w / 2 - photo.width / 2
    down = box.y + box.h / 2 - photo.height / 2
    return hypot(across, down) / hypot(photo.width, photo.height)
