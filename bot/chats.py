"""Which gallery a chat has. Nothing else ever leads from a chat to a gallery."""

from __future__ import annotations

from collections.abc import Callable, Collection

from bot.walking import walk
from core.model import Record
from core.ports import Records
from core.recognizer import Recognizer

CHATS = "chats"
HINTED = "chats-hinted"


class Chats:
    """Chats and their galleries, kept in Records: chat id -> {"gallery": opaque id}."""

    def __init__(self, records: Records, recognizer: Recognizer, new_id: Callable[[], str]) -> None:
        """Take where they are kept, who can join two galleries, and what makes new ids."""
        self._records = records
        self._recognizer = recognizer
        self._new_id = new_id

    async def gallery(self, chat: int) -> str | None:
        """Return the chat's gallery, or None when nobody was ever enrolled in it."""
        return _gallery(await self._records.get(CHATS, str(chat)))

    async def gallery_to_fill(self, chat: int) -> str:
        """Return the chat's gallery; the first who asks gives it one. Safe among processes."""
        known = await self.gallery(chat)
        if known is not None:
            return known
        made = self._new_id()
        if await self._records.create(CHATS, str(chat), {"gallery": made}):
            return made
        return await self.gallery(chat) or made

    async def move(self, old: int, new: int) -> None:
        """Give a supergroup the gallery of the group that it was. Doing it twice changes nothing.

        Whoever was enrolled in the new chat before we heard of the move is kept too. The old id
        goes on leading to the same gallery, for messages that are still on their way.
        """
        kept = await self.gallery(old)
        if kept is None:
            return
        present = await self._records.get(CHATS, str(new))
        fresh = _gallery(present)
        if fresh is not None and fresh != kept:
            await self._recognizer.merge(fresh, into=kept)
        await self._records.put(CHATS, str(new), {"gallery": kept, "was": str(old)})

    async def with_galleries(self, galleries: Collection[str]) -> dict[str, int]:
        """Return which chat has each gallery now: the supergroup, where a group became one."""
        found: dict[str, list[int]] = {}
        left: set[int] = set()
        async for record in walk(self._records, CHATS):
            if (gallery := _gallery(record)) in galleries and gallery is not None:
                found.setdefault(gallery, []).append(int(record.key))
                left.add(int(record.value.get("was", 0)))
        return {
            gallery: next((chat for chat in chats if chat not in left), chats[0])
            for gallery, chats in found.items()
        }

    async def was(self, chat: int) -> int | None:
        """Return the id of the group that became this supergroup, if one did."""
        record = await self._records.get(CHATS, str(chat))
        return None if record is None or "was" not in record.value else int(record.value["was"])

    async def left(self) -> set[int]:
        """Return the ids of all groups that became supergroups."""
        return {
            int(record.value["was"])
            async for record in walk(self._records, CHATS)
            if "was" in record.value
        }

    async def drop(self, chat: int) -> None:
        """Forget that there was a chat."""
        await self._records.delete(HINTED, str(chat))
        await self._records.delete(CHATS, str(chat))

    async def first_hint(self, chat: int) -> bool:
        """Tell whether a chat is to be told, for the first and only time, how to begin."""
        return await self._records.create(HINTED, str(chat), {})


def _gallery(record: Record | None) -> str | None:
    return None if record is None else str(record.value["gallery"])
