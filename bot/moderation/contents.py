"""Which rules a group has: one record for each group, so that no photo costs a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from core.errors import RecordConflict
from core.ports import Records

CONTENTS = "rules-of"


class Contents:
    """The ids of rules by group: {"rules": [id, …]}. A rule that is not listed is none."""

    def __init__(self, records: Records) -> None:
        """Take where they are kept."""
        self._records = records

    async def of(self, chat: int) -> Sequence[str]:
        """Return the ids of a group's rules."""
        record = await self._records.get(CONTENTS, str(chat))
        return () if record is None else tuple(record.value["rules"])

    async def add(self, chat: int, rule: str, most: int) -> bool:
        """List a rule before it is written; False where there are so many already."""

        def added(rules: Sequence[str]) -> Sequence[str]:
            return rules if rule in rules or len(rules) >= most else (*rules, rule)

        return rule in await self._change(chat, added)

    async def take_out(self, chat: int, rule: str) -> None:
        """List a rule no more, before it is deleted."""
        await self._change(chat, lambda rules: tuple(one for one in rules if one != rule))

    async def drop(self, chat: int) -> None:
        """Forget what a group had."""
        await self._records.delete(CONTENTS, str(chat))

    async def _change(
        self, chat: int, change: Callable[[Sequence[str]], Sequence[str]]
    ) -> Sequence[str]:
        while True:
            record = await self._records.get(CONTENTS, str(chat))
            before = () if record is None else tuple(record.value["rules"])
            after = change(before)
            if after == before:
                return after
            value = {"rules": list(after)}
            if record is None:
                if await self._records.create(CONTENTS, str(chat), value):
                    return after
                continue
            with suppress(RecordConflict):
                await self._records.put(CONTENTS, str(chat), value, version=record.version)
                return after
