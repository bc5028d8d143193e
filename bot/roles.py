"""Who administers a chat, and may do what: asked of Telegram now and then, and remembered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.admin_rights import NO_RIGHT, AdminRight

REMEMBERED = timedelta(minutes=5)
"""How long an answer is good where the bot is an admin: there Telegram tells of changes."""

UNTOLD = timedelta(seconds=30)
"""The same where it is none, and hears of its own standing alone."""

MOST_CHATS = 1000

Ask = Callable[[int], Awaitable[Mapping[int, AdminRight]]]


@dataclass(frozen=True, slots=True)
class _Known:
    """An answer that is there or on its way."""

    asked: datetime
    admins: asyncio.Task[Mapping[int, AdminRight]]


class Roles:
    """Tells admins. The memory is this process's own, bounded, and may be lost at any time."""

    def __init__(self, ask: Ask, clock: Callable[[], datetime], me: Callable[[], int]) -> None:
        """Take what asks Telegram for a chat's admins, the time with its zone, our own number."""
        self._ask = ask
        self._clock = clock
        self._me = me
        self._known: dict[int, _Known] = {}

    async def is_admin(self, chat: int, person: int) -> bool:
        """Tell whether somebody (or the bot itself) administers a chat; when in doubt, no.

        Args:
            chat: the chat's id. In private everybody is their own admin.
            person: a person's id, or that of the chat in whose name somebody writes: admins who
                are anonymous write in the group's own.
        """
        return person == chat or person in await self._admins(chat)

    async def admins(self, chat: int) -> frozenset[int]:
        """Return who administers a group, the bot itself among them if it does."""
        return frozenset(await self._admins(chat))

    async def lacking(self, chat: int, person: int, wanted: AdminRight) -> AdminRight:
        """Return which of some rights somebody does not have in a chat; when in doubt, all.

        Args:
            chat: the chat's id. In private everybody may do everything.
            person: a person's id; or the group's own, in whose name an anonymous admin writes:
                which of them it is Telegram does not tell.
            wanted: the rights in question.
        """
        if person == chat or not wanted:
            return NO_RIGHT
        return wanted & ~(await self._admins(chat)).get(person, NO_RIGHT)

    def changed(self, chat: int) -> None:
        """Hear that somebody's standing, or what they may do, in a chat is another now."""
        self._known.pop(chat, None)

    def _is_good(self, known: _Known) -> bool:
        age, answer = self._clock() - known.asked, known.admins
        if not answer.done():
            return age < REMEMBERED
        if answer.cancelled() or answer.exception() is not None:
            return False  # whoever asked has gone meanwhile
        return age < (REMEMBERED if self._me() in answer.result() else UNTOLD)

    async def _asked(self, chat: int) -> Mapping[int, AdminRight]:
        return await self._ask(chat)

    async def _admins(self, chat: int) -> Mapping[int, AdminRight]:
        known = self._known.get(chat)
        if known is None or not self._is_good(known):
            self._known.pop(chat, None)
            asking = asyncio.create_task(self._asked(chat))
            known = self._known[chat] = _Known(self._clock(), asking)
            while len(self._known) > MOST_CHATS:
                self._known.pop(next(iter(self._known)))
        try:
            # Others may wait for the same answer: who gives up does not take it from them.
            return await asyncio.shield(known.admins)
        except Exception:
            if self._known.get(chat) is known:
                self.changed(chat)
            raise
