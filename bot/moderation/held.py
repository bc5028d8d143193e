"""A case with all that came of it, as a frozen value, and how it is written down. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from bot.moderation.cases import Case, Finding, Occasion, Report, Reporter, Sureness
from bot.moderation.deeds import Barred
from bot.moderation.leftovers import Leftover, leftovers_from, leftovers_to
from bot.moderation.rules import Mode, Then
from bot.request import FaceRef
from bot.written import box_to, photo_from, photo_to
from core.model import Box

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


def held_to(held: Held) -> dict[str, Any]:
    """Return a case as a record."""
    case = held.case
    return {
        "id": case.id,
        "chat": case.chat,
        "gallery": case.gallery,
        "thread": case.thread,
        "messages": list(case.messages),
        "photos": [photo_to(photo) for photo in case.photos],
        "poster": case.poster,
        "posted_as": case.posted_as,
        "finding": _finding_to(case.finding),
        "then": case.then.value,
        "mode": case.mode.value,
        "more": case.more,
        "occasion": case.occasion.value,
        "report": _report_to(case.report),
        "opened": held.opened.timestamp(),
        "language": held.language,
        "folded": list(held.folded),
        "cards": [[card.desk, card.message, card.picture] for card in held.cards],
        "taken": _hand_to(held.taken),
        "measure": held.measure and held.measure.value,
        "done": [done.value for done in held.done],
        "mute_until": held.until and held.until.timestamp(),
        "warned": held.warned,
        "barred": [[done.value, why.value] for done, why in held.barred],
        "left": leftovers_to(held.left),
        "retried": _hand_to(held.retried),
        "undone": _hand_to(held.undone),
        "denied": _hand_to(held.denied),
        "others": list(held.others),
        "learnt": held.learnt,
        "notice": held.notice,
        "appeals": [_hand_to(hand) for hand in held.appeals],
        "confided": list(held.confided),
    }


def held_from(key: str, value: Mapping[str, Any]) -> Held:
    """Return a case as it was written."""
    case = Case(
        id=value["id"],
        chat=value["chat"],
        gallery=value["gallery"],
        thread=value["thread"],
        messages=tuple(value["messages"]),
        photos=tuple(photo_from(photo) for photo in value["photos"]),
        poster=value["poster"],
        posted_as=value["posted_as"],
        finding=_finding_from(value["finding"]),
        then=Then(value["then"]),
        mode=Mode(value["mode"]),
        more=value["more"],
        # Before profiles were looked at there were posts alone.
        occasion=Occasion(value.get("occasion", Occasion.POST)),
        report=_report_from(value["report"]),
    )
    return Held(
        key=key,
        case=case,
        opened=_moment(value["opened"]),
        language=value["language"],
        folded=tuple(value["folded"]),
        cards=tuple(Card(*card) for card in value["cards"]),
        taken=_hand_from(value["taken"]),
        measure=Measure(value["measure"]) if value["measure"] else None,
        done=tuple(Done(done) for done in value["done"]),
        until=_moment(value["mute_until"]) if value["mute_until"] else None,
        warned=value["warned"],
        barred=tuple((Done(done), Barred(why)) for done, why in value["barred"]),
        # Before deletions were tried again neither was written.
        left=leftovers_from(value.get("left", ())),
        retried=_hand_from(value.get("retried")),
        undone=_hand_from(value["undone"]),
        denied=_hand_from(value["denied"]),
        others=tuple(value["others"]),
        learnt=value["learnt"],
        notice=value["notice"],
        appeals=_appeals_from(value),
        confided=tuple(value.get("confided", ())),
    )


def _finding_to(finding: Finding) -> dict[str, Any]:
    face = finding.face
    return {
        "rule": finding.rule,
        "sureness": finding.sureness.value,
        "face": [photo_to(face.photo), box_to(face.box)] if face else None,
        "subject": finding.subject,
        "score": finding.score,
        "share": finding.share,
    }


def _finding_from(value: Mapping[str, Any]) -> Finding:
    face = None
    if value["face"]:
        photo, box = value["face"]
        face = FaceRef(photo_from(photo), Box(*box) if box else None)
    return Finding(
        rule=value["rule"],
        sureness=Sureness(value["sureness"]),
        face=face,
        subject=value["subject"],
        score=value["score"],
        share=value["share"],
    )


def _report_to(report: Report | None) -> dict[str, Any] | None:
    if report is None:
        return None
    by = [[one.account, one.called] for one in report.by]
    return {"words": report.words, "posted": report.posted.timestamp(), "by": by}


def _report_from(value: Mapping[str, Any] | None) -> Report | None:
    if value is None:
        return None
    by = tuple(Reporter(*one) for one in value["by"])
    return Report(value["words"], _moment(value["posted"]), by)


def _hand_to(hand: Hand | None) -> list[Any] | None:
    return [hand.by, hand.called, hand.at.timestamp(), hand.token] if hand else None


def _hand_from(value: list[Any] | None) -> Hand | None:
    if value is None:
        return None
    by, called, at, token = value
    return Hand(by, called, _moment(at), token)


def _appeals_from(value: Mapping[str, Any]) -> tuple[Hand, ...]:
    # Before the poster's own was taken besides there was one, whoever's.
    every = value.get("appeals", [value.get("appealed")])
    return tuple(hand for one in every if (hand := _hand_from(one)) is not None)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
