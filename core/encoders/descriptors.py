"""Templates from aligned faces: dlib's ResNet over several crops of each, averaged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import cv2
import numpy as np
import numpy.typing as npt

from core.encoders.chips import CHIP, MARGIN, Chip
from core.encoders.sessions import Network
from core.model import Pixels, Vector

BATCH = 16
"""Crops that the network is given at once: larger batches are no faster, and take more memory."""


@dataclass(frozen=True, slots=True)
class Crop:
    """What of a face's surroundings is looked at.

    Attributes:
        across: pixels to the right of the usual chip; so `down`.
        side: of the square that is taken, in pixels; scaled to the usual chip's.
        mirrored: left and right changed.
    """

    across: int = 0
    down: int = 0
    side: int = CHIP
    mirrored: bool = False

    @property
    def beside(self) -> bool:
        """Whether it takes a wide chip."""
        return (self.across, self.down, self.side) != (0, 0, CHIP)

    def cut(self, chip: Chip) -> Pixels:
        """Cut it out of a chip: shape (CHIP, CHIP, 3), uint8."""
        square = chip.usual
        if self.beside:
            if chip.wide is None:
                message = f"{self} needs a wide chip"
                raise ValueError(message)
            inset = MARGIN + (CHIP - self.side) // 2
            top, left = inset + self.down, inset + self.across
            square = chip.wide[top : top + self.side, left : left + self.side]
        if self.side != CHIP:
            square = np.asarray(cv2.resize(square, (CHIP, CHIP), interpolation=cv2.INTER_LINEAR))
        return square[:, ::-1] if self.mirrored else square


@dataclass(frozen=True, slots=True)
class Recipe:
    """Which crops a template is the mean of.

    A template that is kept is searched a thousand times, so more is done for it than for one that
    is searched with. They are means of the same network's descriptors, and comparable.

    Attributes:
        name: with a version, raised whenever its templates change: they are comparable no more.
        searched: the crops for a search; at least one.
        kept: the crops for an enrolment; at least one.
    """

    name: str
    searched: tuple[Crop, ...]
    kept: tuple[Crop, ...]

    def crops(self, *, to_keep: bool) -> tuple[Crop, ...]:
        """Return the crops for a template that is to be kept, or for one to search with."""
        return self.kept if to_keep else self.searched


def and_mirrored(*crops: Crop) -> tuple[Crop, ...]:
    """Return crops, and the same with left and right changed."""
    return (*crops, *(replace(crop, mirrored=True) for crop in crops))


USUAL = Crop()
"""As dlib cuts a face."""

NEAR = Crop(side=134)
"""As if it were a tenth nearer."""

FAR = Crop(side=164)
"""As if it were a tenth farther away."""

TWO = and_mirrored(USUAL)
"""Of two crops none are worth more than these."""

SIX = and_mirrored(USUAL, NEAR, FAR)
"""Nearly what 14 crops are worth, for less than half of their price."""

FAST = Recipe("fast-1", searched=TWO, kept=SIX)
"""Half of what `ACCURATE` gains on two crops for both, at no price for a search."""

ACCURATE = Recipe("accurate-1", searched=SIX, kept=SIX)
"""The best there is here."""

RECIPES = {"fast": FAST, "accurate": ACCURATE}
"""By the names of profiles. docs/accuracy.md and docs/performance.md have what each is worth and
costs."""


class Describer:
    """Makes templates."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def templates(self, chips: Iterable[Chip], crops: Sequence[Crop]) -> Iterator[Vector]:
        """Make a template of each chip, in order: the mean of its crops' unit descriptors.

        The chips are taken, and the crops made, a batch at a time.

        Args:
            chips: faces; wide ones if a crop is beside the usual chip.
            crops: what of each is looked at.

        Yields:
            float32, Euclidean norm 1.
        """
        pictures = (crop.cut(chip) for chip in chips for crop in crops)
        kept: list[npt.NDArray[np.float32]] = []
        while batch := list(islice(pictures, BATCH)):
            kept.extend(self._network.run(np.stack(batch)))
            while len(kept) >= len(crops):
                yield _mean(np.stack(kept[: len(crops)]))
                del kept[: len(crops)]


def _mean(descriptors: npt.NDArray[np.float32]) -> Vector:
    units = descriptors / np.linalg.norm(descriptors, axis=1, keepdims=True)
    mean = units.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)
