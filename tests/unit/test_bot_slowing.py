"""Newcomers who may post only so many photos: what is more goes, and nothing else does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.audit import Deed
from bot.comings import Brought, Joined
from bot.housekeeping import SWEPT
from bot.moderation.arrivals import NEW_FOR
from bot.moderation.paces import PACES
from bot.preferences import Preferences, Slow
from bot.request import PhotoSent, Request
from tests.bot_life import LANGUAGES
from tests.unit.court_rooms import Court, in_session
from tests.unit.door_rooms import BLUE, RED, colour

LITTLE = timedelta(minutes=1)


class Newcomers:
    """A group in which newcomers are slow, and Ivan is one."""

    def __init__(self, court: Court) -> None:
        self.court = court
        self.number = 0

    async def begin(self, slow: Slow = Slow.TEN_MINUTES) -> None:
        preferences = Preferences(self.court.core.store.records, LANGUAGES)
        group = int(self.court.group)
        await preferences.change(group, lambda was: replace(was, slow=slow))
        self.ivan = await self.court.playground.create_person("Ivan")
        await self.court.playground.add_member(self.court.group, self.ivan)
        for request in await self.court.heard():
            if isinstance(request.ask, Joined | Brought):
                await self.court.stories.routing.answer(request)

    async def posts(self, photos: int = 1, *, by: int = 0, caption: str = "") -> list[Request]:
        """Somebody posts photos; return the messages, before the bot has done anything."""
        sent = await self.court.playground.send_album(
            self.court.group, by or self.ivan, [colour(BLUE)] * photos, caption
        )
        heard: list[Request] = []
        while len(heard) < len(sent):
            new = await self.court.heard()
            heard += [one for one in new if isinstance(one.ask, PhotoSent)]
        return heard

    async def left(self, parts: Sequence[Request]) -> list[bool]:
        """Let the bot look at photos; tell which still stand."""
        slowing = self.court.stories.routing.slowing
        left = await slowing.left(parts[0], parts)
        stand = [not await self.court.is_deleted(one) for one in parts]
        assert [one in left for one in parts] == stand
        return stand

    async def said(self) -> list[str]:
        said = await self.court.said_in_group()
        return [one for one in said if "whoever is new here" in one]


@pytest.fixture
async def newcomers(tmp_path: Path) -> AsyncIterator[Newcomers]:
    async with in_session(tmp_path) as court:
        yield Newcomers(court)


async def test_one_photo_stays_more_are_deleted_and_that_is_told_once(
    newcomers: Newcomers,
) -> None:
    await newcomers.begin()
    court = newcomers.court
    first = await newcomers.posts()
    assert await newcomers.left(first) == [True]
    for _ in range(2):
        court.later(LITTLE)
        assert await newcomers.left(await newcomers.posts()) == [False]
    (said,) = await newcomers.said()
    assert said.startswith("Ivan, whoever is new here can post one photo in ten minutes in their")
    assert said.endswith("I deleted what was more. Admins can change that with /settings.")
    court.later(timedelta(minutes=10))
    assert await newcomers.left(await newcomers.posts()) == [True]
    gallery = await court.chats.gallery_to_fill(int(court.group))
    noted = [(one.by, one.deed, one.account) for one in await court.audit.of(gallery, most=9)]
    assert noted == [(0, Deed.POST_DELETED, newcomers.ivan)] * 2


async def test_of_an_album_the_first_photo_stays(newcomers: Newcomers) -> None:
    await newcomers.begin(Slow.AN_HOUR)
    assert await newcomers.left(await newcomers.posts(3)) == [True, False, False]
    newcomers.court.later(timedelta(minutes=30))
    assert await newcomers.left(await newcomers.posts(2)) == [False, False]


async def test_a_command_for_another_bot_frees_no_photo(newcomers: Newcomers) -> None:
    await newcomers.begin()
    assert await newcomers.left(await newcomers.posts(caption="/play@other_bot")) == [True]
    assert await newcomers.left(await newcomers.posts(caption="/play@other_bot")) == [False]


async def test_a_photo_that_an_edit_brings_is_not_counted(newcomers: Newcomers) -> None:
    await newcomers.begin()
    court = newcomers.court
    (first,) = await newcomers.posts()
    assert await newcomers.left([first]) == [True]
    court.later(timedelta(minutes=10))
    posted = await court.playground.message(court.group, first.message)
    await court.playground.replace_photo(posted, newcomers.ivan, colour(RED))
    assert await newcomers.left(await court.heard()) == [True]
    assert await newcomers.left(await newcomers.posts()) == [True]


async def test_what_was_judged_before_we_died_is_judged_the_same(newcomers: Newcomers) -> None:
    await newcomers.begin()
    first, second = await newcomers.posts(), await newcomers.posts()
    for _ in range(2):
        newcomers.court.begin()
        assert await newcomers.left(first) == [True]
        assert await newcomers.left(second) == [False]
    assert len(await newcomers.said()) == 2, "who died over telling it tells it again"


async def test_nobody_is_slow_unless_the_group_chose_it_or_after_a_week_or_as_an_admin(
    newcomers: Newcomers,
) -> None:
    await newcomers.begin(Slow.OFF)
    posted = [await newcomers.posts() for _ in range(2)]
    assert [await newcomers.left(one) for one in posted] == [[True], [True]]
    await newcomers.begin()
    court = newcomers.court
    for one in (court.mira, court.tom):
        assert await newcomers.left(await newcomers.posts(2, by=one)) == [True, True]
    await court.ruling.leave.approve(int(court.group), newcomers.ivan, court.mira)
    assert await newcomers.left(await newcomers.posts(2)) == [True, True]
    await newcomers.begin()
    assert await newcomers.left(await newcomers.posts(2)) == [True, False]
    court.later(NEW_FOR + LITTLE)
    assert await newcomers.left(await newcomers.posts(2)) == [True, True]


async def test_without_the_right_nothing_is_said_and_the_photos_go_on(
    newcomers: Newcomers,
) -> None:
    await newcomers.begin()
    court = newcomers.court
    await court.playground.promote(court.group, "court_bot", rights=["can_invite_users"])
    await court.heard()
    assert await newcomers.left(await newcomers.posts(2)) == [True, True]
    assert await newcomers.said() == []


async def test_what_is_noted_goes_with_its_group(newcomers: Newcomers) -> None:
    await newcomers.begin()
    await newcomers.left(await newcomers.posts(2))
    court = newcomers.court
    keeping, records = court.stories.leaving.keeping, court.core.store.records
    await keeping.move(int(court.group), -200)
    (moved,) = await records.list(PACES)
    assert (moved.key, moved.value["last"][1]) == (f"-200:{newcomers.ivan}", None)
    paces = keeping.gathered.paces
    assert await paces.too_many(-200, newcomers.ivan, [7], timedelta(minutes=10)) == (7,)
    assert PACES in SWEPT
    await keeping.drop(-200)
    assert await records.list(PACES) == []
