"""dlib's weights are put where deepface looks for them, without a download."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from core.encoders import weights as weights_room
from core.encoders.deepface import DeepFaceEncoder
from core.encoders.weights import DLIB_LANDMARKS, DLIB_RESNET, place
from core.model import Photo
from core.setup_errors import ModelUnavailable
from tests.encoders.conftest import BrokenProxy


def content(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def test_the_first_use_places_what_is_needed_and_asks_no_network(
    weights: Path, home: Path, small_astronaut: Photo, no_network: BrokenProxy
) -> None:
    assert DeepFaceEncoder("Dlib", "dlib", home).encode(small_astronaut)

    assert {file.name: content(file) for file in weights.iterdir()} == {
        file.name: file.sha256 for file in (DLIB_RESNET, DLIB_LANDMARKS)
    }
    assert no_network.calls == 0


def test_a_placed_file_takes_no_room_of_its_own(weights: Path) -> None:
    place(DLIB_RESNET, weights)
    carried = weights_room._carried(DLIB_RESNET)

    assert carried
    if carried.stat().st_dev == weights.stat().st_dev:
        assert (weights / DLIB_RESNET.name).samefile(carried)


@pytest.mark.parametrize("lacking", [("link",), ("link", "symlink")])
def test_where_links_cannot_be_made_another_way_is_taken(
    lacking: tuple[str, ...], weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    for name in lacking:
        monkeypatch.setattr(os, name, refuse)

    place(DLIB_LANDMARKS, weights)

    placed = weights / DLIB_LANDMARKS.name
    assert content(placed) == DLIB_LANDMARKS.sha256
    assert placed.is_symlink() == (lacking == ("link",))


@pytest.mark.parametrize("damage", [b"", b"half of it"])
def test_a_damaged_file_is_put_right(damage: bytes, weights: Path) -> None:
    (weights / DLIB_LANDMARKS.name).write_bytes(damage)

    place(DLIB_LANDMARKS, weights)

    assert content(weights / DLIB_LANDMARKS.name) == DLIB_LANDMARKS.sha256


def test_a_link_to_what_is_gone_is_put_right(weights: Path) -> None:
    (weights / DLIB_LANDMARKS.name).symlink_to(weights / "gone")

    place(DLIB_LANDMARKS, weights)

    assert content(weights / DLIB_LANDMARKS.name) == DLIB_LANDMARKS.sha256


def test_placing_again_changes_nothing(weights: Path) -> None:
    place(DLIB_LANDMARKS, weights)
    before = (weights / DLIB_LANDMARKS.name).lstat()

    place(DLIB_LANDMARKS, weights)

    assert (weights / DLIB_LANDMARKS.name).lstat().st_ino == before.st_ino


def test_processes_that_start_together_do_not_harm_each_other(weights: Path) -> None:
    script = (
        "import pathlib, sys; from core.encoders.weights import DLIB_LANDMARKS, place;"
        "place(DLIB_LANDMARKS, pathlib.Path(sys.argv[1]))"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(weights)]) for _ in range(4)]

    assert [process.wait() for process in running] == [0, 0, 0, 0]
    assert [file.name for file in weights.iterdir()] == [DLIB_LANDMARKS.name]
    assert content(weights / DLIB_LANDMARKS.name) == DLIB_LANDMARKS.sha256


def test_without_the_package_the_file_and_its_folder_are_named(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights_room, "PACKAGE", "no_such_package")

    with pytest.raises(ModelUnavailable) as caught:
        place(DLIB_RESNET, weights)

    assert str(caught.value) == (
        "The model Dlib could not be loaded: install the package no_such_package, or put "
        f"dlib_face_recognition_resnet_model_v1.dat into {weights}."
    )


def test_without_the_package_a_file_that_is_there_is_enough(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(DLIB_RESNET, weights)
    monkeypatch.setattr(weights_room, "PACKAGE", "no_such_package")

    place(DLIB_RESNET, weights)


@pytest.mark.parametrize("model", ["Dlib", "ArcFace"])
def test_a_home_that_is_no_folder_is_told_of(model: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_bytes(b"a file")

    with pytest.raises(ModelUnavailable, match="cannot be used") as caught:
        DeepFaceEncoder(model, "dlib", home).dimensions()

    assert str(home) in str(caught.value)
    assert "set DEEPFACE_HOME to a folder that is" in str(caught.value)
