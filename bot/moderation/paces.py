"""Which photos of newcomers stay where they may post only so many; kept in Records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot.moderation.arrivals import NEW_FOR
from bot.moderation.postings import under
from core.errors import RecordConflict
from core.ports import Records

PACES = "newcomer-photos"


class Paces:
    """By group and account: {"last": [when, message] of the last that stays, "told", "until"}.

    "told" is the update for which somebody was told; None before.
    """

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where it is kept, and the time with its zone."""
        self._records = records
        self._clock = clock

    async def too_many(
        self, chat: int, account: int, messages: Sequence[int], every: timedelta
    ) -> tuple[int, ...]:
        """Return which of somebody's messages are more than one in so long; the first stays.

        The same messages again are judged the same while that time lasts.
        """
        key = f"{chat}:{account}"
        while True:
            record = await self._records.get(PACES, key)
            now = self._clock()
            value = record.value if record is not None else {"told": None}
            at, last = value.get("last") or (0.0, None)
            if at <= (now - every).timestamp():
                at, last = now.timestamp(), messages[0]
            until = (now + NEW_FOR).timestamp()
            noted = {**value, "last": [at, last], "until": until}
            if record is None:
                if not await self._records.create(PACES, key, noted):
                    continue
                return tuple(one for one in messages if one != last)
            with suppress(RecordConflict):
                await self._records.put(PACES, key, noted, version=record.version)
                return tuple(one for one in messages if one != last)

    async def is_told_first(self, chat: int, account: int, update: int) -> bool:
        """Tell whether somebody is to be told, and note that they are; the same update again is."""
        key = f"{chat}:{account}"
        while (record := await self._records.get(PACES, key)) is not None:
            if record.value["told"] is not None:
                return bool(record.value["told"] == update)
            with suppress(RecordConflict):
                value = {**record.value, "told": update}
                await self._records.put(PACES, key, value, version=record.version)
                return True
        return False

    async def of(self, chat: int, account: int) -> datetime | None:
        """Return when somebody posted the last photo that stays, if that is kept."""
        record = await self._records.get(PACES, f"{chat}:{account}")
        return None if record is None else datetime.fromtimestamp(record.value["last"][0], UTC)

    async def move(self, old: int, new: int) -> None:
        """Give a supergroup what was noted in the group that it was. Safe to repeat.

        Its messages stay behind: of those that come none is the last one.
        """
        for record in await under(self._records, PACES, f"{old}:"):
            account = record.key.rpartition(":")[2]
            at, _ = record.value["last"]
            value = {**record.value, "last": [at, None]}
            await self._records.create(PACES, f"{new}:{account}", value)
            await self._records.delete(PACES, record.key)

    async def drop(self, chat: int) -> None:
        """Forget everything of a group."""
        for record in await under(self._records, PACES, f"{chat}:"):
            await self._records.delete(PACES, record.key)
