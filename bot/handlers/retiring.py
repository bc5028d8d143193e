"""Forgetting people of whom nobody has taught a photo for as long as their chat says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.accounts import Accounts
from bot.chats import Chats
from bot.chores import Chores
from bot.preferences import Preferences, Retention
from core.errors import PersonGone
from core.model import Person
from core.recognizer import Recognizer

KEPT: Mapping[Retention, timedelta] = {
    Retention.HALF_A_YEAR: timedelta(days=183),
    Retention.A_YEAR: timedelta(days=365),
}
"""How long after their last photo somebody is forgotten, where a chat has chosen so."""

PAGE = 100


@dataclass(frozen=True, slots=True)
class Retiring:
    """Looks through the chats that keep nobody for ever."""

    preferences: Preferences
    chats: Chats
    recognizer: Recognizer
    accounts: Accounts
    clock: Callable[[], datetime]

    async def finish(self) -> int:
        """Forget whose time is over; return how many. Safe to repeat after a crash."""
        chores, gone, left = Chores(), 0, await self.chats.left()
        async for chat, choices in self.preferences.everywhere():
            # What a group had chosen holds no more where it became a supergroup.
            if choices.retention in KEPT and chat not in left:
                with chores.chore(f"Forgetting whose time is over in the chat {chat}"):
                    gone += await self._retire(chat, KEPT[choices.retention])
        return gone

    async def _retire(self, chat: int, kept: timedelta) -> int:
        gallery = await self.chats.gallery(chat)
        if gallery is None:
            return 0
        oldest, gone = self.clock() - kept, 0
        for person in await self.recognizer.people(gallery):
            # Whoever came later than that has no earlier photo either.
            if person.since < oldest and await self._last(gallery, person) < oldest:
                with suppress(PersonGone):
                    await self.recognizer.forget_subject(gallery, person.subject.id)
                await self.accounts.unlink(gallery, person.subject.id)
                gone += 1
        return gone

    async def _last(self, gallery: str, person: Person) -> datetime:
        """Return when somebody's newest photo was taught."""
        last, after = person.since, None
        while photos := await self.recognizer.photos(
            gallery, person.subject.id, after=after, limit=PAGE
        ):
            last, after = photos[-1].enrolled_at, photos[-1].place
        return last
