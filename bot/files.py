"""Files that the bot hands over. Plain and slow: run them in a thread."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from bot.audit import Entry
from bot.moderation.held import Held
from bot.moderation.rules import Rule
from bot.moderation.yours import NOTHING, Noted, Yours
from bot.preferences import Choices
from core.model import Enrolment


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of somebody in one chat.

    Attributes:
        chat: its title; None where it is a private chat, or cannot be seen any more.
        unnamed: whether they asked that their name is not said.
        protection: what they asked for, to be protected; "off" where they did not.
        enrolments: their photos, as far as they are kept.
    """

    chat: str | None
    unnamed: bool
    protection: str
    enrolments: tuple[Enrolment, ...]


@dataclass(frozen=True, slots=True)
class Guarded:
    """What is kept of somebody because groups are watched.

    Attributes:
        titles: what groups are called, by their ids; None where Telegram does not tell.
        yours: rules, cases, and what was noted of them, in these groups.
        audit: what they did, or what was done to them: the group's id and each entry.
    """

    titles: Mapping[int, str | None] = field(default_factory=dict)
    yours: Yours = NOTHING
    audit: Sequence[tuple[int, Entry]] = ()


def about_you(
    account: int,
    choices: Choices,
    kept: Sequence[Kept],
    unnamed: Sequence[Enrolment],
    guarded: Guarded,
) -> bytes:
    """Return everything that is kept of an account: `about-you.json`, and the pictures of faces.

    Args:
        account: whose.
        choices: of that person.
        kept: of them in each chat.
        unnamed: their face, if they asked to be named nowhere.
        guarded: what is kept of them because groups are watched.
    """
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as zipped:
        told = {
            "account": account,
            "choices": {"language": choices.language, "mentions": bool(choices.mentions)},
            "not_to_be_named_anywhere": [_numbers(one) for one in unnamed],
            "enrolled": [_place(zipped, place, one) for place, one in enumerate(kept, start=1)],
            **_guarded(guarded, account),
        }
        zipped.writestr("about-you.json", json.dumps(told, indent=2, ensure_ascii=False))
    return made.getvalue()


def _guarded(guarded: Guarded, account: int) -> dict[str, Any]:
    titles = guarded.titles
    return {
        "watch_rules_made": [_rule(titles.get(chat), rule) for chat, rule in guarded.yours.rules],
        "noted_in_groups": [_noted(titles.get(one.chat), one) for one in guarded.yours.noted],
        "cases": [_case(titles.get(one.case.chat), one, account) for one in guarded.yours.cases],
        "audit": [
            {
                "chat": titles.get(chat),
                "at": one.at.isoformat(),
                "by_you": one.by == account,
                "deed": one.deed.value,
            }
            for chat, one in guarded.audit
        ],
    }


def _noted(chat: str | None, noted: Noted) -> dict[str, Any]:
    arrival = noted.arrival
    return {
        "chat": chat,
        "seen_since": _moment(arrival.at if arrival is not None else None),
        "seen_to_come": arrival is not None and arrival.joined,
        "profile_photos_looked_at": _moment(noted.looked_at),
        "last_photo_as_a_newcomer": _moment(noted.paced),
        "no_rule_meets_you": noted.approved,
        "warned_at": [one.isoformat() for one in noted.warned],
        "reported_a_message_at": [one.isoformat() for one in noted.reported],
    }


def _case(chat: str | None, held: Held, account: int) -> dict[str, Any]:
    """Return a case without whom a face resembles, and who else reported: that is theirs."""
    case = held.case
    own = case.poster == account
    return {
        "chat": chat,
        "at": held.opened.isoformat(),
        "about": "what you posted" if own else "what you reported",
        "photos": len(case.photos) if own else 0,
        "words": case.report.words if own and case.report is not None else "",
        "wanted": case.then.value,
        "done": [one.value for one in held.done] if own else [],
        "taken_back": held.undone is not None,
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _place(zipped: ZipFile, place: int, kept: Kept) -> dict[str, Any]:
    photos = []
    for number, one in enumerate(kept.enrolments, start=1):
        picture = f"faces/{place}-{number}.jpg"
        zipped.writestr(picture, one.crop)
        photos.append({"picture": picture, **_numbers(one)})
    name = kept.enrolments[0].subject.name if kept.enrolments else None
    return {
        "chat": kept.chat,
        "name": name,
        "not_to_be_named": kept.unnamed,
        "protection": kept.protection,
        "photos": photos,
    }


def _rule(chat: str | None, rule: Rule) -> dict[str, Any]:
    """Return a rule without whom it is about: that is theirs."""
    return {
        "chat": chat,
        "made_at": rule.made_at.isoformat(),
        "when": rule.when.value,
        "people": len(rule.subjects),
        "posted_by": rule.by.value,
        "then": rule.then.value,
        "mode": rule.mode.value,
    }


def _numbers(one: Enrolment) -> dict[str, Any]:
    return {
        "enrolled_at": one.enrolled_at.isoformat(),
        "enrolled_by_account": one.enrolled_by,
        "photo_sha256": one.photo,
        "model": str(one.template.model),
        "numbers": [round(float(number), 7) for number in one.template.vector],
    }
