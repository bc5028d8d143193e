"""A group that has become a supergroup keeps everything, under its new id."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chats import Chats
from bot.moderation.keeping import Keeping
from bot.preferences import Preferences
from bot.told import Told


@dataclass(frozen=True, slots=True)
class Moving:
    """Moves what is kept of a chat."""

    chats: Chats
    preferences: Preferences
    told: Told
    keeping: Keeping

    async def moved(self, old: int, new: int) -> None:
        """Give a chat what was kept of the one that it was. Safe to repeat."""
        await self.chats.move(old, new)
        await self.preferences.move(old, new)
        await self.told.move(old, new)
        await self.keeping.move(old, new)
