"""Who posts, as far as rules ask: whom none is for, who is new, and who is enrolled."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.accounts import Accounts
from bot.moderation.arrivals import Arrivals
from bot.moderation.deeds import SERVICE_ACCOUNTS
from bot.moderation.judging import Poster
from bot.moderation.leave import Leave
from bot.request import Me, Request
from bot.roles import Roles


@dataclass(frozen=True, slots=True)
class Standing:
    """Tells who somebody is in a group.

    Attributes:
        roles: who administers it.
        accounts: who is enrolled as whom.
        leave: of whom its admins approve.
        arrivals: who is new in it.
        linked: returns the id of the channel that a group discusses, if there is one.
        me: who we are.
    """

    roles: Roles
    accounts: Accounts
    leave: Leave
    arrivals: Arrivals
    linked: Callable[[int], Awaitable[int | None]]
    me: Callable[[], Me]

    async def of(self, request: Request, gallery: str | None) -> Poster:
        """Return who posted the message of a request.

        Args:
            request: the message, of a group.
            gallery: the group's, if anybody is enrolled.
        """
        linked = (
            await self.accounts.in_gallery(request.sender, gallery) if gallery is not None else ()
        )
        subjects = frozenset(one.subject for one in linked)
        if await self.is_exempt(request):
            return Poster(exempt=True, subjects=subjects)
        newcomer = await self.arrivals.is_new(request.chat, request.sender)
        return Poster(newcomer=newcomer, subjects=subjects)

    async def is_exempt(self, request: Request) -> bool:
        """Tell whether no rule is for whoever sent a request."""
        chat, sender = request.chat, request.sender
        if request.automatic or sender in SERVICE_ACCOUNTS or sender == self.me().id:
            return True
        # Who administers a group anonymously writes in its name: there `is_admin` says so.
        if await self.roles.is_admin(chat, sender) or await self.leave.is_approved(chat, sender):
            return True
        return sender < 0 and await self.linked(chat) == sender
