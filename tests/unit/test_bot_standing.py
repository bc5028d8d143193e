"""Who posts: whom no rule is for, who is new, and what is remembered of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.accounts import Accounts
from bot.admin_rights import EVERY_RIGHT, AdminRight
from bot.housekeeping import SWEPT, sweep
from bot.moderation.arrivals import ARRIVALS, NEW_FOR, REMEMBERED, Arrivals
from bot.moderation.gathered import Gathered
from bot.moderation.glances import Glances
from bot.moderation.judging import Poster, Posting
from bot.moderation.leave import Leave
from bot.moderation.paces import Paces
from bot.moderation.postings import MOST, POSTINGS, Postings
from bot.moderation.rules import Mode, Posters, Rule, Then, When
from bot.moderation.standing import Standing
from bot.request import PhotoRef, PhotoSent, Request
from bot.roles import Roles
from tests.unit.bot_rooms import Memory
from tests.unit.updates import ENGLISH, ME, NOBODY, NOW

GROUP, SUPERGROUP, CHANNEL, OWNER, TOM = -100, -1001, -9, 7, 8
HOUR = timedelta(hours=1)
OFTEN = Rule(
    id="r", when=When.OFTEN, subjects=("ann",), by=Posters.ANYBODY, then=Then.TELL,
    mode=Mode.DRY_RUN, made_by=1, made_at=NOW, more_than=2, within=HOUR,
)  # fmt: skip


class Room:
    """Everything that is gathered in a group, on a real store."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        records = memory.store.records
        self.accounts = Accounts(records)
        self.leave = Leave(records, memory.clock)
        self.gathered = Gathered(
            Arrivals(records, memory.clock),
            Postings(records, memory.clock),
            Glances(records, memory.clock),
            Paces(records, memory.clock),
        )

        async def admins(_: int) -> dict[int, AdminRight]:
            return {OWNER: EVERY_RIGHT}

        async def linked(_: int) -> int:
            return CHANNEL

        self.standing = Standing(
            Roles(admins, memory.clock, lambda: ME.id),
            self.accounts,
            self.leave,
            self.gathered.arrivals,
            linked,
            lambda: ME,
        )

    def later(self, time: timedelta) -> None:
        self.memory.now += time

    async def poster(self, sender: int, *, chat: int = GROUP, **fields: object) -> Poster:
        request = Request(
            1, chat, False, None, 1, sender, NOBODY, PhotoSent(PhotoRef("f", 1, None)), ENGLISH,  # noqa: FBT003 — a group
        )  # fmt: skip
        return await self.standing.of(replace(request, **fields), "g")  # type: ignore[arg-type]  # fields of Request

    async def is_new(self, sender: int, chat: int = GROUP) -> bool:
        return (await self.poster(sender, chat=chat)).newcomer


@pytest.fixture
def room(memory: Memory) -> Room:
    return Room(memory)


async def test_admins_the_channel_and_telegrams_own_accounts_are_exempt(room: Room) -> None:
    for sender in (OWNER, GROUP, CHANNEL, ME.id, 777000, 1087968824, 136817688):
        assert (await room.poster(sender)).exempt, sender
    assert (await room.poster(-77, automatic=True)).exempt
    assert not (await room.poster(-77)).exempt, "somebody who writes as a channel of their own"
    assert not (await room.poster(TOM)).exempt


async def test_whom_an_admin_approves_of_is_exempt_there(room: Room) -> None:
    await room.leave.approve(GROUP, TOM, by=OWNER)
    assert (await room.poster(TOM)).exempt
    assert not (await room.poster(TOM, chat=-200)).exempt


async def test_who_is_enrolled_and_said_so_is_known(room: Room) -> None:
    await room.accounts.link("g", "ann", TOM, GROUP)
    assert (await room.poster(TOM)).subjects == {"ann"}
    assert (await room.poster(9)).subjects == frozenset()


async def test_who_came_lately_is_new_for_a_week_also_who_comes_again(room: Room) -> None:
    await room.gathered.arrivals.joined(GROUP, TOM)
    assert await room.is_new(TOM)
    room.later(NEW_FOR - HOUR)
    assert await room.is_new(TOM)
    room.later(HOUR)
    assert not await room.is_new(TOM)
    await room.gathered.arrivals.joined(GROUP, TOM)
    assert await room.is_new(TOM)


async def test_in_its_first_week_nobody_is_new_who_was_not_seen_to_come(room: Room) -> None:
    assert not await room.is_new(TOM)
    room.later(NEW_FOR)
    assert not await room.is_new(TOM), "seen before"
    assert await room.is_new(9), "first seen now"
    room.later(NEW_FOR)
    assert not await room.is_new(9)


async def test_who_is_silent_for_half_a_year_is_forgotten_and_who_posts_is_not(
    room: Room,
) -> None:
    for sender in (TOM, 9):
        await room.is_new(sender)
    room.later(REMEMBERED - HOUR)
    assert not await room.is_new(TOM)
    room.later(2 * HOUR)
    assert await sweep(room.memory.store.records, ARRIVALS, room.memory.now) == 1
    assert await room.is_new(9)
    assert not await room.is_new(TOM)
    assert {ARRIVALS, POSTINGS} <= set(SWEPT)


async def note(room: Room, *messages: int, rule: Rule = OFTEN, chat: int = GROUP) -> list[int]:
    shown = [Posting(room.memory.now, message, sure=True) for message in messages]
    history = await room.gathered.postings.note(chat, [rule], {(rule.id, "ann"): shown})
    return [one.message for one in history[rule.id, "ann"]]


async def test_photos_of_somebody_are_counted_once_each_and_as_long_as_the_rule_says(
    room: Room,
) -> None:
    assert await note(room, 1, 2) == [1, 2]
    room.later(HOUR / 2)
    assert await note(room, 2, 3) == [1, 2, 3], "the second came again"
    room.later(HOUR / 2)
    assert await note(room, 4) == [3, 4]
    room.later(2 * HOUR)
    assert await sweep(room.memory.store.records, POSTINGS, room.memory.now) == 1


async def test_not_more_is_remembered_than_any_rule_counts(room: Room) -> None:
    assert await note(room, *range(MOST + 50)) == list(range(50, MOST + 50))


async def test_all_of_it_goes_with_a_group_that_grows_and_with_one_that_is_left(
    room: Room,
) -> None:
    await room.gathered.arrivals.joined(GROUP, 9)
    await note(room, 1)
    for _ in range(2):
        await room.gathered.move(GROUP, SUPERGROUP)
    assert await room.is_new(9, chat=SUPERGROUP)
    assert await note(room, 2, chat=SUPERGROUP) == [1, 2]
    await room.gathered.drop(SUPERGROUP)
    assert not await room.is_new(9, chat=SUPERGROUP)
    assert await note(room, 2, chat=SUPERGROUP) == [2]
