"""Cases, as frozen values: a message that met a rule, or was reported. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.moderation.rules import Mode, Then
from bot.request import FaceRef, PhotoRef


class Sureness(StrEnum):
    """How sure it is that a rule was met."""

    SURE = "sure"
    """Enough to act: at most one stranger in a thousand would look so much like those watched."""
    LIKELY = "likely"
    """Enough to tell or to ask."""
    CERTAIN = "certain"
    """Nothing to be mistaken about but that it is a face at all: any face, or many."""


class Occasion(StrEnum):
    """Where the photos of a case were seen."""

    POST = "post"
    """In a message."""
    REQUEST = "request"
    """They are of the profile of somebody who asks to come into the group."""
    ARRIVAL = "arrival"
    """They are of the profile of somebody who came in."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that the photos of a message met.

    Attributes:
        rule: its id.
        sureness: how sure that is.
        face: the one by which, the surest; None where it is about their number.
        subject: whom that face resembles, if the rule is about somebody.
        score: the cosine similarity to them.
        share: of strangers who would come as near to those watched; None where not measured.
    """

    rule: str
    sureness: Sureness
    face: FaceRef | None = None
    subject: str | None = None
    score: float | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reported a message: an account, or a chat in whose name they write, and its name."""

    account: int
    called: str


@dataclass(frozen=True, slots=True)
class Report:
    """What members of a group reported.

    Attributes:
        words: how the message begins; "" where it has none.
        posted: when, with its zone.
        by: who reported it, the first of them first.
    """

    words: str
    posted: datetime
    by: tuple[Reporter, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A message that met a rule, or was reported; or somebody at the group's door.

    Attributes:
        id: short; the same for the same photo in the same message (or the same album) and rule, so
            that nothing doubles.
        chat: the group.
        gallery: of its people.
        thread: the topic of it, if any.
        messages: the message, or all those of the album, which is deleted whole; of a profile none.
        photos: in them; of a profile the one that met the rule.
        poster: the account, or the chat in whose name it was posted; whose profile it is.
        posted_as: what that is called.
        finding: how the rule was met.
        then: what the rule wants done.
        mode: whether it is done, after what may act was considered.
        more: how often the same poster met the same rule since, folded into this case.
        occasion: where the photos were seen.
        report: who reported it; None where a rule was met.
    """

    id: str
    chat: int
    gallery: str
    thread: int | None
    messages: tuple[int, ...]
    photos: tuple[PhotoRef, ...]
    poster: int
    posted_as: str
    finding: Finding
    then: Then
    mode: Mode
    more: int = 0
    occasion: Occasion = Occasion.POST
    report: Report | None = None
