"""People who are forgotten and can still be put back for a few minutes; kept in Records.

They are in a gallery of their own meanwhile, which no chat leads to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.request import Request
from bot.walking import walk
from core.errors import RecordConflict
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
        chat: where they were forgotten: the chat's id then.
        unnamed: whether they asked that their name is not said.
        by: who had them forgotten; None where that was not noted yet.
        for_good: whether nobody may put them back any more.
    """

    key: str
    gallery: str
    subject: str
    account: int | None
    chat: int
    unnamed: bool = False
    by: int | None = None
    for_good: bool = False

    @property
    def limbo(self) -> str:
        """The gallery that they are in."""
        return f"limbo-{self.key}"

    @property
    def by_themselves(self) -> bool:
        """Whether it was they who had them forgotten."""
        return self.account is not None and self.account == self.by


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
        aside = Aside(key, gallery, subject, account, request.chat, unnamed, request.sender)
        value = {
            "gallery": gallery,
            "subject": subject,
            "account": account,
            "unnamed": unnamed,
            "by": request.sender,
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
        aside = _aside(record)
        return None if aside.for_good else aside

    async def entered(self, request: Request) -> Aside | None:
        """Return who was set aside because of this very request, if it is answered again."""
        async for record in walk(self._records, LIMBO):
            if record.key == _key(request, record.value["subject"]):
                return _aside(record)
        return None

    async def of(self, account: int) -> list[Aside]:
        """Return those set aside who are this account, also those who are to be gone for good."""
        return [
            _aside(record)
            async for record in walk(self._records, LIMBO)
            if record.value["account"] == account
        ]

    async def again(self, aside: Aside) -> Aside:
        """Return somebody as they are remembered by now.

        As they were, where they are not remembered any more: another click put them back.
        """
        record = await self._records.get(LIMBO, aside.key)
        return aside if record is None else _aside(record)

    async def name_or_not(self, aside: Aside, *, unnamed: bool) -> None:
        """Note whether somebody's name may be said, should they be put back."""
        await self._change(aside, unnamed=unnamed)

    async def close(self, aside: Aside) -> None:
        """Note that somebody is to be gone for good: nobody may put them back any more."""
        await self._change(aside, for_good=True)

    async def expire(self, aside: Aside) -> None:
        """Note that their time is over, and nothing is kept of whose they were.

        They are remembered until `over` has returned them: who just puts them back has to see it.
        """
        await self._change(aside, until=0.0, account=None)

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

    async def _change(self, aside: Aside, **changed: Any) -> None:
        # Whoever was put back, or deleted, meanwhile must not be here again because of this.
        while (record := await self._records.get(LIMBO, aside.key)) is not None:
            value = {**record.value, **changed}
            try:
                await self._records.put(LIMBO, aside.key, value, version=record.version)
            except RecordConflict:
                continue
            return

    def _is_over(self, record: Record) -> bool:
        return bool(record.value["until"] < self._clock().timestamp())


def _key(request: Request, subject: str) -> str:
    made = f"{request.chat}\n{request.update_id}\n{subject}"
    return sha256(made.encode()).hexdigest()[:16]


def _aside(record: Record) -> Aside:
    value = record.value
    return Aside(
        record.key,
        value["gallery"],
        value["subject"],
        value["account"],
        value["chat"],
        value["unnamed"],
        # Not in records from before they were noted.
        value.get("by"),
        bool(value.get("for_good")),
    )
