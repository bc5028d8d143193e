"""Queues that let one through at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class Turn:
    """The right to be the one in a lane, which can be lent to who comes next."""

    def __init__(self, lane: asyncio.Lock) -> None:
        """Take the lane's lock, which is to be held."""
        self._lane = lane
        self._held = True

    @asynccontextmanager
    async def aside(self) -> AsyncIterator[None]:
        """Let others go while the body waits, and then wait until the lane is free again.

        A body that fails does not come back: the turn is over.
        """
        self._held = False
        self._lane.release()
        yield
        await self._lane.acquire()
        self._held = True

    def end(self) -> None:
        """Let the next one in; nothing to do for who stands aside."""
        if self._held:
            self._lane.release()


class Lanes:
    """Queues of which each lets one request through at a time, in the order of arrival."""

    def __init__(self) -> None:
        """Begin without any; a lane exists while somebody is in it."""
        self._locks: dict[Hashable, asyncio.Lock] = {}
        self._users: dict[Hashable, int] = {}

    @asynccontextmanager
    async def turn(self, lane: Hashable) -> AsyncIterator[Turn]:
        """Wait for one's turn and have it while the body runs."""
        lock = self._locks.setdefault(lane, asyncio.Lock())
        self._users[lane] = self._users.get(lane, 0) + 1
        try:
            await lock.acquire()
            turn = Turn(lock)
            try:
                yield turn
            finally:
                turn.end()
        finally:
            self._users[lane] -= 1
            if not self._users[lane]:
                del self._users[lane], self._locks[lane]
