"""Clicks on the buttons under a photo of several people."""

from __future__ import annotations

from dataclasses import dataclass

from bot.handlers.learning import CANCEL, PREFIX, Learning
from bot.outbox import Outbox
from bot.progress import shown_working
from bot.questions import FaceWanted, Questions
from bot.request import Click, Request
from bot.texts import enrolling


@dataclass(frozen=True, slots=True)
class Choosing:
    """Takes the answer to "which one is Ann?" from whoever was asked, and from nobody else."""

    outbox: Outbox
    questions: Questions
    learning: Learning

    async def clicked(self, request: Request, click: Click) -> None:
        """Answer a click. What its data says is looked up among this chat's own questions."""
        prefix, _, rest = click.data.partition(":")
        key, _, choice = rest.partition(":")
        question = await self.questions.face(request, key) if prefix == PREFIX else None
        if question is None or not _offered(question, choice):
            await self.outbox.answer_click(click.query_id, enrolling.QUESTION_CLOSED, alert=True)
        elif not await self._may_choose(request, question):
            await self.outbox.answer_click(click.query_id, enrolling.NOT_YOURS, alert=True)
        else:
            await self._chosen(request, click, question, choice)
            await self.questions.close_face(request, key)

    async def _chosen(
        self, request: Request, click: Click, question: FaceWanted, choice: str
    ) -> None:
        if choice == CANCEL:
            await self.outbox.answer_click(click.query_id, enrolling.CANCELLED)
            told = enrolling.none_chosen(question.name)
        else:
            await self.outbox.answer_click(click.query_id, enrolling.choosing(question.name))
            async with shown_working(self.outbox, request):
                outcome = await self.learning.learn_chosen(request, question, int(choice) - 1)
            told = enrolling.outcome_of_all([outcome])
        await self.outbox.close_question(request.chat, request.message, told)

    async def _may_choose(self, request: Request, question: FaceWanted) -> bool:
        if request.sender == question.asked_by:
            return True
        # Asked in the name of a chat (an anonymous admin): its admins click under their own.
        return question.asked_by < 0 and await self.outbox.is_admin(request.chat, request.sender)


def _offered(question: FaceWanted, choice: str) -> bool:
    if choice == CANCEL:
        return True
    return choice.isascii() and choice.isdecimal() and 1 <= int(choice) <= len(question.boxes)
