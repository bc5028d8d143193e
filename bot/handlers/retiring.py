"""Forgetting people of whom nobody has taught a photo for as long as their chat says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.accounts import Accounts
from bot.chats import Chats
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
        gone, left = 0, await self.chats.left()
        async for chat, choices in self.preferences.everywhere():
            gallery = await self.chats.gallery(chat)
            # What a group had chosen holds no more where it became a supergroup.
            if gallery is None or choices.retention not in KEPT or chat in left:
                continue
            oldest = self.clock() - KEPT[choices.retention]
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
