"""The fast encoder, from a photo to probes."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from deepface.modules.verification import find_threshold
from PIL import Image
from skimage.data import astronaut

from bench.composing import turned
from core import images
from core.encoders import dlib_models
from core.encoders.fast import FastEncoder
from core.model import Box, ModelId, Photo, Pixels, Probe
from core.setup_errors import ModelUnavailable, SettingsError
from tests.encoders import dlib_itself
from tests.photos import plain_photo

FACE = Box(176, 66, 96, 96)
"""Where the astronaut's face is, by dlib's detector, within some pixels."""


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> FastEncoder:
    return FastEncoder(tmp_path_factory.mktemp("graphs"))


def photo_of(pixels: Pixels) -> Photo:
    height, width = pixels.shape[:2]
    return Photo(np.ascontiguousarray(pixels), width, height, "0" * 64)


def portrait(side: int) -> Pixels:
    return np.asarray(Image.fromarray(astronaut()).resize((side, side), Image.Resampling.LANCZOS))


def canvas_with(faces: list[tuple[int, int, int]], width: int, height: int) -> Pixels:
    """Put astronauts on a canvas: (across, down, pixels of the face)."""
    canvas = np.full((height, width, 3), 110, np.uint8)
    for across, down, face in faces:
        head = np.asarray(Image.fromarray(astronaut()[20:220, 120:330]))
        scale = face / FACE.w
        size = round(210 * scale), round(200 * scale)
        small = np.asarray(Image.fromarray(head).resize(size, Image.Resampling.LANCZOS))
        canvas[down : down + size[1], across : across + size[0]] = small
    return canvas


def overlap(one: Box, other: Box) -> float:
    wide = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
    high = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
    common = max(0, wide) * max(0, high)
    return common / (one.w * one.h + other.w * other.h - common)


def similarity(one: Probe, other: Probe) -> float:
    return float(one.template.vector @ other.template.vector)


def test_the_astronaut_is_found_where_she_is(encoder: FastEncoder) -> None:
    (probe,) = encoder.encode(photo_of(astronaut()))
    assert overlap(probe.box, FACE) > 0.6
    assert 0.9 < probe.detection <= 1
    assert probe.template.model == ModelId("Dlib", "mmod", "fast-1")
    assert probe.template.vector.dtype == np.float32
    assert probe.template.vector.shape == (encoder.dimensions(),)
    assert np.linalg.norm(probe.template.vector) == pytest.approx(1, abs=1e-6)


def test_a_fast_template_is_dlibs_of_the_chip_and_its_mirror_image(encoder: FastEncoder) -> None:
    picture = portrait(400)
    (face,) = dlib_itself.detector()(picture)
    chip = dlib_itself.chip(picture, face.rect)
    both = dlib_itself.template(chip) + dlib_itself.template(np.ascontiguousarray(chip[:, ::-1]))
    (probe,) = encoder.encode(photo_of(picture))
    # Found in a photo of another size, so that a landmark may be a pixel off.
    assert probe.template.vector @ (both / np.linalg.norm(both)) > 0.99


def test_making_an_encoder_touches_nothing(tmp_path: Path) -> None:
    encoder = FastEncoder(tmp_path / "not there", "accurate")
    assert str(encoder.model) == "Dlib/mmod/accurate-1"
    assert 0.9 < encoder.shipped_threshold() < 1
    assert not (tmp_path / "not there").exists()


DLIB = find_threshold("Dlib", "cosine")


def test_the_shipped_threshold_is_deepfaces_for_dlib(tmp_path: Path) -> None:
    assert FastEncoder(tmp_path).shipped_threshold() == pytest.approx(1 - DLIB)


def test_the_accurate_profile_agrees_with_the_fast_one_and_is_another(
    encoder: FastEncoder, tmp_path: Path
) -> None:
    (fast,) = encoder.encode(photo_of(astronaut()))
    (accurate,) = FastEncoder(tmp_path, "accurate").encode(photo_of(astronaut()))
    assert accurate.box == fast.box
    assert 0.98 < similarity(accurate, fast) < 0.9999


def test_more_is_done_for_a_template_that_is_kept(encoder: FastEncoder) -> None:
    photo = photo_of(astronaut())
    (kept,), (searched,) = encoder.encode(photo, to_keep=True), encoder.encode(photo)
    assert kept.template.model == searched.template.model
    assert 0.98 < similarity(kept, searched) < 0.9999


@pytest.mark.parametrize("side", [220, 250, 512, 1280, 2560])
def test_a_face_is_found_in_a_photo_of_any_size(encoder: FastEncoder, side: int) -> None:
    (probe,) = encoder.encode(photo_of(portrait(side)))
    scale = side / 512
    there = Box(*(round(value * scale) for value in (FACE.x, FACE.y, FACE.w, FACE.h)))
    assert overlap(probe.box, there) > 0.6


def test_a_box_speaks_of_the_original_of_a_photo_that_was_made_smaller(
    encoder: FastEncoder,
) -> None:
    (probe,) = encoder.encode(Photo(astronaut(), 1024, 1024, "0" * 64))
    assert overlap(probe.box, Box(FACE.x * 2, FACE.y * 2, FACE.w * 2, FACE.h * 2)) > 0.6


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_photo_may_lie_on_its_side_or_stand_on_its_head(
    encoder: FastEncoder, quarters: int
) -> None:
    upright = astronaut()[:400]
    (reference,) = encoder.encode(photo_of(upright))
    (probe,) = encoder.encode(photo_of(np.rot90(upright, quarters)))
    mask = np.zeros(upright.shape[:2], bool)
    mask[
        reference.box.y : reference.box.y + reference.box.h,
        reference.box.x : reference.box.x + reference.box.w,
    ] = True
    rows, columns = np.nonzero(np.rot90(mask, quarters))
    left, top, right, bottom = (
        int(side) for side in (columns.min(), rows.min(), columns.max(), rows.max())
    )
    there = Box(left, top, right - left + 1, bottom - top + 1)
    assert overlap(probe.box, there) > 0.6
    assert similarity(probe, reference) > 0.99


@pytest.mark.parametrize("degrees", [-75, -60, -40, -20, 20, 40, 60, 75])
def test_a_tilted_face_has_the_template_of_an_upright_one(
    encoder: FastEncoder, degrees: int
) -> None:
    (reference,) = encoder.encode(photo_of(astronaut()))
    tilted = Image.fromarray(astronaut()).rotate(degrees, Image.Resampling.BICUBIC, expand=True)
    (probe,) = encoder.encode(photo_of(np.asarray(tilted)))
    assert similarity(probe, reference) > 0.98


def test_someone_lying_among_others_has_the_template_of_an_upright_one(
    encoder: FastEncoder,
) -> None:
    standing = portrait(400)
    picture = np.concatenate([standing, np.rot90(standing)], axis=1)
    (reference,) = encoder.encode(photo_of(standing))
    probes = encoder.encode(photo_of(picture))
    assert len(probes) >= 1
    assert min(similarity(probe, reference) for probe in probes) > 0.97


ROWS = ((35, 58), (62, 102), (105, 165))
"""Pixels of the faces in three rows of a group, the last first: a pyramid's step is a fifth."""


def test_the_back_row_of_a_group_is_found(encoder: FastEncoder) -> None:
    front = [(90 + 400 * place, 560, 130) for place in range(3)]
    middle = [(60 + 240 * place, 330, 80) for place in range(5)]
    back = [(40 + 150 * place, 120, 42) for place in range(8)]
    probes = encoder.encode(photo_of(canvas_with(front + middle + back, 1280, 960)))
    rows = [sum(least <= probe.box.w < most for probe in probes) for least, most in ROWS]
    assert rows == [8, 5, 3]


def test_no_face_is_lost_or_doubled_where_tiles_meet(encoder: FastEncoder) -> None:
    places = [(30 + 160 * across, 20 + 155 * down, 60) for down in range(6) for across in range(8)]
    probes = encoder.encode(photo_of(canvas_with(places, 1320, 960)))
    assert len(probes) == len(places)


def test_probes_come_left_to_right(encoder: FastEncoder) -> None:
    probes = encoder.encode(photo_of(canvas_with([(500, 40, 90), (20, 90, 90)], 800, 400)))
    assert len(probes) == 2
    assert probes[0].box.x < probes[1].box.x


def test_a_face_at_the_edge_has_a_box_inside_the_photo(encoder: FastEncoder) -> None:
    cut = astronaut()[75:400, 195:400]
    (probe,) = encoder.encode(photo_of(cut))
    box = probe.box
    assert box.x >= 0
    assert box.y >= 0
    assert box.x + box.w <= cut.shape[1]
    assert box.y + box.h <= cut.shape[0]


def test_several_photos_at_once_give_what_each_gives_alone(encoder: FastEncoder) -> None:
    photos = [
        photo_of(portrait(300)),
        images.load(plain_photo()),
        photo_of(canvas_with([(0, 0, 90), (300, 0, 90)], 600, 300)),
    ]
    together = encoder.encode_many(photos)
    alone = [encoder.encode(photo) for photo in photos]
    assert [len(probes) for probes in together] == [1, 0, 2]
    for probes, others in zip(together, alone, strict=True):
        assert [probe.box for probe in probes] == [probe.box for probe in others]
        assert all(similarity(*pair) > 0.99999 for pair in zip(probes, others, strict=True))


def covered(left: int, top: int, right: int, bottom: int) -> Pixels:
    """Return the astronaut with a part of her face behind something dark."""
    pixels: Pixels = astronaut()
    pixels[top:bottom, left:right] = (40, 40, 60)
    return pixels


def test_a_face_from_the_front_is_told_however_it_is_tilted(encoder: FastEncoder) -> None:
    for degrees in (0, 20, 90, 180):
        (probe,) = encoder.encode(photo_of(turned(astronaut(), degrees)), to_keep=True)
        assert probe.pose
        assert probe.pose.turn < 0.1
        assert probe.pose.frontal > 1


@pytest.mark.parametrize("part", [(165, 130, 275, 180), (160, 60, 215, 180), (225, 60, 290, 180)])
def test_a_face_that_is_partly_covered_is_told(
    encoder: FastEncoder, part: tuple[int, int, int, int]
) -> None:
    (probe,) = encoder.encode(photo_of(covered(*part)), to_keep=True)
    assert probe.pose
    assert probe.pose.frontal < 0


def test_each_face_has_its_own_pose(encoder: FastEncoder) -> None:
    whole, part = astronaut()[:300, 100:400], covered(165, 130, 275, 180)[:300, 100:400]
    photos = [photo_of(np.hstack([part, whole])), photo_of(whole), photo_of(part)]
    told = [
        [probe.pose is not None and probe.pose.frontal > 0 for probe in probes]
        for probes in encoder.encode_many(photos, to_keep=True)
    ]
    assert told == [[False, True], [True], [False]]


def test_who_only_searches_does_not_pay_for_a_pose(encoder: FastEncoder) -> None:
    (probe,) = encoder.encode(photo_of(astronaut()))
    assert probe.pose is None


def test_no_photos_give_no_probes(encoder: FastEncoder) -> None:
    assert encoder.encode_many([]) == []


@pytest.mark.parametrize(
    "shape", [(1, 1), (1, 2560), (2560, 1), (3, 5), (40, 40), (30, 2560), (2560, 30)]
)
def test_a_photo_of_an_odd_shape_shows_nobody(encoder: FastEncoder, shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(3).integers(0, 256, (*shape, 3), dtype=np.uint8)
    assert encoder.encode(photo_of(noise)) == []


def test_a_plain_photo_and_noise_show_nobody(encoder: FastEncoder) -> None:
    noise = np.random.default_rng(3).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    assert encoder.encode_many([images.load(plain_photo()), photo_of(noise)]) == [[], []]


def test_calls_from_several_threads_take_turns(encoder: FastEncoder) -> None:
    photos = [photo_of(portrait(side)) for side in (200, 300, 400, 500)]
    alone = [encoder.encode(photo) for photo in photos]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(encoder.encode, photos))
    for probes, others in zip(at_once, alone, strict=True):
        assert [probe.box for probe in probes] == [probe.box for probe in others]


CROWD = """
import re
import sys
from pathlib import Path
import numpy as np
from deepface.modules.verification import find_threshold
from PIL import Image
from skimage.data import astronaut
from core.encoders.fast import FastEncoder
from core.model import Photo

head = Image.fromarray(astronaut()[20:220, 120:330]).resize((126, 120))
canvas = np.tile(np.asarray(head), (16, 20, 1))
probes = FastEncoder(Path(sys.argv[1])).encode(Photo(canvas, 4032, 3072, "0" * 64))
# Not getrusage: its peak begins with that of the process that started this one.
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(len(probes), int(peak[1]) // 1024)
"""


def test_a_crowd_of_hundreds_takes_less_than_450_megabytes(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CROWD, str(tmp_path)], capture_output=True, text=True, check=True
    )
    faces, megabytes = (int(word) for word in done.stdout.split())
    assert faces == 320
    assert megabytes < 450


def test_an_unknown_profile_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PROFILE is not usable: it must be fast or accurate"):
        FastEncoder(tmp_path, "best")


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(ModelUnavailable, match=r"file cannot be used .*: make it writable, or"):
        FastEncoder(tmp_path / "file").encode(photo_of(astronaut()))


def test_a_provider_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="NoSuchExecutionProvider"):
        FastEncoder(tmp_path, providers=["NoSuchExecutionProvider"]).dimensions()


def test_missing_weights_are_told_and_may_be_put_into_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dlib_models, "PACKAGE", "a_package_that_is_not_installed")
    encoder = FastEncoder(tmp_path)
    with pytest.raises(ModelUnavailable, match=r"or put mmod_human_face_detector\.dat") as raised:
        encoder.encode(photo_of(astronaut()))
    assert str(tmp_path) in str(raised.value)
    for path in dlib_itself.models().glob("*.dat"):
        (tmp_path / path.name).symlink_to(path)
    assert len(encoder.encode(photo_of(astronaut()))) == 1


def test_weights_that_are_not_dlibs_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dlib_models, "PACKAGE", "a_package_that_is_not_installed")
    for path in dlib_itself.models().glob("*.dat"):
        (tmp_path / path.name).write_bytes(b"something else")
    with pytest.raises(ModelUnavailable, match="as dlib publishes it"):
        FastEncoder(tmp_path).dimensions()
