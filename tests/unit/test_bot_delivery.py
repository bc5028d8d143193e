"""What is tried again with Telegram, and what is not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.delivery import TRIES, Delivery, growing_delays


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
    return Delivery(_noting(slept))


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

    delivery = Delivery(sleep)
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


def test_delays_grow_to_their_longest_with_some_chance_in_them() -> None:
    delays = growing_delays(1, 8)
    given = [next(delays) for _ in range(20)]
    assert all(
        0.5 * full <= got <= full for got, full in zip(given, [1, 2, 4, *[8] * 17], strict=True)
    )
    assert len(set(given)) > 10
