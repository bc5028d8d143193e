"""Files that the bot hands over. Plain and slow: run them in a thread."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from bot.moderation.arrivals import Arrival
from bot.moderation.rules import Rule
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
        rules: that they made: the group's title, and the rule.
        arrivals: the group's title, and since when they are in it.
    """

    rules: Sequence[tuple[str | None, Rule]] = ()
    arrivals: Sequence[tuple[str | None, Arrival]] = ()


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
            "watch_rules_made": [_rule(chat, rule) for chat, rule in guarded.rules],
            "seen_in_watched_groups": [
                {"chat": chat, "since": one.at.isoformat(), "seen_to_come": one.joined}
                for chat, one in guarded.arrivals
            ],
        }
        zipped.writestr("about-you.json", json.dumps(told, indent=2, ensure_ascii=False))
    return made.getvalue()


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
