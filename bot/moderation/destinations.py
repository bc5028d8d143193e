"""Where the cards of a group go, if not to its admins in private; kept in Records."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.walking import walk
from core.model import Record
from core.ports import Records

DESKS = "watch-desks"


@dataclass(frozen=True, slots=True)
class Destination:
    """A chat for cards.

    Attributes:
        chat: its id.
        thread: of the forum topic there, if any.
    """

    chat: int
    thread: int | None = None


class Destinations:
    """Chosen chats for cards: group -> {"desk": chat id, "thread": of a topic or None}."""

    def __init__(self, records: Records) -> None:
        """Take where they are kept."""
        self._records = records

    async def of(self, chat: int) -> Destination | None:
        """Return where a group's cards go; None for its admins in private."""
        record = await self._records.get(DESKS, str(chat))
        return None if record is None else _destination(record)

    async def choose(self, chat: int, destination: Destination | None) -> None:
        """Have a group's cards go somewhere; None for its admins in private."""
        if destination is None:
            await self._records.delete(DESKS, str(chat))
            return
        value = {"desk": destination.chat, "thread": destination.thread}
        await self._records.put(DESKS, str(chat), value)

    async def move(self, old: int, new: int) -> None:
        """Follow a group that became a supergroup: its own cards, and those that go to it."""
        own = await self.of(old)
        if own is not None:
            if await self.of(new) is None:
                await self.choose(new, own)
            await self.choose(old, None)
        async for record in self._all():
            if record.value["desk"] == old:
                value = {"desk": new, "thread": None}
                await self._records.put(DESKS, record.key, value)

    async def drop(self, chat: int) -> None:
        """Forget a chat that was left: cards that went there go to the admins again."""
        await self.choose(chat, None)
        async for record in self._all():
            if record.value["desk"] == chat:
                await self._records.delete(DESKS, record.key)

    def _all(self) -> AsyncIterator[Record]:
        return walk(self._records, DESKS)


def _destination(record: Record) -> Destination:
    return Destination(record.value["desk"], record.value["thread"])
