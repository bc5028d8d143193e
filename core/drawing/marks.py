"""A photo with numbered boxes round its faces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from core.drawing.paper import NEUTRAL, Colour, font, jpeg
from core.model import Box, Photo

LONGEST_SIDE = 1280
"""Pixels on the long side of the drawn photo: what a phone shows whole."""

LEAST_SIDE = 640
"""A smaller photo is drawn larger, so that its numbers can be read."""

LEAST_RADIUS, MOST_RADIUS = 26, 42
"""Of a number's disc, in pixels where the picture has `LONGEST_SIDE`: a phone that is 390 points
wide shows the smallest number 10 points high."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A box and what is written at it."""

    label: str
    box: Box
    colour: Colour


def numbered(photo: Photo, boxes: Sequence[Box]) -> bytes:
    """Draw a numbered box round each face, from 1 in the order given.

    Returns:
        A JPEG of the photo, `LEAST_SIDE` to `LONGEST_SIDE` pixels on its long side.
    """
    marks = [Mark(str(number), box, NEUTRAL) for number, box in enumerate(boxes, start=1)]
    return jpeg(with_marks(photo, marks))


def with_marks(photo: Photo, marks: Sequence[Mark]) -> Image.Image:
    """Return the photo with its marks, `LEAST_SIDE` to `LONGEST_SIDE` pixels on its long side."""
    side = min(max(*photo.pixels.shape, LEAST_SIDE), LONGEST_SIDE)
    return marked(photo, marks, (side, side))


def marked(
    photo: Photo, marks: Sequence[Mark], within: tuple[int, int], unit: float | None = None
) -> Image.Image:
    """Return the photo as large as it fits into `within`, with its marks.

    Args:
        photo: decoded.
        marks: of its faces.
        within: pixels, width and height.
        unit: how large a pixel of the marks is; by the size of the picture, if not given.
    """
    picture = ImageOps.contain(Image.fromarray(photo.pixels), within, Image.Resampling.LANCZOS)
    scale = picture.width / photo.width
    draw = ImageDraw.Draw(picture)
    if unit is None:
        unit = max(picture.size) / LONGEST_SIDE
    stroke = max(2, round(4 * unit))
    for mark in marks:
        left, top = mark.box.x * scale, mark.box.y * scale
        right, bottom = left + mark.box.w * scale, top + mark.box.h * scale
        draw.rectangle((left, top, right, bottom), outline=mark.colour, width=stroke)
    # Badges come last so that no later box crosses a number.
    for mark in marks:
        _draw_badge(draw, picture.size, mark, scale, unit)
    return picture


def _draw_badge(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], mark: Mark, scale: float, unit: float
) -> None:
    width, height = mark.box.w * scale, mark.box.h * scale
    radius = min(max(width * 0.22, LEAST_RADIUS * unit), MOST_RADIUS * unit)
    letters = font(radius * 1.25)
    half = max(radius, letters.getlength(mark.label) / 2 + radius * 0.4)
    x, y = mark.box.x * scale, mark.box.y * scale
    if width < 4 * radius:
        # On the corner of so small a face it would hide it.
        x, y = x + width / 2, y - radius if y >= 2 * radius else y + height + radius
    x = min(max(x, half), size[0] - half)
    y = min(max(y, radius), size[1] - radius)
    around = (x - half, y - radius, x + half, y + radius)
    edge = max(1, round(radius / 9))
    draw.rounded_rectangle(around, radius, fill=mark.colour, outline="white", width=edge)
    draw.text((x, y), mark.label, fill="white", anchor="mm", font=letters)
