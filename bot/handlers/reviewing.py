"""Clicks on the buttons under an answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.answer import Answer, Spot
from bot.answers import Answers
from bot.buttons import IsAdmin, Rows
from bot.handlers.correcting import Correcting
from bot.handlers.explaining import Explaining
from bot.handlers.offering import (
    BACK,
    FACE,
    KEEP,
    NOT,
    PICK,
    REMOVE,
    SUSPECT,
    UNSURE,
    WHO,
    WHY,
    Offering,
)
from bot.handlers.suspecting import Suspecting
from bot.known import Known
from bot.outbox import Outbox
from bot.request import Click, Request


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Anybody may look and ask why; whose photo it is, or an admin, may say who it shows."""

    outbox: Outbox
    answers: Answers
    known: Known
    offering: Offering
    explaining: Explaining
    correcting: Correcting
    suspecting: Suspecting
    is_admin: IsAdmin

    async def clicked(self, request: Request, click: Click) -> None:
        """Answer a click. What its data says is looked up among this chat's own answers."""
        _, key, what, number = click.data.split(":")
        place = Spot(int(key), int(number))
        answer = await self.answers.of(request.chat, place.answer)
        if answer is None or place.number > len(answer.faces):
            await self._notice(request, click, "button-closed")
            return
        if what not in {REMOVE, KEEP}:
            request, answer = await self._in_one_place(request, click, answer)
        if what == WHY:
            await self.explaining.explain(request, click, answer, place)
        elif what in {BACK, FACE}:
            await self._turn_to(request, click, answer, place.number if what == FACE else None)
        elif not await self._may_say(request, answer):
            await self._notice(request, click, "not-your-photo")
        elif answer.faces[place.number - 1].learnt is not None and what not in {REMOVE, KEEP}:
            # It may be this very click that had it learnt, before we died or Telegram went away.
            await self.correcting.tell_again(request, answer)
            await self._notice(request, click, "question-closed")
        else:
            await self._say(request, click, answer, place, what)

    async def _in_one_place(
        self, request: Request, click: Click, answer: Answer
    ) -> tuple[Request, Answer]:
        """Return a click and its answer, so that they are about the same message.

        Where we died before it could be noted that an answer was given, it may be given again: the
        later one makes way as soon as a button under either is clicked.
        """
        here, there = request.message, answer.messages
        if here in there:
            return request, answer
        if there and here > there[0]:
            await self.outbox.edits.remove(request.chat, here)
            return replace(request, message=there[0]), answer
        changed = await self.answers.change(
            request.chat,
            answer.key,
            lambda one: replace(one, messages=(here,), picture=click.picture),
        )
        for message in there:
            await self.outbox.edits.remove(request.chat, message)
        return request, changed or answer

    async def _say(
        self, request: Request, click: Click, answer: Answer, place: Spot, what: str
    ) -> None:
        """Do what whoever says who is in the photo asks for."""
        if what == WHO:
            await self.correcting.ask(request, click, answer, place)
        elif what == NOT:
            names = await self.known.names(request.chat)
            rows = self.offering.instead(request, answer, place.number, names)
            await self._offer(request, click, rows)
        elif what == UNSURE:
            await self.correcting.rule_out(request, click, place)
        elif what == SUSPECT:
            await self.suspecting.ask(request, click, answer, place)
        elif what in {REMOVE, KEEP}:
            remove = what == REMOVE
            await self.suspecting.answered(request, click, answer, place, remove=remove)
        else:
            other = int(what.removeprefix(PICK))
            await self.correcting.choose(request, click, answer, place, other)

    async def _turn_to(
        self, request: Request, click: Click, answer: Answer, number: int | None
    ) -> None:
        """Show the buttons of one face, or of the whole answer."""
        names = await self.known.names(request.chat)
        if number is None:
            rows = self.offering.under(request, answer, names)
        else:
            rows = self.offering.about(request, answer, number, names)
        await self._offer(request, click, rows)

    async def _offer(self, request: Request, click: Click, rows: Rows) -> None:
        await self.outbox.edits.change_buttons(request.chat, request.message, rows)
        await self.outbox.answer_click(click.query_id, "")

    async def _notice(self, request: Request, click: Click, key: str) -> None:
        await self.outbox.answer_click(click.query_id, request.speech.text(key), alert=True)

    async def _may_say(self, request: Request, answer: Answer) -> bool:
        if request.private or request.sender == answer.owner:
            return True
        return await self.is_admin(request.chat, request.sender)
