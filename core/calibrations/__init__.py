"""The calibrations that come with Familiar: one file a recipe, written by `calibrate`."""

from __future__ import annotations

from pathlib import Path

from core.calibration import Calibration
from core.model import ModelId
from core.setup_errors import BadCalibration, CalibrationMismatch, SettingsError


def shipped(model: ModelId) -> Calibration | None:
    """Return what comes with Familiar for a recipe; None where nothing does."""
    file = Path(__file__).with_name(f"{model.slug}.json")
    return _read(file, model) if file.is_file() else None


def from_file(file: Path, model: ModelId) -> Calibration:
    """Read a calibration that somebody made.

    Raises:
        SettingsError: the file cannot be read, or is something else.
        CalibrationMismatch: it was made for another recipe.
    """
    try:
        return _read(file, model)
    except (OSError, UnicodeDecodeError, BadCalibration) as error:
        raise SettingsError(key="CALIBRATION", wanted="a file that `calibrate` wrote") from error


def _read(file: Path, model: ModelId) -> Calibration:
    found = Calibration.from_json(file.read_text("utf-8"))
    if found.model != model:
        raise CalibrationMismatch(made_for=str(found.model), configured=str(model))
    return found
