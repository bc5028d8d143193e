"""What is said of who is known, and of forgetting."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts.writing import bold_name, count, name, pages
from core.model import Person

MOST_LISTED = 300
"""People named by one /people: some 5 messages at the very most."""

NOBODY = (
    "I don't know anybody in this chat yet. "
    "Send me a photo with the caption <code>/enroll Ann</code> to change that."
)

WHOM_TO_FORGET = "Whom shall I forget? Send <code>/forget</code> and the name. /people lists them."


def listed(people: Sequence[Person]) -> list[str]:
    """Name everybody, in as few messages as they fit in."""
    if not people:
        return [NOBODY]
    known = count(len(people), "person", "people")
    lines = [
        f"\u2022 {name(person.subject.name)} \u2013 {count(person.photos, 'photo', 'photos')}"
        for person in people[:MOST_LISTED]
    ]
    more = len(people) - MOST_LISTED
    if more > 0:
        lines.append(f"\u2026 and {more} more.")
    return pages([f"I know {known} in this chat:", *lines], between="\n")


def forgotten(who: str, photos: int) -> str:
    """Say that somebody is gone."""
    return f"Forgotten: {bold_name(who)}, with {count(photos, 'photo', 'photos')}."


def unknown(who: str) -> str:
    """Say that nobody has this name."""
    return f"I don't know anybody called {bold_name(who)} in this chat. /people lists whom I know."
