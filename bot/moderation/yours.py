"""What is kept of an account because groups are watched: rules that it made, when it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.moderation.arrivals import Arrival
from bot.moderation.keeping import Keeping
from bot.moderation.rules import Rule


@dataclass(frozen=True, slots=True)
class Yours:
    """By the ids of groups.

    Attributes:
        rules: that the account made.
        arrivals: since when the account is in groups that are watched.
    """

    rules: Sequence[tuple[int, Rule]]
    arrivals: Sequence[tuple[int, Arrival]]


async def yours(keeping: Keeping, account: int) -> Yours:
    """Return what is kept of an account."""
    rules = [(chat, rule) async for chat, rule in keeping.rulebook.everywhere()]
    arrivals = keeping.gathered.arrivals
    groups = {chat for chat, _ in rules} | {chat async for chat in arrivals.groups()}
    came = [(chat, await arrivals.of(chat, account)) for chat in sorted(groups)]
    return Yours(
        [(chat, rule) for chat, rule in rules if rule.made_by == account],
        [(chat, arrival) for chat, arrival in came if arrival is not None],
    )
