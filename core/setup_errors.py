"""What can be wrong with how Familiar is set up: models, settings, calibrations and keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.errors import CoreError, StoreRefused


@dataclass(eq=False)
class UnknownModel(CoreError):
    """A model or detector that deepface does not have."""

    setting: str
    known: str
    code: ClassVar[str] = "unknown_model"
    sentence: ClassVar[str] = "{setting} names nothing that deepface has. It has: {known}."


@dataclass(eq=False)
class ModelUnavailable(CoreError):
    """A model that is known and cannot be loaded on this machine."""

    model: str
    reason: str
    code: ClassVar[str] = "model_unavailable"
    sentence: ClassVar[str] = "The model {model} could not be loaded: {reason}."


@dataclass(eq=False)
class BadCalibration(CoreError):
    """A file that is no calibration, or a damaged one."""

    code: ClassVar[str] = "bad_calibration"
    sentence: ClassVar[str] = "This is no calibration: make one with `python -m core calibrate`."


@dataclass(eq=False)
class CalibrationMismatch(CoreError):
    """A calibration of one recipe met another."""

    made_for: str
    configured: str
    code: ClassVar[str] = "calibration_mismatch"
    sentence: ClassVar[str] = (
        "The calibration was made for {made_for}, and {configured} is configured: "
        "make another with `python -m core calibrate`, or leave CALIBRATION empty."
    )


@dataclass(eq=False)
class TooFewPeople(CoreError):
    """Labelled faces of too few people to measure anything."""

    people: int
    least: int
    code: ClassVar[str] = "too_few_people"
    sentence: ClassVar[str] = (
        "Only {people} people with a face are there, and {least} are needed: a folder for each "
        "person, with their photos in it."
    )


@dataclass(eq=False)
class TooFewPhotos(CoreError):
    """Labelled faces of people who have one photo each, so that nobody can be searched for."""

    people: int
    least: int
    code: ClassVar[str] = "too_few_photos"
    sentence: ClassVar[str] = (
        "Only {people} people have two photos with a face, and {least} are needed: add photos of "
        "people who are there."
    )


@dataclass(eq=False)
class SettingsError(CoreError):
    """A setting that cannot be used. Names the key, never the value."""

    key: str
    wanted: str
    code: ClassVar[str] = "settings"
    sentence: ClassVar[str] = "The setting {key} is not usable: it must be {wanted}."


@dataclass(eq=False)
class KeyRefused(StoreRefused):
    """The key of the settings is not that of the store. `reason` says where the faces are."""


@dataclass(eq=False)
class MissingKey(KeyRefused):
    """Faces are sealed, and there is no key."""

    code: ClassVar[str] = "missing_key"
    sentence: ClassVar[str] = (
        "The faces in {reason} are sealed: set FACES_KEY_FILE to the file of their key."
    )


@dataclass(eq=False)
class WrongKey(KeyRefused):
    """Faces are sealed with another key."""

    code: ClassVar[str] = "wrong_key"
    sentence: ClassVar[str] = (
        "The faces in {reason} are sealed with another key: set FACES_KEY_FILE to the file of "
        "theirs. To change a key, export the galleries with the old one and restore them with the "
        "new one into a store without faces (docs/encryption.md)."
    )


@dataclass(eq=False)
class UnwantedKey(KeyRefused):
    """Faces are not sealed, and there is a key."""

    code: ClassVar[str] = "unwanted_key"
    sentence: ClassVar[str] = (
        "The faces in {reason} are not sealed, and FACES_KEY_FILE is set: leave it empty. To seal "
        "them, export the galleries without it and restore them with it into a store without "
        "faces (docs/encryption.md)."
    )
