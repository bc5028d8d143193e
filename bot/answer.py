"""An answer to a photo or an album, as frozen values. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.request import Command, FaceRef, PhotoRef, Request
from bot.texts.speech import Markup
from core.findings import Decision


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Somebody whom a face resembles: the id in the gallery, and the cosine similarity."""

    person: str
    score: float


@dataclass(frozen=True, slots=True)
class AnsweredFace:
    """A face of an answer.

    Attributes:
        label: what it is called in the answer: "2", or "3.1" of an album; empty for the only one.
        face: where it is.
        decision: what was said of the first whom it resembles.
        alike: the people it resembles, the most alike first.
        explained: the click after which it was explained.
        learnt: the id of the person whose face somebody said it is.
        ruled_out: whether somebody said that it is not the first, without knowing who it is.
        suspect: the id of a photo of the first that may be of somebody else.
        unnamed: whether it looks like somebody who asked to be named nowhere: then `alike` is
            empty, and nothing more is said of it.
    """

    label: str
    face: FaceRef
    decision: Decision
    alike: tuple[Resemblance, ...]
    explained: int | None = None
    learnt: str | None = None
    ruled_out: bool = False
    suspect: str | None = None
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of a photo of an album that shows no face, or cannot be read.

    Attributes:
        label: what the photo is called in the answer.
        words: what is said.
        after: how many faces of the answer come before it.
    """

    label: str
    words: Markup
    after: int


@dataclass(frozen=True, slots=True)
class AlbumAnswered:
    """What is known of an album, for parts of it that come late or again.

    Attributes:
        messages: the parts that were answered, be it by silence.
        answer: the key of the answer, if there is one.
        asked: whether somebody asked for it, so that its other parts are answered in any case.
    """

    messages: frozenset[int] = frozenset()
    answer: int | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A face of an answer that was given in a chat.

    Attributes:
        answer: its key.
        number: of the face, from 1.
    """

    answer: int
    number: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a photo or an album.

    Attributes:
        key: see `key_of`.
        owner: whose photo it is: a person's id, or that of the chat in whose name they wrote.
        thread: of the forum topic, if it is in one.
        photos: which it is about.
        messages: our own that it is in, in order; before it is given, the one that says we look.
        picture: whether the first of them shows a picture.
        faces: in the order of their numbers.
        remarks: of the other photos.
        measured: whether it is known how many strangers come as near.
        given: whether it was given, rather than is being worked on.
    """

    key: int
    owner: int
    thread: int | None
    photos: tuple[PhotoRef, ...]
    messages: tuple[int, ...] = ()
    picture: bool = False
    faces: tuple[AnsweredFace, ...] = ()
    remarks: tuple[Remark, ...] = ()
    measured: bool = True
    given: bool = False

    @property
    def reply_to(self) -> int:
        """The message that is answered: the first photo's."""
        return self.photos[0].message_id

    @property
    def in_order(self) -> list[tuple[int, AnsweredFace]]:
        """The faces with their numbers, as their photos come: a late photo's have late numbers."""
        return sorted(
            enumerate(self.faces, start=1),
            key=lambda numbered: self.photos.index(numbered[1].face.photo),
        )

    def with_face(self, number: int, **changes: Any) -> Answer:
        """Return the same with changes to its face of a number, from 1."""
        faces = list(self.faces)
        faces[number - 1] = replace(faces[number - 1], **changes)
        return replace(self, faces=tuple(faces))


def key_of(request: Request) -> int:
    """Return the key of the answer to a request: the message that asks.

    Where an edit asks, the message may have an answer already, which stays as it is and keeps its
    buttons: there it is the number of the update, negative as no message's is.
    """
    edited = isinstance(request.ask, Command) and request.ask.edited
    return -request.update_id if edited else request.message
