"""Watch rules about people who were forgotten, however that came."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram.error import TimedOut

from bot.accounts import Accounts
from bot.handlers.lapsing import Lapsing
from bot.limbo import Limbo
from bot.moderation.shields import Shields
from bot.preferences import Choices, Preferences
from bot.request import KnownAs, Request, Talk
from tests.rules import a_rule
from tests.unit.bot_rooms import Memory, keeping_of, remembering
from tests.unit.updates import ENGLISH, LANGUAGES

GROUP, MIRA, TOM = -100, 7, 8


class Screen:
    """Stands where the outbox does: knows two admins, and keeps what they are told."""

    def __init__(self) -> None:
        self.told: dict[int, str] = {}
        self.is_away = False

    async def admins(self, _: int) -> frozenset[int]:
        return frozenset({MIRA, TOM})

    async def whisper(self, person: int, words: str) -> None:
        if self.is_away:
            raise TimedOut
        self.told[person] = words


class House:
    def __init__(self, memory: Memory) -> None:
        records = memory.store.records
        self.screen = Screen()
        self.keeping = keeping_of(memory)
        self.limbo = Limbo(records, memory.clock)
        self.preferences = Preferences(records, LANGUAGES)
        self.lapsing = Lapsing(
            self.screen,  # type: ignore[arg-type]  # knows admins and whispers, and no more
            self.keeping,
            memory.chats,
            memory.recognizer,
            self.limbo,
            self.preferences,
            LANGUAGES,
            memory.clock,
            Shields(self.keeping.protections, Accounts(records), self.preferences, memory.chats),
        )


@pytest.fixture
async def memory(tmp_path: Path) -> AsyncIterator[Memory]:
    async with remembering(tmp_path) as made:
        yield made


async def test_a_rule_ends_with_the_last_whom_it_was_about_and_the_admins_are_told(
    memory: Memory,
) -> None:
    house = House(memory)
    ann, ben = await memory.enrol(GROUP, "Ann", 1), await memory.enrol(GROUP, "Ben", 2)
    rulebook = house.keeping.rulebook
    await rulebook.create(GROUP, a_rule(id="both", subjects=(ann.id, ben.id)))
    await rulebook.create(GROUP, a_rule(id="alone", subjects=(ann.id,)))
    await house.preferences.change(TOM, lambda _: Choices(language="de"))
    assert await house.lapsing.finish() == 0
    gallery = await memory.chats.gallery_to_fill(GROUP)
    await memory.recognizer.forget_subject(gallery, ann.id)
    assert await house.lapsing.finish() == 1
    assert {rule.id: rule.subjects for rule in await rulebook.of(GROUP)} == {"both": (ben.id,)}
    assert house.screen.told[MIRA].startswith("I no longer keep anybody whom this rule was about")
    assert house.screen.told[TOM].startswith("Ich kenne niemanden mehr")
    assert "Ann" not in "".join(house.screen.told.values())
    assert await house.lapsing.finish() == 0


async def test_a_rule_does_not_end_unsaid(memory: Memory) -> None:
    house = House(memory)
    ann = await memory.enrol(GROUP, "Ann", 1)
    await house.keeping.rulebook.create(GROUP, a_rule(subjects=(ann.id,)))
    await memory.recognizer.forget_subject(await memory.chats.gallery_to_fill(GROUP), ann.id)
    house.screen.is_away = True
    with pytest.raises(TimedOut):
        await house.lapsing.finish()
    house.screen.is_away = False
    assert await house.lapsing.finish() == 1
    assert {*house.screen.told} == {MIRA, TOM}


async def test_who_can_still_be_put_back_is_not_forgotten_yet(memory: Memory) -> None:
    house = House(memory)
    ann = await memory.enrol(GROUP, "Ann", 1)
    await house.keeping.rulebook.create(GROUP, a_rule(subjects=(ann.id,)))
    gallery = await memory.chats.gallery_to_fill(GROUP)
    request = Request(1, GROUP, False, None, 1, MIRA, KnownAs("Mira"), Talk(""), ENGLISH)  # noqa: FBT003 — as Request has it
    aside = await house.limbo.enter(request, gallery, ann.id, None, unnamed=False)
    await memory.recognizer.set_aside(gallery, ann.id, aside.limbo)
    assert await house.lapsing.finish() == 0
    await memory.recognizer.discard(aside.limbo, ann.id)
    await house.limbo.leave(aside)
    assert await house.lapsing.finish() == 1
    assert await house.keeping.rulebook.of(GROUP) == ()


async def test_a_rule_about_nobody_in_particular_stays(memory: Memory) -> None:
    house = House(memory)
    await house.keeping.rulebook.create(GROUP, a_rule(subjects=()))
    assert await house.lapsing.finish() == 0
    assert len(await house.keeping.rulebook.of(GROUP)) == 1
