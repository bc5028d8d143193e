"""Who comes into a group, or asks to: their profile photos are held against its watch rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from bot.chats import Chats
from bot.comings import Brought, Joined
from bot.looking import Looking
from bot.moderation.arrivals import Arrivals
from bot.moderation.cases import Case, Finding, Occasion
from bot.moderation.desk import Handing
from bot.moderation.glances import Glances
from bot.moderation.judging import Poster, acts, awake, judge, mode_of
from bot.moderation.rulebook import Rulebook
from bot.moderation.rules import Mode, Rule, Then
from bot.moderation.seeing import Seeing
from bot.moderation.standing import Standing
from bot.portraits import Portraits
from bot.preferences import Preferences, Slow
from bot.progress import Progress
from bot.request import KnownAs, Request
from bot.texts.speech import Languages

MOST_PHOTOS = 3
"""Profile photos that are looked at, the newest."""

COMES = Poster(newcomer=True)

DOABLE = {
    Occasion.REQUEST: frozenset({Then.BAN}),
    Occasion.ARRIVAL: frozenset({Then.MUTE, Then.BAN}),
}
"""What a rule may do by itself about somebody who posted nothing: a ban turns a request away. Where
there is nothing to delete or to warn of, admins are asked."""


class Reception(Protocol):
    """Hears that somebody is in who asked to come in."""

    async def let_in(self, request: Request, joined: Joined) -> None:
        """Note on the cases of a request to join that it was answered."""


@dataclass(frozen=True, slots=True)
class Admitting:
    """Looks at the profile of whoever comes, once, or asks to.

    No photo, or none that is shown, says nothing.
    """

    looking: Looking
    seeing: Seeing
    chats: Chats
    rulebook: Rulebook
    standing: Standing
    arrivals: Arrivals
    glances: Glances
    portraits: Portraits
    handing: Handing
    reception: Reception
    preferences: Preferences
    languages: Languages
    clock: Callable[[], datetime]

    async def asked(self, request: Request) -> None:
        """Hear that somebody asks to come into a group; a further time is another request."""
        rules = await self._rules(request)
        if not rules or await self.standing.is_exempt(request):
            return
        await self.glances.note(request.chat, request.sender, request.update_id)
        made = f"{request.sender}\n{request.update_id}"
        await self._hold(request, rules, Occasion.REQUEST, made)

    async def joined(self, request: Request, joined: Joined) -> None:
        """Hear that somebody came into a group."""
        await self.reception.let_in(request, joined)
        await self._came(request, joined.by)

    async def brought(self, request: Request, brought: Brought) -> None:
        """Hear the group say that people came in: all that a bot hears that is no admin."""
        if not await self._is_minded(request.chat):
            return
        if await self.standing.roles.is_admin(request.chat, self.standing.me().id):
            return
        for one in brought.people:
            called = KnownAs(one.name, one.username)
            came = replace(request, sender=one.account, known_as=called)
            await self._came(came, request.sender)

    async def _came(self, request: Request, by: int) -> None:
        """Look at somebody who came in, unless it was an admin who let them."""
        if not await self._is_minded(request.chat):
            return
        await self.arrivals.joined(request.chat, request.sender)
        rules = await self._rules(request)
        if not rules or await self.standing.is_exempt(request):
            return
        if await self.standing.roles.is_admin(request.chat, by):
            return
        if await self.glances.is_first(request.chat, request.sender, request.update_id):
            await self._hold(request, rules, Occasion.ARRIVAL, str(request.sender))

    async def _is_minded(self, chat: int) -> bool:
        """Tell whether it matters in a group who is new."""
        if await self.rulebook.of(chat):
            return True
        return (await self.preferences.of(chat)).slow is not Slow.OFF

    async def _rules(self, request: Request) -> tuple[Rule, ...]:
        rules = awake(await self.rulebook.of(request.chat), COMES, self.clock())
        return tuple(rule for rule in rules if rule.is_for_profiles)

    async def _hold(
        self, request: Request, rules: Sequence[Rule], occasion: Occasion, made: str
    ) -> None:
        """Hold somebody's profile photos against rules, after all that is posted."""
        gallery = await self.chats.gallery(request.chat)
        photos = await self.portraits.of(request.sender, MOST_PHOTOS)
        if gallery is None or not photos:
            return
        looks = await self.looking.look_at_all(request, photos, photos, Progress())
        faces = await self.seeing.faces(request.chat, gallery, rules, looks)
        by_id = {rule.id: rule for rule in rules}
        cases = [
            Case(
                id=_short(request.chat, occasion, made, finding.rule),
                chat=request.chat,
                gallery=gallery,
                thread=None,
                messages=(),
                photos=(finding.face.photo,) if finding.face is not None else (),
                poster=request.sender,
                posted_as=request.known_as.name,
                finding=finding,
                then=by_id[finding.rule].then,
                mode=_mode(by_id[finding.rule], finding, occasion),
                occasion=occasion,
            )
            for finding in judge(rules, faces, COMES, {}, self.clock())
        ]
        if cases:
            await self.handing.on(await self._spoken(request), cases)

    async def _spoken(self, request: Request) -> Request:
        """Return a request in the language that its group chose: who comes does not choose it."""
        chosen = (await self.preferences.of(request.chat)).language
        return replace(
            request,
            speech=self.languages.of(chosen),
            told_speech=request.told_speech or request.speech,
        )


def _mode(rule: Rule, finding: Finding, occasion: Occasion) -> Mode:
    """Return how far a rule may go with somebody who posted nothing."""
    mode = mode_of(rule, finding)
    done = acts(rule.then, mode)
    return Mode.ASKING if done and rule.then not in DOABLE[occasion] else mode


def _short(*parts: object) -> str:
    return sha256("\n".join(map(str, parts)).encode()).hexdigest()[:12]
