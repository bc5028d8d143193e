"""Getting an answer out whatever happens: what to try again, what to say, what to let go."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.chats import Chats
from bot.delivery import flood_seconds, growing_delays
from bot.outbox import Outbox, answer_to
from bot.request import Click, Command, Request
from bot.texts import faults
from core.errors import CoreError, StoreUnavailable

LONGEST_PATIENCE = 24 * 3600.0
"""Seconds that a request is tried again while the store or Telegram is away: as long as Telegram
itself keeps an update."""

MOST_TOLD = 1000

logger = logging.getLogger(__name__)


class Outages:
    """Tells a chat, once an outage, that its message is kept and will be answered."""

    def __init__(self, outbox: Outbox) -> None:
        """Take the door to Telegram."""
        self._outbox = outbox
        self._told: set[int] = set()

    async def tell(self, request: Request) -> None:
        """Tell whoever waits for an answer; a group only when somebody called us by a command."""
        if request.chat in self._told or not _expects_words(request):
            return
        if len(self._told) < MOST_TOLD:
            self._told.add(request.chat)
            await _say_if_possible(self._outbox, request, faults.KEPT_FOR_LATER)

    def over(self, request: Request) -> None:
        """Note that a chat was answered, so that the next outage is told again."""
        self._told.discard(request.chat)


class Answering:
    """Runs the story of a request until its answer is out or there is no use in trying."""

    def __init__(
        self,
        answer: Callable[[Request], Awaitable[None]],
        outbox: Outbox,
        chats: Chats,
        outages: Outages,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take what answers, the door to Telegram, and whom to tell of moves and outages."""
        self._answer = answer
        self._outbox = outbox
        self._chats = chats
        self._outages = outages
        self._sleep = sleep

    async def run(self, request: Request) -> None:
        """Answer a request. Raises nothing but its own cancellation."""
        delays = growing_delays(1.0, 30.0)
        loop = asyncio.get_running_loop()
        since = loop.time()
        while loop.time() - since < LONGEST_PATIENCE:
            try:
                await self._answer(request)
            except ChatMigrated as moved:
                await self._chats.move(request.chat, moved.new_chat_id)
                request = replace(request, chat=moved.new_chat_id)
            except StoreUnavailable as error:
                logger.warning("Update %s waits: %s", request.update_id, error)
                await self._outages.tell(request)
                await self._sleep(next(delays))
            except Exception as error:  # noqa: BLE001 — logged with its trace in `_let_go`
                seconds = _worth_waiting(error)
                if seconds is None:
                    await self._let_go(request, error)
                    return
                logger.warning("Update %s waits for Telegram: %s", request.update_id, error)
                await self._sleep(max(seconds, next(delays)))
            else:
                self._outages.over(request)
                return
        logger.error("Update %s is given up after a day", request.update_id)

    async def _let_go(self, request: Request, error: Exception) -> None:
        if isinstance(error, Forbidden) or _may_not_write(error):
            logger.info("Update %s cannot be answered: %s", request.update_id, error)
            return
        reference = secrets.token_hex(3)
        logger.error(
            "Update %s failed (reference %s)", request.update_id, reference, exc_info=error
        )
        words = faults.broken if isinstance(error, CoreError) else faults.unforeseen
        if _expects_words(request):
            await _say_if_possible(self._outbox, request, words(reference))


def _worth_waiting(error: Exception) -> float | None:
    """Return after how many seconds at least to try again, or None when that is no use."""
    if isinstance(error, RetryAfter):
        return flood_seconds(error)
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        return 0.0
    return None


def _may_not_write(error: Exception) -> bool:
    """Tell whether a chat's own rules keep us from writing, in Telegram's several wordings."""
    if not isinstance(error, BadRequest):
        return False
    words = error.message.lower()
    return any(sign in words for sign in ("not enough rights", "no rights", "write_forbidden"))


def _expects_words(request: Request) -> bool:
    return request.private or isinstance(request.ask, Command | Click)


async def _say_if_possible(outbox: Outbox, request: Request, words: str) -> None:
    try:
        await outbox.say(answer_to(request, request.message), words)
    except TelegramError as error:
        logger.info("Update %s: even that could not be said: %s", request.update_id, error)
