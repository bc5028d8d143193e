"""Telling of a case: a card for the admins, and a word to whoever posted the photo."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.accounts import Accounts
from bot.buttons import Rows
from bot.comings import JoinAsked
from bot.handlers.confiding import Confiding
from bot.handlers.deciding import Deciding
from bot.handlers.executing import RuleOf, is_lifted
from bot.moderation.caseload import Caseload
from bot.moderation.desks import Desks
from bot.moderation.destinations import Destination
from bot.moderation.held import Card, Held, Measure
from bot.moderation.leave import Leave
from bot.moderation.rules import Rule
from bot.outbox import Address, FileGone, Outbox
from bot.pacing import Urgency
from bot.photos import Photos
from bot.preferences import Preferences
from bot.request import Request
from bot.texts import cases
from bot.texts.cases import Facts
from bot.texts.speech import Languages, Markup, Speech
from bot.texts.writing import bold_name
from bot.told import Once, Told
from core.errors import ImageError, PersonGone
from core.recognizer import Recognizer

SaidOf = Callable[[Speech, Rule, Mapping[str, str]], Markup]
"""Says a rule as a sentence, with the names of people by the ids of subjects."""


REACHABLE = timedelta(minutes=5)
"""How long we may write to who asks to come in (core.telegram.org/bots/api#chatjoinrequest)."""


@dataclass(frozen=True, slots=True)
class Informing:
    """Sends cards once, and writes them anew when something became of the case."""

    outbox: Outbox
    desks: Desks
    caseload: Caseload
    leave: Leave
    deciding: Deciding
    recognizer: Recognizer
    accounts: Accounts
    photos: Photos
    preferences: Preferences
    languages: Languages
    told: Told
    rule: RuleOf
    said: SaidOf
    clock: Callable[[], datetime]
    confiding: Confiding

    async def tell(self, request: Request, held: Held) -> None:
        """Send the card to every desk that has none yet; again after a crash sends the rest."""
        if not await self.reach(request, held):
            await self._tell_that_nobody_is_told(request, held)

    async def reach(self, request: Request, held: Held) -> bool:
        """Do the same, and tell whether there is any card of it."""
        desks = await self.desks.of(held.case.chat)
        if await self._send(request, held, desks):
            return True
        # The chat that was chosen is gone, or lets us write no more.
        return await self._send(request, held, await self.desks.in_private(held.case.chat))

    async def write_anew(self, request: Request, held: Held, *, gently: bool = False) -> None:
        """Change every card to say what became of the case.

        Args:
            request: because of which.
            held: the case as it is now.
            gently: only where there is room for a message that nobody needs to have.
        """
        cards = [one for one in held.cards if not gently or self.outbox.has_room(one.desk)]
        if not cards:
            return
        about = await self._about(held)
        await asyncio.gather(*(self._change(request, held, card, about) for card in cards))

    async def forewarn(self, request: Request, held: Held) -> Held:
        """Tell whoever a rule turns away, once, while Telegram lets us: until it is done."""
        asked = request.ask
        if (
            not isinstance(asked, JoinAsked)
            or held.measure is not Measure.TURN_AWAY
            or held.notice is not None
            or self.clock() - asked.at > REACHABLE
        ):
            return held
        own = (await self.preferences.of(request.sender)).language
        told = (request.told_speech or request.speech).language
        group = await self.outbox.title(request.chat) or str(request.chat)
        words = self.languages.of(own, told).html("turned-away", group=bold_name(group))
        sent = await self.outbox.reach(Address(asked.chat, None, None), words)
        changed = await self.caseload.change(held.key, lambda one: replace(one, notice=sent))
        return changed or held

    async def notify(self, held: Held) -> None:
        """Say in the group what was done, once; and there, too, that it was taken back.

        In private, too, to whoever cannot answer in the group any more.
        """
        await self.confiding.tell(held)
        case = held.case
        speech = await self._speech(case.chat, held)
        words = cases.notice(speech, held)
        if words is None:
            return
        if held.notice is not None:
            await self.outbox.reword(case.chat, held.notice, words, picture=False)
        elif not is_lifted(held):
            to = Address(case.chat, case.thread, None, Urgency.UNASKED)
            sent = await self.outbox.reach(to, words)
            noted = None if sent is None else await self.caseload.note_notice(held, sent)
            if noted is not None and is_lifted(noted):
                # While it waited for room.
                await self.notify(noted)

    async def add(self, held: Held, said: Callable[[Speech], Markup]) -> bool:
        """Answer every card with something that its readers are to hear of; tell if there was one.

        A card that is changed tells nobody.
        """
        reached = False
        for card in held.cards:
            words = said(await self._speech(card.desk, held))
            to = Address(card.desk, None, card.message, Urgency.UNASKED)
            reached = await self.outbox.reach(to, words) is not None or reached
        return reached

    async def _send(self, request: Request, held: Held, desks: list[Destination]) -> bool:
        """Send a card to desks that have none yet; tell whether any has one."""
        there = {card.desk for card in held.cards}
        missing = [desk for desk in desks if desk.chat not in there]
        if not missing:
            return bool(there)
        about, picture = await self._about(held), await self._picture(held)
        sent = await asyncio.gather(
            *(self._place(request, held, desk, about, picture) for desk in missing)
        )
        return bool(there) or any(sent)

    async def _place(
        self, request: Request, held: Held, desk: Destination, about: Facts, picture: bytes | None
    ) -> bool:
        words, buttons = await self._card(request, held, desk.chat, about)
        to = Address(desk.chat, desk.thread, None, Urgency.UNASKED)
        message = await self.outbox.reach(to, words, picture, buttons)
        if message is None and picture is not None:
            # It may be pictures alone that are not wanted there.
            picture = None
            message = await self.outbox.reach(to, words, None, buttons)
        if message is None:
            return False
        card = Card(desk.chat, message, picture is not None)
        await self.caseload.note_card(held.key, card)
        return True

    async def _change(self, request: Request, held: Held, card: Card, about: Facts) -> None:
        words, buttons = await self._card(request, held, card.desk, about)
        await self.outbox.reword(
            card.desk, card.message, words, picture=card.picture, buttons=buttons
        )

    async def _card(
        self, request: Request, held: Held, desk: int, about: Facts
    ) -> tuple[Markup, Rows]:
        speech = await self._speech(desk, held)
        if about.rule is not None:
            about = replace(about, said=self.said(speech, about.rule, about.names))
        rows = self.deciding.under(request, desk, held, speech, about)
        return cases.card(speech, held, about), rows

    async def _about(self, held: Held) -> Facts:
        """Look up what every card says, but for the rule as a sentence."""
        case = held.case
        rule = await self.rule(case.chat, case.finding.rule)
        subjects = rule.subjects if rule is not None else ()
        wanted = {case.finding.subject, held.learnt, *held.others, *subjects}
        people = sorted(one for one in wanted if one is not None)
        unsaid = frozenset(await self.accounts.unnamed_among(case.gallery, people))
        called = await asyncio.gather(*(self._name(case.gallery, one) for one in people))
        names = {
            one: name
            for one, name in zip(people, called, strict=True)
            if name is not None and one not in unsaid
        }
        group = await self.outbox.title(case.chat) or str(case.chat)
        approved = await self.leave.is_approved(case.chat, case.poster)
        return Facts(group, rule, None, names, unsaid, approved)

    async def _name(self, gallery: str, subject: str) -> str | None:
        try:
            return (await self.recognizer.person(gallery, subject)).subject.name
        except PersonGone:
            return None

    async def _picture(self, held: Held) -> bytes | None:
        """Draw the photo, and whoever the face resembles; None where it cannot be had."""
        case = held.case
        face = case.finding.face
        if face is None and not case.photos:
            return None
        photo = face.photo if face is not None else case.photos[0]
        crop = await self._crop(case.gallery, case.finding.subject)
        try:
            return await self.photos.sighted(photo, face.box if face else None, crop)
        except (FileGone, ImageError):
            return None

    async def _crop(self, gallery: str, subject: str | None) -> bytes | None:
        if subject is None or await self.accounts.unnamed_among(gallery, [subject]):
            return None
        kept = await self.recognizer.photos(gallery, subject, limit=1)
        crops = await self.recognizer.crops(gallery, [one.id for one in kept])
        return next(iter(crops.values()), None)

    async def _speech(self, desk: int, held: Held) -> Speech:
        """Return the language of a desk, else the group's."""
        chosen = (await self.preferences.of(desk)).language
        if chosen is None and desk != held.case.chat:
            chosen = (await self.preferences.of(held.case.chat)).language
        return self.languages.of(chosen, held.language)

    async def _tell_that_nobody_is_told(self, request: Request, held: Held) -> None:
        case = held.case
        if not await self.told.is_first(Once.NO_ADMINS, replace(request, chat=case.chat)):
            return
        speech = await self._speech(case.chat, held)
        to = Address(case.chat, case.thread, None, Urgency.UNASKED)
        await self.outbox.reach(to, speech.html("nobody-to-tell"))
