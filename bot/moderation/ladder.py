"""Warnings of a sliding time, and what the next one leads to; kept in Records.

A case warns once, however much is folded into it, and however often it comes again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.moderation.held import Done
from bot.moderation.sliding import Sliding
from core.ports import Records

WARNINGS = "warnings"

REMEMBERED = timedelta(days=7)
"""How long a warning counts."""

MUTED_AT = 3
"""The warning of so many that mutes; one more bans."""

MUTED_FOR = timedelta(days=1)


def consequence(warnings: int) -> Done | None:
    """Return what a warning leads to besides, by how many there are with it."""
    if warnings < MUTED_AT:
        return None
    return Done.MUTED if warnings == MUTED_AT else Done.BANNED


class Ladder:
    """Counts warnings by group and poster."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where they are kept, and the time with its zone."""
        self._given = Sliding(records, WARNINGS, REMEMBERED, clock)

    async def warn(self, chat: int, poster: int, case: str) -> int:
        """Warn somebody; return how many warnings count now, this one included."""
        return await self._given.add(chat, poster, case)

    async def lift(self, chat: int, poster: int, case: str) -> None:
        """Take a warning back."""
        await self._given.take_out(chat, poster, case)

    async def of(self, chat: int, poster: int) -> list[datetime]:
        """Return when somebody was warned, as far as it counts."""
        return await self._given.of(chat, poster)

    async def drop(self, chat: int) -> None:
        """Forget the warnings of a chat."""
        await self._given.drop(chat)

    async def move(self, old: int, new: int) -> None:
        """Give a supergroup the warnings of the group that it was."""
        await self._given.move(old, new)
