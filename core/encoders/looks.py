"""Where the faces of a photo are: a quick look, and closer ones where there may be more.

The detector finds faces of `WINDOW` pixels and more. A photo is first looked at with so few pixels
that it costs little; what is found there tells whether to look at twice the scale, and then again.
docs/encoders.md has what it costs and finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import sqrt

import cv2
import numpy as np

from core.encoders.mmod import WINDOW, Detector, Window, without_doubles
from core.encoders.pyramid import tiled_levels, whole_pyramid
from core.encoders.turns import Turn
from core.model import Pixels

LEAST_SCORE = 0.3
"""Of a face. Below it nearly all is something else."""

SURE_SCORE = 0.9
"""Faces that are upright, or tilted by up to 60 degrees, nearly always have more."""

FIRST_PIXELS = 640 * 480
"""Of a photo at the first look."""

MOST_PIXELS = 3620 * 2715
"""Of a photo at the closest look."""

LARGEST_SCALE = 2.0
"""More would make faces of less than 40 pixels large, and they cannot be told apart."""

TILE_PIXELS = 1_000_000
"""Of what the detector is given at once, at a closer look: it takes some 90 bytes a pixel."""

LEAST_GAIN = 1.1
"""How much closer a look must be to be worth it."""

NEAR_LEAST = 1.25
"""A lone face of less than this many times the least size may have smaller ones around it."""

NEAR_LEAST_AMONG_OTHERS = 2.0
"""The same for the smallest of several faces: a group's back row is smaller than its front."""

CROWD = 5
"""Faces among which there are always more to be looked for."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was found in a photo.

    Attributes:
        turn: in which the photo was looked at.
        faces: in pixels of the turned photo; their middles are inside it.
    """

    turn: Turn
    faces: tuple[Window, ...]


class Looker:
    """Finds the faces of a photo."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector

    def look(self, photo: Pixels) -> Sighting:
        """Find the faces of a photo, whichever way up it is."""
        scales = _scales(photo.shape[0] * photo.shape[1])
        turn, found = self._first_look(photo, scales[0])
        turned = turn.of(photo)
        for before, scale in pairwise(scales):
            if not _look_closer(found, WINDOW / before):
                break
            found = _merged(found + self._closer_look(turned, before, scale), turned)
        return Sighting(turn, tuple(found))

    def _first_look(self, photo: Pixels, scale: float) -> tuple[Turn, list[Window]]:
        small = _scaled(photo, scale)
        looks: dict[Turn, list[Window]] = {}
        for turn in Turn:
            turned = turn.of(small)
            windows = self._detector.windows(whole_pyramid(turned), LEAST_SCORE)
            found = _merged(windows, turned)
            looks[turn] = [_enlarged(window, 1 / scale) for window in found]
            if turn is Turn.UPRIGHT and any(map(_evidence, found)):
                break
        best = max(looks, key=lambda turn: sum(map(_evidence, looks[turn])))
        return best, looks[best]

    def _closer_look(self, photo: Pixels, before: float, scale: float) -> list[Window]:
        """Look at the sizes that the look before was too small for."""
        large = _scaled(photo, scale)
        return [
            _enlarged(window, 1 / scale)
            for canvas in tiled_levels(large, scale / before, TILE_PIXELS)
            for window in self._detector.windows(canvas, LEAST_SCORE)
        ]


def _scales(pixels: int) -> list[float]:
    """Return how many times as wide and high a photo is made at each look, for its pixels."""
    scale = min(LARGEST_SCALE, sqrt(FIRST_PIXELS / pixels))
    last = min(LARGEST_SCALE, sqrt(MOST_PIXELS / pixels))
    scales = [scale]
    while last > scale * LEAST_GAIN:
        scale = min(2 * scale, last)
        scales.append(scale)
    return scales


def _look_closer(found: Sequence[Window], least: float) -> bool:
    """Tell whether to look for faces smaller than the least that could be found.

    Args:
        found: the faces so far.
        least: pixels of the side of the smallest face that could be found.
    """
    sure = [face for face in found if _evidence(face)]
    if not sure or len(sure) >= CROWD:
        return True
    times = NEAR_LEAST if len(sure) == 1 else NEAR_LEAST_AMONG_OTHERS
    return min(face.side for face in sure) < times * least


def _evidence(face: Window) -> float:
    """Return the score of a face that is surely one, else 0."""
    return face.score if face.score >= SURE_SCORE else 0.0


def _merged(windows: list[Window], picture: Pixels) -> list[Window]:
    rows, columns = picture.shape[:2]
    inside = [
        window
        for window in windows
        if 0 <= window.left + window.right <= 2 * (columns - 1)
        and 0 <= window.top + window.bottom <= 2 * (rows - 1)
    ]
    return without_doubles(inside)


def _scaled(picture: Pixels, scale: float) -> Pixels:
    rows, columns = (max(1, round(side * scale)) for side in picture.shape[:2])
    if (rows, columns) == picture.shape[:2]:
        return picture
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, (columns, rows), interpolation=how))


def _enlarged(window: Window, times: float) -> Window:
    """Return a window of a scaled picture in pixels of the picture."""
    left, top, right, bottom = (
        (side + 0.5) * times - 0.5
        for side in (window.left, window.top, window.right, window.bottom)
    )
    return replace(window, left=left, top=top, right=right, bottom=bottom)
