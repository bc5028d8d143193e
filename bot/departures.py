"""Chats that the bot was put out of, or blocked in; kept in Records until they are deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.walking import walk
from core.ports import Records

DEPARTURES = "departures"

GRACE = timedelta(days=7)
"""How long everything is kept for the case that the bot is wanted again."""


class Departures:
    """Which chats to delete, and when."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where they are kept, and the time with its zone."""
        self._records = records
        self._clock = clock

    async def note(self, chat: int) -> None:
        """Note that the bot is no longer wanted in a chat."""
        due = (self._clock() + GRACE).timestamp()
        await self._records.put(DEPARTURES, str(chat), {"due": due})

    async def cancel(self, chat: int) -> None:
        """Note that it is wanted after all."""
        await self._records.delete(DEPARTURES, str(chat))

    async def due(self) -> list[int]:
        """Return the chats whose time is over."""
        now = self._clock().timestamp()
        return [
            int(record.key)
            async for record in walk(self._records, DEPARTURES)
            if record.value["due"] < now
        ]
