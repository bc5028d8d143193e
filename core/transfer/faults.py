"""What can be wrong with a file that a gallery is to be read from, or with its passphrase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.errors import CoreError


@dataclass(eq=False)
class NotAnExport(CoreError):
    """A file of something else."""

    code: ClassVar[str] = "not_an_export"
    sentence: ClassVar[str] = (
        "This file is no export of a gallery: `python -m core export FILE` writes one."
    )


@dataclass(eq=False)
class DamagedExport(CoreError):
    """An export of which something is missing or changed."""

    reason: str
    code: ClassVar[str] = "damaged_export"
    sentence: ClassVar[str] = (
        "This export is damaged ({reason}): use another copy of it. Nothing was changed."
    )


@dataclass(eq=False)
class NewerExport(CoreError):
    """An export that a later version of this program wrote."""

    version: int
    code: ClassVar[str] = "newer_export"
    sentence: ClassVar[str] = (
        "This export is of version {version}, which this program does not know: restore it by the "
        "version that wrote it, or a newer one."
    )


@dataclass(eq=False)
class ExportOfAnotherModel(CoreError):
    """An export whose templates cannot be compared with those of the configured recipe."""

    made_with: str
    configured: str
    code: ClassVar[str] = "export_of_another_model"
    sentence: ClassVar[str] = (
        "This export was made with {made_with}, and {configured} is configured: set MODEL, "
        "DETECTOR and PROFILE to that, restore it, and then `python -m core migrate`."
    )


@dataclass(eq=False)
class NotForExport(CoreError):
    """A gallery of faces that were given so as to be named nowhere, and for nothing else."""

    code: ClassVar[str] = "not_for_export"
    sentence: ClassVar[str] = (
        "These faces are kept for one thing: that they are named nowhere. They are not exported; "
        "a snapshot or a copy of the database holds them with all else."
    )


@dataclass(eq=False)
class ExpiredExport(CoreError):
    """An export that is older than whoever is in it was told that it would be."""

    written: str
    days: int
    code: ClassVar[str] = "expired_export"
    sentence: ClassVar[str] = (
        "This export was written on {written}, and BACKUPS_DAYS is {days}: everybody was told that "
        "it is gone by now, so delete it. Nothing was changed. If you have told people of a longer "
        "time, set BACKUPS_DAYS to that."
    )


@dataclass(eq=False)
class UnreadableExport(CoreError):
    """The operating system would not give the file's bytes."""

    reason: str
    code: ClassVar[str] = "unreadable_export"
    sentence: ClassVar[str] = "This file could not be read ({reason}): check its path and rights."


@dataclass(eq=False)
class WrongPassphrase(CoreError):
    """A passphrase that does not open the file; or its beginning is damaged, which looks alike."""

    code: ClassVar[str] = "wrong_passphrase"
    sentence: ClassVar[str] = (
        "This is not the passphrase of this export, or its beginning is damaged. "
        "Nothing was changed."
    )


@dataclass(eq=False)
class NoPassphrase(CoreError):
    """A passphrase is needed, and there is nobody to ask."""

    code: ClassVar[str] = "no_passphrase"
    sentence: ClassVar[str] = (
        "A passphrase is needed: run this in a terminal to be asked for it, or name a file whose "
        "first line it is with --passphrase-file."
    )


@dataclass(eq=False)
class UnusablePassphrase(CoreError):
    """A passphrase that guards nothing, or was not typed the same twice."""

    reason: str
    code: ClassVar[str] = "unusable_passphrase"
    sentence: ClassVar[str] = "This passphrase cannot be used: {reason}."
