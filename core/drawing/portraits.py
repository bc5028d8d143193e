"""Kept crops in a grid, each with a number: the people of a chat, or the photos of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PIL import Image, ImageDraw

from core.drawing.paper import FAINT, NEUTRAL, PAPER, font, jpeg, opened_crop, tile

SIDE = 256
"""Pixels of a crop's side: as large as crops are kept."""

GAP = 16
ACROSS = 4
BADGE = 26
"""Pixels from the middle of a number's disc to its rim."""


def portraits(crops: Sequence[bytes | None]) -> bytes:
    """Draw crops side by side, numbered from 1.

    Args:
        crops: JPEGs, at least one; None for an empty place.

    Returns:
        A JPEG, `ACROSS` crops wide at most.
    """
    across = min(ACROSS, len(crops))
    down = ceil(len(crops) / across)
    size = (GAP + across * (SIDE + GAP), GAP + down * (SIDE + GAP))
    sheet = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(sheet)
    for place, crop in enumerate(crops):
        row, column = divmod(place, across)
        x, y = GAP + column * (SIDE + GAP), GAP + row * (SIDE + GAP)
        if crop is None:
            draw.rectangle((x, y, x + SIDE - 1, y + SIDE - 1), outline=FAINT, width=2)
        else:
            sheet.paste(tile(opened_crop(crop), SIDE), (x, y))
        middle = (x + BADGE, y + BADGE)
        around = (x, y, x + 2 * BADGE, y + 2 * BADGE)
        draw.ellipse(around, fill=NEUTRAL, outline="white", width=3)
        draw.text(middle, str(place + 1), fill="white", anchor="mm", font=font(30))
    return jpeg(sheet)
