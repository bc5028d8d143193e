"""What is tried again with Telegram, and what is not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.delivery import TRIES, Delivery, growing_delays
from bot.pacing import Pace, Urgency


class Telegram:
    """Fails as told, call by call, and then answers."""

    def __init__(self, *faults: TelegramError) -> None:
        self._faults = list(faults)
        self.calls = 0

    async def __call__(self) -> str:
        self.calls += 1
        if self._faults:
            raise self._faults.pop(0)
        return "done"


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def delivery(slept: list[float]) -> Delivery:
    return Delivery(Pace(lambda: 0.0, _noting(slept)), _noting(slept))


def _noting(slept: list[float]) -> Callable[[float], Awaitable[None]]:
    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await asyncio.sleep(0)

    return sleep


@pytest.mark.parametrize("fault", [NetworkError("502"), TimedOut()])
async def test_a_passing_fault_is_tried_again(delivery: Delivery, fault: TelegramError) -> None:
    telegram = Telegram(fault, fault)
    assert await delivery.carry(1, telegram) == "done"
    assert telegram.calls == 3


async def test_a_lasting_fault_is_handed_on_after_some_tries(delivery: Delivery) -> None:
    telegram = Telegram(*[NetworkError("502")] * 99)
    with pytest.raises(NetworkError):
        await delivery.carry(1, telegram)
    assert telegram.calls == TRIES


@pytest.mark.parametrize("refusal", [BadRequest("no"), Forbidden("blocked")])
async def test_a_refusal_is_not_tried_again(delivery: Delivery, refusal: TelegramError) -> None:
    telegram = Telegram(refusal)
    with pytest.raises(type(refusal)):
        await delivery.carry(1, telegram)
    assert telegram.calls == 1


async def test_a_flood_wait_is_waited_out_without_counting_as_a_try(
    delivery: Delivery, slept: list[float]
) -> None:
    telegram = Telegram(*[RetryAfter(7)] * (TRIES + 1))
    assert await delivery.carry(1, telegram) == "done"
    assert slept == pytest.approx([7] * (TRIES + 1), abs=0.5)


async def test_a_flood_wait_of_hours_is_handed_on(delivery: Delivery) -> None:
    with pytest.raises(RetryAfter):
        await delivery.carry(1, Telegram(RetryAfter(3600)))


async def test_others_calls_for_a_chat_wait_with_it_and_no_other_chats_do(
    slept: list[float],
) -> None:
    waiting = asyncio.Event()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await waiting.wait()

    delivery = Delivery(Pace(lambda: 0.0, sleep), sleep)
    first = asyncio.create_task(delivery.carry(1, Telegram(RetryAfter(30))))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(delivery.carry(1, Telegram()))
    other = asyncio.create_task(delivery.carry(2, Telegram()))
    assert await asyncio.wait_for(other, 1) == "done"
    await asyncio.sleep(0.01)
    assert not first.done()
    assert not second.done()
    waiting.set()
    assert await first == await second == "done"


async def test_a_message_whose_turn_comes_while_telegram_wants_quiet_waits_for_its_end() -> None:
    now, freed, over = 0.0, asyncio.Event(), asyncio.Event()

    async def room(_: float) -> None:
        await freed.wait()

    async def quiet(_: float) -> None:
        await over.wait()

    delivery = Delivery(Pace(lambda: now, room), quiet)
    for _ in range(5):
        await delivery.send(1, Urgency.ASKED, Telegram())
    late, other = Telegram(), Telegram()
    waiting = asyncio.create_task(delivery.send(1, Urgency.ASKED, late))
    await asyncio.sleep(0.01)
    refused = asyncio.create_task(delivery.carry(1, Telegram(RetryAfter(30))))
    await asyncio.sleep(0.01)
    now = 9.0
    freed.set()
    await asyncio.sleep(0.01)
    assert late.calls == 0
    await delivery.send(2, Urgency.ASKED, other)
    over.set()
    await asyncio.gather(waiting, refused)
    assert late.calls == 1


async def test_who_waits_goes_on_waiting_where_others_were_told_to_wait_longer() -> None:
    over = {30: asyncio.Event(), 60: asyncio.Event()}

    async def sleep(seconds: float) -> None:
        await over[round(seconds / 30) * 30].wait()

    delivery = Delivery(Pace(lambda: 0.0, sleep), sleep)

    async def refused(seconds: int) -> None:
        telegram = Telegram(RetryAfter(seconds))

        async def on_its_way() -> str:
            await asyncio.sleep(0)
            return await telegram()

        await delivery.carry(1, on_its_way)

    both = [asyncio.create_task(refused(seconds)) for seconds in over]
    await asyncio.sleep(0.01)
    over[30].set()
    await asyncio.sleep(0.01)
    assert not any(task.done() for task in both)
    over[60].set()
    await asyncio.gather(*both)


async def test_each_try_of_a_message_takes_its_turn_and_other_calls_take_none() -> None:
    now = 0.0

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    delivery = Delivery(Pace(lambda: now, sleep), _noting([]))
    await delivery.send(1, Urgency.ASKED, Telegram(*[NetworkError("502")] * 4))
    for _ in range(50):
        await delivery.carry(1, Telegram())
    assert now == 0
    await delivery.send(1, Urgency.ASKED, Telegram())
    assert now == 5


def test_delays_grow_to_their_longest_with_some_chance_in_them() -> None:
    delays = growing_delays(1, 8)
    given = [next(delays) for _ in range(20)]
    assert all(
        0.5 * full <= got <= full for got, full in zip(given, [1, 2, 4, *[8] * 17], strict=True)
    )
    assert len(set(given)) > 10
