"""Several photos on one sheet, for the numbers of their faces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from math import ceil

from PIL import Image

from core.drawing.marks import LONGEST_SIDE, Mark, marked
from core.drawing.paper import NEUTRAL, PAPER, jpeg
from core.model import Box, Photo

ACROSS = 2
GAP = 12
TILE = ((LONGEST_SIDE - GAP) // ACROSS, 640)
"""Pixels that a photo has on the sheet, at most: width and height."""


def contact_tile(photo: Photo, boxes: Mapping[str, Box]) -> bytes:
    """Draw a photo of the sheet, with a box round each face and what it is called.

    Returns:
        A JPEG of at most `TILE` pixels: so little of each photo is kept until all were looked at.
    """
    marks = [Mark(label, box, NEUTRAL) for label, box in boxes.items()]
    return jpeg(marked(photo, marks, TILE, unit=1.0))


def contact_sheet(tiles: Sequence[bytes]) -> bytes:
    """Draw photos beside and below each other, in their order.

    Args:
        tiles: JPEGs as `contact_tile` makes them, at least one.

    Returns:
        A JPEG of at most `LONGEST_SIDE` pixels on its long side.
    """
    pictures = [Image.open(BytesIO(one), formats=["JPEG"]) for one in tiles]
    across = min(ACROSS, len(pictures))
    rows = [pictures[i : i + across] for i in range(0, len(pictures), across)]
    heights = [max(one.height for one in row) for row in rows]
    width = across * TILE[0] + (across - 1) * GAP
    sheet = Image.new("RGB", (width, sum(heights) + (len(rows) - 1) * GAP), PAPER)
    y = 0
    for row, height in zip(rows, heights, strict=True):
        for column, one in enumerate(row):
            x = column * (TILE[0] + GAP) + (TILE[0] - one.width) // 2
            sheet.paste(one, (x, y + (height - one.height) // 2))
        y += height + GAP
    longest = max(sheet.size)
    if longest > LONGEST_SIDE:
        scale = LONGEST_SIDE / longest
        sheet = sheet.resize((ceil(sheet.width * scale), ceil(sheet.height * scale)))
    return jpeg(sheet)
