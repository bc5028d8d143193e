"""Sending updates to webhooks, with retries."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

import aiohttp

from playground.botapi.lines import Line, Lines, Webhook
from playground.botapi.queue import Update
from playground.faults import Faults
from playground.world import World
from playground.world.people import Bot

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 — a header's name
ANSWER_SECONDS = 60
LONGEST_PAUSE = 60.0
OK_STATUS = range(200, 300)
MAX_ANSWER = 1024 * 1024

Inline = Callable[[Bot, str, dict[str, Any]], Awaitable[None]]


class WebhookSender:
    """Sends the updates of every bot that has a webhook; ``run`` it as long as the door is open.

    Args:
        world: The world, for its bots and its clock.
        lines: The bots' lines.
        faults: Faults of the method ``webhook`` are obeyed.
        perform: Carries out a method that a webhook answered with.
        pause: Seconds before the first retry; doubled up to a minute with every failure.
    """

    def __init__(
        self, world: World, lines: Lines, faults: Faults, perform: Inline, pause: float
    ) -> None:
        self._world = world
        self._lines = lines
        self._faults = faults
        self._perform = perform
        self._pause = pause
        self._tasks: set[asyncio.Task[None]] = set()

    def watch(self, bot: Bot) -> None:
        """Send this bot's updates from now on, while it has a webhook."""
        line = self._lines.of(bot.id)
        if line.sender is None or line.sender.done():
            line.sender = asyncio.create_task(self._run(bot, line))

    async def close(self) -> None:
        """Stop sending."""
        running = {line.sender for line in self._lines.all() if line.sender} | self._tasks
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _run(self, bot: Bot, line: Line) -> None:
        async with aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        ) as session:
            under_way: dict[int, asyncio.Task[None]] = {}
            while line.webhook is not None:
                webhook = line.webhook
                under_way = {key: task for key, task in under_way.items() if not task.done()}
                free = webhook.max_connections - len(under_way)
                heads = [each for each in _heads(line.queue.waiting()) if each.id not in under_way]
                for update in heads[: max(0, free)]:
                    task = asyncio.create_task(self._deliver(session, bot, line, webhook, update))
                    under_way[update.id] = task
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)
                await line.queue.changed.wait(LONGEST_PAUSE)
            for task in under_way.values():
                task.cancel()

    async def _deliver(
        self,
        session: aiohttp.ClientSession,
        bot: Bot,
        line: Line,
        webhook: Webhook,
        update: Update,
    ) -> None:
        """Send one update until it is taken, or the webhook is gone."""
        pause = self._pause
        while line.webhook is webhook and line.queue.holds(update.id):
            failure = await self._attempt(session, bot, webhook, update)
            if not failure:
                line.queue.remove(update.id)
                line.queue.changed.fire()
                return
            webhook.last_error_date = self._world.now()
            webhook.last_error = failure
            log.warning("Webhook of @%s: %s", bot.user.username, failure)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _attempt(
        self, session: aiohttp.ClientSession, bot: Bot, webhook: Webhook, update: Update
    ) -> str:
        """Send an update once; what went wrong, or nothing."""
        fault = self._faults.take("webhook", bot.user.username)
        times = 2 if fault and fault.kind == "duplicate_updates" else 1
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        try:
            for _ in range(times):
                async with session.post(
                    webhook.url,
                    json=update.as_json(),
                    headers=headers,
                    ssl=webhook.trust,
                    allow_redirects=False,
                ) as response:
                    if response.status not in OK_STATUS:
                        return (
                            "Wrong response from the webhook: "
                            f"{response.status} {response.reason or ''}".rstrip()
                        )
                    body = await response.content.read(MAX_ANSWER)
        except TimeoutError:
            return "Read timeout expired"
        except (aiohttp.ClientSSLError, aiohttp.ClientConnectorCertificateError):
            return "SSL error {certificate verify failed}"
        except aiohttp.ClientConnectorError:
            return "Connection refused"
        except aiohttp.ClientError as error:
            return f"Connection failed: {type(error).__name__}"
        await self._obey(bot, body)
        return ""

    async def _obey(self, bot: Bot, body: bytes) -> None:
        """A webhook may answer with a call (``{"method": "sendMessage", …}``)."""
        with suppress(ValueError):
            asked = json.loads(body)
            if isinstance(asked, dict) and isinstance(asked.get("method"), str):
                method = asked.pop("method")
                await self._perform(bot, method, asked)


def _heads(waiting: Iterable[Update]) -> list[Update]:
    """The first update of each chat: within a chat they are sent one after the other."""
    heads: dict[Any, Update] = {}
    for update in waiting:
        place = update.body.get("chat") or update.body.get("message", {}).get("chat")
        heads.setdefault(place["id"] if place else update.id, update)
    return list(heads.values())
