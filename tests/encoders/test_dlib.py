"""The embedded default, with dlib's real weights and real photos."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from deepface import DeepFace
from deepface.modules.verification import find_distance
from PIL import Image

from core import images
from core.encoders.deepface import DeepFaceEncoder
from core.findings import Candidate
from core.model import Box, ModelId, Photo, Probe, Subject
from tests.photos import astronaut_photo, faces_dir, plain_photo, turned_photo

ASTRONAUT = Box(178, 79, 90, 90)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> DeepFaceEncoder:
    return DeepFaceEncoder("Dlib", "dlib", tmp_path_factory.mktemp("home"))


def photo_of(picture: Image.Image) -> Photo:
    stream = BytesIO()
    picture.save(stream, "PNG")
    return images.load(stream.getvalue())


def astronaut_picture() -> Image.Image:
    return Image.open(BytesIO(astronaut_photo("PNG")))


def overlap(one: Box, other: Box) -> float:
    """Intersection over union."""
    across = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
    down = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
    common = max(0, across) * max(0, down)
    return common / (one.w * one.h + other.w * other.h - common)


def scaled(box: Box, factor: float) -> Box:
    return Box(*(round(number * factor) for number in (box.x, box.y, box.w, box.h)))


def score(one: Probe, other: Probe) -> float:
    return float(one.template.vector @ other.template.vector)


def test_a_face_becomes_a_unit_template_in_a_box(
    encoder: DeepFaceEncoder, astronaut: Photo
) -> None:
    (probe,) = encoder.encode(astronaut)

    assert probe.template.model == encoder.model == ModelId("Dlib", "dlib", "deepface")
    assert probe.template.vector.shape == (encoder.dimensions(),) == (128,)
    assert probe.template.vector.dtype == np.float32
    assert np.linalg.norm(probe.template.vector) == pytest.approx(1, abs=1e-6)
    assert overlap(probe.box, ASTRONAUT) > 0.9
    assert 0 < probe.detection <= 1


def test_a_template_is_what_deepface_makes_of_the_file(
    encoder: DeepFaceEncoder, astronaut: Photo, tmp_path: Path
) -> None:
    # A wrong order of the colours would show: deepface reads the file by itself.
    file = tmp_path / "astronaut.png"
    file.write_bytes(astronaut_photo("PNG"))
    (probe,) = encoder.encode(astronaut)

    (wanted,) = DeepFace.represent(str(file), model_name="Dlib", detector_backend="dlib")

    unit = np.array(wanted["embedding"]) / np.linalg.norm(wanted["embedding"])
    area = wanted["facial_area"]
    assert probe.template.vector == pytest.approx(unit, abs=1e-6)
    assert probe.box == Box(area["x"], area["y"], area["w"], area["h"])
    assert probe.detection == wanted["face_confidence"]


def test_the_order_of_the_colours_matters(encoder: DeepFaceEncoder, astronaut: Photo) -> None:
    swapped = photo_of(Image.fromarray(np.ascontiguousarray(astronaut.pixels[:, :, ::-1])))

    assert score(encoder.encode(astronaut)[0], encoder.encode(swapped)[0]) < 0.999


def test_scores_and_distances_are_deepfaces_own(encoder: DeepFaceEncoder, astronaut: Photo) -> None:
    (one,) = encoder.encode(astronaut)
    (other,) = encoder.encode(photo_of(astronaut_picture().convert("L")))
    candidate = Candidate(Subject("", ""), score(one, other), "")
    vectors = one.template.vector, other.template.vector

    assert 0.9 < candidate.score < 0.9999
    assert candidate.score == pytest.approx(1 - float(find_distance(*vectors, "cosine")), abs=1e-6)
    assert candidate.distance == pytest.approx(
        float(find_distance(*vectors, "euclidean_l2")), abs=1e-6
    )


def test_people_score_higher_with_themselves(encoder: DeepFaceEncoder) -> None:
    folders = sorted(path for path in (faces_dir() / "lfw-dev").iterdir() if path.is_dir())
    several = [own for own in (sorted(folder.glob("*.jpg")) for folder in folders) if own[3:]][:8]
    first, second = (
        [encoder.encode(images.load(own[which].read_bytes()))[0] for own in several]
        for which in (0, 1)
    )

    scores = np.array([[score(one, other) for other in second] for one in first])

    others = scores[~np.eye(len(scores), dtype=bool)]
    assert (scores.argmax(axis=1) == np.arange(len(scores))).sum() >= 7
    assert np.median(scores.diagonal()) > np.median(others) + 0.03


def test_several_faces_come_from_left_to_right(encoder: DeepFaceEncoder) -> None:
    face = astronaut_picture().crop((100, 20, 350, 270))
    wall = Image.new("RGB", (1000, 500), "grey")
    for place in ((700, 200), (20, 150), (360, 20)):
        wall.paste(face, place)

    probes = encoder.encode(photo_of(wall))

    assert [round(probe.box.x, -2) for probe in probes] == [100, 400, 800]
    assert all(score(probe, probes[0]) > 0.95 for probe in probes)


@pytest.mark.parametrize("colour", ["seagreen", "black", "white"])
def test_a_photo_without_a_face_has_none(encoder: DeepFaceEncoder, colour: str) -> None:
    assert encoder.encode(images.load(plain_photo(colour))) == []


@pytest.mark.parametrize("size", [(1, 1), (1, 60), (60, 1), (2, 3), (20, 20), (2560, 3)])
def test_the_tiniest_photos_have_no_face(encoder: DeepFaceEncoder, size: tuple[int, int]) -> None:
    assert encoder.encode(photo_of(Image.new("RGB", size, "grey"))) == []


def test_a_grey_face_is_found_and_known(encoder: DeepFaceEncoder, astronaut: Photo) -> None:
    (grey,) = encoder.encode(photo_of(astronaut_picture().convert("L")))

    assert overlap(grey.box, ASTRONAUT) > 0.9
    assert score(grey, encoder.encode(astronaut)[0]) > 0.93


def test_boxes_of_a_large_photo_speak_of_the_original(
    encoder: DeepFaceEncoder, astronaut: Photo
) -> None:
    large = photo_of(astronaut_picture().crop((0, 0, 512, 256)).resize((4000, 2000)))

    (probe,) = encoder.encode(large)

    assert (large.width, large.pixels.shape[1]) == (4000, 2560)
    # Box sizes come in steps of 1.2 and meet another step at another scale.
    assert overlap(probe.box, scaled(ASTRONAUT, 4000 / 512)) > 0.7
    assert score(probe, encoder.encode(astronaut)[0]) > 0.93


def test_a_photo_that_was_held_sideways_is_found_upright(encoder: DeepFaceEncoder) -> None:
    (probe,) = encoder.encode(images.load(turned_photo()))

    assert overlap(probe.box, ASTRONAUT) > 0.85


@pytest.mark.parametrize("edge", [(195, 0, 512, 512), (0, 96, 512, 512), (0, 0, 250, 155)])
def test_a_face_at_the_edge_has_a_box_inside_the_photo(
    encoder: DeepFaceEncoder, edge: tuple[int, int, int, int]
) -> None:
    photo = photo_of(astronaut_picture().crop(edge))

    for probe in encoder.encode(photo):
        box = probe.box
        assert box.x >= 0
        assert box.y >= 0
        assert box.w >= 1
        assert box.h >= 1
        assert box.x + box.w <= photo.width
        assert box.y + box.h <= photo.height


def test_threads_that_share_an_encoder_get_the_same_templates(
    encoder: DeepFaceEncoder, small_astronaut: Photo
) -> None:
    with ThreadPoolExecutor(3) as threads:
        found = list(threads.map(encoder.encode, [small_astronaut] * 6))

    assert all((probes[0].template.vector == found[0][0].template.vector).all() for probes in found)


def test_the_room_is_light_to_enter_and_says_nothing_on_stdout(tmp_path: Path) -> None:
    script = """
import pathlib, sys
from core.encoders.deepface import DeepFaceEncoder
encoders = [
    DeepFaceEncoder(model, detector, pathlib.Path(sys.argv[1]))
    for model, detector in (("Dlib", "dlib"), ("ArcFace", "dlib"), ("Dlib", "retinaface"))
]
heavy = {"cv2", "dlib", "onnxruntime", "deepface.DeepFace"} & set(sys.modules)
from core import images
from core.setup_errors import ModelUnavailable
from tests.photos import astronaut_photo
photo = images.load(astronaut_photo())
faces = len(encoders[0].encode(photo))
for encoder in encoders[1:]:
    try:
        encoder.encode(photo)
    except ModelUnavailable:
        faces += 10
sys.stderr.write(f"heavy={sorted(heavy)} faces={faces}")
"""
    unreachable = dict.fromkeys(("HTTPS_PROXY", "https_proxy"), "http://127.0.0.1:9")

    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **unreachable, "NO_PROXY": "", "no_proxy": ""},
    )

    assert done.stdout == ""
    assert done.stderr.endswith("heavy=[] faces=21")
    assert "will be downloaded" in done.stderr
