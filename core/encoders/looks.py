"""Where the faces of a photo are: a quick look, and closer ones where there may be more.

The detector finds faces of `WINDOW` pixels and more. A photo is first looked at with so few pixels
that it costs little; what is found there tells whether to look more closely, and then again.
docs/encoders.md has what it costs and finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, log, sqrt

import cv2
import numpy as np

from core.encoders.mmod import WINDOW, Detector, Window, without_doubles
from core.encoders.pyramid import tiles, whole_pyramid
from core.encoders.turns import Turn
from core.model import Pixels

LEAST_SCORE = 0.3
"""Of a face. Below it nearly all is something else."""

SURE_SCORE = 0.9
"""Faces that are upright, or tilted by up to 60 degrees, nearly always have more."""

FIRST_PIXELS = 444 * 333
"""Of a photo at the first look."""

MOST_PIXELS = 3620 * 2715
"""Of a photo at the closest look."""

LARGEST_SCALE = 1.8
"""Enough for faces of 40 pixels; smaller ones can hardly be told apart."""

STEP = 1.53
"""How many times as wide and high a photo is at the next look, at most.

Some two levels and a half of dlib's pyramid: as many faces are found as with all; at 1.75 no more.
"""

LEAST_STEP = 1.05
"""Nearer to the closest look, another is not worth it."""

TILE_PIXELS = 1_100_000
"""Of what the detector is given at once at a closer look; it takes some 90 bytes a pixel."""

ENOUGH = {1: 1.7, 2: 1.7, 3: 1.5, 4: 1.0}
"""By the number of faces, how many times the least size the smallest must have for a look to do.

A lone large face may well be alone, and four of a size are a group in one row. docs/encoders.md has
what is lost.
"""

ALIKE = 1.5
"""How many times as large as the smallest face the largest may be for `ENOUGH` to hold."""

ENOUGH_OF_UNLIKE = 2.0
"""The same of two to four faces that are not alike, or beside which there may be another."""

ENOUGH_OF_MANY = 3.0
"""The same of more faces: a group's back row is smaller than its front."""


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
        found = self._closer_and_closer(photo, scales, self._whole(photo, scales[0]))
        if _sure(found):
            return Sighting(Turn.UPRIGHT, tuple(found))
        # Last: people far away are met more often than photos that lie on their side.
        turn, turned = self._turned(photo, scales[:2][-1])
        if turn is not Turn.UPRIGHT:
            found = self._closer_and_closer(turn.of(photo), scales[1:], turned)
        return Sighting(turn, tuple(found))

    def _closer_and_closer(
        self, photo: Pixels, scales: Sequence[float], found: list[Window]
    ) -> list[Window]:
        """Look on at each scale but the first, until what was found tells that it is enough."""
        for before, scale in pairwise(scales):
            if not _look_closer(found, WINDOW / before):
                break
            found = _merged(found + self._closer(photo, scale), photo)
        return found

    def _whole(self, photo: Pixels, scale: float) -> list[Window]:
        """Find all faces that are large enough at a scale."""
        canvas = whole_pyramid(_scaled(photo, scale))
        windows = self._detector.windows(canvas, LEAST_SCORE)
        return _merged([_enlarged(window, 1 / scale) for window in windows], photo)

    def _closer(self, photo: Pixels, scale: float) -> list[Window]:
        """Find the faces that are just large enough at a scale."""
        return [
            _enlarged(window, 1 / scale)
            for canvas in tiles(_scaled(photo, scale), TILE_PIXELS)
            for window in self._detector.windows(canvas, LEAST_SCORE)
        ]

    def _turned(self, photo: Pixels, scale: float) -> tuple[Turn, list[Window]]:
        """Find the turn in which there are the surest faces: upright when there are in none."""
        best, most = (Turn.UPRIGHT, list[Window]()), 0.0
        for turn in Turn:
            if turn is not Turn.UPRIGHT:
                found = self._whole(turn.of(photo), scale)
                score = sum(face.score for face in _sure(found))
                if score > most:
                    best, most = (turn, found), score
        return best


def _scales(pixels: int) -> list[float]:
    """Return how many times as wide and high a photo is made at each look, for its pixels."""
    first, last = (min(LARGEST_SCALE, sqrt(most / pixels)) for most in (FIRST_PIXELS, MOST_PIXELS))
    if last < first * LEAST_STEP:
        return [first]
    steps = ceil(log(last / first, STEP))
    return [first * (last / first) ** (step / steps) for step in range(steps + 1)]


def _look_closer(found: Sequence[Window], least: float) -> bool:
    """Tell whether to look for faces smaller than the least that could be found.

    Args:
        found: the faces so far.
        least: pixels of the side of the smallest face that could surely be found.
    """
    sides = [face.side for face in _sure(found)]
    return not sides or min(sides) < _enough(sides, unsure=len(found) - len(sides)) * least


def _enough(sides: Sequence[float], *, unsure: int) -> float:
    if len(sides) not in ENOUGH:
        return ENOUGH_OF_MANY
    if unsure or max(sides) > ALIKE * min(sides):
        return ENOUGH_OF_UNLIKE
    return ENOUGH[len(sides)]


def _sure(found: Sequence[Window]) -> list[Window]:
    return [face for face in found if face.score >= SURE_SCORE]


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
    """Scale a picture: by halves, then by straight lines between pixels.

    Means of whole areas, at any scale, would take ten times as long, and find the same faces.
    """
    rows, columns = (max(1, round(side * scale)) for side in picture.shape[:2])
    while 2 * rows <= picture.shape[0] and 2 * columns <= picture.shape[1]:
        picture = _halved(picture)
    if (rows, columns) == picture.shape[:2]:
        return picture
    return np.asarray(cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_LINEAR))


def _halved(picture: Pixels) -> Pixels:
    """Take the mean of every two by two pixels; an odd last row or column is left out."""
    rows, columns = (side // 2 for side in picture.shape[:2])
    whole = picture[: 2 * rows, : 2 * columns]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA))


def _enlarged(window: Window, times: float) -> Window:
    """Return a window of a scaled picture in pixels of the picture."""
    left, top, right, bottom = (
        (side + 0.5) * times - 0.5
        for side in (window.left, window.top, window.right, window.bottom)
    )
    return replace(window, left=left, top=top, right=right, bottom=bottom)
