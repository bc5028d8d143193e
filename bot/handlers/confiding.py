"""Telling in private, too, whoever was banned or muted: in the group they can answer nothing.

A reply to that is heard like one to what is said in the group.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.handlers.executing import is_lifted
from bot.moderation.caseload import Caseload
from bot.moderation.held import Done, Held
from bot.optouts import OptOuts
from bot.outbox import Address, Outbox
from bot.pacing import Urgency
from bot.preferences import Preferences
from bot.texts import confiding
from bot.texts.speech import Languages, Markup, Speech

SHUT_OUT = frozenset({Done.MUTED, Done.BANNED})
"""After what nobody can answer in the group."""


@dataclass(frozen=True, slots=True)
class Confiding:
    """Says once what was done, and once that it was taken back, to whom that can be said.

    Not to who never spoke to us, to a channel, nor to whoever asked to be named nowhere.
    """

    outbox: Outbox
    caseload: Caseload
    optouts: OptOuts
    preferences: Preferences
    languages: Languages

    async def tell(self, held: Held) -> None:
        """Tell whom a case is about what became of it; again says nothing twice."""
        held = await self.caseload.of(held.key) or held
        person, back = held.case.poster, is_lifted(held)
        if not _is_untold(held, back=back) or person < 0:
            return
        if await self.optouts.of(person) is not None:
            return
        words = await self._words(held, back=back)
        before = held.confided[-1] if held.confided else None
        to = Address(person, None, before, Urgency.UNASKED)
        sent = await self.outbox.reach(to, words)
        noted = None if sent is None else await self.caseload.note_confided(held, sent)
        if noted is not None and is_lifted(noted) and not back:
            # While it was on its way.
            await self.tell(noted)

    async def _words(self, held: Held, *, back: bool) -> Markup:
        speech = await self._speech(held)
        group = await self.outbox.title(held.case.chat) or str(held.case.chat)
        return confiding.lifted(speech, group) if back else confiding.done(speech, held, group)

    async def _speech(self, held: Held) -> Speech:
        """Return the language of whom it concerns, else the group's."""
        own = (await self.preferences.of(held.case.poster)).language
        chosen = (await self.preferences.of(held.case.chat)).language
        return self.languages.of(own, chosen, held.language)


def _is_untold(held: Held, *, back: bool) -> bool:
    """Tell whether there is something to be told: that it was taken back to whom it was told."""
    if back:
        return len(held.confided) == 1
    return not held.confided and bool(SHUT_OUT & set(held.done))
