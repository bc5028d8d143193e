"""What the rules of groups have gathered, as one: it goes with its group."""

from __future__ import annotations

from dataclasses import dataclass

from bot.moderation.arrivals import Arrivals
from bot.moderation.glances import Glances
from bot.moderation.paces import Paces
from bot.moderation.postings import Postings


@dataclass(frozen=True, slots=True)
class Gathered:
    """Who came when, who was shown how often, whose profile was looked at, who posts how much."""

    arrivals: Arrivals
    postings: Postings
    glances: Glances
    paces: Paces

    async def move(self, old: int, new: int) -> None:
        """Give a supergroup what was gathered in the group that it was. Safe to repeat."""
        await self.arrivals.move(old, new)
        await self.postings.move(old, new)
        await self.glances.move(old, new)
        await self.paces.move(old, new)

    async def drop(self, chat: int) -> None:
        """Forget everything of a group."""
        await self.arrivals.drop(chat)
        await self.postings.drop(chat)
        await self.glances.drop(chat)
        await self.paces.drop(chat)
