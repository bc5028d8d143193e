"""Whoever replies to what was said of a case: the admins are to look at it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.audit import Audit, Deed
from bot.handlers.informing import Informing
from bot.moderation.caseload import Caseload
from bot.moderation.held import Hand, Held
from bot.outbox import Outbox, answer_to
from bot.request import Request, Talk
from bot.texts import appeals

LONGEST = 500
"""Characters of what somebody says for themselves that the admins are shown."""


@dataclass(frozen=True, slots=True)
class Appealing:
    """Shows the admins that somebody wants a case looked at again.

    Once its poster, whatever others have said of it; and once whoever else.
    """

    outbox: Outbox
    caseload: Caseload
    informing: Informing
    audit: Audit
    clock: Callable[[], datetime]

    async def heard(self, request: Request, talk: Talk) -> bool:
        """Take a reply for an appeal, if it is one; tell whether it was."""
        if talk.answers is None:
            return False
        held = await self.caseload.by_notice(request.chat, talk.answers)
        if held is None:
            return False
        words = request.speech.html(await self._taken(request, held, talk.text))
        await self.outbox.say(answer_to(request), words)
        return True

    async def _taken(self, request: Request, held: Held, words: str) -> str:
        """Show it to the admins; return the key of what is to be said."""
        if held.undone is not None:
            return "appeal-not-needed"
        token = f"update:{request.update_id}"
        hand = Hand(request.sender, request.known_as.name, self.clock(), token)
        held = await self.caseload.appeal(held.key, hand) or held
        if token not in {one.token for one in held.appeals}:
            return "appeal-made-already"
        await self.audit.note(held.case.gallery, request, Deed.APPEALED, account=held.case.poster)
        said = words if len(words) <= LONGEST else f"{words[:LONGEST]}\u2026"
        reached = await self.informing.add(
            held, lambda speech: appeals.told(speech, request.sender, request.known_as.name, said)
        )
        await self.informing.write_anew(request, held)
        return "appeal-made" if reached else "appeal-unheard"
