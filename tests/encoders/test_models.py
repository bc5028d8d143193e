"""Every recognition model of deepface runs, with its own weights or a stand-in for them."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from deepface.modules.verification import find_threshold
from skimage.data import lbp_frontal_face_cascade_filename

from core.encoders.deepface import DETECTORS, MODELS, DeepFaceEncoder
from core.errors import EncodingFailed
from core.model import ModelId, Photo
from core.setup_errors import ModelUnavailable, UnknownModel
from tests.encoders.conftest import BrokenProxy
from tests.encoders.stand_ins import SHAPES, write_stand_in


@pytest.mark.parametrize("model", SHAPES)
def test_a_model_runs_with_its_graph_in_the_folder(
    model: str, weights: Path, home: Path, small_astronaut: Photo
) -> None:
    write_stand_in(model, weights)
    encoder = DeepFaceEncoder(model.upper(), "dlib", home)

    (probe,) = encoder.encode(small_astronaut)

    vector = probe.template.vector
    assert probe.template.model == encoder.model == ModelId(model, "dlib", "deepface")
    assert vector.shape == (encoder.dimensions(),) == (SHAPES[model].dimensions,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)
    assert np.ptp(vector) > 0.01


def test_deepface_has_no_model_that_is_not_proved_here() -> None:
    assert set(MODELS) == {*SHAPES, "Dlib", "Buffalo_L"}


@pytest.mark.parametrize("model", MODELS)
def test_the_shipped_threshold_is_deepfaces_own_as_a_similarity(model: str, home: Path) -> None:
    threshold = DeepFaceEncoder(model, "dlib", home).shipped_threshold()

    assert threshold == pytest.approx(1 - find_threshold(model, "cosine"))
    assert 0 < threshold < 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("dlib", "DLIB"), ModelId("Dlib", "dlib", "deepface")),
        (("vgg-face", "RetinaFace"), ModelId("VGG-Face", "retinaface", "deepface")),
        (("ARCFACE", "YOLOv8n"), ModelId("ArcFace", "yolov8n", "deepface")),
    ],
)
def test_names_are_taken_in_any_case(asked: tuple[str, str], found: ModelId, home: Path) -> None:
    assert DeepFaceEncoder(*asked, home).model == found


@pytest.mark.parametrize(
    ("asked", "setting", "known"),
    [
        (("FaceNet1024", "dlib"), "MODEL", MODELS),
        (("Dlib", "eyes"), "DETECTOR", DETECTORS),
        (("Dlib", "skip"), "DETECTOR", DETECTORS),
    ],
)
def test_an_unknown_name_is_answered_with_the_known_ones(
    asked: tuple[str, str], setting: str, known: tuple[str, ...], home: Path
) -> None:
    with pytest.raises(UnknownModel, match=f"{setting} names nothing that deepface has") as caught:
        DeepFaceEncoder(*asked, home)

    assert all(name in str(caught.value) for name in known)


def test_weights_that_cannot_be_had_are_named_with_their_folder(
    weights: Path, home: Path, small_astronaut: Photo, no_network: BrokenProxy
) -> None:
    encoder = DeepFaceEncoder("ArcFace", "dlib", home)

    with pytest.raises(ModelUnavailable) as caught:
        encoder.encode(small_astronaut)

    assert str(caught.value) == (
        "The model ArcFace could not be loaded: its weights are not here and could not be "
        f"downloaded: put arcface_weights.onnx into {weights}."
    )
    assert no_network.calls > 0


@pytest.mark.parametrize(
    ("detector", "file"),
    [
        ("yunet", "face_detection_yunet_2023mar.onnx"),
        ("centerface", "centerface.onnx"),
        ("opencv", "haarcascade_frontalface_default.xml"),
        ("retinaface", "retinaface.onnx"),
    ],
)
@pytest.mark.usefixtures("no_network")
def test_a_detectors_weights_are_named_too(
    detector: str, file: str, weights: Path, home: Path, small_astronaut: Photo
) -> None:
    with pytest.raises(ModelUnavailable, match=f"The model {detector} could not") as caught:
        DeepFaceEncoder("Dlib", detector, home).encode(small_astronaut)

    assert f"could not be downloaded: put {file} into {weights}." in str(caught.value)


ANOTHER_KIND = Path(lbp_frontal_face_cascade_filename()).read_text()


@pytest.mark.parametrize("content", ["", "rubbish", ANOTHER_KIND], ids=["none", "rubbish", "other"])
def test_a_damaged_cascade_is_told_of_and_not_taken_for_no_face(
    content: str, weights: Path, home: Path
) -> None:
    for name in ("haarcascade_frontalface_default.xml", "haarcascade_eye.xml"):
        (weights / name).write_text(content)

    with pytest.raises(ModelUnavailable, match="The model opencv could not be loaded") as caught:
        DeepFaceEncoder("Dlib", "opencv", home).dimensions()

    assert "haarcascade_frontalface_default.xml and" in str(caught.value)
    assert "are damaged: delete them" in str(caught.value)


def test_a_download_is_seen_and_not_tried_for_every_photo(
    home: Path, small_astronaut: Photo, no_network: BrokenProxy, caplog: pytest.LogCaptureFixture
) -> None:
    encoder = DeepFaceEncoder("Facenet", "dlib", home)

    with pytest.raises(ModelUnavailable):
        encoder.dimensions()
    calls = no_network.calls
    for _ in range(3):
        with pytest.raises(ModelUnavailable, match=r"facenet_weights\.onnx"):
            encoder.encode(small_astronaut)

    assert no_network.calls == calls > 0
    warned = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert any("facenet_weights.onnx will be downloaded from https://" in line for line in warned)


@pytest.mark.usefixtures("no_network")
def test_a_model_runs_as_soon_as_its_file_is_there(
    weights: Path, home: Path, small_astronaut: Photo
) -> None:
    encoder = DeepFaceEncoder("OpenFace", "dlib", home)
    with pytest.raises(ModelUnavailable):
        encoder.encode(small_astronaut)

    write_stand_in("OpenFace", weights)

    assert len(encoder.encode(small_astronaut)) == 1


@pytest.mark.parametrize(
    ("detector", "package"), [("mtcnn", "mtcnn"), ("mediapipe", "mediapipe"), ("yolov8n", "yolo")]
)
def test_a_missing_package_is_named(detector: str, package: str, home: Path) -> None:
    if find_spec(detector) or find_spec("ultralytics"):
        pytest.skip(f"{detector} is installed here")

    with pytest.raises(ModelUnavailable, match=f"The model {detector} could not") as caught:
        DeepFaceEncoder("Dlib", detector, home).dimensions()

    assert package in str(caught.value).replace("ultralytics", "yolo")
    assert "is not installed" in str(caught.value)


def test_the_licence_of_buffalo_l_is_said_whenever_it_is_chosen(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    if find_spec("insightface"):
        pytest.skip("insightface is installed here")

    with pytest.raises(ModelUnavailable, match="insightface is not installed") as caught:
        DeepFaceEncoder("buffalo_l", "dlib", home).dimensions()

    assert "non-commercial research only" in str(caught.value)
    assert "non-commercial research only" in caplog.text


def test_a_damaged_graph_is_told_of(weights: Path, home: Path) -> None:
    (weights / SHAPES["SFace"].file).write_bytes(b"not a graph")

    with pytest.raises(ModelUnavailable, match="The model SFace could not be loaded") as caught:
        DeepFaceEncoder("SFace", "dlib", home).dimensions()

    assert SHAPES["SFace"].file in str(caught.value)


def test_a_graph_of_another_model_is_told_of(
    weights: Path, home: Path, small_astronaut: Photo
) -> None:
    write_stand_in("ArcFace", weights, dimensions=100)

    with pytest.raises(EncodingFailed, match="512 finite numbers") as caught:
        DeepFaceEncoder("ArcFace", "dlib", home).encode(small_astronaut)

    assert "weights may be of another model" in str(caught.value)


def test_a_graph_of_other_input_is_told_of(
    weights: Path, home: Path, small_astronaut: Photo
) -> None:
    write_stand_in("OpenFace", weights).rename(weights / SHAPES["ArcFace"].file)

    with pytest.raises(EncodingFailed, match="The model ArcFace/dlib/deepface failed"):
        DeepFaceEncoder("ArcFace", "dlib", home).encode(small_astronaut)


@pytest.mark.parametrize("factor", [0.0, float("nan"), float("inf")])
def test_a_template_of_nothing_is_never_returned(
    factor: float, weights: Path, home: Path, small_astronaut: Photo
) -> None:
    write_stand_in("Facenet512", weights, factor=factor)

    with pytest.raises(EncodingFailed, match="finite numbers, not all 0"):
        DeepFaceEncoder("Facenet512", "dlib", home).encode(small_astronaut)
