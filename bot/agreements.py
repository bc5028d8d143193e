"""Photos that wait for the person on them to agree: Telegram's file ids, never pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.request import Mention, PhotoRef, Request
from core.ports import Records

AGREEMENTS = "questions-agreements"

PATIENCE = timedelta(days=1)
"""How long somebody may take to agree."""


@dataclass(frozen=True, slots=True)
class AgreementWanted:
    """Somebody is asked whether they may be enrolled.

    Attributes:
        name: to be known by.
        photos: of them.
        mention: whose word counts.
        asked_by: the account that wants it.
    """

    name: str
    photos: tuple[PhotoRef, ...]
    mention: Mention
    asked_by: int

    def is_asked(self, request: Request) -> bool:
        """Tell whether a request comes from who was asked."""
        if self.mention.account is not None:
            return request.sender == self.mention.account
        own, wanted = request.known_as.username, self.mention.username
        return bool(own and wanted) and str(own).casefold() == str(wanted).casefold()


class Agreements:
    """Keeps what waits, by chat and by a short id."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where it is kept, and the time with its zone."""
        self._records = records
        self._clock = clock

    async def ask(self, request: Request, wanted: AgreementWanted) -> str:
        """Keep a question; return its short id."""
        places = [photo.message_id for photo in wanted.photos]
        key = sha256(f"{wanted.name}\n{wanted.mention}\n{places}".encode()).hexdigest()[:16]
        value = {
            "name": wanted.name,
            "photos": [[one.file_id, one.message_id, one.size] for one in wanted.photos],
            "username": wanted.mention.username,
            "account": wanted.mention.account,
            "asked_by": wanted.asked_by,
            "until": (self._clock() + PATIENCE).timestamp(),
        }
        await self._records.put(AGREEMENTS, f"{request.chat}:{key}", value)
        return key

    async def find(self, request: Request, key: str) -> AgreementWanted | None:
        """Return a question of this chat, while it is open."""
        record = await self._records.get(AGREEMENTS, f"{request.chat}:{key}")
        if record is None or record.value["until"] < self._clock().timestamp():
            return None
        value = record.value
        return AgreementWanted(
            name=value["name"],
            photos=_photos(value["photos"]),
            mention=Mention(value["username"], value["account"]),
            asked_by=value["asked_by"],
        )

    async def close(self, request: Request, key: str) -> None:
        """Wait no longer."""
        await self._records.delete(AGREEMENTS, f"{request.chat}:{key}")


def _photos(values: Sequence[Sequence[Any]]) -> tuple[PhotoRef, ...]:
    return tuple(PhotoRef(file_id, message_id, size) for file_id, message_id, size in values)
