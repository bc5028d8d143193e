"""Everything that is kept of a group because it is watched: moved with it, and dropped with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.groups import Groups
from bot.moderation.arrivals import Arrivals
from bot.moderation.caseload import Caseload
from bot.moderation.counts import Counts
from bot.moderation.destinations import Destinations
from bot.moderation.files import Files
from bot.moderation.gathered import Gathered
from bot.moderation.glances import Glances
from bot.moderation.ladder import Ladder
from bot.moderation.leave import Leave
from bot.moderation.paces import Paces
from bot.moderation.patience import Patience
from bot.moderation.postings import Postings
from bot.moderation.protections import Protections
from bot.moderation.rulebook import Rulebook
from bot.moderation.rules import SHIELD
from core.ports import Records


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is kept, by what it is.

    What members asked for goes with the people of the group, and moves with them.
    """

    rulebook: Rulebook
    counts: Counts
    destinations: Destinations
    files: Files
    gathered: Gathered
    protections: Protections
    groups: Groups

    async def move(self, old: int, new: int) -> None:
        """Give a supergroup what was kept of the group that it was; twice changes nothing."""
        for rule in await self.rulebook.of(old):
            await self.counts.move(old, new, rule.id)
        await self.rulebook.move(old, new)
        await self.destinations.move(old, new)
        await self.files.move(old, new)
        await self.gathered.move(old, new)
        await self.groups.move(old, new)

    async def delete(self, chat: int, rule: str) -> bool:
        """Delete a rule, with what was counted; tell whether it was there."""
        await self.counts.drop(chat, rule)
        return await self.rulebook.delete(chat, rule)

    async def forget(self, gallery: str, account: int, subject: str) -> None:
        """Leave nothing of what somebody asked for in a group, for themselves."""
        await self.protections.end(gallery, account)
        await self.files.caseload.forget_told(f"{SHIELD}{subject}")

    async def drop(self, chat: int) -> None:
        """Delete all of a group."""
        for rule in await self.rulebook.of(chat):
            await self.counts.drop(chat, rule.id)
        await self.rulebook.drop(chat)
        await self.destinations.drop(chat)
        await self.files.drop(chat)
        await self.gathered.drop(chat)
        await self.groups.drop(chat)


def keeping_in(records: Records, clock: Callable[[], datetime]) -> Keeping:
    """Return what is kept in these records. No I/O."""
    return Keeping(
        Rulebook(records, clock),
        Counts(records, clock),
        Destinations(records),
        Files(
            Caseload(records, clock),
            Ladder(records, clock),
            Leave(records, clock),
            Patience(records, clock),
        ),
        Gathered(
            Arrivals(records, clock),
            Postings(records, clock),
            Glances(records, clock),
            Paces(records, clock),
        ),
        Protections(records, clock),
        Groups(records),
    )
