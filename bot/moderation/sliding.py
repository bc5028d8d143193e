"""What counts for a while only, by group and account; kept in Records.

Each of it has a token: what comes again after a crash counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from bot.walking import walk
from core.errors import RecordConflict
from core.ports import Records


class Sliding:
    """Counts in a sliding time: `<chat>:<account>` -> {"given": {token: when}}."""

    def __init__(
        self,
        records: Records,
        collection: str,
        remembered: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        """Take where it is kept, how long each counts, and the time with its zone."""
        self._records = records
        self._collection = collection
        self._remembered = remembered
        self._clock = clock

    async def add(self, chat: int, account: int, token: str) -> int:
        """Count something; return how much counts now, this included."""
        given = await self._change(
            chat, account, lambda given: {token: self._clock().timestamp(), **given}
        )
        return len(given)

    async def take_out(self, chat: int, account: int, token: str) -> None:
        """Count something no more."""
        await self._change(
            chat, account, lambda given: {key: at for key, at in given.items() if key != token}
        )

    async def of(self, chat: int, account: int) -> list[datetime]:
        """Return when what counts now was counted, in UTC."""
        record = await self._records.get(self._collection, f"{chat}:{account}")
        given = record.value["given"].values() if record is not None else ()
        since = (self._clock() - self._remembered).timestamp()
        return [datetime.fromtimestamp(at, UTC) for at in sorted(given) if at > since]

    async def drop(self, chat: int) -> None:
        """Forget everything of a chat."""
        async for record in walk(self._records, self._collection, prefix=f"{chat}:"):
            await self._records.delete(self._collection, record.key)

    async def move(self, old: int, new: int) -> None:
        """Give a supergroup what counts in the group that it was."""
        async for record in walk(self._records, self._collection, prefix=f"{old}:"):
            key = f"{new}:{record.key.partition(':')[2]}"
            await self._records.create(self._collection, key, record.value)

    async def _change(
        self,
        chat: int,
        account: int,
        change: Callable[[Mapping[str, float]], Mapping[str, float]],
    ) -> Mapping[str, float]:
        key = f"{chat}:{account}"
        while True:
            record = await self._records.get(self._collection, key)
            past = (self._clock() - self._remembered).timestamp()
            before = record.value["given"] if record is not None else {}
            given = change({token: at for token, at in before.items() if at > past})
            until = max(given.values(), default=0.0) + self._remembered.total_seconds()
            value = {"given": dict(given), "until": until}
            try:
                if record is not None:
                    await self._records.put(self._collection, key, value, version=record.version)
                elif not await self._records.create(self._collection, key, value):
                    continue
            except RecordConflict:
                continue
            return given
