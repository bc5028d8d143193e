"""Rights that rules need and the bot lacks in a group: told to its admins once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.admin_rights import AdminRight
from bot.moderation.desks import Desks
from bot.moderation.destinations import Destination
from bot.moderation.requirements import needed_by, needed_to_act
from bot.moderation.rulebook import Rulebook
from bot.moderation.rules import Rule
from bot.moderation.shields import Shields
from bot.outbox import Address, Outbox
from bot.pacing import Urgency
from bot.preferences import Preferences
from bot.request import Me, Request
from bot.texts import lacking
from bot.texts.speech import Languages
from bot.told import Once, Told

TOLD: Mapping[AdminRight, Once] = {
    AdminRight.DELETE: Once.NO_DELETING,
    AdminRight.RESTRICT: Once.NO_BANNING,
    AdminRight.INVITE: Once.NO_ADDING,
}
"""That a right is missing is told once, and anew after it was given."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """Holds the rights that we have in a group against those that its rules need."""

    outbox: Outbox
    desks: Desks
    rulebook: Rulebook
    shields: Shields
    preferences: Preferences
    languages: Languages
    told: Told
    me: Callable[[], Me]

    async def of(self, chat: int, rule: Rule) -> Sequence[AdminRight]:
        """Return which rights a rule needs, whether it acts yet or not, and we lack."""
        needed = needed_by(rule)
        if not needed:
            return ()
        return tuple(needed & ~await self._rights(chat))

    async def check(self, request: Request, *, seen_by: Collection[int] = ()) -> None:
        """Tell which rights we lack for the rules of a group that act, if any.

        Args:
            request: because of which.
            seen_by: the chats in which it stands already.
        """
        needed = await self._needed(request.chat)
        if needed:
            await self._compare(request, needed, await self._rights(request.chat), seen_by)

    async def changed(self, request: Request, rights: AdminRight) -> None:
        """Hear which rights we have in a group from now on, and tell which are missing."""
        await self._compare(request, await self._needed(request.chat), rights, ())

    async def _compare(
        self,
        request: Request,
        needed: AdminRight,
        rights: AdminRight,
        seen_by: Collection[int],
    ) -> None:
        for right in rights:
            await self.told.forget(TOLD[right], request.chat)
        missing = [
            right for right in needed & ~rights if await self.told.is_first(TOLD[right], request)
        ]
        if missing:
            await self._tell(request, missing, seen_by)

    async def _needed(self, chat: int) -> AdminRight:
        rules = await self.rulebook.of(chat), await self.shields.of(chat)
        return needed_to_act(rule for some in rules for rule in some)

    async def _rights(self, chat: int) -> AdminRight:
        return await self.outbox.rights_of(chat, self.me().id)

    async def _tell(
        self, request: Request, missing: Sequence[AdminRight], seen_by: Collection[int]
    ) -> None:
        """Tell the admins where their cards go; else in private, else in the group."""
        chat = request.chat
        group = await self.outbox.title(chat) or str(chat)
        for desks in (
            await self.desks.of(chat),
            await self.desks.in_private(chat),
            [Destination(chat)],
        ):
            reached = [
                desk.chat in seen_by or await self._say(request, desk, group, missing)
                for desk in desks
            ]
            if any(reached):
                return

    async def _say(
        self, request: Request, desk: Destination, group: str, missing: Sequence[AdminRight]
    ) -> bool:
        """Tell it in one chat; tell whether that lets us."""
        own = (await self.preferences.of(desk.chat)).language
        chosen = (await self.preferences.of(request.chat)).language
        speech = self.languages.of(own, chosen, request.speech.language)
        to = Address(desk.chat, desk.thread, None, Urgency.UNASKED)
        return await self.outbox.reach(to, lacking.told(speech, group, missing)) is not None
