"""Which enrolled people are whom in Telegram, where they said so themselves; kept in Records.

Each link is kept twice, so that it is found from either side: whoever is enrolled leads to an
account, and an account to whoever it is in each gallery. The account's side is written first and
deleted last: by it alone a person is told, and can take away, everything that is kept of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass

from bot.walking import walk
from core.ports import Records

PEOPLE, ACCOUNTS = "people-accounts", "accounts-people"


@dataclass(frozen=True, slots=True)
class Linked:
    """Who an account is in a gallery.

    Attributes:
        gallery: its id.
        subject: the subject's id.
        chat: where they were enrolled: the chat's id then.
        unnamed: whether they asked that their name is not said.
    """

    gallery: str
    subject: str
    chat: int
    unnamed: bool


class Accounts:
    """Links of enrolled people with their accounts."""

    def __init__(self, records: Records) -> None:
        """Take where they are kept."""
        self._records = records

    async def link(self, gallery: str, subject: str, account: int, chat: int) -> None:
        """Note that somebody enrolled is this account; again changes nothing."""
        before = await self.account_of(gallery, subject)
        if before == account:
            return
        await self._write(account, Linked(gallery, subject, chat, unnamed=False))
        if before is not None:
            await self._records.delete(ACCOUNTS, f"{before}:{gallery}:{subject}")

    async def linked(self, gallery: str, subject: str) -> tuple[int, Linked] | None:
        """Return whose account somebody enrolled is, with what they asked for."""
        account = await self.account_of(gallery, subject)
        for one in await self.in_gallery(account, gallery) if account is not None else ():
            if one.subject == subject and account is not None:
                return account, one
        return None

    async def hand_on(self, gallery: str, subject: str, into: str) -> None:
        """Make who somebody is in Telegram somebody else's, unless they are an account already.

        For two who are one person. What was asked not to be said stays unsaid.
        """
        found = await self.linked(gallery, subject)
        if found is not None and await self.account_of(gallery, into) is None:
            account, one = found
            await self._write(account, Linked(gallery, into, one.chat, one.unnamed))
        await self.unlink(gallery, subject)

    async def unlink(self, gallery: str, subject: str) -> None:
        """Note that nobody enrolled is this any more; again does nothing."""
        account = await self.account_of(gallery, subject)
        await self._records.delete(PEOPLE, f"{gallery}:{subject}")
        if account is not None:
            await self.let_go(account, gallery, subject)

    async def let_go(self, account: int, gallery: str, subject: str) -> None:
        """Delete an account's side of a link, when nothing is kept there any more."""
        await self._records.delete(ACCOUNTS, f"{account}:{gallery}:{subject}")

    async def name_or_not(self, account: int, linked: Linked, *, unnamed: bool) -> None:
        """Note whether somebody's name may be said."""
        changed = Linked(linked.gallery, linked.subject, linked.chat, unnamed)
        await self._write(account, changed)

    async def account_of(self, gallery: str, subject: str) -> int | None:
        """Return whose account somebody enrolled is, if they said so."""
        record = await self._records.get(PEOPLE, f"{gallery}:{subject}")
        return None if record is None else int(record.value["account"])

    async def in_gallery(self, account: int, gallery: str) -> list[Linked]:
        """Return who an account is in a gallery."""
        return await self._linked(f"{account}:{gallery}:")

    async def everywhere(self, account: int) -> list[Linked]:
        """Return who an account is, in every gallery."""
        return await self._linked(f"{account}:")

    async def accounts_in(self, gallery: str) -> dict[str, int]:
        """Return whose accounts those of a gallery are who said so, by the ids of subjects."""
        return {
            record.key.rpartition(":")[2]: int(record.value["account"])
            async for record in walk(self._records, PEOPLE, prefix=f"{gallery}:")
        }

    async def unnamed(self, gallery: str) -> set[str]:
        """Return the ids of the subjects of a gallery whose name is not to be said."""
        return {
            record.key.rpartition(":")[2]
            async for record in walk(self._records, PEOPLE, prefix=f"{gallery}:")
            if record.value["unnamed"]
        }

    async def unnamed_among(self, gallery: str, subjects: Collection[str]) -> set[str]:
        """Return those of some subjects whose name is not to be said."""
        records = await asyncio.gather(
            *(self._records.get(PEOPLE, f"{gallery}:{subject}") for subject in subjects)
        )
        return {
            subject
            for subject, record in zip(subjects, records, strict=True)
            if record is not None and record.value["unnamed"]
        }

    async def _write(self, account: int, linked: Linked) -> None:
        both = f"{linked.gallery}:{linked.subject}"
        value = {"chat": linked.chat, "unnamed": linked.unnamed}
        await self._records.put(ACCOUNTS, f"{account}:{both}", value)
        await self._records.put(PEOPLE, both, {"account": account, "unnamed": linked.unnamed})

    async def _linked(self, prefix: str) -> list[Linked]:
        found = []
        async for record in walk(self._records, ACCOUNTS, prefix=prefix):
            _, gallery, subject = record.key.split(":")
            chat, unnamed = record.value["chat"], record.value["unnamed"]
            found.append(Linked(gallery, subject, chat, unnamed))
        return found
