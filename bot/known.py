"""The names that may be said of the people a chat knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from bot.accounts import Accounts
from bot.chats import Chats
from core.findings import Identification
from core.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class Names:
    """Names by the ids of people; of who was forgotten there is none.

    Attributes:
        said: those that may be said.
        unsaid: the ids of people who asked not to be named.
        mentioned: the accounts of those who are to be told by Telegram that they are named.
    """

    said: Mapping[str, str]
    unsaid: frozenset[str] = frozenset()
    mentioned: Mapping[str, int] = field(default_factory=dict)

    def of(self, person: str | None) -> str | None:
        """Return somebody's name, or None where there is none to be said."""
        return self.said.get(person) if person is not None else None


@dataclass(frozen=True, slots=True)
class Known:
    """Tells who is known in a chat, and by what name."""

    recognizer: Recognizer
    chats: Chats
    accounts: Accounts

    async def names(self, chat: int) -> Names:
        """Return the names of everybody whom a chat knows."""
        gallery = await self.chats.gallery(chat)
        if gallery is None:
            return Names({})
        people = [person.subject for person in await self.recognizer.people(gallery)]
        names = {one.id: one.name for one in people}
        return _said(names, await self.accounts.unnamed(gallery))

    async def names_in(self, gallery: str, found: Iterable[Identification]) -> Names:
        """Return the names of everybody whom faces resemble, as they were when that was found."""
        everybody = (candidate.subject for face in found for candidate in face.candidates)
        names = {one.id: one.name for one in everybody}
        return _said(names, await self.accounts.unnamed_among(gallery, names.keys()))


def _said(names: Mapping[str, str], unnamed: Collection[str]) -> Names:
    unsaid = frozenset(unnamed) & names.keys()
    said = {person: name for person, name in names.items() if person not in unsaid}
    return Names(said, unsaid)
