"""The lines over which updates reach the bots: queues, pollers and webhooks."""

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playground.botapi.errors import conflict
from playground.botapi.queue import Update, UpdateQueue
from playground.world import World

TERMINATED_BY_POLLER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
TERMINATED_BY_WEBHOOK = "terminated by setWebhook request"


@dataclass(slots=True)
class Webhook:
    """Where a bot wants its updates sent, and how that went lately (dates in Unix seconds)."""

    url: str
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""
    # Whose certificates are believed: the bot's own where it gave one.
    trust: ssl.SSLContext | bool = True
    last_error_date: int | None = None
    last_error: str = ""


@dataclass(slots=True)
class Line:
    """One bot's updates and how it gets them."""

    queue: UpdateQueue
    webhook: Webhook | None = None
    sender: asyncio.Task[None] | None = None
    # Set with the reason when the open long poll must end.
    poller: asyncio.Future[str] | None = None
    open_polls: int = 0
    last_poll: float | None = None


class Lines:
    """The line of every bot."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lines: dict[int, Line] = {}

    def of(self, bot: int) -> Line:
        """The line of a bot."""
        if bot not in self._lines:
            self._lines[bot] = Line(UpdateQueue(self._world.limits.pending_updates))
        return self._lines[bot]

    def all(self) -> list[Line]:
        """Every line that there is."""
        return list(self._lines.values())


async def long_poll(
    line: Line, offset: int, limit: int, seconds: float, *, confirm: bool = True
) -> list[Update]:
    """Wait for updates; the newer of two pollers ends the older.

    Raises:
        ApiError: 409, when another poller or a webhook took over.
    """
    end_poll(line, TERMINATED_BY_POLLER)
    mine: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    line.poller = mine
    line.open_polls += 1
    deadline = asyncio.get_running_loop().time() + seconds
    try:
        while True:
            found = line.queue.read(offset, limit, confirm=confirm)
            left = deadline - asyncio.get_running_loop().time()
            if found or left <= 0:
                return found
            news: asyncio.Future[Any] = asyncio.ensure_future(line.queue.changed.wait(left))
            reasons: set[asyncio.Future[Any]] = {news, mine}
            try:
                await asyncio.wait(reasons, return_when=asyncio.FIRST_COMPLETED)
            finally:
                news.cancel()
                with suppress(asyncio.CancelledError):
                    await news
            if mine.done():
                raise conflict(mine.result())
    finally:
        line.open_polls -= 1
        if line.poller is mine:
            line.poller = None


def end_poll(line: Line, reason: str) -> None:
    """End the open long poll, if there is one, with a 409."""
    if line.poller is not None and not line.poller.done():
        line.poller.set_result(reason)
