"""How a case with all that came of it is written down, and read again. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.moderation.cases import Case, Finding, Occasion, Report, Reporter, Sureness
from bot.moderation.deeds import Barred
from bot.moderation.held import Card, Done, Hand, Held, Measure
from bot.moderation.leftovers import leftovers_from, leftovers_to
from bot.moderation.rules import Mode, Then
from bot.request import FaceRef
from bot.written import box_to, photo_from, photo_to
from core.model import Box


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
