"""Who asked to be protected from photos of them that others post, and how; kept in Records.

By gallery, which a group keeps when it becomes a supergroup, and by account: whose face that is
there says the link, which alone makes it hold.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.preferences import Protection
from bot.walking import walk
from core.model import Record
from core.ports import Records

PROTECTIONS = "protections"


@dataclass(frozen=True, slots=True)
class Protected:
    """That somebody asked to be protected.

    Attributes:
        gallery: of the group in which they asked.
        account: theirs.
        wish: what they asked for; the group may allow less.
        since: when they did, with its zone.
    """

    gallery: str
    account: int
    wish: Protection
    since: datetime


class Protections:
    """Wishes: `<gallery>:<account>` -> {"wish", "since"}."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where they are kept, and the time with its zone."""
        self._records = records
        self._clock = clock

    async def of(self, gallery: str) -> list[Protected]:
        """Return all who asked for it in a group."""
        return [one async for one in self._under(f"{gallery}:")]

    async def one(self, gallery: str, account: int) -> Protected | None:
        """Return what somebody asked for in a group, if they did."""
        record = await self._records.get(PROTECTIONS, f"{gallery}:{account}")
        return None if record is None else _protected(record)

    async def everywhere(self) -> AsyncIterator[Protected]:
        """Yield all who asked for it, group by group."""
        async for one in self._under(""):
            yield one

    async def ask(self, gallery: str, account: int, wish: Protection) -> None:
        """Note what somebody asks for; OFF takes it back."""
        if wish is Protection.OFF:
            await self.end(gallery, account)
            return
        value = {"wish": wish.value, "since": self._clock().timestamp()}
        await self._records.put(PROTECTIONS, f"{gallery}:{account}", value)

    async def end(self, gallery: str, account: int) -> None:
        """Protect somebody no more. Again does nothing."""
        await self._records.delete(PROTECTIONS, f"{gallery}:{account}")

    async def drop(self, gallery: str) -> None:
        """Forget everything of a group."""
        for one in await self.of(gallery):
            await self.end(gallery, one.account)

    async def _under(self, prefix: str) -> AsyncIterator[Protected]:
        async for record in walk(self._records, PROTECTIONS, prefix=prefix):
            yield _protected(record)


def _protected(record: Record) -> Protected:
    gallery, _, account = record.key.rpartition(":")
    since = datetime.fromtimestamp(record.value["since"], UTC)
    return Protected(gallery, int(account), Protection(record.value["wish"]), since)
