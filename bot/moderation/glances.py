"""Whose profile photos were looked at when they came; kept in Records. Of the photos nothing is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.moderation.postings import under
from core.ports import Records

GLANCES = "profile-glances"

LOOKED_AGAIN = timedelta(days=30)
"""How long nobody looks again at the profile of somebody who comes back."""


class Glances:
    """Who was looked at, by group and account: {"by": the update that we looked for, "until"}."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where it is kept, and the time with its zone."""
        self._records = records
        self._clock = clock

    async def is_first(self, chat: int, account: int, update: int) -> bool:
        """Note a look at somebody; tell whether it is the first, or the same begun again."""
        key, value = f"{chat}:{account}", self._value(update)
        if await self._records.create(GLANCES, key, value):
            return True
        record = await self._records.get(GLANCES, key)
        if record is not None and record.value["until"] >= self._clock().timestamp():
            return bool(record.value["by"] == update)
        await self._records.put(GLANCES, key, value)
        return True

    async def note(self, chat: int, account: int, update: int) -> None:
        """Note a look at somebody, who may have been looked at before."""
        await self._records.put(GLANCES, f"{chat}:{account}", self._value(update))

    async def of(self, chat: int, account: int) -> datetime | None:
        """Return when somebody was looked at, if that is kept."""
        record = await self._records.get(GLANCES, f"{chat}:{account}")
        if record is None:
            return None
        return datetime.fromtimestamp(record.value["until"], UTC) - LOOKED_AGAIN

    def _value(self, update: int) -> dict[str, object]:
        return {"by": update, "until": (self._clock() + LOOKED_AGAIN).timestamp()}

    async def move(self, old: int, new: int) -> None:
        """Give a supergroup what was noted in the group that it was. Safe to repeat."""
        for record in await under(self._records, GLANCES, f"{old}:"):
            account = record.key.rpartition(":")[2]
            await self._records.create(GLANCES, f"{new}:{account}", record.value)
            await self._records.delete(GLANCES, record.key)

    async def drop(self, chat: int) -> None:
        """Forget everything of a group."""
        for record in await under(self._records, GLANCES, f"{chat}:"):
            await self._records.delete(GLANCES, record.key)
