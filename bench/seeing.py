"""Templates and measures of photos as they are, and of the same made worse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.progress import track

from bench.composing import photo_of
from bench.degrading import STEPS, degraded
from core import images
from core.encoders.chips import Aligner
from core.encoders.descriptors import FAST, Describer
from core.encoders.dlib_models import load_landmarks, load_networks, load_upright_detector
from core.encoders.looks import Looker
from core.encoders.mmod import Detector, Window
from core.model import Box, ModelId, Pixels, Probe, Template
from core.quality import Quality, measured

DEGRADED_PEOPLE = 200
"""People of whom one photo is made worse."""

SEED = 20_261_125

KEYS = ("size", "sharpness", "brightness", "contrast", "white", "turn", "frontal")
"""Of the measures."""

MODEL = ModelId("Dlib", "mmod", FAST.name)

Rows = npt.NDArray[np.float64]
"""Measures: shape (photos, KEYS); NaN where there is no face."""


FIELDS = ("templates", "rows", "photo", "kind", "step")


class Eyes:
    """Finds the face in the middle of a photo, and sees another version of the same photo there."""

    def __init__(self, home: Path) -> None:
        """Load dlib's networks, kept in a folder."""
        detector, network = load_networks(home, None)
        self._looker = Looker(Detector(detector))
        landmarks, upright = load_landmarks(home), load_upright_detector(home)
        self._aligner = Aligner(landmarks, upright)
        self._describer = Describer(network)

    def middle(self, pixels: Pixels) -> Window | None:
        """Return the largest face that covers the centre of an upright photo."""
        down, across = (side / 2 for side in pixels.shape[:2])
        faces = [
            face
            for face in self._looker.look(pixels).faces
            if face.left <= across <= face.right and face.top <= down <= face.bottom
        ]
        return max(faces, key=lambda face: face.side, default=None)

    def see(self, pixels: Pixels, face: Window) -> tuple[npt.NDArray[np.float32], list[float]]:
        """Return the template of a face and its measures, in the order of `KEYS`."""
        chip = self._aligner.chip(pixels, face, wide=False, posed=True)
        (vector,) = self._describer.templates([chip], FAST.searched)
        left, top = (max(0, round(side)) for side in (face.left, face.top))
        box = Box(left, top, round(face.right) + 1 - left, round(face.bottom) + 1 - top)
        probe = Probe(Template(vector, MODEL), box, 1.0, chip.pose)
        return vector, list(_row(measured(photo_of(pixels), probe)))


def _row(quality: Quality) -> Iterator[float]:
    for key in KEYS:
        holder = quality.pose if key in {"turn", "frontal"} else quality
        yield float(getattr(holder, key))


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What came of photos: templates, measures, and for made ones whose, of what, how."""

    templates: npt.NDArray[np.float32]
    rows: Rows
    photo: npt.NDArray[np.int64]
    kind: npt.NDArray[np.str_]
    step: npt.NDArray[np.float64]


def seen(paths: Sequence[Path], owner: npt.NDArray[np.int64], cache: Path) -> tuple[Seen, Seen]:
    """Return what came of photos as they are, and of some of them made worse.

    Args:
        paths: of photos.
        owner: whose each is.
        cache: a folder; what was seen before is read from it.
    """
    file = cache / "quality.npz"
    if file.exists():
        with np.load(file) as kept:
            parts = [{key: kept[f"{part}_{key}"] for key in FIELDS} for part in ("as_is", "made")]
        return Seen(**parts[0]), Seen(**parts[1])
    eyes = Eyes(cache)
    as_is, windows = _ordinary(paths, eyes)
    made = _made(paths, owner, windows, eyes)
    arrays = {
        f"{part}_{key}": getattr(of, key)
        for part, of in (("as_is", as_is), ("made", made))
        for key in FIELDS
    }
    np.savez(file, **arrays)
    return as_is, made


def _ordinary(paths: Sequence[Path], eyes: Eyes) -> tuple[Seen, list[Window | None]]:
    """Look at photos as they are.

    Returns:
        What came of them, and where the face in the middle of each is, if there is one.
    """
    vectors, rows, windows = [], [], []
    for path in track(paths, description="photos"):
        pixels = images.load(path.read_bytes()).pixels
        face = eyes.middle(pixels)
        nothing = (np.full(128, np.nan, np.float32), [np.nan] * len(KEYS))
        vector, row = nothing if face is None else eyes.see(pixels, face)
        vectors.append(vector)
        rows.append(row)
        windows.append(face)
    count = len(paths)
    seen = Seen(
        np.stack(vectors), np.array(rows), np.arange(count), np.full(count, ""), np.zeros(count)
    )
    return seen, windows


def _made(
    paths: Sequence[Path],
    owner: npt.NDArray[np.int64],
    windows: Sequence[Window | None],
    eyes: Eyes,
) -> Seen:
    """Look at every step of the first photo of `DEGRADED_PEOPLE` people made worse.

    Args:
        paths: of photos.
        owner: whose each is.
        windows: where the face in the middle of each is.
        eyes: look there: whether it is still found is no matter here.
    """
    random = np.random.default_rng(SEED)
    several = np.flatnonzero(np.bincount(owner) > 1)
    people = random.permutation(several)[:DEGRADED_PEOPLE]
    vectors, rows, photos, kinds, steps = [], [], [], [], []
    for person in track(people, description="made worse"):
        at = int(np.flatnonzero(owner == person)[0])
        face = windows[at]
        if face is None:
            continue
        pixels = images.load(paths[at].read_bytes()).pixels
        for kind, step in ((kind, step) for kind, steps in STEPS.items() for step in steps):
            worse = degraded(pixels, face.side, kind, step, random)
            vector, row = eyes.see(worse, _scaled(face, worse.shape[1] / pixels.shape[1]))
            vectors.append(vector)
            rows.append(row)
            photos.append(at)
            kinds.append(kind)
            steps.append(step)
    return Seen(
        np.stack(vectors), np.array(rows), np.array(photos), np.array(kinds), np.array(steps)
    )


def _scaled(face: Window, scale: float) -> Window:
    left, top, right, bottom = (
        (side + 0.5) * scale - 0.5 for side in (face.left, face.top, face.right, face.bottom)
    )
    return replace(face, left=left, top=top, right=right, bottom=bottom)
