"""`calibrate` and `evaluate` on people, with the real model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.command_line.commands import Run, runner
from tests.photos import faces_dir

pytestmark = pytest.mark.timeout(600)
"""The model reads 120 photos, once."""

PEOPLE = 60


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with `people/<name>/<two photos>` and room for more."""
    place = tmp_path_factory.mktemp("measuring")
    with_two = [
        (own, photos[:2])
        for own in sorted((faces_dir() / "lfw-dev").iterdir())
        if own.is_dir() and len(photos := sorted(own.glob("*.jpg"))) > 1
    ]
    for own, photos in with_two[:PEOPLE]:
        (place / "people" / own.name).mkdir(parents=True)
        for photo in photos:
            (place / "people" / own.name / photo.name).symlink_to(photo)
    return place


@pytest.fixture
def core(place: Path, tmp_path: Path) -> Run:
    return runner({"FACES_DB": str(tmp_path / "f.db"), "DEEPFACE_HOME": str(place / "home")})


def measured(core: Run, place: Path, *more: object, **env: str) -> Any:
    command = ("evaluate", place / "people", "--cache", place / "cache", "--json", *more)
    ran = core(*command, **env)
    assert (ran.status, ran.stderr) == (0, "")
    (found,) = ran.lines
    return found


def test_a_calibration_is_made_used_and_refused_for_another_recipe(core: Run, place: Path) -> None:
    file = place / "made" / "ours.json"
    command = ("calibrate", place / "people", "--cache", place / "cache", "--output", file)
    ran = core(*command, "--source", "our people")
    assert ran.status == 0
    assert "Dlib/mmod/fast-1 from our people: 60 people with a face, 120 photos" in ran.stdout
    assert f"set CALIBRATION={file}" in ran.stdout

    used = {"CALIBRATION": str(file)}
    assert "calibrated on our people" in core("doctor", **used).stdout
    assert measured(core, place, **used)["decided_by"].startswith("the calibration from our people")

    photo = next((place / "people").glob("*/*.jpg"))
    ran = core("identify", photo, **used, PROFILE="accurate")
    assert ran.status == 2
    assert "made for Dlib/mmod/fast-1, and Dlib/mmod/accurate-1 is configured" in ran.stderr


def test_an_evaluation_counts_the_open_set_and_pairs(core: Run, place: Path) -> None:
    picture = place / "scores.png"
    found = measured(core, place, "--picture", picture)
    assert (found["people"], found["photos"], found["no_face"]) == (PEOPLE, 2 * PEOPLE, 0)
    assert found["open_set"] == [], "with 60 people, no gallery of 25 leaves strangers enough"
    rare, rarer = found["pairs"]
    assert rare["far"] > rarer["far"]
    assert 1 >= rare["tar"] >= rarer["tar"] > 0.8
    with Image.open(picture) as drawn:
        assert min(drawn.size) > 400


def test_a_table_is_printed_for_people(core: Run, place: Path) -> None:
    ran = core("evaluate", place / "people", "--cache", place / "cache")
    assert ran.status == 0
    assert "60 people, 120 photos, 0 of them without a face." in ran.stdout
    assert "| two people accepted | one person accepted, by score (95 %) |" in ran.stdout


def test_a_picture_that_cannot_be_written_is_told(core: Run, place: Path) -> None:
    command = ("evaluate", place / "people", "--cache", place / "cache")
    ran = core(*command, "--picture", place / "nowhere" / "scores.png")
    assert ran.status == 1
    assert "could not be written" in ran.stderr


@pytest.mark.parametrize("command", ["calibrate", "evaluate"])
def test_too_few_people_are_told(command: str, core: Run, place: Path, tmp_path: Path) -> None:
    own = next((place / "people").iterdir())
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / own.name).symlink_to(own, target_is_directory=True)
    ran = core(command, tmp_path / "few", "--cache", place / "cache")
    assert (ran.status, ran.stdout) == (1, "")
    assert "Only 1 people with a face are there, and 50 are needed" in ran.stderr


@pytest.mark.parametrize("command", ["calibrate", "evaluate"])
def test_people_with_one_photo_each_are_told(
    command: str, core: Run, place: Path, tmp_path: Path
) -> None:
    for own in (place / "people").iterdir():
        (tmp_path / "one" / own.name).mkdir(parents=True)
        photo = min(own.iterdir())
        (tmp_path / "one" / own.name / photo.name).symlink_to(photo)
    ran = core(command, tmp_path / "one", "--cache", place / "cache")
    assert (ran.status, ran.stdout) == (1, "")
    assert "Only 0 people have two photos with a face, and 20 are needed" in ran.stderr


def test_too_few_people_for_folds_are_told(core: Run, place: Path) -> None:
    command = ("evaluate", place / "people", "--cache", place / "cache", "--folds", 3)
    ran = core(*command)
    assert (ran.status, ran.stdout) == (1, "")
    assert "Only 60 people with a face are there, and 150 are needed" in ran.stderr


def test_an_uncalibrated_model_says_so(core: Run, place: Path, tmp_path: Path) -> None:
    photo = next((place / "people").glob("*/*.jpg"))
    other = {"MODEL": "ArcFace", "DEEPFACE_HOME": str(tmp_path / "home")}
    assert "uncalibrated" not in core("identify", photo).stderr
    assert "uncalibrated" in core("identify", photo, **other).stderr
