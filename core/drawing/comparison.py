"""One face beside the people whom it resembles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PIL import Image, ImageDraw

from core.drawing.paper import (
    COLOURS,
    FAINT,
    INK,
    NEUTRAL,
    PAPER,
    face_crop,
    font,
    jpeg,
    opened_crop,
    tile,
)
from core.findings import Identification
from core.model import Photo

MOST = 5
GAP = 32
LARGE, SMALL = 560, 384
"""Sides of the crops, in pixels: of the face and the first candidate, and of the others."""

WIDTH = 3 * GAP + 2 * LARGE
LINE = 68
AROUND = 0.25
"""A kept crop has half as much again as the box, so the face is shown with as much."""


def compared(
    photo: Photo, face: Identification, crops: Mapping[str, bytes], scores: Sequence[str]
) -> bytes:
    """Draw a face beside its first candidate, and the other candidates below, with their scores.

    Args:
        photo: the photo that was identified.
        face: one of its faces, with at least one candidate.
        crops: JPEG crops by template id; a candidate without one gets an empty tile.
        scores: of the candidates, as they are to be written.

    Returns:
        A JPEG, `WIDTH` pixels wide: upright enough to be read on a phone.
    """
    first, others = face.candidates[0], face.candidates[1:MOST]
    rows = -(-len(others) // 2)
    height = 2 * GAP + LARGE + LINE + rows * (SMALL + LINE + GAP)
    sheet = Image.new("RGB", (WIDTH, height), PAPER)
    draw = ImageDraw.Draw(sheet)
    large = tile(face_crop(photo, face.probe.box, AROUND), LARGE)
    sheet.paste(large, (GAP, GAP))
    corner = (GAP, GAP, GAP + LARGE - 1, GAP + LARGE - 1)
    draw.rectangle(corner, outline=NEUTRAL, width=6)
    _candidate(
        sheet, (2 * GAP + LARGE, GAP), LARGE, f"1.  {scores[0]}", crops.get(first.template_id)
    )
    _framed(draw, (2 * GAP + LARGE, GAP), LARGE, COLOURS[face.decision])
    for place, candidate in enumerate(others):
        row, column = divmod(place, 2)
        # In the middle of the column of the large ones above.
        x = GAP + column * (LARGE + GAP) + (LARGE - SMALL) // 2
        y = 2 * GAP + LARGE + LINE + row * (SMALL + LINE + GAP)
        crop = crops.get(candidate.template_id)
        _candidate(sheet, (x, y), SMALL, f"{place + 2}.  {scores[place + 1]}", crop)
    return jpeg(sheet)


def _candidate(
    sheet: Image.Image, at: tuple[int, int], side: int, told: str, crop: bytes | None
) -> None:
    draw, (x, y) = ImageDraw.Draw(sheet), at
    if crop:
        sheet.paste(tile(opened_crop(crop), side), at)
    else:
        _framed(draw, at, side, FAINT)
    letters = font(LINE * 0.75)
    draw.text((x + side / 2, y + side + LINE / 2), told, fill=INK, anchor="mm", font=letters)


def _framed(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], side: int, colour: Sequence[int]
) -> None:
    x, y = at
    draw.rectangle((x, y, x + side - 1, y + side - 1), outline=tuple(colour), width=6)
