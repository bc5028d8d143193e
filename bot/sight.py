"""Whether Telegram shows the bot every message of a chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.request import Me, Request
from bot.roles import Roles


@dataclass(frozen=True, slots=True)
class Sight:
    """Privacy mode hides a group's messages from a bot, unless it is an admin there."""

    roles: Roles
    me: Callable[[], Me]

    async def is_whole(self, request: Request) -> bool:
        """Tell whether every message of the chat of a request reaches us."""
        if request.private or self.me().sees_everything:
            return True
        return await self.roles.is_admin(request.chat, self.me().id)
