"""A calibration as a file, and the ones that come with Familiar."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import calibrations
from core.calibration import Calibration
from core.calibrations import from_file, shipped
from core.model import ModelId
from core.normalisation import NEAR
from core.setup_errors import BadCalibration, CalibrationMismatch, SettingsError

DEFAULT = ModelId("Dlib", "mmod", "fast-1")
OTHER = ModelId("ArcFace", "dlib", "deepface")

FILES = sorted(Path(calibrations.__file__).parent.glob("*.json"))


def text() -> str:
    found = shipped(DEFAULT)
    assert found is not None
    return found.to_json()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_comes_with_familiar_is_whole_and_says_where_it_is_from(file: Path) -> None:
    found = Calibration.from_json(file.read_text("utf-8"))
    assert file.stem == found.model.slug
    assert found.usable
    assert "people" in found.made_from
    for column in zip(*found.evidence, strict=True):
        assert list(column) == sorted(column)
    rule = found.normalisation
    assert rule is not None
    assert rule.cohort.shape[0] >= NEAR
    assert np.allclose(np.linalg.norm(rule.cohort, axis=1), 1, atol=1e-5)


def test_the_embedded_recipes_are_calibrated_and_others_are_not() -> None:
    assert shipped(DEFAULT) is not None
    assert shipped(ModelId("Dlib", "mmod", "accurate-1")) is not None
    assert shipped(OTHER) is None


def test_it_is_read_as_it_was_written() -> None:
    once = Calibration.from_json(text())
    again = Calibration.from_json(once.to_json())
    assert again.to_json() == once.to_json()
    assert once.normalisation is not None
    assert again.normalisation is not None
    assert np.array_equal(once.normalisation.cohort, again.normalisation.cohort)


def test_one_of_another_recipe_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "c.json"
    file.write_text(text())
    assert from_file(file, DEFAULT).model == DEFAULT
    with pytest.raises(CalibrationMismatch, match="made for Dlib/mmod/fast-1, and ArcFace/dlib"):
        from_file(file, OTHER)


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"format": "familiar-gallery"}', "\x00"])
def test_something_else_is_refused(damage: str, tmp_path: Path) -> None:
    with pytest.raises(BadCalibration, match="python -m core calibrate"):
        Calibration.from_json(damage)
    file = tmp_path / "c.json"
    file.write_text(damage)
    with pytest.raises(SettingsError, match="CALIBRATION"):
        from_file(file, DEFAULT)


@pytest.mark.parametrize(
    "damage",
    [
        lambda read: read.update(version=2),
        lambda read: read.update(sizes=[1]),
        lambda read: read.update(sizes=read["sizes"][::-1]),
        lambda read: read.update(fpirs=read["fpirs"][::-1]),
        lambda read: read.update(evidence=read["evidence"][1:]),
        lambda read: read["evidence"][0].reverse(),
        lambda read: read["normalisation"].update(shape=[7, 128]),
        lambda read: read.pop("model"),
    ],
)
def test_a_damaged_one_is_refused(damage: Callable[[dict[str, Any]], object]) -> None:
    read = json.loads(text())
    damage(read)
    with pytest.raises(BadCalibration):
        Calibration.from_json(json.dumps(read))
