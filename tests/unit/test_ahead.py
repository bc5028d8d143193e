"""A source that works on while what it gave before is being used."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from core.cli.ahead import ahead


class Source:
    """Counts up, as fast as it is let."""

    def __init__(self, length: int, error: Exception | None = None) -> None:
        self.given = 0
        self.stopped = False
        self._length = length
        self._error = error

    async def numbers(self) -> AsyncIterator[int]:
        try:
            for number in range(self._length):
                self.given += 1
                yield number
                await asyncio.sleep(0)
            if self._error is not None:
                raise self._error
        finally:
            self.stopped = True


async def everybody_has_had_turns() -> None:
    for _ in range(100):
        await asyncio.sleep(0)


async def test_everything_comes_in_its_order() -> None:
    async with ahead(Source(50).numbers(), 3) as numbers:
        assert [number async for number in numbers] == list(range(50))


async def test_it_works_ahead_and_is_held_back() -> None:
    source = Source(50)
    async with ahead(source.numbers(), 3) as numbers:
        await everybody_has_had_turns()
        assert source.given == 3 + 1, "as many as may wait, and the one in its hands"
        assert await anext(numbers) == 0
        await everybody_has_had_turns()
        assert source.given == 3 + 2


async def test_what_it_gave_before_it_failed_comes_first() -> None:
    async with ahead(Source(5, ValueError("broken")).numbers(), 10) as numbers:
        assert [await anext(numbers) for _ in range(5)] == [0, 1, 2, 3, 4]
        with pytest.raises(ValueError, match="broken"):
            await anext(numbers)


async def fails_after_the_first(source: Source, most: int) -> None:
    async with ahead(source.numbers(), most) as numbers:
        async for _ in numbers:
            raise ValueError("the taker is broken")


@pytest.mark.parametrize("most", [1, 1000])
async def test_it_is_stopped_when_nobody_takes_any_more(most: int) -> None:
    source = Source(100_000)
    with pytest.raises(ValueError, match="taker"):
        await fails_after_the_first(source, most)
    given = source.given
    await everybody_has_had_turns()
    assert source.given == given < 100_000
    assert source.stopped
