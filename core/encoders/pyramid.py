"""A picture in many sizes, laid out on canvases that a detector with one size of window looks at.

The sizes, and how all of them lie on one canvas, are dlib's (`pyramid_down<6>` and
`create_tiled_pyramid` in dlib/image_transforms/image_pyramid.h): what is beside a window changes
its score a little, and with the same neighbours the scores are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, inf

import cv2
import numpy as np

from core.model import Pixels

GAP = 10
"""Pixels between two levels on a canvas, as dlib has it."""

BORDER = 11
"""Pixels around all of them, as dlib has it."""

LEAST_SIDE = 5
"""Pixels; dlib makes no smaller level."""

MEANS = (123, 117, 104)
"""Red, green and blue between the levels: the detector's means, which are nothing to it."""

LEAST_CANVAS = 32
"""Pixels along a side; the network's first layers need 29."""

OVERLAP = 96
"""Pixels that two tiles of a level share: a window of 80, and 8 on each side of it."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A level of the pyramid, or a part of one, on a canvas.

    Attributes:
        top: where it begins on the canvas; so `left`.
        height: of the tile, in pixels; so `width`.
        scale: how many pixels of the picture one pixel of this level stands for.
        down: which row of the picture the tile's first row stands for; so `across`.
        trusted: which part of the canvas the middle of a window may lie in, for this tile to speak
            for it: top, left, bottom, right. The rest belongs to the tile beside it.
    """

    top: int
    left: int
    height: int
    width: int
    scale: float
    down: float
    across: float
    trusted: tuple[float, float, float, float] = (-inf, -inf, inf, inf)


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """What the detector is given.

    Attributes:
        pixels: RGB, shape (rows, columns, 3), uint8.
        tiles: what lies on it, at least one.
    """

    pixels: Pixels
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """A picture made smaller.

    A place p of it is a place scale * p + shift of the picture (dlib's rect_up for pyramid_down<6>,
    once a level).
    """

    pixels: Pixels
    scale: float
    shift: float


def whole_pyramid(picture: Pixels) -> Canvas:
    """Lay all levels of a picture on one canvas."""
    levels = list(_levels(picture))
    places, height = _places([level.pixels.shape[:2] for level in levels])
    canvas = _empty(height + 2 * BORDER, picture.shape[1] + 2 * BORDER)
    tiles = []
    for level, (top, left) in zip(levels, places, strict=False):
        rows, columns = level.pixels.shape[:2]
        canvas[top : top + rows, left : left + columns] = level.pixels
        tiles.append(Tile(top, left, rows, columns, level.scale, level.shift, level.shift))
    return Canvas(canvas, tuple(tiles))


def tiles(picture: Pixels, most_pixels: int) -> Iterator[Canvas]:
    """Lay a picture, in its one size, on canvases of bounded size.

    Args:
        picture: RGB.
        most_pixels: of it on one canvas. A larger one is cut into tiles that overlap.
    """
    rows, columns = picture.shape[:2]
    side = int(most_pixels**0.5)
    # A long, narrow picture is cut across alone.
    tall = min(rows, max(side, most_pixels // columns))
    across = _cuts(rows, tall)
    wide = min(columns, max(side, most_pixels // (across[0][1] - across[0][0])))
    for top, bottom in across:
        for left, right in _cuts(columns, wide):
            yield _tile(picture, (top, left, bottom, right))


def _tile(picture: Pixels, part: tuple[int, int, int, int]) -> Canvas:
    top, left, bottom, right = part
    rows, columns = picture.shape[:2]
    height, width = bottom - top, right - left
    canvas = _empty(height + 2 * BORDER, width + 2 * BORDER)
    canvas[BORDER : BORDER + height, BORDER : BORDER + width] = picture[top:bottom, left:right]
    margin = BORDER + OVERLAP / 2
    trusted = (
        margin if top else -inf,
        margin if left else -inf,
        BORDER + height - OVERLAP / 2 if bottom < rows else inf,
        BORDER + width - OVERLAP / 2 if right < columns else inf,
    )
    return Canvas(canvas, (Tile(BORDER, BORDER, height, width, 1.0, top, left, trusted),))


def _cuts(length: int, most: int) -> list[tuple[int, int]]:
    """Cut a side into as few equal parts as it takes that share `OVERLAP` and are `most` long."""
    if length <= most:
        return [(0, length)]
    parts = ceil((length - OVERLAP) / max(1, most - OVERLAP))
    part = ceil((length - OVERLAP) / parts) + OVERLAP
    starts = [round(at * (length - part) / (parts - 1)) for at in range(parts)]
    return [(start, start + part) for start in starts]


def _levels(picture: Pixels) -> Iterator[_Level]:
    level = _Level(picture, 1.0, 0.0)
    while True:
        yield level
        rows, columns = (5 * side // 6 for side in level.pixels.shape[:2])
        if min(rows, columns) < 1 or rows < LEAST_SIDE:
            return
        level = _Level(
            _smaller(level.pixels, rows, columns),
            1.2 * level.scale,
            level.shift + 0.3 * level.scale,
        )


def _smaller(picture: Pixels, rows: int, columns: int) -> Pixels:
    """Scale by straight lines between pixels, corners onto corners: dlib's resize_image."""
    down = (picture.shape[0] - 1) / max(1, rows - 1)
    across = (picture.shape[1] - 1) / max(1, columns - 1)
    matrix = np.array([[across, 0, 0], [0, down, 0]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(
            picture, matrix, (columns, rows), flags=flags, borderMode=cv2.BORDER_REPLICATE
        )
    )


def _places(sizes: list[tuple[int, ...]]) -> tuple[list[tuple[int, int]], int]:
    """Return where dlib puts levels of these sizes, and how high they stand together.

    They go down the left side until the next one fits beside the last one, and the rest goes up
    the right side from there. A last one that would touch the first is left out.
    """
    first_height, first_width = sizes[0]
    total = sum(height + GAP for height, _ in sizes) - 2 * GAP
    places: list[tuple[int, int]] = []
    end, last_width = 0, 0
    for height, width in sizes:
        fits_beside = width <= first_width - last_width - GAP
        if fits_beside and 2 * (end - first_height) >= total - first_height:
            break
        places.append((BORDER + end, BORDER))
        end += height + GAP
        last_width = width
    end -= GAP
    bottom = BORDER + end
    for height, width in sizes[len(places) :]:
        if bottom - height < BORDER + first_height:
            break
        places.append((bottom - height, BORDER + first_width - width))
        bottom -= height + GAP
    return places, end


def _empty(rows: int, columns: int) -> Pixels:
    height, width = max(rows, LEAST_CANVAS), max(columns, LEAST_CANVAS)
    # A row at a time: numpy is ten times as long over colours.
    row = np.tile(np.array(MEANS, np.uint8), width).reshape(width, 3)
    return np.tile(row, (height, 1, 1))
