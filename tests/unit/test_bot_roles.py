"""Who administers a chat, as the bot remembers it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.admin_rights import EVERY_RIGHT, NO_RIGHT, AdminRight
from bot.roles import MOST_CHATS, REMEMBERED, UNTOLD, Roles
from tests.unit.updates import NOW

GROUP, MIRA, TOM, ME = -100, 7, 8, 1


class Telegram:
    """Says who administers groups; each question is counted."""

    def __init__(self) -> None:
        self.admins = {MIRA: EVERY_RIGHT, ME: NO_RIGHT}
        self.asked: list[int] = []
        self.fault: Exception | None = None
        self.now = NOW
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, chat: int) -> dict[int, AdminRight]:
        self.asked.append(chat)
        told = dict(self.admins)
        await self.open.wait()
        if self.fault is not None:
            raise self.fault
        return told

    def clock(self) -> datetime:
        return self.now


def remembering() -> tuple[Telegram, Roles]:
    telegram = Telegram()
    return telegram, Roles(telegram, telegram.clock, lambda: ME)


async def test_admins_are_asked_for_once_and_remembered_for_some_minutes() -> None:
    telegram, roles = remembering()
    assert await roles.is_admin(GROUP, MIRA)
    assert not await roles.is_admin(GROUP, TOM)
    telegram.admins = {TOM: EVERY_RIGHT, ME: NO_RIGHT}
    telegram.now += REMEMBERED - timedelta(seconds=1)
    assert not await roles.is_admin(GROUP, TOM)
    assert telegram.asked == [GROUP]
    telegram.now += timedelta(seconds=1)
    assert await roles.is_admin(GROUP, TOM)
    assert not await roles.is_admin(GROUP, MIRA)


async def test_where_nobody_tells_of_changes_they_are_asked_for_soon() -> None:
    telegram, roles = remembering()
    telegram.admins = {MIRA: EVERY_RIGHT}
    assert await roles.is_admin(GROUP, MIRA)
    telegram.admins = {TOM: EVERY_RIGHT}
    telegram.now += UNTOLD - timedelta(seconds=1)
    assert await roles.is_admin(GROUP, MIRA)
    telegram.now += timedelta(seconds=1)
    assert not await roles.is_admin(GROUP, MIRA)
    assert await roles.is_admin(GROUP, TOM)
    assert telegram.asked == [GROUP, GROUP]


async def test_a_change_is_known_at_once() -> None:
    telegram, roles = remembering()
    assert await roles.is_admin(GROUP, MIRA)
    telegram.admins = {}
    roles.changed(GROUP)
    assert not await roles.is_admin(GROUP, MIRA)


async def test_an_answer_that_was_under_way_at_a_change_is_not_remembered() -> None:
    telegram, roles = remembering()
    telegram.open.clear()
    early = asyncio.create_task(roles.is_admin(GROUP, MIRA))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    telegram.admins = {}
    roles.changed(GROUP)
    telegram.open.set()
    assert await early
    assert not await roles.is_admin(GROUP, MIRA)


async def test_everybody_is_their_own_admin_in_private() -> None:
    telegram, roles = remembering()
    assert await roles.is_admin(TOM, TOM)
    assert telegram.asked == []


async def test_who_writes_in_the_groups_own_name_is_an_admin_and_in_anothers_is_not() -> None:
    _, roles = remembering()
    assert await roles.is_admin(GROUP, GROUP)
    assert not await roles.is_admin(GROUP, -9)


async def test_an_admin_has_the_rights_that_they_were_given_and_somebody_else_none() -> None:
    telegram, roles = remembering()
    telegram.admins = {MIRA: AdminRight.DELETE | AdminRight.INVITE}
    assert await roles.lacking(GROUP, MIRA, EVERY_RIGHT) == AdminRight.RESTRICT
    assert await roles.lacking(GROUP, MIRA, AdminRight.DELETE) == NO_RIGHT
    assert await roles.lacking(GROUP, TOM, EVERY_RIGHT) == EVERY_RIGHT
    assert await roles.lacking(GROUP, TOM, NO_RIGHT) == NO_RIGHT
    assert telegram.asked == [GROUP]


async def test_in_private_and_in_the_groups_own_name_nobody_lacks_a_right() -> None:
    telegram, roles = remembering()
    telegram.admins = {}
    assert await roles.lacking(TOM, TOM, EVERY_RIGHT) == NO_RIGHT
    assert await roles.lacking(GROUP, GROUP, EVERY_RIGHT) == NO_RIGHT
    assert await roles.lacking(GROUP, -9, EVERY_RIGHT) == EVERY_RIGHT


async def test_a_change_of_rights_is_known_at_once() -> None:
    telegram, roles = remembering()
    assert await roles.lacking(GROUP, MIRA, EVERY_RIGHT) == NO_RIGHT
    telegram.admins = {MIRA: NO_RIGHT}
    assert await roles.lacking(GROUP, MIRA, EVERY_RIGHT) == NO_RIGHT
    roles.changed(GROUP)
    assert await roles.lacking(GROUP, MIRA, EVERY_RIGHT) == EVERY_RIGHT


async def test_many_who_ask_at_once_cost_one_question() -> None:
    telegram, roles = remembering()
    assert all(await asyncio.gather(*(roles.is_admin(GROUP, MIRA) for _ in range(50))))
    assert telegram.asked == [GROUP]


async def test_who_stops_waiting_takes_the_answer_from_nobody() -> None:
    telegram, roles = remembering()
    telegram.open.clear()
    first = asyncio.create_task(roles.is_admin(GROUP, MIRA))
    second = asyncio.create_task(roles.is_admin(GROUP, MIRA))
    await asyncio.sleep(0)
    first.cancel()
    telegram.open.set()
    assert await second
    assert telegram.asked == [GROUP]


async def test_what_failed_is_asked_again() -> None:
    telegram, roles = remembering()
    telegram.fault = OSError("away")
    with pytest.raises(OSError, match="away"):
        await roles.is_admin(GROUP, MIRA)
    telegram.fault = None
    assert await roles.is_admin(GROUP, MIRA)


async def test_the_memory_is_bounded() -> None:
    telegram, roles = remembering()
    for chat in range(1, MOST_CHATS + 2):
        await roles.is_admin(-chat, MIRA)
    await roles.is_admin(-MOST_CHATS, MIRA)
    assert len(telegram.asked) == MOST_CHATS + 1, "who came late is remembered"
    await roles.is_admin(-1, MIRA)
    assert telegram.asked[-1] == -1, "who came first is not"
