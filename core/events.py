"""What an operator watches: what was done, how it ended, how long it took. Never whose.

An event holds no picture, no vector, no name and no id: of a person, a chat or a gallery. A chat's
gallery may be one person's, and a list of when it was used, under any id or hash, is their diary.
Of a gallery there is only how large it is, to a power of ten.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from core.errors import BadName, CoreError, NameTaken, PhotoError, UnknownPerson

EVERYDAY = (PhotoError, BadName, NameTaken, UnknownPerson)
"""What people's photos and words bring about: an answer, and nothing for an operator to do."""

UNFORESEEN = "unforeseen"
"""The code of what is no `CoreError`."""


class Verb(StrEnum):
    """What was being done."""

    READ = "read"
    IDENTIFY = "identify"
    VERIFY = "verify"
    ENROL = "enrol"
    IMPORT = "import"
    RESTORE = "restore"
    RENAME = "rename"
    FORGET = "forget"
    WATCH = "watch"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done, or failed. What is not known, or does not apply, is None.

    Attributes:
        verb: what was done. `READ` is told only of photos that it ended with: unreadable, or
            without a face; what is done with the faces of others is told by its own verb. `WATCH`
            is about the events themselves.
        code: of the error that it ended with; None when it was done.
        serious: whether somebody should look: the error is not of the everyday kind.
        photos: how many it was about, where not one.
        faces: that were searched, compared or enrolled.
        match: of how many of the faces a name was said.
        possible: … a "might be".
        unknown: … neither.
        templates: that were added by an enrolment, an import or a restoring, or deleted by a
            forgetting.
        gallery_size: of the searched gallery, in templates, as `size_band` writes it.
        waiting_ms: that the photo waited for its turn to be looked at.
        looking_ms: that decoding it and finding its faces took.
        searching_ms: that the store and the decision took; for an enrolment also its writing.
        total_ms: all of it.
        dropped: events that there was no room for.
    """

    verb: Verb
    code: str | None = None
    serious: bool | None = None
    photos: int | None = None
    faces: int | None = None
    match: int | None = None
    possible: int | None = None
    unknown: int | None = None
    templates: int | None = None
    gallery_size: str | None = None
    waiting_ms: float | None = None
    looking_ms: float | None = None
    searching_ms: float | None = None
    total_ms: float | None = None
    dropped: int | None = None


class Events(Protocol):
    """Where events go."""

    def tell(self, event: Event) -> None:
        """Take note of an event. Never waits, never raises."""


class Untold:
    """For a store that keeps no events."""

    def tell(self, event: Event) -> None:
        """Forget it."""


def code_of(error: BaseException) -> str:
    """Return the stable code of an error."""
    return error.code if isinstance(error, CoreError) else UNFORESEEN


def is_serious(error: BaseException) -> bool:
    """Tell whether an operator should look at it."""
    return not isinstance(error, EVERYDAY)


def size_band(templates: int) -> str:
    """Return a gallery's size to a power of ten: "0", "1-9", "10-99", "100-999" and so on."""
    if templates <= 0:
        return "0"
    least = 10 ** (len(str(templates)) - 1)
    return f"{least}-{10 * least - 1}"
