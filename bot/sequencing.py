"""In which order requests are worked on: one person's in turn, different people's side by side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from telegram.ext import BaseUpdateProcessor

from bot.albums import MOST_PARTS, Album, Albums
from bot.buttons import asks_for_words
from bot.inbox import MOST_WAITING, Inbox
from bot.lanes import Lanes, Turn
from bot.request import Added, Click, Removed, Request, Returned, StandingChanged

Lane = tuple[int, int, bool]
"""Chat, sender, and whether it is a click: nobody's click waits behind their own slow photos. One
that has us ask for words does: see `asks_for_words`."""


class Sequencer(BaseUpdateProcessor):
    """Takes each request through its lane, gathers albums on the way, and notes what is done.

    How much goes on at once is bounded by the inbox; what is heavy (photos) bounds itself. So a
    hundred photos that wait for the model do not hold up a click.
    """

    def __init__(self, inbox: Inbox, albums: Albums) -> None:
        """Take where requests come from and where albums meet."""
        # The library's own limit counts those who wait for their turn, and each part of an album:
        # it must never bite.
        super().__init__(2 * MOST_PARTS * MOST_WAITING)
        self._inbox = inbox
        self._albums = albums
        self._lanes = Lanes()
        self._suspects = asyncio.Lock()
        self._waiting: set[asyncio.Task[Any]] = set()
        self._working: set[asyncio.Task[Any]] = set()
        self._turns: dict[int, Turn] = {}
        self._stopping = False

    async def initialize(self) -> None:
        """Nothing is to be prepared."""

    async def shutdown(self) -> None:
        """Nothing is to be released; see `drain`."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the handler's coroutine for a request when its turn has come."""
        if not isinstance(update, Request) or not isinstance(coroutine, Coroutine):
            await coroutine
            return
        task = asyncio.current_task()
        if task is None or self._stopping:
            coroutine.close()
            return
        self._waiting.add(task)
        try:
            await self._in_turn(update, coroutine, task)
        finally:
            coroutine.close()
            self._waiting.discard(task)
            self._working.discard(task)
            self._inbox.leave(update)

    async def _in_turn(
        self, request: Request, work: Coroutine[Any, Any, Any], task: asyncio.Task[Any]
    ) -> None:
        album = self._albums.join(request)
        if album is not None and album.first is not request:
            await album.answered.wait()
            return
        async with AsyncExitStack() as stack:
            if album is not None:
                stack.callback(self._albums.close, album)
            turn = await stack.enter_async_context(self._lanes.turn(_lane(request)))
            self._turns[request.update_id] = turn
            stack.callback(self._turns.pop, request.update_id)
            parts = await self._parts(request, album)
            if any(part.tries for part in parts):
                # One at a time, so that only the one that kills us is counted.
                await stack.enter_async_context(self._suspects)
            self._waiting.discard(task)
            self._working.add(task)
            for part in parts:
                await self._inbox.begin(part)
            await work
            for part in parts:
                await self._inbox.done(part)

    async def stand_aside(self, request: Request, seconds: float) -> None:
        """Wait with a request whose turn it is, and let through who comes after it meanwhile.

        For what keeps this one from being answered and not the next: nobody must wait to be
        forgotten because a photo before waits for somebody to mend something.
        """
        await self._inbox.excuse(request)
        async with self._turns[request.update_id].aside():
            await asyncio.sleep(seconds)

    @asynccontextmanager
    async def aside(self, request: Request) -> AsyncIterator[None]:
        """Let through who comes after a request while the body waits for room to answer it.

        A crash meanwhile does not count as tried, and stopping does not wait for it. What is judged
        already keeps no place from what is not.
        """
        parts = self._albums.parts_of(request)
        for part in parts:
            await self._inbox.excuse(part)
            self._inbox.step_aside(part)
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("requests are answered in tasks")
        self._working.discard(task)
        self._waiting.add(task)
        async with self._turns[request.update_id].aside():
            yield
        self._waiting.discard(task)
        self._working.add(task)
        for part in parts:
            await self._inbox.begin(part)

    async def _parts(self, request: Request, album: Album | None) -> tuple[Request, ...]:
        return (request,) if album is None else await self._albums.gather(album)

    async def drain(self, seconds: float) -> int:
        """Stop: what has not begun stays in the inbox; what has, may finish within `seconds`.

        Returns:
            How many requests stay for the next process.
        """
        self._stopping = True
        left = _cancelled(self._waiting)
        if self._working:
            await asyncio.wait(set(self._working), timeout=seconds)
            left += _cancelled(self._working)
        return left


def _lane(request: Request) -> Lane:
    if isinstance(request.ask, Added | Removed | Returned | StandingChanged):
        # Whoever put us out, and whoever let us in again: the last of them counts.
        return request.chat, request.chat, False
    overtakes = isinstance(request.ask, Click) and not asks_for_words(request.ask.data)
    return request.chat, request.sender, overtakes


def _cancelled(tasks: set[asyncio.Task[Any]]) -> int:
    for task in tasks:
        task.cancel()
    return len(tasks)
