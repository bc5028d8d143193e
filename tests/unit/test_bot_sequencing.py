"""One person's requests run in turn, different people's side by side; albums find themselves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from telegram.ext import ExtBot

from bot.albums import Albums
from bot.inbox import Inbox
from bot.incoming import read_request
from bot.request import Added, Click, PhotoRef, PhotoSent, Removed, Request
from bot.sequencing import Sequencer
from core.errors import CoreError
from core.model import ModelId
from core.ports import Records
from core.stores.sqlite import SqliteStore
from tests.unit.updates import ENGLISH, LANGUAGES, ME, NOBODY, NOW, update

BOT: ExtBot[None] = ExtBot("42:test-token-of-nobody")
Work = Callable[[], Awaitable[None]]


class Office:
    """A sequencer over a real inbox, and what happened in it."""

    def __init__(self, inbox: Inbox, records: Records) -> None:
        self._inbox, self._records = inbox, records
        self.albums = Albums()
        self.sequencer = Sequencer(inbox, self.albums)
        self.happened: list[str] = []
        self.parts: dict[int, tuple[Request, ...]] = {}

    async def handed_over(self, number: int) -> Request:
        """Return a request that Telegram handed over."""
        await self._inbox.put(update(number=number, text="/people"))
        request = await self._inbox.get()
        assert isinstance(request, Request)
        return request

    async def tries(self) -> dict[int, int]:
        """Return of what is still to be answered how often it was tried."""
        left = await self._records.list("inbox-42")
        return {int(record.key): record.value["tries"] for record in left}

    def hand_in(self, request: Request, work: Work | None = None) -> asyncio.Task[None]:
        async def story() -> None:
            self.happened.append(f"begin {request.update_id}")
            self.parts[request.update_id] = self.albums.parts_of(request)
            if work is not None:
                await work()
            self.happened.append(f"end {request.update_id}")

        return asyncio.create_task(self.sequencer.process_update(request, story()))


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async def notice(_: Request, __: CoreError) -> None:
        raise AssertionError("no outage here")

    async def unwatched(_: int) -> bool:
        return False

    store = await SqliteStore.open(tmp_path / "f.db", ModelId("Dlib", "dlib", "deepface"))
    inbox = Inbox(
        store.records, BOT, bot_id=42, read=lambda item: read_request(item, ME, LANGUAGES),
        clock=lambda: NOW, on_outage=notice, on_end=lambda _: None,
        patience=None, watched=unwatched,
    )  # fmt: skip
    yield Office(inbox, store.records)
    await store.close()


def photo(number: int, sender: int = 7, chat: int = 7, **fields: object) -> Request:
    request = Request(
        update_id=number, chat=chat, private=True, thread=None, message=number, sender=sender,
        known_as=NOBODY,
        ask=PhotoSent(PhotoRef("f", number, None)), speech=ENGLISH,
    )  # fmt: skip
    return replace(request, **fields)  # type: ignore[arg-type]  # fields of Request


async def test_one_persons_requests_run_in_turn(office: Office) -> None:
    async def work() -> None:
        await asyncio.sleep(0.01)

    await asyncio.gather(*(office.hand_in(photo(n), work) for n in range(5)))
    assert office.happened == [f"{what} {n}" for n in range(5) for what in ("begin", "end")]


async def test_different_people_and_chats_do_not_wait_for_each_other(office: Office) -> None:
    never = asyncio.Event()
    slow = office.hand_in(photo(1), _waits(never))
    await asyncio.wait_for(office.hand_in(photo(2, sender=8)), 1)
    await asyncio.wait_for(office.hand_in(photo(3, chat=-1)), 1)
    assert not slow.done()
    never.set()
    await slow


async def test_who_puts_the_bot_out_and_who_lets_it_in_are_heard_one_after_the_other(
    office: Office,
) -> None:
    never = asyncio.Event()
    out = office.hand_in(photo(1, sender=7, chat=-1, ask=Removed()), _waits(never))
    back = office.hand_in(photo(2, sender=8, chat=-1, ask=Added(admin=False)))
    await asyncio.wait_for(office.hand_in(photo(3, sender=9, chat=-1)), 1)
    assert not back.done()
    never.set()
    await asyncio.gather(out, back)
    assert office.happened == ["begin 1", "begin 3", "end 3", "end 1", "begin 2", "end 2"]


async def test_a_click_does_not_wait_behind_ones_own_slow_photo(office: Office) -> None:
    never = asyncio.Event()
    slow = office.hand_in(photo(1), _waits(never))
    await asyncio.wait_for(office.hand_in(photo(2, ask=Click("q", "d", picture=False))), 1)
    assert not slow.done()
    never.set()
    await slow


async def test_who_stands_aside_lets_through_who_comes_after_and_goes_on(office: Office) -> None:
    first, second = photo(1), photo(2)
    slow = office.hand_in(first, lambda: office.sequencer.stand_aside(first, 0.05))
    await asyncio.sleep(0)
    await asyncio.wait_for(office.hand_in(second), 1)
    assert office.happened == ["begin 1", "begin 2", "end 2"]
    await asyncio.wait_for(slow, 1)
    assert office.happened[-1] == "end 1"
    await asyncio.wait_for(office.hand_in(photo(3)), 1)


async def test_who_stands_aside_comes_back_into_the_line_and_not_beside_it(office: Office) -> None:
    first, never = photo(1), asyncio.Event()
    slow = office.hand_in(first, lambda: office.sequencer.stand_aside(first, 0.01))
    await asyncio.sleep(0)
    second = office.hand_in(photo(2), _waits(never))
    await asyncio.sleep(0.1)
    assert office.happened == ["begin 1", "begin 2"], "the second has its turn"
    never.set()
    await asyncio.gather(slow, second)
    assert office.happened[2:] == ["end 2", "end 1"]


async def test_stopping_does_not_wait_for_who_stands_aside(office: Office) -> None:
    first = photo(1)
    slow = office.hand_in(first, lambda: office.sequencer.stand_aside(first, 3600))
    await asyncio.sleep(0.1)
    assert await office.sequencer.drain(0.01) == 1
    await asyncio.gather(slow, return_exceptions=True)
    assert office.happened == ["begin 1"]


async def test_who_waits_for_room_lets_through_who_comes_after_and_is_not_counted_as_tried(
    office: Office,
) -> None:
    first, room = await office.handed_over(1), asyncio.Event()

    async def work() -> None:
        async with office.sequencer.aside(first):
            await room.wait()

    waits = office.hand_in(first, work)
    await asyncio.wait_for(office.hand_in(await office.handed_over(2)), 1)
    assert office.happened == ["begin 1", "begin 2", "end 2"]
    assert await office.tries() == {1: 0}
    room.set()
    await waits
    assert office.happened[-1] == "end 1"
    assert await office.tries() == {}


async def test_stopping_does_not_wait_for_room(office: Office) -> None:
    first = await office.handed_over(1)

    async def work() -> None:
        async with office.sequencer.aside(first):
            await asyncio.Event().wait()

    waits = office.hand_in(first, work)
    await asyncio.wait_for(office.hand_in(await office.handed_over(2)), 1)
    assert await office.sequencer.drain(3600) == 1
    await asyncio.gather(waits, return_exceptions=True)
    assert await office.tries() == {1: 0}


async def test_a_crowd_that_waits_holds_up_nobody_else(office: Office) -> None:
    never = asyncio.Event()
    crowd = [office.hand_in(photo(n), _waits(never)) for n in range(200)]
    await asyncio.wait_for(office.hand_in(photo(999, sender=8)), 2)
    never.set()
    await asyncio.gather(*crowd)


async def test_the_parts_of_an_album_are_one_request_in_the_order_of_their_messages(
    office: Office,
) -> None:
    tasks = [office.hand_in(photo(n, album="a")) for n in (3, 1, 2)]
    after = office.hand_in(photo(9))
    await asyncio.gather(*tasks, after)
    assert office.happened == ["begin 3", "end 3", "begin 9", "end 9"]
    assert [part.update_id for part in office.parts[3]] == [1, 2, 3]


async def test_a_late_part_is_an_album_of_its_own(office: Office) -> None:
    first = office.hand_in(photo(1, album="a"))
    await asyncio.sleep(1.3)
    late = office.hand_in(photo(2, album="a"))
    await asyncio.gather(first, late)
    assert [part.update_id for part in office.parts[1]] == [1]
    assert [part.update_id for part in office.parts[2]] == [2]


async def test_a_full_album_does_not_wait_for_quiet(office: Office) -> None:
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(office.hand_in(photo(n, album="a")) for n in range(10)))
    assert asyncio.get_running_loop().time() - began < 0.9
    assert len(office.parts[0]) == 10


async def test_albums_of_one_id_in_two_chats_stay_apart(office: Office) -> None:
    await asyncio.gather(
        office.hand_in(photo(1, album="a")), office.hand_in(photo(2, album="a", chat=-1))
    )
    assert [part.update_id for part in office.parts[1]] == [1]


async def test_what_may_have_killed_an_earlier_life_runs_alone(office: Office) -> None:
    never = asyncio.Event()
    one = office.hand_in(photo(1, tries=1), _waits(never))
    other = office.hand_in(photo(2, sender=8, tries=1))
    fresh = office.hand_in(photo(3, sender=9))
    await asyncio.wait_for(fresh, 1)
    await asyncio.sleep(0.05)
    assert "begin 2" not in office.happened
    never.set()
    await asyncio.gather(one, other)


async def test_stopping_lets_the_running_finish_and_begins_nothing(office: Office) -> None:
    async def work() -> None:
        await asyncio.sleep(0.2)

    running = office.hand_in(photo(1), work)
    waiting = office.hand_in(photo(2))
    await asyncio.sleep(0.1)
    assert await office.sequencer.drain(5) == 1
    late = office.hand_in(photo(3))
    await asyncio.gather(running, waiting, late, return_exceptions=True)
    assert office.happened == ["begin 1", "end 1"]


async def test_stopping_does_not_wait_for_ever(office: Office) -> None:
    running = office.hand_in(photo(1), _waits(asyncio.Event()))
    await asyncio.sleep(0.1)
    assert await office.sequencer.drain(0.1) == 1
    await asyncio.gather(running, return_exceptions=True)
    assert office.happened == ["begin 1"]


def _waits(event: asyncio.Event) -> Work:
    async def work() -> None:
        await event.wait()

    return work
