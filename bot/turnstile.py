"""Few places, and two lines before them: whoever is in the first line is let in first."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

IN_A_ROW = 4
"""Of the first line, until one of the second is let in: nobody waits for ever."""

Line = deque["asyncio.Future[None]"]


class Turnstile:
    """Lets in so many at once; in each line in the order of arrival."""

    def __init__(self, places: int) -> None:
        """Take how many may be in at once."""
        self._free = places
        self._first: Line = deque()
        self._second: Line = deque()
        self._in_a_row = 0

    @asynccontextmanager
    async def place(self, *, first: bool) -> AsyncIterator[None]:
        """Wait for a place, in the first line or the second, and have it while the body runs."""
        await self._enter(self._first if first else self._second)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, line: Line) -> None:
        if self._free:
            self._free -= 1
            return
        called = asyncio.get_running_loop().create_future()
        line.append(called)
        try:
            await called
        except asyncio.CancelledError:
            if called.cancelled():
                line.remove(called)
            else:
                # Called in the same moment: the place is for the next.
                self._leave()
            raise

    def _leave(self) -> None:
        lines = [self._first, self._second]
        if self._in_a_row >= IN_A_ROW:
            lines.reverse()
        for line in lines:
            # Who gives up stays in line until they notice.
            called = next((one for one in line if not one.done()), None)
            if called is not None:
                line.remove(called)
                called.set_result(None)
                self._in_a_row = self._in_a_row + 1 if line is self._first else 0
                return
        self._free += 1
