"""Faces and templates through deepface's own pipeline, with any of its models and detectors.

Of deepface only what is light is imported here: its lists and its errors; the pipeline and the
models come on first use. Its home, and its models once loaded, belong to the whole process, as
deepface has it.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from deepface.commons.logger import Logger
from deepface.modules.exceptions import FaceNotDetected, ImgNotFound
from deepface.modules.modeling import AVAILABLE_MODELS, build_model
from PIL import Image
from retinaface.commons.logger import Logger as RetinaFaceLogger

from core.encoders.memory import give_back
from core.encoders.weights import DLIB_LANDMARKS, DLIB_RESNET, make_folder, place
from core.errors import EncodingFailed
from core.model import Box, ModelId, Photo, Pixels, Probe, Template, Vector
from core.setup_errors import ModelUnavailable, UnknownModel

LONGEST_SIDE = 1600
"""Pixels of the picture that deepface is given: it makes 16 times as many of them inside."""

BUFFALO_LICENCE = (
    "Buffalo_L is InsightFace's: its weights are for non-commercial research only "
    "(https://github.com/deepinsight/insightface)."
)

DAMAGED_CASCADES = (
    "its files haarcascade_frontalface_default.xml and haarcascade_eye.xml are damaged: delete them"
)

logger = logging.getLogger(__name__)


MODELS: tuple[str, ...] = tuple(AVAILABLE_MODELS["facial_recognition"])
"""The names of deepface's recognition models."""

DETECTORS: tuple[str, ...] = tuple(AVAILABLE_MODELS["face_detector"])
"""The names of deepface's face detectors."""


class DeepFaceEncoder:
    """An `Encoder` on deepface. Its calls may come from any thread: one works, the others wait."""

    def __init__(self, model: str, detector: str, home: Path) -> None:
        """Take a model and a detector by deepface's names, and the folder for deepface's weights.

        Raises:
            UnknownModel: deepface has nothing of such a name, in whatever case.
        """
        self._model = ModelId(
            model=_known("MODEL", model, MODELS),
            detector=_known("DETECTOR", detector, DETECTORS),
            recipe="deepface",
        )
        self._home = home
        self._lock = Lock()
        self._clients: _Clients | None = None
        self._lacking: _Lacking | None = None

    @property
    def model(self) -> ModelId:
        """The recipe of this encoder's templates."""
        return self._model

    def dimensions(self) -> int:
        """Return the length of the templates, as deepface's model states it.

        Raises:
            ModelUnavailable: weights or a package are missing.
        """
        with self._lock:
            return self._loaded().dimensions

    def shipped_threshold(self) -> float:
        """Return deepface's own cosine threshold as a similarity: 1 less the distance it states."""
        from deepface.modules.verification import find_threshold  # noqa: PLC0415 — takes a second

        return 1.0 - float(find_threshold(self._model.model, "cosine"))

    def encode(self, photo: Photo, *, to_keep: bool = False) -> list[Probe]:  # noqa: ARG002 — deepface knows one way
        """Find every face of a photo and make its template; the same to keep or to search with.

        Returns:
            A probe a face, left to right; empty when there is none. Boxes are in pixels of the
            upright original and lie inside it. `detection` is the detector's score where that is
            between 0 and 1, and the nearer of the two otherwise (dlib's runs from 0 to about 3.5).

        Raises:
            ModelUnavailable: weights or a package are missing.
            EncodingFailed: the model gave no usable template for a face of this photo.
        """
        with self._lock:
            clients = self._loaded()
            picture = _bounded(photo.pixels)
            faces = self._represent(picture)
            if self._model.detector == "dlib":
                # It keeps what it made of its last picture, some 250 MiB, until the next one.
                clients.detector.detect_faces(_BLANK)
            give_back()
        height, width = picture.shape[:2]
        scale = (photo.width / width, photo.height / height)
        probes = [
            Probe(
                template=Template(self._unit(face["embedding"], clients.dimensions), self._model),
                box=_box(face["facial_area"], scale, photo),
                detection=min(1.0, max(0.0, float(face["face_confidence"]))),
            )
            for face in faces
        ]
        return sorted(probes, key=lambda probe: (probe.box.x, probe.box.y))

    def encode_many(self, photos: Sequence[Photo], *, to_keep: bool = False) -> list[list[Probe]]:
        """Do what `encode` does for several photos, one after the other."""
        return [self.encode(photo, to_keep=to_keep) for photo in photos]

    def _loaded(self) -> _Clients:
        """Load the model and the detector, once."""
        if self._clients is None:
            if self._lacking and not self._lacking.file.exists():
                # Each try would go to the network again, and wait there.
                raise self._lacking.error
            self._clients = self._load()
        return self._clients

    def _load(self) -> _Clients:
        _log_what_deepface_prints()
        model, detector = self._model.model, self._model.detector
        if model == "Buffalo_L":
            logger.warning(BUFFALO_LICENCE)
        folder = make_folder(self._home, model)
        if model == "Dlib":
            place(DLIB_RESNET, folder)
        if detector == "dlib":
            place(DLIB_LANDMARKS, folder)
        self._take_deepface_home()
        clients = _Clients(
            detector=self._built("face_detector", detector),
            network=self._built("facial_recognition", model),
        )
        if detector == "opencv" and clients.detector.model["face_detector"].empty():
            # OpenCV loads a file of another kind without a word; no face would ever be found.
            raise ModelUnavailable(model=detector, reason=DAMAGED_CASCADES)
        return clients

    def _built(self, task: str, name: str) -> Any:
        try:
            return build_model(task, name)
        except Exception as error:
            # Each model of deepface fails in a way of its own.
            raise self._unavailable(name, error) from error

    def _represent(self, picture: Pixels) -> Sequence[Mapping[str, Any]]:
        from deepface.modules.representation import represent  # noqa: PLC0415 — takes a second

        self._take_deepface_home()
        try:
            faces: Sequence[Mapping[str, Any]] = represent(
                np.ascontiguousarray(picture[:, :, ::-1]),  # deepface takes arrays as BGR
                model_name=self._model.model,
                detector_backend=self._model.detector,
                # Without this deepface makes a template of the whole picture when it has no face.
                enforce_detection=True,
            )
        except (FaceNotDetected, ImgNotFound):
            return ()
        except Exception as error:
            if _missing_file(error):
                # Some detectors look for their weights only now.
                raise self._unavailable(self._model.detector, error) from error
            raise EncodingFailed(model=str(self._model), reason=_line(error)) from error
        return faces

    def _take_deepface_home(self) -> None:
        # Only when it changes: other threads may be reading the environment.
        home = str(self._home.absolute())
        if os.environ.get("DEEPFACE_HOME") != home:
            os.environ["DEEPFACE_HOME"] = home

    def _unavailable(self, name: str, cause: BaseException) -> ModelUnavailable:
        error = ModelUnavailable(model=name, reason=_why(name, cause))
        file = _missing_file(cause)
        self._lacking = _Lacking(file, error) if file else None
        return error

    def _unit(self, embedding: Sequence[float], dimensions: int) -> Vector:
        vector = np.asarray(embedding, dtype=np.float64)
        norm = float(np.linalg.norm(vector))
        if vector.shape != (dimensions,) or not np.isfinite(norm) or norm == 0:
            raise EncodingFailed(
                model=str(self._model),
                reason=f"a template must be {dimensions} finite numbers, not all 0; its weights "
                "may be of another model",
            )
        return (vector / norm).astype(np.float32)


_BLANK = np.zeros((128, 128, 3), np.uint8)
"""A picture of nothing, large enough to take the place of the detector's larger scales."""


@dataclass(frozen=True, slots=True, eq=False)
class _Clients:
    """deepface's own objects, which carry the loaded models."""

    detector: Any
    network: Any

    @property
    def dimensions(self) -> int:
        return int(self.network.output_shape)


@dataclass(frozen=True, slots=True)
class _Lacking:
    """The file of weights that could not be had, and what was said of it."""

    file: Path
    error: ModelUnavailable


def _log_what_deepface_prints() -> None:
    # As warnings: what they print is rare, and a download is to be seen. stdout is not theirs.
    Logger.dump_log = staticmethod(logger.warning)
    RetinaFaceLogger.dump_log = staticmethod(logger.warning)


def _known(setting: str, asked: str, names: tuple[str, ...]) -> str:
    for name in names:
        if name.casefold() == asked.casefold():
            return name
    raise UnknownModel(setting=setting, known=", ".join(names))


def _bounded(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    longer = max(height, width)
    if longer <= LONGEST_SIDE:
        return pixels
    size = [max(1, round(side * LONGEST_SIDE / longer)) for side in (width, height)]
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def _box(area: Mapping[str, Any], scale: tuple[float, float], photo: Photo) -> Box:
    left, right = _side(area["x"], area["w"], scale[0], photo.width)
    top, bottom = _side(area["y"], area["h"], scale[1], photo.height)
    return Box(x=left, y=top, w=right - left, h=bottom - top)


def _side(start: float, length: float, scale: float, limit: int) -> tuple[int, int]:
    """Return where a box begins and ends along one side of the original: inside it, not empty."""
    first = min(max(0, round(start * scale)), limit - 1)
    behind = min(max(first + 1, round((start + length) * scale)), limit)
    return first, behind


def _missing_file(error: BaseException) -> Path | None:
    """Read from an error of deepface's which file of weights it could not download."""
    found = re.search(r"manually (?:and copy it )?to (.+)\.$", str(error))
    return Path(found[1]) if found else None


def _why(name: str, error: BaseException) -> str:
    """Say in a sentence why deepface could not load a model, and what to do."""
    licence = f" ({BUFFALO_LICENCE})" if name == "Buffalo_L" else ""
    file = _missing_file(error)
    if file:
        return (
            f"its weights are not here and could not be downloaded: put {file.name} into "
            f"{file.parent}{licence}"
        )
    if name == "opencv" and isinstance(error, SystemError):
        return DAMAGED_CASCADES
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, ModuleNotFoundError) and cause.name:
            return f"the Python package {cause.name} is not installed{licence}"
        cause = cause.__cause__
    return _line(error) + licence


def _line(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
