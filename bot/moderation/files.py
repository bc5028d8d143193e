"""All that is kept of a group's cases, for what becomes of the group."""

from __future__ import annotations

from dataclasses import dataclass

from bot.moderation.caseload import Caseload
from bot.moderation.ladder import Ladder
from bot.moderation.leave import Leave
from bot.moderation.patience import Patience


@dataclass(frozen=True, slots=True)
class Files:
    """Cases, warnings, whom and what admins let be, and how much was reported."""

    caseload: Caseload
    ladder: Ladder
    leave: Leave
    patience: Patience

    async def move(self, old: int, new: int) -> None:
        """Hand everything of a group to the supergroup that it is now. Safe to repeat."""
        await self.caseload.move(old, new)
        await self.ladder.move(old, new)
        await self.leave.move(old, new)
        await self.patience.move(old, new)

    async def drop(self, chat: int) -> None:
        """Delete everything of a chat. Safe to repeat."""
        await self.caseload.drop(chat)
        await self.ladder.drop(chat)
        await self.leave.drop(chat)
        await self.patience.drop(chat)
