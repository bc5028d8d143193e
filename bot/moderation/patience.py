"""How many reports the admins of a group are to be shown: of one member, and of all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.moderation.sliding import Sliding
from core.ports import Records

REPORTS = "reports"

WITHIN = timedelta(hours=1)

MOST_OF_ONE = 3
"""Messages that somebody may report in that time."""

MOST_OF_ALL = 20
"""Messages of a group that become cards in that time, whoever reports them."""

EVERYBODY = 0
"""Stands for all members; no account has it."""


class Patience:
    """Counts reports. The same message, reported again, counts once."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where they are kept, and the time with its zone."""
        self._made = Sliding(records, REPORTS, WITHIN, clock)

    async def hears(self, chat: int, reporter: int, case: str) -> bool:
        """Tell whether somebody may report a message, and count it."""
        return await self._counted(chat, reporter, case, MOST_OF_ONE)

    async def has_room(self, chat: int, case: str) -> bool:
        """Tell whether another message of a group may become a card, and count it."""
        return await self._counted(chat, EVERYBODY, case, MOST_OF_ALL)

    async def of(self, chat: int, reporter: int) -> list[datetime]:
        """Return when somebody reported a message of late."""
        return await self._made.of(chat, reporter)

    async def drop(self, chat: int) -> None:
        """Forget the reports of a chat."""
        await self._made.drop(chat)

    async def move(self, old: int, new: int) -> None:
        """Give a supergroup the reports of the group that it was."""
        await self._made.move(old, new)

    async def _counted(self, chat: int, account: int, case: str, most: int) -> bool:
        if await self._made.add(chat, account, case) <= most:
            return True
        # Who is refused is to wait no longer for having tried.
        await self._made.take_out(chat, account, case)
        return False
