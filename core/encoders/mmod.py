"""dlib's face detector looking at a canvas: max-margin object detection (MMOD).

Davis E. King, "Max-Margin Object Detection", 2015, https://arxiv.org/abs/1502.00046.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.encoders.pyramid import Canvas, Tile
from core.encoders.sessions import Network, Scores

WINDOW = 80
"""Pixels of the square that the detector takes for a face."""

STEP = 8
"""Pixels between two places that it gives a score for."""

FIRST = 14
"""Pixels from the canvas's edge to the middle of the first place."""

MOST_COMMON = 0.33828
"""How much two faces may share, as a part of what encloses both: the detector's own figure."""


@dataclass(frozen=True, slots=True)
class Window:
    """A square that the detector takes for a face.

    Attributes:
        left: in pixels of the picture, the middle of the first one being 0; so `top`, `right` and
            `bottom`. It may reach beyond the picture.
        score: above 0, the higher the more like a face; the faces it was trained on got about 1.
    """

    left: float
    top: float
    right: float
    bottom: float
    score: float

    @property
    def side(self) -> float:
        """How wide and high it is, in pixels."""
        return self.right - self.left

    def common(self, other: Window) -> float:
        """Return the area of both as a part of the rectangle that encloses both, 0 to 1."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        if wide <= 0 or high <= 0:
            return 0.0
        across = max(self.right, other.right) - min(self.left, other.left)
        down = max(self.bottom, other.bottom) - min(self.top, other.top)
        return (wide * high) / (across * down)


class Detector:
    """MMOD as a network of `dlib_graphs`."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def windows(self, canvas: Canvas, least: float) -> list[Window]:
        """Return every window on a canvas with more than a score, in pixels of the picture."""
        scores = self._network.run(canvas.pixels[np.newaxis])[0, 0]
        return _windows(scores, canvas, least)


def without_doubles(windows: Sequence[Window]) -> list[Window]:
    """Keep of windows that share too much the one with the highest score; the highest first."""
    kept: list[Window] = []
    for window in sorted(windows, key=lambda window: -window.score):
        if all(window.common(other) <= MOST_COMMON for other in kept):
            kept.append(window)
    return kept


def _windows(scores: Scores, canvas: Canvas, least: float) -> list[Window]:
    found = []
    for row, column in np.argwhere(scores > least):
        down, across = FIRST + STEP * int(row), FIRST + STEP * int(column)
        tile = min(canvas.tiles, key=lambda tile: _outside(tile, down, across))
        top, left, bottom, right = tile.trusted
        if not (top <= down < bottom and left <= across < right):
            continue
        half = (WINDOW - 1) / 2
        x, y = (
            tile.scale * (at - start) + shift
            for at, start, shift in (
                (across, tile.left, tile.across),
                (down, tile.top, tile.down),
            )
        )
        reach = tile.scale * half
        found.append(Window(x - reach, y - reach, x + reach, y + reach, float(scores[row, column])))
    return found


def _outside(tile: Tile, down: int, across: int) -> int:
    """Return how far a place is from a tile, squared."""
    below = max(tile.top - down, 0, down - tile.top - tile.height + 1)
    beside = max(tile.left - across, 0, across - tile.left - tile.width + 1)
    return below * below + beside * beside
