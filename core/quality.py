"""How well a face is seen in a photo, and whether it is good enough to be known by. No I/O.

Each limit is where people enrolled with such a photo were found markedly less often: see
docs/quality.md, which `python -m bench.quality` measures again.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.doubts import (
    FaceBlurred,
    FaceHidden,
    FaceTooBright,
    FaceTooDark,
    FaceTooFaint,
    FaceTooSmall,
    FaceTurnedAway,
    PoorPhoto,
)
from core.model import Box, Photo, Pixels, Pose, Probe

LEAST_SIZE = 26.0
"""Pixels."""

LEAST_SHARPNESS = 0.06

LEAST_BRIGHTNESS = 14.0
"""Of 255."""

LEAST_CONTRAST = 5.5
"""Of 127."""

MOST_WHITE = 0.4
"""Share of a face."""

MOST_TURN = 0.7
"""See `Pose`; so the next."""

LEAST_FRONTAL = 0.0

SIDE = 64
"""Pixels to which a face is scaled, so that figures do not depend on how many it has."""

EDGE = 8
"""Pixels of these along each side that are left out: they show hair and what is behind."""

WHITE = 250
"""From here on a pixel is plain white."""

SMOOTHING = np.array([0.06, 0.24, 0.4, 0.24, 0.06], np.float32)
"""A Gaussian of 1 pixel: what a camera's noise adds is finer than what blur takes away."""

Grey = npt.NDArray[np.float32]
"""Of a face: shape (rows, columns), 0 to 255."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a face is seen.

    Attributes:
        size: pixels of the longer side of its box, as they were read.
        sharpness: strength of the finest lines in the direction in which they are weakest (a shaken
            camera blurs but one), relative to the contrast: 0 is none; a good photo has some 0.15.
        brightness: mean grey of the face, 0 to 255.
        contrast: standard deviation of its greys, 0 to 127.
        white: share of it that is plain white.
        pose: how it is turned; None where the encoder cannot tell.
    """

    size: float
    sharpness: float
    brightness: float
    contrast: float
    white: float
    pose: Pose | None


def measured(photo: Photo, probe: Probe) -> Quality:
    """Measure how well a face is seen.

    Args:
        photo: as loaded.
        probe: a face of it, whose box lies inside.
    """
    scaled = Image.fromarray(_cut(photo, probe.box)).convert("L")
    scaled = scaled.convert("F").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    grey: Grey = np.asarray(scaled)[EDGE:-EDGE, EDGE:-EDGE]
    contrast = float(grey.std())
    return Quality(
        size=max(probe.box.w, probe.box.h) / photo.scale,
        sharpness=_least_detail(_smoothed(grey)) / max(contrast, 1.0),
        brightness=float(grey.mean()),
        contrast=contrast,
        white=float((grey >= WHITE).mean()),
        pose=probe.pose,
    )


def complaints(quality: Quality) -> list[PoorPhoto]:
    """Return what is wrong with a face, the first thing to mend first; empty when it is good."""
    found: list[PoorPhoto] = []
    if quality.size < LEAST_SIZE:
        found.append(FaceTooSmall(_below(quality.size, 0), LEAST_SIZE))
    if quality.brightness < LEAST_BRIGHTNESS:
        found.append(FaceTooDark(_below(quality.brightness, 0), LEAST_BRIGHTNESS))
    if quality.white > MOST_WHITE:
        found.append(FaceTooBright(_above(quality.white, 2), MOST_WHITE))
    if quality.contrast < LEAST_CONTRAST:
        found.append(FaceTooFaint(_below(quality.contrast, 1), LEAST_CONTRAST))
    if quality.sharpness < LEAST_SHARPNESS:
        found.append(FaceBlurred(_below(quality.sharpness, 3), LEAST_SHARPNESS))
    if quality.pose and quality.pose.turn > MOST_TURN:
        found.append(FaceTurnedAway(_above(quality.pose.turn, 2), MOST_TURN))
    if quality.pose and quality.pose.frontal < LEAST_FRONTAL:
        found.append(FaceHidden(_below(quality.pose.frontal, 1), LEAST_FRONTAL))
    return found


def _below(value: float, decimals: int) -> float:
    """Round down, so that what is too little never reads like enough."""
    parts = float(10**decimals)
    return floor(value * parts) / parts


def _above(value: float, decimals: int) -> float:
    """Round up, for what is too much."""
    parts = float(10**decimals)
    return ceil(value * parts) / parts


def _cut(photo: Photo, box: Box) -> Pixels:
    rows, columns = photo.pixels.shape[:2]
    top, bottom = _span(box.y, box.h, photo.scale, rows)
    left, right = _span(box.x, box.w, photo.scale, columns)
    return photo.pixels[top:bottom, left:right]


def _span(start: int, length: int, scale: float, limit: int) -> tuple[int, int]:
    first = min(max(0, round(start / scale)), limit - 1)
    return first, min(max(first + 1, round((start + length) / scale)), limit)


def _smoothed(grey: Grey) -> Grey:
    reach = len(SMOOTHING)
    rows = sum(part * grey[at : len(grey) - reach + 1 + at] for at, part in enumerate(SMOOTHING))
    across = np.asarray(rows).T
    both = sum(
        part * across[at : len(across) - reach + 1 + at] for at, part in enumerate(SMOOTHING)
    )
    return np.asarray(both, dtype=np.float32).T


def _least_detail(grey: Grey) -> float:
    """Return the strength of the second derivative in the direction in which it is weakest.

    Its root mean square, by differences over two pixels: across, down and along both diagonals.
    """
    middle = 2 * grey[1:-1, 1:-1]
    bent = (
        grey[1:-1, 2:] + grey[1:-1, :-2] - middle,
        grey[2:, 1:-1] + grey[:-2, 1:-1] - middle,
        (grey[2:, 2:] + grey[:-2, :-2] - middle) / 2,  # their pixels are farther apart
        (grey[2:, :-2] + grey[:-2, 2:] - middle) / 2,
    )
    return min(float(np.sqrt(np.square(one).mean())) for one in bent)
