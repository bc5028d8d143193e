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

from bot.delivery import flood_seconds, growing_delays
from bot.outbox import Outbox, answer_to
from bot.request import Click, Command, Request
from bot.standing import Place, Standing
from bot.texts import faults
from bot.texts.speech import Markup
from core.errors import CoreError, ModelMismatch, StoreUnavailable
from core.setup_errors import KeyRefused

LONGEST_PATIENCE = 24 * 3600.0
"""Seconds that a request is tried again while the store or Telegram is away: as long as Telegram
itself keeps an update."""

LONGEST_UNNOTICED = 10.0
"""Seconds that a store may be back before a request that waits for it notices."""

MOST_TOLD = 1000

logger = logging.getLogger(__name__)


class Outages:
    """Tells a chat, once an outage, that its message is kept; tells the log of begin and end.

    Who was told that we look is told so in the same place, where the answer will be.
    """

    def __init__(self, outbox: Outbox, standing: Standing) -> None:
        """Take the door to Telegram, and what knows where answers will be."""
        self._outbox = outbox
        self._standing = standing
        self._told: set[int] = set()
        self._kept: set[int] = set()
        self._logged: type[CoreError] | None = None

    async def tell(self, request: Request, error: CoreError) -> None:
        """Tell whoever waits for an answer; a group only when somebody called us by a command."""
        self._log(error)
        place = self._standing.of(request)
        # Where we look already it is told of each: it takes no message more.
        told = request.update_id in self._kept or (place is None and request.chat in self._told)
        if told or not (place or _expects_words(request)):
            return
        if len(self._told) < MOST_TOLD and len(self._kept) < MOST_TOLD:
            self._told.add(request.chat)
            self._kept.add(request.update_id)
            await self._say_if_possible(request, place, error)

    async def _say_if_possible(
        self, request: Request, place: Place | None, error: CoreError
    ) -> None:
        words = faults.kept_for_later(place.speech if place else request.speech, error)
        try:
            if place is None or not await self._outbox.edits.change(
                request.chat, place.message, words, picture=False
            ):
                await self._outbox.say(answer_to(request, request.message), words)
        except TelegramError as fault:
            logger.info("Update %s: even that could not be said: %s", request.update_id, fault)

    def over(self, request: Request) -> None:
        """Note that a chat was answered, so that the next outage is told again."""
        self._told.discard(request.chat)
        if self._logged is not None:
            logger.warning("The face store can be used again; what was kept is being answered")
            self._logged = None

    def end(self, request: Request) -> None:
        """Forget a request: it was answered, or will not be in this process."""
        self._kept.discard(request.update_id)
        self._standing.end(request)

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
        moved: Callable[[int, int], Awaitable[None]],
        outages: Outages,
        *,
        instead: Callable[[Request, Markup], Awaitable[None]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        stand_aside: Callable[[Request, float], Awaitable[None]],
        hindered: Callable[[Request], Awaitable[None]],
    ) -> None:
        """Take what answers, and what to do about moves, outages and what cannot be answered.

        Args:
            answer: tells the story of a request.
            moved: does what is to be done for a chat that has another id now.
            outages: tells that an answer has to wait.
            instead: says something in place of an answer that will not come.
            sleep: waits for some seconds.
            stand_aside: does so, and lets through who comes after the request meanwhile.
            hindered: tells a group what its rules keep us from: sending photos.
        """
        self._answer = answer
        self._moved = moved
        self._outages = outages
        self._instead = instead
        self._sleep = sleep
        self._stand_aside = stand_aside
        self._hindered = hindered

    async def run(self, request: Request) -> None:
        """Answer a request. Raises nothing but its own cancellation."""
        delays = growing_delays(1.0, 30.0)
        loop = asyncio.get_running_loop()
        since = loop.time()
        try:
            while loop.time() - since < LONGEST_PATIENCE:
                try:
                    await self._answer(request)
                except ChatMigrated as moved:
                    await self._moved(request.chat, moved.new_chat_id)
                    request = replace(request, chat=moved.new_chat_id)
                except StoreUnavailable as error:
                    await self._outages.tell(request, error)
                    await self._sleep(min(next(delays), LONGEST_UNNOTICED))
                except (ModelMismatch, KeyRefused) as error:
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
        finally:
            self._outages.end(request)

    async def _let_go(self, request: Request, error: Exception) -> None:
        if isinstance(error, Forbidden) or _may_not_write(error):
            logger.info("Update %s cannot be answered: %s", request.update_id, error)
            if _may_not_write(error) and "photo" in str(error).lower():
                await self._tell_hindrance(request)
            return
        reference = secrets.token_hex(3)
        logger.error(
            "Update %s failed (reference %s)", request.update_id, reference, exc_info=error
        )
        if _expects_words(request):
            words = faults.given_reference(request.speech, error, reference)
            try:
                await self._instead(request, words)
            except (TelegramError, CoreError) as fault:
                logger.info("Update %s: even that could not be said: %s", request.update_id, fault)

    async def _tell_hindrance(self, request: Request) -> None:
        try:
            await self._hindered(request)
        except (TelegramError, CoreError) as error:
            logger.info("Update %s: even that could not be said: %s", request.update_id, error)


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
    return any(sign in words for sign in ("not enough rights", "no rights", "_forbidden"))


def _expects_words(request: Request) -> bool:
    return request.private or isinstance(request.ask, Command | Click)
