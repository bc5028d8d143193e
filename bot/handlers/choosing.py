"""Clicks on buttons: which of several faces is meant, and whether to learn a doubtful one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.handlers import doubting, learning
from bot.handlers.correcting import Correcting
from bot.handlers.doubting import Doubting
from bot.handlers.learning import Learning
from bot.handlers.permitting import Permission, Permitting
from bot.outbox import Outbox
from bot.progress import shown_working
from bot.questions import Questions
from bot.request import Click, FaceRef, Request, Whom
from bot.texts import doubts, enrolling
from bot.texts.speech import Markup
from bot.texts.writing import name, name_without_markup
from bot.wanted import ConsentWanted, FaceWanted
from core.doubts import ANYTHING, NOTHING, Despite, PoorPhoto

Question = FaceWanted | ConsentWanted


@dataclass(frozen=True, slots=True)
class _Choice:
    """What is to be learnt after a click; nothing when there are no faces."""

    whom: Whom
    faces: Sequence[FaceRef]
    despite: Despite = NOTHING


@dataclass(frozen=True, slots=True)
class Choosing:
    """Takes the answer to a question."""

    outbox: Outbox
    questions: Questions
    learning: Learning
    doubting: Doubting
    correcting: Correcting
    permitting: Permitting

    async def clicked(self, request: Request, click: Click) -> None:
        """Answer a click. What its data says is looked up among this chat's own questions."""
        prefix, _, rest = click.data.partition(":")
        key, _, choice = rest.partition(":")
        question = await self._question(request, prefix, key)
        chosen = None if question is None else _chosen(question, choice)
        if question is None or chosen is None:
            closed = request.speech.text("question-closed")
            await self.outbox.answer_click(click.query_id, closed, alert=True)
            return
        if chosen.whom != question.whom:
            chosen = await self._as_themselves(request, question, chosen)
            permission = await self.permitting.to_enrol(request, chosen.whom)
            if permission is not Permission.GRANTED:
                admins = permission is Permission.REFUSED
                refused = request.speech.text(
                    "only-admins-say-who" if admins else "only-they-decide"
                )
                await self.outbox.answer_click(click.query_id, refused, alert=True)
                return
        await self._do(request, click, question, chosen)
        await self._close(request, question, key)

    async def _as_themselves(
        self, request: Request, question: Question, chosen: _Choice
    ) -> _Choice:
        """Return a choice as one of who asks for themselves, if the other may be they.

        Who sent a photo of their own, and is known here by a name that others gave them, is linked
        with that person; then they can have themselves forgotten. By the photo it is seen that they
        are: the likeness is not put aside.
        """
        if question.whom.account != request.sender:
            return chosen
        name = chosen.whom.name
        if await self.learning.account_of(request, name) not in {None, request.sender}:
            return chosen
        return replace(chosen, whom=Whom(name, request.sender), despite=(PoorPhoto,))

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
        speech = request.speech
        if not chosen.faces:
            await self.outbox.answer_click(click.query_id, speech.text("cancelled-notice"))
            told = await self._nothing_done(request, question)
            await self.outbox.change_question(
                request.chat, request.message, told, picture=click.picture
            )
            return
        being_done = speech.text("choosing", name=name_without_markup(chosen.whom.name))
        await self.outbox.answer_click(click.query_id, being_done)
        async with shown_working(self.outbox, request):
            outcomes = [
                await self.learning.learn_face(request, chosen.whom, face, chosen.despite)
                for face in chosen.faces
            ]
        place = question.place if isinstance(question, ConsentWanted) else None
        buttons = await self.doubting.asked(request, chosen.whom, outcomes, place)
        told = enrolling.outcome_of_all(speech, outcomes)
        if not told:
            told = speech.html("asked-below", name=name(chosen.whom.name))
        await self.outbox.change_question(
            request.chat, request.message, told, picture=click.picture, buttons=buttons
        )
        if place is not None:
            await self.correcting.corrected(request, place, outcomes[0])

    async def _nothing_done(self, request: Request, question: Question) -> Markup:
        speech, whom = request.speech, question.whom
        if isinstance(question, FaceWanted):
            return speech.html("none-chosen", name=name(whom.name))
        # What else an album taught stood in the same place, and is not to go with the question.
        photos = await self.learning.photos_of(request, whom)
        return doubts.left_out(speech, whom.name, len(question.faces), photos)


def _chosen(question: Question, choice: str) -> _Choice | None:
    """Return what a click asks for, or None when it was not offered."""
    if isinstance(question, FaceWanted):
        return _face_chosen(question, choice)
    match choice:
        case doubting.NO:
            return _Choice(question.whom, ())
        case doubting.YES:
            # Who it is not was said before, where it was said who it is.
            despite = ANYTHING if question.person or question.place else (PoorPhoto,)
            return _Choice(question.whom, question.faces, despite)
        case doubting.OTHER if question.other is not None:
            return _Choice(Whom(question.other), question.faces, ANYTHING)
    return None


def _face_chosen(question: FaceWanted, choice: str) -> _Choice | None:
    if choice == learning.CANCEL:
        return _Choice(question.whom, ())
    numbered = choice.isascii() and choice.isdecimal() and 1 <= int(choice) <= len(question.boxes)
    if not numbered:
        return None
    return _Choice(question.whom, (FaceRef(question.photo, question.boxes[int(choice) - 1]),))
