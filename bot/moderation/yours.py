"""What is kept of an account because groups are watched: what it did there, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.moderation.arrivals import Arrival
from bot.moderation.held import Held
from bot.moderation.keeping import Keeping
from bot.moderation.rules import Rule


@dataclass(frozen=True, slots=True)
class Noted:
    """What is kept of an account in one group.

    Attributes:
        chat: the group's id.
        arrival: since when they are there.
        looked_at: when their profile photos were held against rules.
        paced: when they posted the last photo that stays, where newcomers may post only so many.
        approved: whether an admin said that no rule shall meet them.
        warned: when they were warned, as far as it counts.
        reported: when they reported messages of late.
    """

    chat: int
    arrival: Arrival | None
    looked_at: datetime | None
    paced: datetime | None
    approved: bool
    warned: Sequence[datetime]
    reported: Sequence[datetime]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        kept = (self.arrival, self.looked_at, self.paced, self.warned, self.reported)
        return not self.approved and not any(kept)


@dataclass(frozen=True, slots=True)
class Yours:
    """By the ids of groups.

    Attributes:
        groups: that were looked through.
        rules: that the account made.
        noted: of the account in groups, where anything is.
        cases: of what the account posted, or reported.
    """

    groups: Sequence[int]
    rules: Sequence[tuple[int, Rule]]
    noted: Sequence[Noted]
    cases: Sequence[Held]


NOTHING = Yours((), (), (), ())


async def yours(keeping: Keeping, account: int) -> Yours:
    """Return what is kept of an account."""
    rules = [(chat, rule) async for chat, rule in keeping.rulebook.everywhere()]
    cases = await keeping.files.caseload.about(account)
    groups = {chat for chat, _ in rules} | {held.case.chat for held in cases}
    groups |= {chat async for chat in keeping.gathered.arrivals.groups()}
    groups |= {chat async for chat in keeping.groups.every()}
    noted = [await _noted(keeping, chat, account) for chat in sorted(groups)]
    return Yours(
        sorted(groups),
        [(chat, rule) for chat, rule in rules if rule.made_by == account],
        [one for one in noted if not one.is_empty],
        cases,
    )


async def _noted(keeping: Keeping, chat: int, account: int) -> Noted:
    gathered, files = keeping.gathered, keeping.files
    return Noted(
        chat,
        await gathered.arrivals.of(chat, account),
        await gathered.glances.of(chat, account),
        await gathered.paces.of(chat, account),
        await files.leave.is_approved(chat, account),
        await files.ladder.of(chat, account),
        await files.patience.of(chat, account),
    )
