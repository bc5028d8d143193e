"""Being put out of a chat, or blocked: after some days nothing of it is left."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from bot.accounts import Accounts
from bot.audit import Audit
from bot.chats import Chats
from bot.chores import Chores
from bot.departures import Departures
from bot.moderation.keeping import Keeping
from bot.preferences import Preferences
from bot.request import Request
from bot.told import Told
from core.errors import PersonGone
from core.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class Leaving:
    """Notes where the bot is no longer wanted, and deletes what it knew there in time."""

    departures: Departures
    chats: Chats
    recognizer: Recognizer
    accounts: Accounts
    preferences: Preferences
    audit: Audit
    told: Told
    keeping: Keeping
    is_inside: Callable[[int], Awaitable[bool]]

    async def removed(self, request: Request) -> None:
        """Begin the days of grace. Nothing can be said any more."""
        await self.departures.note(request.chat)

    async def returned(self, request: Request) -> None:
        """Keep everything after all; a group is one that the bot is in from now on."""
        await self.departures.cancel(request.chat)
        if not request.private:
            await self.keeping.groups.note(request.chat)

    async def finish(self) -> int:
        """Delete the chats whose time is over; return how many. Safe to repeat after a crash."""
        chores, due = Chores(), await self.departures.due()
        for chat in due:
            with chores.chore(f"Deleting the chat {chat}, which was left,"):
                await self._delete(chat)
        return len(due) - chores.undone

    async def _delete(self, chat: int) -> None:
        if chat < 0 and await self.is_inside(chat):
            # Of our return we were never told: what Telegram repeats for a day was missed.
            await self.departures.cancel(chat)
            return
        gallery, was = await self.chats.gallery(chat), await self.chats.was(chat)
        # A group that became a supergroup leads there too, and that may be as alive as ever.
        if gallery is not None and chat not in await self.chats.left():
            await self._forget_everybody(gallery)
            await self.audit.drop(gallery)
            await self.keeping.protections.drop(gallery)
        # Of the group that it was Telegram says nothing any more: it goes with the supergroup.
        for one in (was, chat) if was is not None else (chat,):
            await self.keeping.drop(one)
            await self.preferences.drop(one)
            await self.told.drop(one)
            await self.chats.drop(one)
        await self.departures.cancel(chat)

    async def _forget_everybody(self, gallery: str) -> None:
        # Not through `people`: a gallery that nobody moved to our model has people all the same.
        people = {one.id for one in await self.recognizer.everybody(gallery)}
        # An earlier try may have died between the person and the link.
        for subject in {*people, *await self.accounts.accounts_in(gallery)}:
            with suppress(PersonGone):
                await self.recognizer.forget_subject(gallery, subject)
            await self.accounts.unlink(gallery, subject)
