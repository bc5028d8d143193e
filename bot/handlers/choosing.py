"""Clicks on buttons: which of several faces is meant, and whether to learn a doubtful one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.handlers import doubting, learning
from bot.handlers.doubting import Doubting
from bot.handlers.learning import Learning
from bot.outbox import Outbox
from bot.progress import shown_working
from bot.questions import ConsentWanted, FaceWanted, Questions
from bot.request import Click, FaceRef, Request
from bot.texts import doubts, enrolling
from core.doubts import ANYTHING, NOTHING, Despite, PoorPhoto

Question = FaceWanted | ConsentWanted


@dataclass(frozen=True, slots=True)
class _Choice:
    """What is to be learnt after a click; nothing when there are no faces."""

    name: str
    faces: Sequence[FaceRef]
    despite: Despite = NOTHING


@dataclass(frozen=True, slots=True)
class Choosing:
    """Takes the answer to a question from whoever was asked, and from nobody else."""

    outbox: Outbox
    questions: Questions
    learning: Learning
    doubting: Doubting

    async def clicked(self, request: Request, click: Click) -> None:
        """Answer a click. What its data says is looked up among this chat's own questions."""
        prefix, _, rest = click.data.partition(":")
        key, _, choice = rest.partition(":")
        question = await self._question(request, prefix, key)
        chosen = None if question is None else _chosen(question, choice)
        if question is None or chosen is None:
            await self.outbox.answer_click(click.query_id, enrolling.QUESTION_CLOSED, alert=True)
        elif not await self._may_choose(request, question):
            await self.outbox.answer_click(click.query_id, enrolling.NOT_YOURS, alert=True)
        else:
            await self._do(request, click, question, chosen)
            await self._close(request, question, key)

    async def _question(self, request: Request, prefix: str, key: str) -> Question | None:
        if prefix == learning.PREFIX:
            return await self.questions.face(request, key)
        return await self.questions.consent(request, key) if prefix == doubting.PREFIX else None

    async def _close(self, request: Request, question: Question, key: str) -> None:
        if isinstance(question, FaceWanted):
            await self.questions.close_face(request, key)
        else:
            await self.questions.close_consent(request, key)

    async def _do(
        self, request: Request, click: Click, question: Question, chosen: _Choice
    ) -> None:
        if not chosen.faces:
            await self.outbox.answer_click(click.query_id, enrolling.CANCELLED)
            await self.outbox.change_question(
                request.chat, request.message, _nothing_done(question), picture=click.picture
            )
            return
        await self.outbox.answer_click(click.query_id, enrolling.choosing(chosen.name))
        async with shown_working(self.outbox, request):
            outcomes = [
                await self.learning.learn_face(request, chosen.name, face, chosen.despite)
                for face in chosen.faces
            ]
        buttons = await self.doubting.buttons(request, chosen.name, outcomes)
        told = enrolling.outcome_of_all(outcomes) or doubts.asked_below(chosen.name)
        await self.outbox.change_question(
            request.chat, request.message, told, picture=click.picture, buttons=buttons
        )

    async def _may_choose(self, request: Request, question: Question) -> bool:
        if request.sender == question.asked_by:
            return True
        # Asked in the name of a chat (an anonymous admin): its admins click under their own.
        return question.asked_by < 0 and await self.outbox.is_admin(request.chat, request.sender)


def _chosen(question: Question, choice: str) -> _Choice | None:
    """Return what a click asks for, or None when it was not offered."""
    if isinstance(question, FaceWanted):
        return _face_chosen(question, choice)
    match choice:
        case doubting.NO:
            return _Choice(question.name, ())
        case doubting.YES:
            despite = ANYTHING if question.person else (PoorPhoto,)
            return _Choice(question.name, question.faces, despite)
        case doubting.OTHER if question.other is not None:
            return _Choice(question.other, question.faces, ANYTHING)
    return None


def _face_chosen(question: FaceWanted, choice: str) -> _Choice | None:
    if choice == learning.CANCEL:
        return _Choice(question.name, ())
    numbered = choice.isascii() and choice.isdecimal() and 1 <= int(choice) <= len(question.boxes)
    if not numbered:
        return None
    return _Choice(question.name, (FaceRef(question.photo, question.boxes[int(choice) - 1]),))


def _nothing_done(question: Question) -> str:
    if isinstance(question, FaceWanted):
        return enrolling.none_chosen(question.name)
    return doubts.left_out(question.name, len(question.faces))
