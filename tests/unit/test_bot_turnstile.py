"""Few places, and who comes first."""

from __future__ import annotations

import asyncio

from bot.turnstile import IN_A_ROW, Turnstile


class Hall:
    """Notes who is let in, and lets them out when told."""

    def __init__(self, places: int) -> None:
        self.turnstile = Turnstile(places)
        self.inside: list[str] = []
        self.out: dict[str, asyncio.Event] = {}

    def sends(self, name: str, *, first: bool = False) -> asyncio.Task[None]:
        self.out[name] = asyncio.Event()
        return asyncio.create_task(self._visit(name, first=first))

    async def _visit(self, name: str, *, first: bool) -> None:
        async with self.turnstile.place(first=first):
            self.inside.append(name)
            await self.out[name].wait()

    async def settles(self) -> list[str]:
        for _ in range(5):
            await asyncio.sleep(0)
        return self.inside


async def test_who_may_not_wait_comes_before_who_waits_and_nobody_is_left_out() -> None:
    hall = Hall(1)
    visits = [hall.sends("a"), hall.sends("b"), hall.sends("c")]
    await hall.settles()
    visits += [hall.sends("first", first=True), hall.sends("second", first=True)]
    assert await hall.settles() == ["a"]
    for name in ("a", "first", "second", "b", "c"):
        assert hall.inside[-1] == name
        hall.out[name].set()
        await hall.settles()
    await asyncio.gather(*visits)


async def test_so_many_are_in_at_once() -> None:
    hall = Hall(2)
    visits = [hall.sends(name) for name in "abc"]
    assert await hall.settles() == ["a", "b"]
    for name in "abc":
        hall.out[name].set()
    await asyncio.gather(*visits)
    assert hall.inside == ["a", "b", "c"]


async def test_who_gives_up_waiting_takes_no_place_with_them() -> None:
    hall = Hall(1)
    staying, leaving, called = hall.sends("a"), hall.sends("b"), hall.sends("c")
    await hall.settles()
    leaving.cancel()
    await hall.settles()
    # One is called, and gives up in the same moment.
    hall.out["a"].set()
    await asyncio.sleep(0)
    called.cancel()
    await hall.settles()
    last = hall.sends("d")
    await hall.settles()
    assert hall.inside[-1] == "d"
    hall.out["d"].set()
    await asyncio.gather(staying, leaving, called, last, return_exceptions=True)


async def test_nobody_waits_for_ever_behind_those_who_may_not_wait() -> None:
    hall = Hall(1)
    visits = [hall.sends("a"), hall.sends("patient")]
    visits += [hall.sends(f"first {number}", first=True) for number in range(2 * IN_A_ROW)]
    await hall.settles()
    for event in hall.out.values():
        event.set()
    await asyncio.gather(*visits)
    assert hall.inside.index("patient") == 1 + IN_A_ROW
    assert hall.inside[-1] == f"first {2 * IN_A_ROW - 1}"
