"""Where the cases of a group go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.moderation.cases import Case
from bot.moderation.counts import Counts
from bot.moderation.judging import acts
from bot.moderation.rules import Then, shielded_by
from bot.request import Request


class Desk(Protocol):
    """Takes cases. The same case may come again after a crash, and is then no other one."""

    async def report(self, request: Request, case: Case) -> bool:
        """Tell the admins of a case, or ask them, as its mode says; tell whether any was done."""

    async def act(self, request: Request, case: Case) -> bool:
        """Do what the rule says, and tell the admins; tell whether anything could be done."""


@dataclass(frozen=True, slots=True)
class Handing:
    """Hands what met rules to the desk, and counts it for those of the admins."""

    desk: Desk
    counts: Counts

    async def on(self, request: Request, cases: Sequence[Case]) -> bool:
        """Act first, the hardest before all; tell whether anything was done."""
        acting = [case for case in cases if acts(case.then, case.mode)]
        acting.sort(key=_severity, reverse=True)
        done = [await self.desk.act(request, case) for case in acting]
        rest = [case for case in cases if case not in acting]
        done += [await self.desk.report(request, case) for case in rest]
        for case in cases:
            if shielded_by(case.finding.rule) is None:
                await self.counts.count(case)
        return any(done)


def _severity(case: Case) -> int:
    return list(Then).index(case.then)
