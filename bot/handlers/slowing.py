"""Newcomers who post more photos than their group lets them: what is more is deleted, kindly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.audit import Audit, Deed
from bot.chats import Chats
from bot.handlers.patrolling import is_edit, own_photo
from bot.moderation.arrivals import NEW_FOR
from bot.moderation.deeds import Barred
from bot.moderation.held import A_RULE
from bot.moderation.paces import Paces
from bot.moderation.standing import Standing
from bot.outbox import Address, Outbox
from bot.pacing import Urgency
from bot.preferences import Preferences, Slow
from bot.request import Request
from bot.texts.writing import account, plain

EVERY: Mapping[Slow, timedelta] = {
    Slow.TEN_MINUTES: timedelta(minutes=10),
    Slow.AN_HOUR: timedelta(hours=1),
}


@dataclass(frozen=True, slots=True)
class Slowing:
    """Lets a newcomer post one photo in a time, where the group's admins chose that."""

    outbox: Outbox
    preferences: Preferences
    standing: Standing
    paces: Paces
    chats: Chats
    audit: Audit

    async def left(self, request: Request, parts: Sequence[Request]) -> Sequence[Request]:
        """Return what is left of a message or an album after what is too much was deleted.

        Args:
            request: in whose name the album is worked on.
            parts: all of its messages.
        """
        # A photo that an edit brought takes the place of one that was counted.
        fresh = [part for part in parts if not is_edit(part)]
        messages = [part.message for part in fresh if own_photo(part) is not None]
        if request.private or not messages:
            return parts
        slow = (await self.preferences.of(request.chat)).slow
        if slow is Slow.OFF or not await self._is_meant(request):
            return parts
        too_many = await self.paces.too_many(request.chat, request.sender, messages, EVERY[slow])
        if not too_many:
            return parts
        barred = await self.outbox.deeds.delete(request.chat, too_many, too_old=False)
        if barred is not None and barred is not Barred.GONE:
            # Whoever may not delete says nothing of what should be.
            return parts
        gallery = await self.chats.gallery_to_fill(request.chat)
        await self.audit.note(
            gallery, request, Deed.POST_DELETED, by=A_RULE, account=request.sender
        )
        await self._tell(request, slow)
        return [part for part in parts if part.message not in too_many]

    async def _is_meant(self, request: Request) -> bool:
        if await self.standing.is_exempt(request):
            return False
        return await self.standing.arrivals.is_new(request.chat, request.sender)

    async def _tell(self, request: Request, slow: Slow) -> None:
        """Tell somebody once."""
        if request.sender < 0 or not await self.paces.is_told_first(
            request.chat, request.sender, request.update_id
        ):
            return
        words = request.speech.html(
            "newcomer-slowed",
            who=account(request.sender, request.known_as.name),
            slow=plain(slow.value),
            days=NEW_FOR.days,
        )
        to = Address(request.chat, request.thread, None, Urgency.UNASKED)
        await self.outbox.reach(to, words)
