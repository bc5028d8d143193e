"""The people of a chat as buttons speak of them: by the beginning of their ids."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.accounts import Accounts
from bot.chats import Chats
from bot.request import Request
from core.model import Person
from core.recognizer import Recognizer

LETTERS = 10
"""Of a random id of 32: two people of one chat never have the same, and two fit on a button."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody of a chat.

    Attributes:
        gallery: the chat's.
        person: who.
        account: theirs, if they said so.
        unsaid: whether their name is not to be said here.
    """

    gallery: str
    person: Person
    account: int | None
    unsaid: bool = False

    @property
    def name(self) -> str:
        """What they are called."""
        return self.person.subject.name

    @property
    def id(self) -> str:
        """The subject's id."""
        return self.person.subject.id


@dataclass(frozen=True, slots=True)
class Roster:
    """Finds people of a chat."""

    recognizer: Recognizer
    chats: Chats
    accounts: Accounts

    async def everybody(self, chat: int) -> Sequence[Person]:
        """Return whom a chat knows, by name."""
        gallery = await self.chats.gallery(chat)
        return [] if gallery is None else await self.recognizer.people(gallery)

    async def unsaid(self, request: Request) -> Collection[str]:
        """Return the ids of those whose name is not to be said here: they asked for it.

        In private nobody else reads it.
        """
        gallery = None if request.private else await self.chats.gallery(request.chat)
        return () if gallery is None else await self.accounts.unnamed(gallery)

    async def is_unsaid(self, request: Request, gallery: str, subject: str) -> bool:
        """Tell it of one person."""
        if request.private:
            return False
        return bool(await self.accounts.unnamed_among(gallery, [subject]))

    async def one(self, request: Request, short: str) -> Listed | None:
        """Return whom a button speaks of; None when they are not there any more."""
        gallery = await self.chats.gallery(request.chat)
        if gallery is None:
            return None
        for person in await self.recognizer.people(gallery):
            if short_id(person) == short:
                account = await self.accounts.account_of(gallery, person.subject.id)
                unsaid = await self.is_unsaid(request, gallery, person.subject.id)
                return Listed(gallery, person, account, unsaid)
        return None


def short_id(person: Person) -> str:
    """Return what a button calls somebody."""
    return person.subject.id[:LETTERS]
