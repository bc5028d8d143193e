"""Faces and templates by dlib's own networks and recipe, an order of magnitude faster than dlib.

Its face detector (MMOD) and its recognition ResNet run in onnxruntime; the landmarks and the cut
are dlib's. docs/encoders.md tells how, and what was measured.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from core.encoders.chips import Aligner, Chip
from core.encoders.descriptors import RECIPES, Describer
from core.encoders.dlib_models import load_landmarks, load_networks, load_upright_detector
from core.encoders.looks import Looker, Sighting
from core.encoders.mmod import Detector, Window
from core.model import Box, ModelId, Photo, Pose, Probe, Template
from core.setup_errors import SettingsError

DIMENSIONS = 128
"""Of dlib's templates."""

SHIPPED_THRESHOLD = 0.93
"""The cosine similarity from which deepface says "same person" of Dlib's templates: 1 - 0.07.

deepface/modules/verification.py and config/threshold.py. dlib itself says it of descriptors, not
normalised, that are less than 0.6 apart (dlib.net/face_recognition.py.html); they are some 1.45
long, which makes the similarity of such a pair 1 - 0.6^2 / (2 * 1.45^2), or 0.914.
"""


@dataclass(frozen=True, slots=True)
class _Parts:
    looker: Looker
    aligner: Aligner
    describer: Describer


class FastEncoder:
    """An `Encoder` on dlib's networks. Its calls may come from any thread: one works at a time."""

    def __init__(
        self, home: Path, profile: str = "fast", providers: Sequence[str] | None = None
    ) -> None:
        """Take where to keep what is made of dlib's weights, and how much to do for a template.

        Args:
            home: a folder; made when it is needed.
            profile: one of `RECIPES`.
            providers: of onnxruntime, the preferred first; None is the processor.

        Raises:
            SettingsError: there is no such profile.
        """
        if profile not in RECIPES:
            raise SettingsError(key="PROFILE", wanted=" or ".join(RECIPES))
        self._recipe = RECIPES[profile]
        self._model = ModelId("Dlib", "mmod", self._recipe.name)
        self._home = home
        self._providers = providers
        self._lock = Lock()
        self._parts: _Parts | None = None

    @property
    def model(self) -> ModelId:
        """The recipe of this encoder's templates."""
        return self._model

    def dimensions(self) -> int:
        """Return the length of the templates.

        Raises:
            ModelUnavailable: weights or a package are missing.
        """
        with self._lock:
            self._loaded()
        return DIMENSIONS

    def shipped_threshold(self) -> float:
        """Return the similarity from which deepface says "same person" of Dlib's templates."""
        return SHIPPED_THRESHOLD

    def encode(self, photo: Photo, *, to_keep: bool = False) -> list[Probe]:
        """Find every face of a photo and make its template.

        Args:
            photo: decoded.
            to_keep: whether for an enrolment, for which more is done.

        Returns:
            A probe a face, left to right; empty when there is none. Boxes are in pixels of the
            upright original and lie inside it. `detection` is the detector's score, at most 1: the
            faces it was trained on were to have 1 more than anything else (see `mmod`).

        Raises:
            ModelUnavailable: weights or a package are missing.
        """
        return self.encode_many([photo], to_keep=to_keep)[0]

    def encode_many(self, photos: Sequence[Photo], *, to_keep: bool = False) -> list[list[Probe]]:
        """Do what `encode` does for several photos; their faces share the network's batches.

        Raises:
            ModelUnavailable: weights or a package are missing.
        """
        with self._lock:
            parts = self._loaded()
            sightings = [parts.looker.look(photo.pixels) for photo in photos]
            crops = self._recipe.crops(to_keep=to_keep)
            wide = any(crop.beside for crop in crops)
            poses: deque[Pose | None] = deque()
            chips = _chips(photos, sightings, parts.aligner, poses.append, wide=wide, posed=to_keep)
            templates = parts.describer.templates(chips, crops)
            return [
                sorted(
                    (
                        Probe(
                            template=Template(next(templates), self._model),
                            box=_box(sighting.turn.back(face, *photo.pixels.shape[:2]), photo),
                            detection=min(1.0, face.score),
                            pose=poses.popleft(),
                        )
                        for face in sighting.faces
                    ),
                    key=lambda probe: (probe.box.x, probe.box.y),
                )
                for photo, sighting in zip(photos, sightings, strict=True)
            ]

    def _loaded(self) -> _Parts:
        if self._parts is None:
            detector, descriptor = load_networks(self._home, self._providers)
            self._parts = _Parts(
                Looker(Detector(detector)),
                Aligner(load_landmarks(self._home), load_upright_detector(self._home)),
                Describer(descriptor),
            )
        return self._parts


def _chips(
    photos: Sequence[Photo],
    sightings: Sequence[Sighting],
    aligner: Aligner,
    note_pose: Callable[[Pose | None], None],
    *,
    wide: bool,
    posed: bool,
) -> Iterator[Chip]:
    """Cut all faces out, one when it is asked for, so that few are in memory."""
    for photo, sighting in zip(photos, sightings, strict=True):
        turned = sighting.turn.of(photo.pixels)
        for face in sighting.faces:
            chip = aligner.chip(turned, face, wide=wide, posed=posed)
            note_pose(chip.pose)
            yield chip


def _box(window: Window, photo: Photo) -> Box:
    """Return a window of the photo's pixels as a box of the original, clipped to it."""
    rows, columns = photo.pixels.shape[:2]
    left, right = _side(window.left, window.right, photo.width / columns, photo.width)
    top, bottom = _side(window.top, window.bottom, photo.height / rows, photo.height)
    return Box(x=left, y=top, w=right - left, h=bottom - top)


def _side(first: float, last: float, scale: float, limit: int) -> tuple[int, int]:
    """Return where a box begins and ends along one side of the original: inside it, not empty.

    A window names the middles of its first and last pixels.
    """
    begin = min(max(0, round((first + 0.5) * scale - 0.5)), limit - 1)
    end = min(max(begin + 1, round((last + 0.5) * scale + 0.5)), limit)
    return begin, end
