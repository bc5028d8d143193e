"""Since when people are in a group, as far as we have seen it; kept in Records.

Telegram tells a bot of who comes only where it is an admin, and never of who came before. Of
anybody else, the first photo counts that they posted while rules watched the group; but not in the
group's first days, in which everybody posts for the first time.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.moderation.postings import under
from bot.walking import walk
from core.model import Record
from core.ports import Records

ARRIVALS, BEGUN = "watch-arrivals", "watch-begun"

NEW_FOR = timedelta(days=7)
"""How long somebody is new."""

REMEMBERED = timedelta(days=180)
"""How long somebody is known who posts nothing; then they are new again."""

NOTED_AGAIN = timedelta(days=30)
"""How much of it passes before a photo is noted as a sign of life: not each is a write."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Since when somebody is in a group.

    Attributes:
        at: when they came, or first posted a photo, with its zone.
        joined: whether they were seen to come.
    """

    at: datetime
    joined: bool


class Arrivals:
    """When somebody came, by group and account: {"at", "joined", "until"}."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where it is kept, and the time with its zone."""
        self._records = records
        self._clock = clock

    async def joined(self, chat: int, account: int) -> None:
        """Note that somebody came into a group just now; also who was in it before."""
        await self._note(chat, account, self._clock(), joined=True)

    async def is_new(self, chat: int, account: int) -> bool:
        """Tell whether somebody who posts a photo is new, and note that they do."""
        now = self._clock()
        begun = await self._begun(chat)
        record = await self._records.get(ARRIVALS, f"{chat}:{account}")
        if record is None or record.value["until"] < now.timestamp():
            await self._note(chat, account, now, joined=False)
            return now - begun >= NEW_FOR
        at, joined = _time(record), bool(record.value["joined"])
        if record.value["until"] < (now + REMEMBERED - NOTED_AGAIN).timestamp():
            await self._note(chat, account, at, joined=joined)
        return now - at < NEW_FOR and (joined or at - begun >= NEW_FOR)

    async def of(self, chat: int, account: int) -> Arrival | None:
        """Return since when somebody is in a group, if that is kept."""
        record = await self._records.get(ARRIVALS, f"{chat}:{account}")
        return None if record is None else Arrival(_time(record), bool(record.value["joined"]))

    async def groups(self) -> AsyncIterator[int]:
        """Yield the groups that rules have watched."""
        async for record in walk(self._records, BEGUN):
            yield int(record.key)

    async def _begun(self, chat: int) -> datetime:
        """Return since when rules watch a group: from now on, if they did not before."""
        now = self._clock()
        if await self._records.create(BEGUN, str(chat), {"at": now.timestamp()}):
            return now
        record = await self._records.get(BEGUN, str(chat))
        return now if record is None else _time(record)

    async def _note(self, chat: int, account: int, at: datetime, *, joined: bool) -> None:
        value = {
            "at": at.timestamp(),
            "joined": joined,
            "until": (self._clock() + REMEMBERED).timestamp(),
        }
        await self._records.put(ARRIVALS, f"{chat}:{account}", value)

    async def move(self, old: int, new: int) -> None:
        """Give a supergroup the people of the group that it was. Safe to repeat."""
        begun = await self._records.get(BEGUN, str(old))
        if begun is not None:
            await self._records.create(BEGUN, str(new), begun.value)
        for record in await under(self._records, ARRIVALS, f"{old}:"):
            account = record.key.rpartition(":")[2]
            await self._records.create(ARRIVALS, f"{new}:{account}", record.value)
            await self._records.delete(ARRIVALS, record.key)

    async def drop(self, chat: int) -> None:
        """Forget everything of a group."""
        await self._records.delete(BEGUN, str(chat))
        for record in await under(self._records, ARRIVALS, f"{chat}:"):
            await self._records.delete(ARRIVALS, record.key)


def _time(record: Record) -> datetime:
    return datetime.fromtimestamp(record.value["at"], UTC)
