"""Ten groups of five people each, whom the bot knows by face, and strangers."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.e2e.chatting import Talker, offers, words
from tests.e2e.conftest import Stage
from tests.e2e.groups import a_group_of, a_member
from tests.e2e.pictures import small
from tests.photos import faces_dir

GROUPS = 10
CALLED = ("Ann", "Ben", "Cleo", "Dan", "Eve")
STRANGERS = 15


@dataclass(frozen=True)
class Member:
    """Somebody in a group.

    Attributes:
        name: by which the bot knows them; it tells the group.
        talker: they, in it.
        is_admin: whether the group is theirs.
        photos: of them, with one face in each.
    """

    name: str
    talker: Talker
    is_admin: bool
    photos: tuple[bytes, ...]


@dataclass(frozen=True)
class Group:
    """A group with the bot.

    Attributes:
        number: which stands in the names of its people.
        chat: its key.
        is_open: whether everybody may teach and forget there; else its one admin.
        members: the admin first.
    """

    number: int
    chat: str
    is_open: bool
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Town:
    """All of them.

    Attributes:
        stage: the bot's.
        groups: all.
        strangers: photos of people whom nobody knows, with one face in each.
        numbers: for photos that are to be like no other.
    """

    stage: Stage
    groups: tuple[Group, ...]
    strangers: tuple[bytes, ...]
    numbers: Iterator[int] = field(default_factory=itertools.count)


async def a_town(stage: Stage) -> Town:
    """Make the groups, and have everybody teach the bot their own face."""
    people = several_photos()
    seen = await _with_one_face(stage, [next(people)[0] for _ in range(STRANGERS)])
    groups = await asyncio.gather(*(_group(stage, number + 1, people) for number in range(GROUPS)))
    return Town(stage, tuple(groups), tuple(seen))


def several_photos() -> Iterator[list[bytes]]:
    """Give the photos of people of whom there are at least two."""
    for folder in sorted(path for path in (faces_dir() / "lfw-dev").iterdir() if path.is_dir()):
        photos = sorted(folder.glob("*.jpg"))
        if len(photos) > 1:
            yield [small(photo) for photo in photos[:2]]


async def _group(stage: Stage, number: int, people: Iterator[list[bytes]]) -> Group:
    names = [f"{name} {number}-{place}" for place, name in enumerate(CALLED, start=1)]
    first = await a_group_of(stage, await stage.newcomer(names[0]))
    is_open = number % 2 == 0
    await _choose(first, "Answers to photos", "Every photo with a face")
    await _choose(first, "Who may teach me", "Everybody" if is_open else "Only admins")
    talkers = [first] + [await a_member(first, name) for name in names[1:]]
    members = [
        Member(name, talker, talker is first, await _taught(stage, talker, people))
        for name, talker in zip(names, talkers, strict=True)
    ]
    return Group(number, first.chat, is_open, tuple(members))


async def _choose(admin: Talker, setting: str, option: str) -> None:
    page = await admin.answer_to(await admin.sends("/settings"))
    options = await admin.outcome_of(await admin.clicks(page, setting))
    label = next(label for label in offers(options) if label.endswith(option))
    await admin.outcome_of(await admin.clicks(options, label))


async def _taught(stage: Stage, talker: Talker, people: Iterator[list[bytes]]) -> tuple[bytes, ...]:
    """Find a face that the bot learns without a doubt, and return its photos."""
    while True:
        photos = next(people)
        told = await talker.shows(photos[0], "/enroll me")
        if told.startswith("Learnt: I now know"):
            return photos[0], *await _with_one_face(stage, photos[1:])


async def _with_one_face(stage: Stage, photos: Sequence[bytes]) -> list[bytes]:
    """Leave out the photos in which the bot sees no face, or several."""
    scout = await stage.newcomer("Scout")
    sent = [await scout.sends_photo(photo) for photo in photos]
    answers = await scout.answers_to(sent[0], len(sent), seconds=120)
    told = {answer.reply_to: words(answer) for answer in answers}
    return [
        photo
        for photo, message in zip(photos, sent, strict=True)
        if told[message.id].startswith("I see a face,")
    ]
