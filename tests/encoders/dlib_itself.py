"""dlib's own detector, landmarks and descriptor: what the fast encoder is held to."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dlib
import numpy as np
import numpy.typing as npt

from core.encoders.weights import PACKAGE
from core.model import Pixels


def models() -> Path:
    """Return the folder of the files that dlib publishes."""
    spec = find_spec(PACKAGE)
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "models"


@cache
def detector() -> Any:
    return dlib.cnn_face_detection_model_v1(str(models() / "mmod_human_face_detector.dat"))


@cache
def landmarks() -> Any:
    return dlib.shape_predictor(str(models() / "shape_predictor_5_face_landmarks.dat"))


@cache
def descriptor() -> Any:
    path = models() / "dlib_face_recognition_resnet_model_v1.dat"
    return dlib.face_recognition_model_v1(str(path))


def chip(pixels: Pixels, box: Any) -> Pixels:
    """Cut a face out: 150 x 150."""
    return np.asarray(dlib.get_face_chip(pixels, landmarks()(pixels, box)))


def template(chip: Pixels) -> npt.NDArray[np.float64]:
    """Return dlib's descriptor of a chip, of Euclidean norm 1."""
    vector = np.array(descriptor().compute_face_descriptor(chip))
    return np.asarray(vector / np.linalg.norm(vector))
