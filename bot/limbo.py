"""People who are forgotten and can still be put back for a few minutes; kept in Records.

They are in a gallery of their own meanwhile, which no chat leads to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.request import Request
from bot.walking import walk
from core.model import Record
from core.ports import Records

LIMBO = "limbo"

GRACE = timedelta(minutes=5)
"""For how long somebody can be put back."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Somebody who was set aside.

    Attributes:
        key: names the gallery that they are in, and the record.
        gallery: where they were.
        subject: their id.
        account: who they are in Telegram, if they said so.
        unnamed: whether they asked that their name is not said.
    """

    key: str
    gallery: str
    subject: str
    account: int | None
    unnamed: bool = False

    @property
    def limbo(self) -> str:
        """The gallery that they are in."""
        return f"limbo-{self.key}"


class Limbo:
    """Remembers who was set aside."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where it is kept, and the time with its zone."""
        self._records = records
        self._clock = clock

    async def enter(
        self,
        request: Request,
        gallery: str,
        subject: str,
        account: int | None,
        *,
        unnamed: bool,
    ) -> Aside:
        """Remember somebody before they are set aside. The same request finds the same place."""
        key = _key(request, subject)
        aside = Aside(key, gallery, subject, account, unnamed)
        value = {
            "gallery": gallery,
            "subject": subject,
            "account": account,
            "unnamed": unnamed,
            "chat": request.chat,
            "until": (self._clock() + GRACE).timestamp(),
        }
        if await self._records.create(LIMBO, key, value):
            return aside
        record = await self._records.get(LIMBO, key)
        return aside if record is None else _aside(record)

    async def find(self, request: Request, key: str) -> Aside | None:
        """Return who was set aside in this chat, while they can be put back."""
        record = await self._records.get(LIMBO, key)
        if record is None or record.value["chat"] != request.chat or self._is_over(record):
            return None
        return _aside(record)

    async def entered(self, request: Request) -> Aside | None:
        """Return who was set aside because of this very request, if it is answered again."""
        async for record in walk(self._records, LIMBO):
            if record.key == _key(request, record.value["subject"]):
                return _aside(record)
        return None

    async def leave(self, aside: Aside) -> None:
        """Remember them no longer."""
        await self._records.delete(LIMBO, aside.key)

    async def subjects(self) -> set[str]:
        """Return the ids of all who are set aside, and not deleted yet."""
        return {record.value["subject"] async for record in walk(self._records, LIMBO)}

    async def accounts(self) -> set[tuple[str, int]]:
        """Return the accounts of those who are set aside, each with the gallery they were in."""
        return {
            (record.value["gallery"], record.value["account"])
            async for record in walk(self._records, LIMBO)
            if record.value["account"] is not None
        }

    async def over(self) -> list[Aside]:
        """Return those whose time is over."""
        return [
            _aside(record) async for record in walk(self._records, LIMBO) if self._is_over(record)
        ]

    def _is_over(self, record: Record) -> bool:
        return bool(record.value["until"] < self._clock().timestamp())


def _key(request: Request, subject: str) -> str:
    made = f"{request.chat}\n{request.update_id}\n{subject}"
    return sha256(made.encode()).hexdigest()[:16]


def _aside(record: Record) -> Aside:
    value = record.value
    return Aside(record.key, value["gallery"], value["subject"], value["account"], value["unnamed"])
