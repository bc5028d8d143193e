"""Showing that something slow is being worked on, and how far it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from bot.outbox import Outbox
from bot.request import Request
from bot.texts.speech import Markup, Speech

REFRESH_SECONDS = 4.5
"""Telegram shows a chat action for five seconds (core.telegram.org/bots/api#sendchataction)."""

LONGEST_SILENCE = 0.8
"""Seconds until whoever waits for an answer is told that it is being worked on."""

TOLD_EVERY = 1.0
"""Seconds between two words of how far it is: each is a call that others wait behind."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class Progress:
    """How far something is that is done with one thing after the other."""

    def __init__(self) -> None:
        """Begin before the first."""
        self.place = 1
        self.of = 1

    def through(self, things: Sequence[Item]) -> Iterator[Item]:
        """Give things one by one, and know which it is."""
        self.of = len(things)
        for self.place, thing in enumerate(things, start=1):
            yield thing

    def words(self, speech: Speech) -> Markup:
        """Say that we look, and at which of several."""
        if self.of == 1:
            return speech.html("looking")
        return speech.html("looking-at", place=self.place, of=self.of)


async def told_while(
    work: Awaitable[Result], progress: Progress, tell: Callable[[], Awaitable[None]] | None
) -> Result:
    """Do some work; if it takes long, tell so, and tell again when it got further.

    Args:
        work: which.
        progress: of it.
        tell: says how far it is; None where nobody waits. Its errors end the work.
    """
    working = asyncio.ensure_future(work)
    try:
        pause, told = LONGEST_SILENCE, 0
        while tell is not None:
            done, _ = await asyncio.wait({working}, timeout=pause)
            if done:
                break
            if progress.place != told:
                told = progress.place
                await tell()
            pause = TOLD_EVERY
        return await working
    finally:
        working.cancel()


@asynccontextmanager
async def shown_working(
    outbox: Outbox, request: Request, *, picture: bool = False
) -> AsyncIterator[None]:
    """Show "typing" (or "sending photo") in the chat while the body runs."""

    async def keep_showing() -> None:
        while True:
            await outbox.show_working(request.chat, request.thread, picture=picture)
            await asyncio.sleep(REFRESH_SECONDS)

    showing = asyncio.create_task(keep_showing())
    try:
        yield
    finally:
        showing.cancel()
