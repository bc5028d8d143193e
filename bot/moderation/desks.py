"""Where the cards of a group go: its admins in private, or a chat that they chose."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.moderation.destinations import Destination, Destinations


class Desks:
    """The chat that was chosen with /watch, or each admin."""

    def __init__(
        self,
        destinations: Destinations,
        admins: Callable[[int], Awaitable[frozenset[int]]],
        me: Callable[[], int],
    ) -> None:
        """Take what was chosen, who administers a chat, and our own number."""
        self._destinations = destinations
        self._admins = admins
        self._me = me

    async def of(self, chat: int) -> list[Destination]:
        """Return where the cards of a group go; whether they can be sent there is seen then."""
        chosen = await self._destinations.of(chat)
        return await self.in_private(chat) if chosen is None else [chosen]

    async def in_private(self, chat: int) -> list[Destination]:
        """Return the private chats of a group's admins, whether they ever spoke to us or not."""
        admins = sorted(await self._admins(chat))
        return [Destination(admin) for admin in admins if admin != self._me()]
