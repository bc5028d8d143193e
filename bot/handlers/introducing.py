"""Saying hello: /start, /help, /privacy, and being put into a group."""

from __future__ import annotations

from collections.abc import Callable

from bot.outbox import Outbox, answer_to
from bot.request import Added, Me, Request
from bot.texts import introducing


class Introducing:
    """Explains what the bot does, and in a group what it cannot see."""

    def __init__(self, outbox: Outbox, me: Callable[[], Me]) -> None:
        """Take the door to Telegram, and what tells who we are there."""
        self._outbox = outbox
        self._me = me

    async def start(self, request: Request) -> None:
        """Answer /start."""
        await self._introduce(request)

    async def added(self, request: Request, how: Added) -> None:
        """Introduce ourselves to a group that we were put into."""
        await self._introduce(request, admin=how.admin)

    async def help(self, request: Request) -> None:
        """Answer /help."""
        await self._say(request, introducing.HELP, admin=None)

    async def privacy(self, request: Request) -> None:
        """Answer /privacy."""
        await self._outbox.say(answer_to(request), introducing.PRIVACY)

    async def _introduce(self, request: Request, *, admin: bool | None = None) -> None:
        words = introducing.START if request.private else introducing.START_IN_GROUP
        await self._say(request, words, admin=admin)

    async def _say(self, request: Request, words: str, *, admin: bool | None) -> None:
        if not await self._sees_everything(request, admin=admin):
            words += "\n\n" + introducing.privacy_mode(self._me().username)
        await self._outbox.say(answer_to(request), words)

    async def _sees_everything(self, request: Request, *, admin: bool | None) -> bool:
        """Tell whether every message of this chat reaches us; admins see all despite the mode."""
        if request.private or self._me().sees_everything:
            return True
        if admin is None:
            return await self._outbox.is_admin(request.chat, self._me().id)
        return admin
