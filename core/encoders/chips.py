"""Faces turned upright and cut out, as dlib's ResNet was taught to see them.

Five landmarks (the corners of the eyes, the base of the nose) say how a face is turned. dlib's
predictor of them is right for faces that are tilted by some 40 degrees; a tilted face is therefore
turned by what they say, and they are looked for again. Whether a face has come out upright is asked
of dlib's other detector (HOG), which knows upright faces alone: those that have not are tried in
quarter turns. docs/encoders.md has what this gains.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees
from typing import Any

import cv2
import dlib
import numpy as np
import numpy.typing as npt

from core.encoders.mmod import Window
from core.model import Pixels, Pose

CHIP = 150
"""Pixels of the square that the ResNet looks at."""

PADDING = 0.25
"""How much there is around the face in it, as a part of the face: dlib's."""

MARGIN = 10
"""Pixels more on each side of a wide chip, for crops beside the usual one."""

TILTED = 15.0
"""Degrees from which the landmarks are looked for again; below, it changes nothing."""

UPRIGHT = 0.0
"""HOG's score of an upright face is above, of one that is not below, nearly always."""

LEAST_FRONTAL = -1.0
"""Below it HOG's scores of faces are not told from each other."""

CHECKED = 120
"""Pixels of the square in which HOG looks: its face, of 80, fills two thirds, as in a chip."""

QUARTER_TURNS = (90.0, -90.0, 180.0)
"""Degrees by which a face that did not come out upright is tried to be turned."""

PATCH = 200
"""Pixels of the square in which the landmarks of a turned face are looked for."""

PATCH_FACE = 80
"""Pixels of the face in it."""

Places = npt.NDArray[np.float64]
"""Of the landmarks: shape (5, 2), pixels across and down."""


@dataclass(frozen=True, slots=True, eq=False)
class Chip:
    """A face that was cut out.

    Attributes:
        usual: `dlib.get_face_chip` at its defaults: shape (CHIP, CHIP, 3), uint8.
        wide: the same with `MARGIN` on each side; None where it is not wanted.
        pose: how the face is turned, once it is upright; None where it is not wanted.
    """

    usual: Pixels
    wide: Pixels | None
    pose: Pose | None = None


class Aligner:
    """Cuts faces out."""

    def __init__(self, landmarks: Any, upright_detector: Any) -> None:
        """Take dlib's `shape_predictor` of five points and its frontal face detector."""
        self._landmarks = landmarks
        self._upright_detector = upright_detector

    def chip(self, picture: Pixels, face: Window, *, wide: bool, posed: bool) -> Chip:
        """Cut a face out, upright however it is tilted.

        Args:
            picture: RGB.
            face: where it is.
            wide: whether its surroundings are wanted too.
            posed: whether its pose is.
        """
        shape, usual = self._upright(picture, face)
        pose = Pose(_turn(shape), self._frontal(usual)) if posed else None
        if not wide:
            return Chip(usual, None, pose)
        padding = PADDING + (1 + 2 * PADDING) * MARGIN / CHIP
        around = dlib.get_face_chip(picture, shape, CHIP + 2 * MARGIN, padding)
        return Chip(usual, np.asarray(around), pose)

    def _upright(self, picture: Pixels, face: Window) -> tuple[Any, Pixels]:
        """Return a face's landmarks, and its usual chip."""
        shape = self._landmarks(picture, _rectangle(face))
        if abs(_tilt(shape)) > TILTED:
            shape = self._shape_turned(picture, face, _tilt(shape))
        usual = _usual(picture, shape)
        if self._is_upright(usual):
            return shape, usual
        for turn in QUARTER_TURNS:
            turned = self._shape_turned(picture, face, turn)
            turned = self._shape_turned(picture, face, _tilt(turned))
            other = _usual(picture, turned)
            if self._is_upright(other):
                return turned, other
        # A face from the side is upright to HOG in no turn.
        return shape, usual

    def _is_upright(self, chip: Pixels) -> bool:
        small = cv2.resize(chip, (CHECKED, CHECKED), interpolation=cv2.INTER_AREA)
        grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
        _, scores, _ = self._upright_detector.run(grey, 0, UPRIGHT)
        return len(scores) > 0

    def _frontal(self, chip: Pixels) -> float:
        """Return HOG's score of the face in a chip; `LEAST_FRONTAL` where it is not more."""
        grey = cv2.cvtColor(chip, cv2.COLOR_RGB2GRAY)
        _, scores, _ = self._upright_detector.run(grey, 0, LEAST_FRONTAL)
        return max(scores, default=LEAST_FRONTAL)

    def _shape_turned(self, picture: Pixels, face: Window, turn: float) -> Any:
        """Find the landmarks of a face in a copy of its surroundings that is turned.

        Args:
            picture: RGB.
            face: where the face is.
            turn: degrees that its surroundings are turned anticlockwise.

        Returns:
            dlib's `full_object_detection` in the picture as it is.
        """
        centre = ((face.left + face.right) / 2, (face.top + face.bottom) / 2)
        there = cv2.getRotationMatrix2D(centre, turn, PATCH_FACE / face.side)
        there[:, 2] += (PATCH - 1) / 2 - np.array(centre)
        patch = cv2.warpAffine(picture, there, (PATCH, PATCH), borderMode=cv2.BORDER_REPLICATE)
        first, last = (PATCH - PATCH_FACE) // 2, (PATCH + PATCH_FACE) // 2 - 1
        shape = self._landmarks(patch, dlib.rectangle(first, first, last, last))
        back = cv2.invertAffineTransform(there)
        places = _places(shape) @ back[:, :2].T + back[:, 2]
        points = [dlib.point(round(across), round(down)) for across, down in places]
        return dlib.full_object_detection(_rectangle(face), dlib.points(points))


def _usual(picture: Pixels, shape: Any) -> Pixels:
    return np.asarray(dlib.get_face_chip(picture, shape, CHIP, PADDING))


def _rectangle(face: Window) -> Any:
    return dlib.rectangle(*(round(side) for side in (face.left, face.top, face.right, face.bottom)))


def _places(shape: Any) -> Places:
    return np.array([(point.x, point.y) for point in shape.parts()], np.float64)


def _tilt(shape: Any) -> float:
    """Return by how many degrees a face must be turned anticlockwise to be upright.

    The first two landmarks are the corners of the eye on the right of the picture, the next two of
    the one on the left.
    """
    places = _places(shape)
    across, down = places[:2].mean(axis=0) - places[2:4].mean(axis=0)
    return degrees(atan2(down, across))


def _turn(shape: Any) -> float:
    """Return how far the nose stands beside the middle of the eyes' outer corners.

    Along the line through both, as a share of half their distance. The landmarks are an eye's outer
    and inner corner, those of the other eye, and the base of the nose, which stands out: turned to
    the side it moves over the eyes, which move together.
    """
    right, _, left, _, nose = _places(shape)
    across = (right - left) / 2
    beside = (nose - (right + left) / 2) @ across
    return float(abs(beside) / max(across @ across, 1e-9))
