"""Whether an admin may have the bot do something: what they could do in Telegram themselves."""

from __future__ import annotations

from dataclasses import dataclass

from bot.admin_rights import AdminRight
from bot.outbox import Outbox
from bot.request import Click, Request
from bot.roles import Roles
from bot.texts import entitling


@dataclass(frozen=True, slots=True)
class Entitling:
    """Holds the bot's rights back from an admin who was not given the same."""

    outbox: Outbox
    roles: Roles

    async def refuses(self, request: Request, click: Click, chat: int, needed: AdminRight) -> bool:
        """Refuse a click for want of a right, which is named; tell whether it was refused.

        Args:
            request: whose.
            click: theirs, not answered yet.
            chat: the group in which something would be done.
            needed: for that.
        """
        missing = await self.roles.lacking(chat, request.sender, needed)
        if missing:
            words = entitling.missing(request.speech, missing)
            await self.outbox.answer_click(click.query_id, words, alert=True)
        return bool(missing)

    async def lacks(self, request: Request, chat: int, needed: AdminRight) -> bool:
        """Tell the same, and say nothing."""
        return bool(await self.roles.lacking(chat, request.sender, needed))
