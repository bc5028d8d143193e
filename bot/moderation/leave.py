"""Whom, and which faces, admins told the rules of a group to let be; kept in Records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from core.model import Box
from core.ports import Records

APPROVED, CLEARED = "approved", "cleared"

REMEMBERED = timedelta(days=365)
"""How long it is known of a face in a photo that it is not whom a rule took it for."""

PAGE = 500


class Leave:
    """Approved posters, whom no rule meets; and faces that are not whom they look like.

    `approved`: `<chat>:<poster>` -> {"by", "at"}. `cleared`: `<chat>:<digest>` -> {"until"}, of
    rule, subject, photo and face: the same picture posted again meets the rule no more. No template
    is kept for it.
    """

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where it is kept, and the time with its zone."""
        self._records = records
        self._clock = clock

    async def approve(self, chat: int, poster: int, by: int) -> None:
        """Let somebody post what they like from now on."""
        value = {"by": by, "at": self._clock().timestamp()}
        await self._records.put(APPROVED, f"{chat}:{poster}", value)

    async def disapprove(self, chat: int, poster: int) -> None:
        """Let rules meet somebody again."""
        await self._records.delete(APPROVED, f"{chat}:{poster}")

    async def approved(self, chat: int) -> list[int]:
        """Return of whom admins approved in a chat, by their numbers."""
        return sorted(int(key.rpartition(":")[2]) for key, _ in await self._all(APPROVED, chat))

    async def is_approved(self, chat: int, poster: int) -> bool:
        """Tell whether an admin approved of somebody."""
        return await self._records.get(APPROVED, f"{chat}:{poster}") is not None

    async def clear(self, chat: int, rule: str, subject: str, photo: str, box: Box) -> None:
        """Note that a face is not somebody's; `photo` is the digest of the picture."""
        until = (self._clock() + REMEMBERED).timestamp()
        await self._records.put(CLEARED, _face(chat, rule, subject, photo, box), {"until": until})

    async def is_cleared(self, chat: int, rule: str, subject: str, photo: str, box: Box) -> bool:
        """Tell whether that was said of this face of this picture."""
        key = _face(chat, rule, subject, photo, box)
        return await self._records.get(CLEARED, key) is not None

    async def drop(self, chat: int) -> None:
        """Forget all of it in a chat."""
        for collection in (APPROVED, CLEARED):
            for key, _ in await self._all(collection, chat):
                await self._records.delete(collection, key)

    async def move(self, old: int, new: int) -> None:
        """Let it hold in a supergroup as in the group that it was."""
        for collection in (APPROVED, CLEARED):
            for key, value in await self._all(collection, old):
                await self._records.create(collection, f"{new}:{key.partition(':')[2]}", value)

    async def _all(self, collection: str, chat: int) -> list[tuple[str, Any]]:
        prefix = after = f"{chat}:"
        found: list[tuple[str, Any]] = []
        while page := await self._records.list(collection, after=after, limit=PAGE):
            for record in page:
                if not record.key.startswith(prefix):
                    return found
                after = record.key
                found.append((record.key, record.value))
        return found


def _face(chat: int, rule: str, subject: str, photo: str, box: Box) -> str:
    # The same photo read again gives the same boxes.
    parts = f"{rule}\n{subject}\n{photo}\n{box.x},{box.y},{box.w},{box.h}"
    return f"{chat}:{sha256(parts.encode()).hexdigest()[:32]}"
