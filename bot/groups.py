"""The groups that the bot is in, as far as it was told; kept in Records."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.walking import walk
from core.ports import Records

GROUPS = "groups"


class Groups:
    """Notes groups, so that their admins can choose one in private: chat id -> {}."""

    def __init__(self, records: Records) -> None:
        """Take where they are kept."""
        self._records = records

    async def note(self, chat: int) -> None:
        """Note that the bot is in a group; again changes nothing."""
        await self._records.create(GROUPS, str(chat), {})

    async def has(self, chat: int) -> bool:
        """Tell whether the bot is in a group, under this id."""
        return await self._records.get(GROUPS, str(chat)) is not None

    async def every(self) -> AsyncIterator[int]:
        """Yield every group."""
        async for record in walk(self._records, GROUPS):
            yield int(record.key)

    async def some(self, most: int) -> tuple[list[int], bool]:
        """Return so many groups at most, and whether there are more."""
        found: list[int] = []
        async for chat in self.every():
            if len(found) == most:
                return found, True
            found.append(chat)
        return found, False

    async def move(self, old: int, new: int) -> None:
        """Follow a group that became a supergroup. Safe to repeat."""
        await self.note(new)
        await self.drop(old)

    async def drop(self, chat: int) -> None:
        """Forget a group that was left."""
        await self._records.delete(GROUPS, str(chat))
