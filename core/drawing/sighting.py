"""A photo in which somebody was seen: the face marked, and beside it the person it resembles."""

from __future__ import annotations

from PIL import Image, ImageDraw

from core.drawing.marks import LEAST_SIDE, LONGEST_SIDE, Mark, marked
from core.drawing.paper import FAINT, NEUTRAL, PAPER, face_crop, jpeg, opened_crop, tile
from core.model import Box, Photo

GAP = 24
AROUND = 0.25
"""A kept crop has half as much again as the box, so the face is shown with as much."""

STROKE = 6


def sighted(photo: Photo, box: Box | None, crop: bytes | None) -> bytes:
    """Draw a photo; if a face is meant, with a box round it, and below it the face by itself.

    Args:
        photo: that was posted.
        box: of the face that is meant, in pixels of the upright photo.
        crop: a JPEG of whoever it resembles, shown beside the face; an empty frame without it.

    Returns:
        A JPEG, `LEAST_SIDE` to `LONGEST_SIDE` pixels on the photo's long side.
    """
    side = min(max(*photo.pixels.shape[:2], LEAST_SIDE), LONGEST_SIDE)
    if box is None:
        return jpeg(marked(photo, (), (side, side)))
    picture = marked(photo, [Mark("?", box, NEUTRAL)], (side, side))
    half = (picture.width - 3 * GAP) // 2
    sheet = Image.new("RGB", (picture.width, picture.height + half + 2 * GAP), PAPER)
    sheet.paste(picture, (0, 0))
    draw, y = ImageDraw.Draw(sheet), picture.height + GAP
    left, right = GAP, 2 * GAP + half
    sheet.paste(tile(face_crop(photo, box, AROUND), half), (left, y))
    _frame(draw, left, y, half, NEUTRAL)
    if crop:
        sheet.paste(tile(opened_crop(crop), half), (right, y))
    else:
        _frame(draw, right, y, half, FAINT)
    return jpeg(sheet)


def _frame(
    draw: ImageDraw.ImageDraw, x: int, y: int, side: int, colour: tuple[int, int, int]
) -> None:
    draw.rectangle((x, y, x + side - 1, y + side - 1), outline=colour, width=STROKE)
