"""How often each watch rule was met, so that a dry run can tell; kept in Records."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.moderation.cases import Case, Sureness
from core.errors import RecordConflict
from core.ports import Records

COUNTS = "rule-counts"

MOST_REMEMBERED = 50
"""Cases of a rule that are known by their ids, so that none is counted twice after a crash."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often a rule was met.

    Attributes:
        fired: how often in all.
        likely: how often of these it was not sure enough to act.
        since: from when on this was counted, with its zone.
    """

    fired: int
    likely: int
    since: datetime

    @property
    def sure(self) -> int:
        """How often it was sure enough to act."""
        return max(self.fired - self.likely, 0)


class Counts:
    """Counts by chat and rule: {"fired", "likely", "since", "last": ids of cases}."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where they are kept, and the time with its zone."""
        self._records = records
        self._clock = clock

    async def count(self, case: Case) -> None:
        """Count a case, once."""
        key = f"{case.chat}:{case.finding.rule}"
        while True:
            record = await self._records.get(COUNTS, key)
            value = record.value if record is not None else {}
            last = [*value.get("last", ())]
            if case.id in last:
                return
            counted = {
                "fired": value.get("fired", 0) + 1,
                "likely": value.get("likely", 0) + (case.finding.sureness is Sureness.LIKELY),
                "since": value.get("since", self._clock().timestamp()),
                "last": [*last, case.id][-MOST_REMEMBERED:],
            }
            if record is None:
                if await self._records.create(COUNTS, key, counted):
                    return
                continue
            with suppress(RecordConflict):
                await self._records.put(COUNTS, key, counted, version=record.version)
                return

    async def of(self, chat: int, rule: str) -> Count | None:
        """Return how often a rule was met; None where it never was."""
        record = await self._records.get(COUNTS, f"{chat}:{rule}")
        if record is None:
            return None
        value = record.value
        since = datetime.fromtimestamp(value["since"], UTC)
        return Count(int(value["fired"]), int(value["likely"]), since)

    async def move(self, old: int, new: int, rule: str) -> None:
        """Keep the count of a rule of a group that became a supergroup."""
        record = await self._records.get(COUNTS, f"{old}:{rule}")
        if record is not None:
            await self._records.create(COUNTS, f"{new}:{rule}", record.value)
            await self._records.delete(COUNTS, record.key)

    async def drop(self, chat: int, rule: str) -> None:
        """Forget how often a rule was met."""
        await self._records.delete(COUNTS, f"{chat}:{rule}")
