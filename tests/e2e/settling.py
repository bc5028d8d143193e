"""Waiting until a bot has answered everything that Telegram has for it, and has noted that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.walking import walk
from core.bootstrap import encoder_of, open_store
from core.ports import Records, Store
from core.settings import Settings
from tests.e2e.chatting import PATIENCE
from tests.playground_client import PlaygroundClient


@dataclass(frozen=True)
class Desk:
    """What lies before a bot: updates that wait at Telegram, and those in the inbox of its store.

    Attributes:
        playground: Telegram.
        username: the bot's.
        bot: its number.
        store: where it keeps everything.

    An update is in the store before Telegram may drop it, and leaves it when its answer was noted.
    So where nothing is here nor there, a bot that is killed has nothing to say again.
    """

    playground: PlaygroundClient
    username: str
    bot: int
    store: Store

    @property
    def records(self) -> Records:
        """What the bot keeps beside faces."""
        return self.store.records

    async def cleared(self) -> None:
        """Wait until nothing lies there.

        Raises:
            AssertionError: something still does after `PATIENCE`.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE
        pause = 0.01
        while left := await self._left():
            assert loop.time() < deadline, f"@{self.username} has not answered {left}"
            # Nobody can be told by a store of another process that something was deleted in it, and
            # who asks often keeps those busy who are to answer.
            pause = min(1.5 * pause, 0.2)
            await asyncio.sleep(pause)

    async def waiting(self) -> list[Mapping[str, Any]]:
        """Return the updates in the store, as Telegram gave them."""
        return [record.value["update"] async for record in walk(self.records, self._inbox)]

    @property
    def _inbox(self) -> str:
        return f"inbox-{self.bot}"

    async def _left(self) -> object:
        # In this order: what has left Telegram is in the inbox already.
        waiting = await self.playground.pending_updates(self.username)
        return waiting or await self.records.list(self._inbox, limit=1)


@asynccontextmanager
async def desk_of(
    playground: PlaygroundClient, username: str, environment: Mapping[str, str]
) -> AsyncIterator[Desk]:
    """Look at the desk of a bot that runs, or ran, in this environment."""
    settings = Settings.from_env(environment)
    store = await open_store(settings, encoder_of(settings))
    number, _, _ = environment["TELEGRAM_BOT_TOKEN"].partition(":")
    try:
        yield Desk(playground, username, int(number), store)
    finally:
        await store.close()
