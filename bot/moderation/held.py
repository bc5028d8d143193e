"""A case with all that came of it, as a frozen value. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.moderation.cases import Case
from bot.moderation.deeds import Barred
from bot.moderation.leftovers import Leftover

A_RULE = 0
"""Who decided, where it was the rule itself."""


class Measure(StrEnum):
    """What is decided of a case."""

    FORGIVE = "forgive"
    DELETE = "delete"
    WARN = "warn"
    MUTE = "mute"
    BAN = "ban"
    LET_IN = "let-in"
    """Of a request to join."""
    TURN_AWAY = "turn-away"


class Done(StrEnum):
    """What was really done; each is the end of the key of its words, `done-…`."""

    DELETED = "deleted"
    WARNED = "warned"
    MUTED = "muted"
    BANNED = "banned"
    LET_IN = "let-in"
    TURNED_AWAY = "turned-away"
    OVER = "over"
    """Nothing: what was asked was answered, or asked no more."""


TO_THE_POSTER = frozenset({Done.WARNED, Done.MUTED, Done.BANNED})

UNDOABLE = TO_THE_POSTER | {Done.LET_IN}
"""What can be taken back: who was let in can be put out. A request that was declined is gone."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who did something with a case, and when.

    Attributes:
        by: the account; `A_RULE` for the rule itself.
        called: what that account is called.
        at: when, with its zone.
        token: of the request that asked for it, so that it finds itself again after a crash.
    """

    by: int
    called: str
    at: datetime
    token: str


@dataclass(frozen=True, slots=True)
class Card:
    """Our message about a case: in which chat, its id, and whether it shows a picture."""

    desk: int
    message: int
    picture: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A case and what came of it.

    Attributes:
        key: by which it is found.
        case: as it was opened, with the messages of all that was folded into it.
        opened: when.
        language: of the group then.
        folded: the ids of the cases that were folded into it.
        cards: about it.
        taken: who decided, if somebody did.
        measure: what they decided.
        done: what of it was done.
        until: when a mute ends.
        warned: how often its poster was warned of late, this time included.
        barred: what was not done, and why.
        left: which further posts a rule was to delete, and could not.
        retried: who had the deletion tried again, if somebody did since the decision.
        undone: who took it back, if somebody did.
        denied: who said that the face is not that person's, if somebody did.
        others: the ids of those whom the face resembles besides, to choose from.
        learnt: the id of the person whose face somebody said it is.
        notice: our message in the group that says what was done.
        appeals: who asked that it be looked at again: its poster, and one of all others.
        confided: our messages to its poster in private: what was done, that it was taken back.
    """

    key: str
    case: Case
    opened: datetime
    language: str
    folded: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    taken: Hand | None = None
    measure: Measure | None = None
    done: tuple[Done, ...] = ()
    until: datetime | None = None
    warned: int = 0
    barred: tuple[tuple[Done, Barred], ...] = ()
    left: tuple[Leftover, ...] = ()
    retried: Hand | None = None
    undone: Hand | None = None
    denied: Hand | None = None
    others: tuple[str, ...] = ()
    learnt: str | None = None
    notice: int | None = None
    appeals: tuple[Hand, ...] = ()
    confided: tuple[int, ...] = ()

    @property
    def by_rule(self) -> bool:
        """Whether the rule itself decided."""
        return self.taken is not None and self.taken.by == A_RULE

    @property
    def can_be_undone(self) -> bool:
        """Whether there is anything to be taken back."""
        return self.undone is None and bool(UNDOABLE & set(self.done))

    @property
    def posted(self) -> datetime:
        """When the message was posted: a rule is met at once, a report may be made any day."""
        return self.opened if self.case.report is None else self.case.report.posted

    @property
    def is_unfinished(self) -> bool:
        """Whether something that was decided could not be done to the poster, and may be yet."""
        refused = {done for done, _ in self.barred} - set(self.done)
        return self.taken is not None and self.undone is None and bool(TO_THE_POSTER & refused)

    def is_taken_by(self, token: str) -> bool:
        """Tell whether it was this request that decided, or had the deletion tried again last."""
        return any(hand is not None and hand.token == token for hand in (self.taken, self.retried))
