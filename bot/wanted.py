"""What the bot may wait for: a name, a photo, a click."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer import Spot
from bot.request import FaceRef, PhotoRef, Whom
from core.model import Box


@dataclass(frozen=True, slots=True)
class NameWanted:
    """A name is waited for, to go with photos that were sent already (or none yet).

    Attributes:
        photos: which.
        account: whose own name it is, if somebody was asked for that.
        album: that they are of, if they are: more of it may come.
    """

    photos: tuple[PhotoRef, ...]
    account: int | None = None
    album: str | None = None


@dataclass(frozen=True, slots=True)
class PhotoWanted:
    """A photo of somebody is waited for.

    Attributes:
        whom: to be enrolled.
        named_in: the message that gave the name.
    """

    whom: Whom
    named_in: int


@dataclass(frozen=True, slots=True)
class WhoWanted:
    """The name is waited for of somebody in a photo that was answered.

    Attributes:
        face: theirs.
        place: of it in the answer.
    """

    face: FaceRef
    place: Spot


@dataclass(frozen=True, slots=True)
class RenameWanted:
    """Another name is waited for, of the subject with this id."""

    subject: str


@dataclass(frozen=True, slots=True)
class OwnPhotoWanted:
    """A photo is waited for of whoever asks, by which not to name them."""


Wanted = NameWanted | PhotoWanted | WhoWanted | RenameWanted | OwnPhotoWanted
"""What somebody's next words, or photo, may be the answer to."""


@dataclass(frozen=True, slots=True)
class FaceWanted:
    """A click on one of the numbered faces is waited for.

    Attributes:
        whom: to enrol.
        photo: where the faces are.
        boxes: of the faces, in the order of their numbers.
    """

    whom: Whom
    photo: PhotoRef
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class ConsentWanted:
    """A click is waited for that says whether to learn doubtful faces all the same.

    Attributes:
        whom: to enrol.
        faces: at least one.
        other: somebody else whose face it may be, by name.
        person: whether it is doubted whose face this is; else how good the photos are.
        place: of the one face in an answer, if somebody said there who it is.
    """

    whom: Whom
    faces: tuple[FaceRef, ...]
    other: str | None
    person: bool
    place: Spot | None = None
