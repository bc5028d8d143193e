"""Photos that lie on their side or stand on their head."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from core.encoders.mmod import Window
from core.model import Pixels


class Turn(IntEnum):
    """By how many quarters of a circle a picture is turned anticlockwise."""

    UPRIGHT = 0
    LEFT = 1
    OVER = 2
    RIGHT = 3

    def of(self, picture: Pixels) -> Pixels:
        """Return the picture, turned: shape (rows, columns, 3), contiguous."""
        return np.ascontiguousarray(np.rot90(picture, self))

    def back(self, window: Window, rows: int, columns: int) -> Window:
        """Return where a window of the turned picture is in the picture as it was.

        Args:
            window: in pixels of the turned picture, the middle of the first one being 0.
            rows: of the picture as it was.
            columns: of the picture as it was.
        """
        left, top, right, bottom = window.left, window.top, window.right, window.bottom
        last_row, last_column = rows - 1, columns - 1
        match self:
            case Turn.UPRIGHT:
                return window
            case Turn.LEFT:
                sides = (last_column - bottom, left, last_column - top, right)
            case Turn.OVER:
                sides = (last_column - right, last_row - bottom, last_column - left, last_row - top)
            case Turn.RIGHT:
                sides = (top, last_row - right, bottom, last_row - left)
        return Window(*sides, window.score)
