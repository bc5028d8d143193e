"""What to do when Telegram is slow, busy, unreachable or has had enough of us.

What Telegram counts goes at the pace that it allows (`bot/pacing.py`), each try of it.

A call is tried again when it may help. A connection that broke after the request went out leaves
open whether Telegram acted on it; it is tried again all the same, because an answer that is lost
is worse than one that comes twice (and of our calls only sending is not idempotent).
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.pacing import Pace, Urgency

Result = TypeVar("Result")

Whom = int | tuple[int, str]
"""Whom a flood wait is for: a chat, or calls in it that do not wait for its messages."""

TRIES = 5
"""Of one call, before whoever asked for it has to wait longer."""

LONGEST_FLOOD_WAIT = 600.0
"""Seconds that a call waits because Telegram said so; a longer ban fails."""

MOST_CHATS_REMEMBERED = 1000

logger = logging.getLogger(__name__)


def growing_delays(first: float, longest: float) -> Iterator[float]:
    """Give seconds to wait: doubled each time up to `longest`, each between a half and the whole.

    The chance in it keeps many who wait for the same thing from coming back at once.
    """
    delay = first
    while True:
        # No secret depends on it.
        yield delay * random.uniform(0.5, 1.0)  # noqa: S311 — jitter, not cryptography
        delay = min(delay * 2, longest)


class Delivery:
    """Carries calls to Telegram. A flood wait holds up whom it was given for, and nobody else."""

    def __init__(
        self, pace: Pace, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """Take the pace that is kept, and what waits for a number of seconds."""
        self.pace = pace
        self._sleep = sleep
        self._quiet_until: dict[Whom, float] = {}

    async def send(
        self, chat: int, urgency: Urgency, call: Callable[[], Awaitable[Result]]
    ) -> Result:
        """Make a call that sends or edits a message, when its chat has room for it.

        Everything else is as with `carry`.
        """

        async def in_turn() -> Result:
            # Telegram may want quiet by the time that it is our turn.
            async with self.pace.turn(chat, urgency, ready=lambda: self._spare(chat)):
                return await call()

        return await self.carry(chat, in_turn)

    async def carry(self, whom: Whom | None, call: Callable[[], Awaitable[Result]]) -> Result:
        """Make a call until it succeeds, or until trying again now does not help.

        Args:
            whom: it disturbs; None for calls that have nobody to spare.
            call: makes a fresh request each time.

        Raises:
            BadRequest, Forbidden, ChatMigrated, InvalidToken: Telegram says no.
            RetryAfter: for longer than we wait.
            NetworkError: Telegram cannot be reached, or is out of order, for now.
        """
        delays = growing_delays(0.5, 8.0)
        tried = 0
        while True:
            await self._spare(whom)
            try:
                return await call()
            except RetryAfter as busy:
                await self._wait_out(whom, busy)
            except BadRequest:
                raise
            except NetworkError as fault:
                tried += 1
                if tried >= TRIES:
                    raise
                logger.info("Telegram: %s; trying again", fault)
                await self._sleep(next(delays))

    async def _wait_out(self, whom: Whom | None, busy: RetryAfter) -> None:
        seconds = flood_seconds(busy)
        if seconds > LONGEST_FLOOD_WAIT:
            raise busy
        logger.warning("Telegram asks for %.0f s of quiet (chat %s)", seconds, whom)
        if whom is None:
            await self._sleep(seconds)
            return
        if len(self._quiet_until) >= MOST_CHATS_REMEMBERED:
            self._quiet_until.clear()
        self._quiet_until[whom] = asyncio.get_running_loop().time() + seconds

    async def _spare(self, whom: Whom | None) -> None:
        until = None if whom is None else self._quiet_until.get(whom)
        while whom is not None and until is not None:
            remaining = until - asyncio.get_running_loop().time()
            if remaining > 0:
                await self._sleep(remaining)
            if self._quiet_until.get(whom) == until:
                del self._quiet_until[whom]
            # Others may have been told meanwhile to wait longer.
            until = self._quiet_until.get(whom)


def flood_seconds(busy: RetryAfter) -> float:
    """Return how long Telegram wants quiet."""
    # The public attribute warns that it will become what this one is already.
    return busy._retry_after.total_seconds()  # noqa: SLF001 — see above
