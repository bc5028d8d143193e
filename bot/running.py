"""The life of the process: connect, replay, listen, stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from telegram.error import (
    BadRequest,
    Conflict,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import Updater

from bot.app import ALLOWED_UPDATES, App, Library, build_application
from bot.delivery import growing_delays
from bot.inbox import Inbox
from bot.settings import BotSettings, Webhook
from bot.texts.speech import Languages
from core.bootstrap import Core, open_core
from core.errors import CoreError, ModelMismatch, StoreUnavailable
from core.ports import Store
from core.settings import Settings

STOP_SECONDS = 8.0
"""That running answers get to finish after SIGTERM; Docker kills after ten."""

LONG_POLL_SECONDS = 25

logger = logging.getLogger(__name__)


class TokenRefused(Exception):
    """Telegram does not know the token (any more)."""

    def __str__(self) -> str:
        """Say what to do."""
        return (
            "Telegram refuses TELEGRAM_BOT_TOKEN: copy the token again from @BotFather (/mybots)."
        )


class WebhookRefused(Exception):
    """The webhook cannot be set up as the settings say."""

    def __str__(self) -> str:
        """Say what to look at."""
        return f"The webhook cannot be used: {self.args[0]}. Check WEBHOOK_URL and its like."


async def run(settings: BotSettings, core_settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT.

    Raises:
        TokenRefused, WebhookRefused: see there.
        CoreError: core cannot be opened, for another reason than a store that is not up yet.
    """
    languages = await asyncio.to_thread(Languages.load)
    stop = _Stop()
    stop.listen()
    delays = growing_delays(1.0, 15.0)
    while not stop.asked:
        try:
            async with open_core(core_settings, patient=True) as core:
                await _live(settings, core, languages, stop)
        except InvalidToken:
            stop.refuse()
        except StoreUnavailable as error:
            logger.warning("%s Trying again.", error)
            await stop.within(next(delays))
    if stop.refused:
        raise TokenRefused


class _Stop:
    """Whether to stop, and why."""

    def __init__(self) -> None:
        self.refused = False
        self._event = asyncio.Event()

    @property
    def asked(self) -> bool:
        return self._event.is_set()

    def listen(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._event.set)

    def refuse(self) -> None:
        self.refused = True
        self._event.set()

    async def wait(self) -> None:
        await self._event.wait()

    async def cuts_short(self, work: Coroutine[Any, Any, None]) -> None:
        """Do some work, but drop it when asked to stop meanwhile."""
        task = asyncio.create_task(work)
        asked = asyncio.create_task(self._event.wait())
        try:
            await asyncio.wait({task, asked}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            asked.cancel()
            if not task.done():
                task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def within(self, seconds: float) -> None:
        """Wait so long, or until asked to stop."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), seconds)


async def _live(settings: BotSettings, core: Core, languages: Languages, stop: _Stop) -> None:
    def clock() -> datetime:
        return datetime.now(UTC)

    app = build_application(settings, core, languages, clock, on_refused=stop.refuse)
    try:
        if not await _connected(app.library, stop):
            return
        await app.library.start()
        house = asyncio.create_task(app.house.keep())
        try:
            await stop.cuts_short(_listen(settings, app, core))
            await stop.wait()
        finally:
            house.cancel()
            await _stop(app)
    finally:
        await app.library.shutdown()


async def _connected(library: Library, stop: _Stop) -> bool:
    """Reach Telegram, however long it takes; False when asked to stop meanwhile."""
    delays = growing_delays(1.0, 30.0)
    while not stop.asked:
        try:
            await library.initialize()
        except InvalidToken:
            stop.refuse()
        except RetryAfter as busy:
            logger.warning("Telegram asks for quiet: %s", busy)
            await stop.within(next(delays))
        except NetworkError as fault:
            logger.warning("Telegram cannot be reached (%s). Trying again.", fault)
            await stop.within(next(delays))
        else:
            return True
    return False


async def _listen(settings: BotSettings, app: App, core: Core) -> None:
    # Now, so that nobody's first photo waits for it, and an operator learns at once if it cannot.
    await core.worker.run(core.encoder.dimensions)
    await app.menus.offer()
    await _start_updates(settings, app)
    way = "webhook" if settings.webhook else "polling"
    logger.info("@%s is listening (%s); gallery store: %s", app.library.bot.username, way,
                await _how_is(core.store))  # fmt: skip
    await _replay(app.inbox)


async def _how_is(store: Store) -> str:
    try:
        return await store.check()
    except CoreError as error:
        return f"not to be used now. {error}"


async def _replay(inbox: Inbox) -> None:
    """Answer what an earlier run left, however long it takes until that can be read."""
    delays = growing_delays(1.0, 10.0)
    while True:
        try:
            left = await inbox.replay()
        except (StoreUnavailable, ModelMismatch):
            await asyncio.sleep(next(delays))
        else:
            break
    if left:
        logger.info("Answering %d messages that an earlier run left", left)


async def _start_updates(settings: BotSettings, app: App) -> None:
    updater = app.library.updater
    if updater is None:
        raise RuntimeError("the library was built without its updater")
    delays = growing_delays(1.0, 30.0)
    while not updater.running:
        try:
            if settings.webhook is None:
                await _start_polling(updater)
            else:
                await _start_webhook(updater, settings.webhook)
        except BadRequest as refused:
            raise WebhookRefused(refused.message) from refused
        except OSError as fault:
            raise WebhookRefused(f"{fault.strerror} at WEBHOOK_LISTEN, WEBHOOK_PORT") from fault
        except (NetworkError, RetryAfter) as fault:
            logger.warning("Telegram cannot be reached (%s). Trying again.", fault)
            await asyncio.sleep(next(delays))


async def _start_polling(updater: Updater) -> None:
    await updater.start_polling(
        timeout=LONG_POLL_SECONDS,
        allowed_updates=ALLOWED_UPDATES,
        error_callback=_log_polling_fault,
    )


async def _start_webhook(updater: Updater, webhook: Webhook) -> None:
    await updater.start_webhook(
        listen=webhook.listen,
        port=webhook.port,
        url_path=webhook.path,
        webhook_url=webhook.url,
        secret_token=webhook.secret,
        allowed_updates=ALLOWED_UPDATES,
    )


def _log_polling_fault(fault: TelegramError) -> None:
    if isinstance(fault, Conflict):
        logger.error(
            "Another process listens with this token: stop one of them (%s)", fault.message
        )
    else:
        logger.warning("Telegram: %s; still trying", fault)


async def _stop(app: App) -> None:
    """Confirm what is stored, finish what runs, leave the rest to the next process."""
    logger.info("Stopping")
    updater = app.library.updater
    if updater is not None and updater.running:
        await updater.stop()
    left = await app.sequencer.drain(STOP_SECONDS)
    if left:
        logger.info("%d messages stay for the next run", left)
    await app.library.stop()
