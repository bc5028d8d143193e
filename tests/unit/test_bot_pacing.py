"""Telegram's flood limits are kept before it complains, and who asks is not kept waiting."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import random

import pytest

from bot.pacing import IN_A_GROUP, Pace, Urgency
from playground.botapi.rates import Rates

GROUP, PRIVATE = -100, 7


class Clock:
    """Time that passes when everybody sleeps."""

    def __init__(self) -> None:
        self.time = 1000.0
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []
        self._numbers = itertools.count()

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        # Time always passes, however little was asked for: as it does in life.
        until = self.time + max(seconds, 0.001)
        heapq.heappush(self._sleepers, (until, next(self._numbers), woken))
        await woken.wait()

    async def pass_by(self, seconds: float) -> None:
        """Let so much time pass, and everybody do what they do in it."""
        end = self.time + seconds
        while True:
            for _ in range(100):
                await asyncio.sleep(0)
            if not self._sleepers or self._sleepers[0][0] > end:
                break
            self.time, _, woken = heapq.heappop(self._sleepers)
            woken.set()
        self.time = end


class Telegram:
    """The playground's limits, some way off: when a message arrives on its way is not foreseen."""

    def __init__(self, clock: Clock, pace: Pace, delay: float = 0.0) -> None:
        self._clock, self._pace = clock, pace
        self._rates = Rates(clock.now)
        self._rates.switch(is_on=True)
        self._random = random.Random(7)  # noqa: S311 — delays, not cryptography
        self._delay = delay
        self._sendings: list[asyncio.Task[None]] = []
        self.sent: list[str] = []
        self.refused = 0

    async def call(self, chat: int, urgency: Urgency, text: str, method: str) -> None:
        async with self._pace.turn(chat, urgency):
            await self._way()
            self.refused += self._rates.wait_for(1, method, {"chat_id": chat}) > 0
            await self._way()
        self.sent.append(text)

    async def answer(self, chat: int, *texts: str) -> None:
        """Answer a photo that nobody asked about."""
        async with self._pace.promised(chat):
            for text in texts:
                await self.call(chat, Urgency.UNASKED, text, "sendPhoto")

    def asked(self, text: str, chat: int = GROUP, method: str = "sendMessage") -> None:
        self._sendings.append(asyncio.create_task(self.call(chat, Urgency.ASKED, text, method)))

    def unasked(self, *texts: str, chat: int = GROUP) -> None:
        self._sendings.append(asyncio.create_task(self.answer(chat, *texts)))

    async def _way(self) -> None:
        if self._delay:
            await self._clock.sleep(self._random.uniform(0, self._delay))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock.now, clock.sleep)


@pytest.fixture
def telegram(clock: Clock, pace: Pace) -> Telegram:
    return Telegram(clock, pace)


@pytest.mark.parametrize("delay", [0.0, 0.2, 3.0])
async def test_whatever_is_sent_nothing_is_refused_and_nothing_is_lost(
    clock: Clock, pace: Pace, delay: float
) -> None:
    telegram = Telegram(clock, pace, delay)
    for number in range(60):
        telegram.unasked(f"photo {number}")
        telegram.asked(f"private {number}", chat=PRIVATE)
        telegram.asked(f"person {number}", chat=1000 + number)
        if number % 6 == 0:
            telegram.asked(f"command {number}")
            telegram.asked(f"click {number}", method="editMessageText")
    await clock.pass_by(600)
    assert telegram.refused == 0
    assert len(telegram.sent) == len(set(telegram.sent)) == 200


async def test_who_asks_is_answered_at_once_though_fifty_photos_wait(
    clock: Clock, telegram: Telegram
) -> None:
    for number in range(50):
        telegram.unasked(f"photo {number}")
    await clock.pass_by(1)
    telegram.asked("settings")
    telegram.asked("pressed", method="editMessageText")
    await clock.pass_by(0)
    assert telegram.sent[-2:] == ["settings", "pressed"]
    assert len(telegram.sent) < 10

    await clock.pass_by(50)
    waiting = len(telegram.sent)
    for text in ("people", "next page", "next page again"):
        telegram.asked(text)
        await clock.pass_by(1)
    assert telegram.sent[waiting:] == ["people", "next page", "next page again"]
    assert telegram.refused == 0


async def test_photos_are_answered_in_their_order_and_all_of_them(
    clock: Clock, telegram: Telegram
) -> None:
    for number in range(40):
        telegram.unasked(f"photo {number}")
    await clock.pass_by(IN_A_GROUP.seconds)
    assert 15 <= len(telegram.sent) < 40
    await clock.pass_by(3 * IN_A_GROUP.seconds)
    assert telegram.sent == [f"photo {number}" for number in range(40)]


async def test_a_photo_to_which_nothing_is_said_takes_nobodys_room(
    clock: Clock, pace: Pace
) -> None:
    looked = 0

    async def look() -> None:
        nonlocal looked
        async with pace.promised(GROUP):
            await clock.sleep(0.3)
            looked += 1

    looks = [asyncio.create_task(look()) for _ in range(90)]
    await clock.pass_by(40)
    assert looked == len(looks)
    assert pace.has_room(GROUP)


async def test_the_rest_of_an_answer_does_not_wait_behind_other_photos(
    clock: Clock, telegram: Telegram
) -> None:
    telegram.unasked("a", "long", "answer", "in", "parts")
    for number in range(30):
        telegram.unasked(f"photo {number}")
    await clock.pass_by(0)
    assert telegram.sent == ["a", "long", "answer", "in", "parts"]


async def test_a_chat_that_waits_holds_up_no_other(clock: Clock, telegram: Telegram) -> None:
    for number in range(30):
        telegram.unasked(f"photo {number}")
        telegram.asked(f"private {number}", chat=PRIVATE)
    await clock.pass_by(0)
    telegram.unasked("another group", chat=-200)
    telegram.asked("another person", chat=8)
    await clock.pass_by(0)
    assert set(telegram.sent[-2:]) == {"another group", "another person"}


async def test_who_gives_up_waiting_takes_nobodys_room(clock: Clock, telegram: Telegram) -> None:
    for number in range(5):
        telegram.asked(f"{number}", chat=PRIVATE)
    await clock.pass_by(0)
    waiting = asyncio.create_task(telegram.call(PRIVATE, Urgency.ASKED, "late", "sendMessage"))
    await clock.pass_by(2)
    waiting.cancel()
    await clock.pass_by(5)
    for number in range(5, 10):
        telegram.asked(f"{number}", chat=PRIVATE)
    await clock.pass_by(0)
    assert telegram.sent == [f"{number}" for number in range(10)]


async def test_chats_are_forgotten_when_they_have_been_quiet(
    clock: Clock, pace: Pace, telegram: Telegram
) -> None:
    for chat in range(1, 2001):
        telegram.asked("hello", chat=chat)
        await clock.pass_by(0.1)
    assert len(telegram.sent) == 2000
    assert len(pace.chats) < 100


async def test_where_there_are_no_limits_nothing_waits(clock: Clock) -> None:
    telegram = Telegram(clock, Pace(clock.now, clock.sleep, limited=False))
    for number in range(100):
        telegram.unasked(f"photo {number}")
    await clock.pass_by(0)
    assert len(telegram.sent) == 100
