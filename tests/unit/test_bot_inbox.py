"""Updates are stored before they are confirmed, and forgotten after they were answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from telegram import Update
from telegram.error import NetworkError
from telegram.ext import ExtBot

from bot.backlog import MOST_OF_A_CHAT, MOST_OF_A_WATCHED_CHAT
from bot.inbox import MOST_WAITING, TRIES, Inbox
from bot.incoming import read_request
from bot.request import Command, GivenUp, Request
from core.errors import CoreError, StoreUnavailable
from core.model import ModelId
from core.stores.sqlite import SqliteStore
from tests.unit.fakes import MoodyRecords
from tests.unit.updates import GROUP, LANGUAGES, ME, NOW, PHOTO, update

BOT: ExtBot[None] = ExtBot("42:test-token-of-nobody")


async def unwatched(_: int) -> bool:
    return False


class Desk:
    """An inbox and what it noticed; `again` is the same one in another life."""

    def __init__(
        self,
        records: MoodyRecords,
        patience: float | None = None,
        watched: Callable[[int], Awaitable[bool]] = unwatched,
    ) -> None:
        self.records = records
        self.now = NOW
        self.told: list[Request] = []
        self.ended: list[Request] = []
        self.inbox = Inbox(
            records, BOT, bot_id=42, read=lambda item: read_request(item, ME, LANGUAGES),
            clock=self._clock, on_outage=self._notice, on_end=self.ended.append, patience=patience,
            watched=watched,
        )  # fmt: skip

    def again(self) -> Desk:
        return Desk(self.records)

    async def taken(self) -> Request:
        request = await asyncio.wait_for(self.inbox.get(), 1)
        assert isinstance(request, Request)
        return request

    async def waiting(self) -> list[int]:
        return [int(record.key) for record in await self.records.list("inbox-42")]

    def _clock(self) -> datetime:
        return self.now

    async def _notice(self, request: Request, error: CoreError) -> None:
        assert isinstance(error, StoreUnavailable)
        self.told.append(request)


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[MoodyRecords]:
    store = await SqliteStore.open(tmp_path / "f.db", ModelId("Dlib", "dlib", "deepface"))
    yield MoodyRecords(store.records)
    await store.close()


@pytest.fixture
def desk(records: MoodyRecords) -> Desk:
    return Desk(records)


async def test_what_is_put_is_stored_before_it_is_passed_on(desk: Desk) -> None:
    await desk.inbox.put(update(number=5, text="/people"))
    assert await desk.waiting() == [5]
    request = await desk.taken()
    assert request.update_id == 5
    assert isinstance(request.ask, Command)


async def test_what_is_none_of_our_business_is_never_stored(desk: Desk) -> None:
    await desk.inbox.put(update(chat=GROUP, text="a secret among friends"))
    assert await desk.waiting() == []
    assert desk.inbox.empty()


async def test_a_duplicate_is_dropped_while_it_waits_and_after_it_was_answered(desk: Desk) -> None:
    same = update(number=5, text="/people")
    await desk.inbox.put(same)
    await desk.inbox.put(same)
    request = await desk.taken()
    assert desk.inbox.empty()
    await desk.inbox.begin(request)
    await desk.inbox.done(request)
    await desk.inbox.put(same)
    await desk.again().inbox.put(same)
    assert desk.inbox.empty()
    assert await desk.waiting() == []


async def test_another_life_gets_what_was_left_in_order(desk: Desk) -> None:
    for number in (11, 9, 10):
        await desk.inbox.put(update(number=number, text="/people"))
    first = await desk.taken()
    await desk.inbox.begin(first)
    await desk.inbox.done(first)
    later = desk.again()
    assert await later.inbox.replay() == 2
    assert [(await later.taken()).update_id for _ in range(2)] == [9, 10]


async def test_what_was_not_begun_does_not_count_as_tried(desk: Desk) -> None:
    for number in (1, 2):
        await desk.inbox.put(update(number=number, text="/people"))
    await desk.inbox.begin(await desk.taken())
    later = desk.again()
    await later.inbox.replay()
    assert [(await later.taken()).tries for _ in range(2)] == [1, 0]


async def test_what_was_begun_too_often_comes_back_as_given_up(desk: Desk) -> None:
    await desk.inbox.put(update(number=1, text="/people"))
    life = desk
    for _ in range(TRIES):
        request = await life.taken()
        assert isinstance(request.ask, Command)
        await life.inbox.begin(request)
        life = life.again()
        await life.inbox.replay()
    last = await life.taken()
    assert last.ask == GivenUp()
    await life.inbox.begin(last)
    await life.inbox.done(last)
    assert await life.waiting() == []


async def test_a_photo_that_nobody_wants_answered_is_given_up_without_a_word(desk: Desk) -> None:
    theirs = update(number=1, chat=GROUP, photo=PHOTO, caption="/play@other_bot")
    await desk.inbox.put(theirs)
    for _ in range(TRIES):
        await desk.inbox.begin(await desk.taken())
        desk = desk.again()
        await desk.inbox.replay()
    last = await desk.taken()
    assert (last.ask, last.message) == (GivenUp(), 0), "where no message is, none is answered"


async def test_what_waits_for_somebody_to_mend_something_is_never_given_up(desk: Desk) -> None:
    await desk.inbox.put(update(number=1, text="/people"))
    for _ in range(2 * TRIES):
        request = await desk.taken()
        await desk.inbox.begin(request)
        await desk.inbox.excuse(request)
        desk = desk.again()
        assert await desk.inbox.replay() == 1
    request = await desk.taken()
    assert isinstance(request.ask, Command)
    assert request.tries == 0


async def test_what_an_earlier_life_left_is_passed_on_once_though_new_updates_come_first(
    desk: Desk,
) -> None:
    await desk.inbox.put(update(number=1, text="/people"))
    again = desk.again()
    await again.inbox.put(update(number=2, text="/people"))
    assert await again.inbox.replay() == 0, "it was done before the new one was stored"
    assert [(await again.taken()).update_id for _ in range(2)] == [1, 2]
    assert again.inbox.empty()


async def test_two_bots_on_one_store_do_not_take_each_others_numbers(desk: Desk) -> None:
    await desk.records.create("answered-43", f"{5:020d}", {"at": 0})
    await desk.inbox.put(update(number=5, text="/people"))
    assert (await desk.taken()).update_id == 5


async def test_while_the_store_is_away_put_waits_and_tells(desk: Desk) -> None:
    desk.records.failures = 2
    await desk.inbox.put(update(number=5, text="/people"))
    assert await desk.waiting() == [5]
    assert [request.update_id for request in desk.told] == [5, 5]


async def test_a_webhook_call_is_refused_when_it_cannot_be_stored_in_time(
    records: MoodyRecords,
) -> None:
    desk = Desk(records, patience=0)
    records.failures = 99
    with pytest.raises(NetworkError):
        await desk.inbox.put(update(number=5, text="/people"))
    records.failures = 0
    assert desk.inbox.empty()
    await desk.inbox.put(update(number=5, text="/people"))
    assert (await desk.taken()).update_id == 5


async def test_notes_are_written_as_soon_as_the_store_is_back(desk: Desk) -> None:
    await desk.inbox.put(update(number=5, text="/people"))
    request = await desk.taken()
    await desk.inbox.begin(request)
    desk.records.failures = 1
    await desk.inbox.done(request)
    assert await desk.waiting() == []
    assert not desk.inbox.is_open(request)


async def test_memory_is_bounded_and_put_waits_for_room(desk: Desk) -> None:
    for person in range(1, MOST_WAITING + 1):
        await desk.inbox.put(update(chat={**GROUP, "id": -person}, text="/people"))
    another = asyncio.create_task(desk.inbox.put(update(text="/people")))
    await asyncio.sleep(0.1)
    assert not another.done()
    desk.inbox.leave(await desk.taken())
    await asyncio.wait_for(another, 1)


async def test_a_groups_photos_are_stored_but_do_not_take_everybodys_places(desk: Desk) -> None:
    numbers = range(1, MOST_WAITING + 101)
    for number in numbers:
        await desk.inbox.put(update(number=number, chat=GROUP, photo=PHOTO))
    assert len(await desk.waiting()) == len(numbers)
    assert desk.inbox.qsize() == MOST_OF_A_CHAT
    await asyncio.wait_for(desk.inbox.put(update(number=9999, text="/people")), 1)

    later = desk.again()
    assert await asyncio.wait_for(later.inbox.replay(), 30) == len(numbers) + 1
    came = []
    while not later.inbox.empty():
        request = await later.taken()
        came.append(request.update_id)
        later.inbox.leave(request)
    assert came == [*numbers[:MOST_OF_A_CHAT], 9999, *numbers[MOST_OF_A_CHAT:]]


async def test_an_update_that_breaks_our_reading_stops_nothing(records: MoodyRecords) -> None:
    def break_down(item: Update) -> Request | None:
        if item.update_id == 1:
            raise KeyError("a field of next year")
        return read_request(item, ME, LANGUAGES)

    desk = Desk(records)
    inbox = Inbox(
        records, BOT, bot_id=42, read=break_down, clock=lambda: NOW,
        on_outage=desk._notice, on_end=desk.ended.append, patience=None, watched=unwatched,
    )  # fmt: skip
    await inbox.put(update(number=1, text="/people"))
    await inbox.put(update(number=2, text="/people"))
    request = await inbox.get()
    assert isinstance(request, Request)
    assert request.update_id == 2


async def test_a_fault_of_ours_in_storing_costs_nobody_an_answer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> bool:
        raise TypeError("a mistake in a store")

    monkeypatch.setattr(desk.records, "create", broken)
    await desk.inbox.put(update(number=5, text="/people"))
    assert (await desk.taken()).update_id == 5


async def test_it_is_told_of_every_request_when_it_ends_a_duplicate_too(desk: Desk) -> None:
    await desk.inbox.put(update(number=5, text="/people"))
    request = await desk.taken()
    await desk.inbox.begin(request)
    await desk.inbox.put(update(number=5, text="/people"))
    assert desk.ended == [], "it is in work"
    await desk.inbox.done(request)
    desk.inbox.leave(request)
    assert [one.update_id for one in desk.ended] == [5]
    await desk.inbox.put(update(number=5, text="/people"))
    assert [one.update_id for one in desk.ended] == [5, 5]


async def test_what_was_judged_and_waits_to_be_answered_keeps_no_place_from_what_is_not_judged(
    records: MoodyRecords,
) -> None:
    async def watched(_: int) -> bool:
        return True

    desk = Desk(records, watched=watched)
    for number in range(MOST_OF_A_WATCHED_CHAT + 2):
        await desk.inbox.put(update(number=number, chat=GROUP, photo=PHOTO))
    here = [await desk.taken() for _ in range(MOST_OF_A_WATCHED_CHAT)]
    assert desk.inbox.empty()
    desk.inbox.step_aside(here[0])
    assert (await desk.taken()).update_id == MOST_OF_A_WATCHED_CHAT
    desk.inbox.leave(here[0])
    assert desk.inbox.empty(), "its place was given away before"
    desk.inbox.leave(here[1])
    assert (await desk.taken()).update_id == MOST_OF_A_WATCHED_CHAT + 1


async def test_where_no_rule_watches_what_waits_to_be_answered_keeps_its_place(desk: Desk) -> None:
    for number in range(MOST_OF_A_CHAT + 1):
        await desk.inbox.put(update(number=number, chat=GROUP, photo=PHOTO))
    here = [await desk.taken() for _ in range(MOST_OF_A_CHAT)]
    desk.inbox.step_aside(here[0])
    assert desk.inbox.empty()
    desk.inbox.leave(here[0])
    assert (await desk.taken()).update_id == MOST_OF_A_CHAT


async def test_numbers_of_answered_updates_are_forgotten_after_a_day(desk: Desk) -> None:
    for hours in (0, 20):
        desk.now = NOW + timedelta(hours=hours)
        await desk.inbox.put(update(text="/people"))
        request = await desk.taken()
        await desk.inbox.begin(request)
        await desk.inbox.done(request)
    desk.now = NOW + timedelta(hours=25)
    assert await desk.inbox.purge() == 1
    assert await desk.inbox.purge() == 0


async def test_what_the_library_itself_puts_passes_through(desk: Desk) -> None:
    signal = object()
    await desk.inbox.put(signal)
    assert await desk.inbox.get() is signal
    assert await desk.waiting() == []
