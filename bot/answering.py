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
from core.errors import CoreError, ModelMismatch, StoreUnavailable

LONGEST_PATIENCE = 24 * 3600.0
"""Seconds that a request is tried again while the store or Telegram is away: as long as Telegram
itself keeps an update."""

LONGEST_UNNOTICED = 10.0
"""Seconds that a store may be back before a request that waits for it notices."""

MOST_TOLD = 1000

logger = logging.getLogger(__name__)


class Outages:
    """Tells a chat, once an outage, that its message is kept; tells the log of begin and end."""

    def __init__(self, outbox: Outbox) -> None:
        """Take the door to Telegram."""
        self._outbox = outbox
        self._told: set[int] = set()
        self._logged: type[CoreError] | None = None

    async def tell(self, request: Request, error: CoreError) -> None:
        """Tell whoever waits for an answer; a group only when somebody called us by a command."""
        self._log(error)
        if request.chat in self._told or not _expects_words(request):
            return
        if len(self._told) < MOST_TOLD:
            self._told.add(request.chat)
            await _say_if_possible(self._outbox, request, faults.kept_for_later(error))

    def over(self, request: Request) -> None:
        """Note that a chat was answered, so that the next outage is told again."""
        self._told.discard(request.chat)
        if self._logged is not None:
            logger.warning("The face store can be used again; what was kept is being answered")
            self._logged = None

    def _log(self, error: CoreError) -> None:
        # A gallery of another model is one chat's matter; the others are answered meanwhile.
        if isinstance(error, StoreUnavailable) and self._logged is not type(error):
            self._logged = type(error)
            logger.warning("%s What people send is kept and answered later.", error)


class Answering:
    """Runs the story of a request until its answer is out or there is no use in trying."""

    def __init__(
        self,
        answer: Callable[[Request], Awaitable[None]],
        outbox: Outbox,
        chats: Chats,
        outages: Outages,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        stand_aside: Callable[[Request, float], Awaitable[None]],
    ) -> None:
        """Take what answers, the door to Telegram, and whom to tell of moves and outages.

        Args:
            answer: tells the story of a request.
            outbox: the door to Telegram.
            chats: hear of groups that moved.
            outages: tells that an answer has to wait.
            sleep: waits for some seconds.
            stand_aside: does so, and lets through who comes after the request meanwhile.
        """
        self._answer = answer
        self._outbox = outbox
        self._chats = chats
        self._outages = outages
        self._sleep = sleep
        self._stand_aside = stand_aside

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
                await self._outages.tell(request, error)
                await self._sleep(min(next(delays), LONGEST_UNNOTICED))
            except ModelMismatch as error:
                await self._outages.tell(request, error)
                await self._stand_aside(request, min(next(delays), LONGEST_UNNOTICED))
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
