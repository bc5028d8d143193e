"""Somebody says who a face of an answer is, or who it is not."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer import Answer, Spot
from bot.answers import Answers
from bot.handlers.doubting import Doubting
from bot.handlers.learning import Learning
from bot.handlers.naming import Naming
from bot.handlers.permitting import Permission, Permitting
from bot.handlers.telling import Telling
from bot.known import Known
from bot.outbox import Address, Outbox, answer_to
from bot.progress import shown_working
from bot.questions import Questions
from bot.request import Click, FaceRef, Request, Whom
from bot.texts import enrolling
from bot.texts.enrolling import Doubted, Learnt, Outcome
from bot.texts.speech import Markup
from bot.texts.writing import name_without_markup, plain
from bot.wanted import WhoWanted
from core.doubts import DoubtfulPerson, LooksLikeAnother


@dataclass(frozen=True, slots=True)
class Correcting:
    """Learns the face as a photo of whose it is said to be, and changes the answer."""

    outbox: Outbox
    questions: Questions
    answers: Answers
    known: Known
    naming: Naming
    permitting: Permitting
    learning: Learning
    doubting: Doubting
    telling: Telling

    async def ask(self, request: Request, click: Click, answer: Answer, place: Spot) -> None:
        """Ask for the name of somebody whom we do not know, or took for somebody else."""
        face = answer.faces[place.number - 1]
        await self.questions.ask_who(request, WhoWanted(face.face, place))
        await self.outbox.answer_click(click.query_id, "")
        to = Address(request.chat, answer.thread, face.face.photo.message_id)
        asked = await self.outbox.say(to, _who(request, face.label), ask=not request.private)
        await self.questions.asked_in(request, asked)

    async def choose(
        self, request: Request, click: Click, answer: Answer, place: Spot, other: int
    ) -> None:
        """Learn a face as somebody else's whom it resembles, by the place among them."""
        face = answer.faces[place.number - 1]
        name = (await self.known.names(request.chat)).of(face.alike[other].person)
        if name is None:
            await self._refuse(request, click, "not-known-any-more")
            return
        whom = Whom(name)
        match await self.permitting.to_enrol(request, whom):
            case Permission.REFUSED:
                await self._refuse(request, click, "only-admins-say-who")
                return
            case Permission.PERSON_DECIDES:
                await self._refuse(request, click, "only-they-decide")
                return
        being_done = request.speech.text("choosing", name=name_without_markup(name))
        await self.outbox.answer_click(click.query_id, being_done)
        outcome = await self._learnt(request, whom, face.face, place)
        await self.corrected(request, place, outcome)
        if not isinstance(outcome, Learnt):
            await self._tell(request, whom, place, outcome, request.message)

    async def rule_out(self, request: Request, click: Click, place: Spot) -> None:
        """Note that a face is not whom we named, though nobody knows who it is."""
        await self.outbox.answer_click(click.query_id, request.speech.text("noted"))
        answer = await self.answers.change(
            request.chat, place.answer, lambda one: one.with_face(place.number, ruled_out=True)
        )
        if answer is not None:
            await self.tell_again(request, answer)

    async def named(self, request: Request, text: str) -> bool:
        """Take a message for the name that was asked for; False when none was."""
        wanted = await self.questions.pending(request)
        if not isinstance(wanted, WhoWanted):
            return False
        photo = wanted.face.photo
        whom = await self.naming.whom(request, text, [photo])
        if whom is None:
            return True
        permission = await self.permitting.to_enrol(request, whom)
        if permission is not Permission.GRANTED:
            refused = permission is Permission.REFUSED
            words = request.speech.html("only-admins-teach" if refused else "mention-whom")
            await self.outbox.say(answer_to(request), words)
        elif await self.questions.take(request):
            outcome = await self._learnt(request, whom, wanted.face, wanted.place)
            await self.corrected(request, wanted.place, outcome)
            await self._tell(request, whom, wanted.place, outcome, photo.message_id)
        return True

    async def corrected(self, request: Request, place: Spot, outcome: Outcome) -> None:
        """Change an answer to say whose face it is, if that was learnt."""
        if not isinstance(outcome, Learnt):
            return
        answer = await self.answers.change(
            request.chat,
            place.answer,
            lambda one: one.with_face(place.number, learnt=outcome.person),
        )
        if answer is not None:
            await self.tell_again(request, answer)

    async def _learnt(self, request: Request, whom: Whom, face: FaceRef, place: Spot) -> Outcome:
        async with shown_working(self.outbox, request):
            outcome = await self.learning.learn_face(request, whom, face)
            if await self._denied(request, place, outcome):
                despite = (DoubtfulPerson,)
                outcome = await self.learning.learn_face(request, whom, face, despite)
        return outcome

    async def _denied(self, request: Request, place: Spot, outcome: Outcome) -> bool:
        """Tell whether the only doubt is a likeness that somebody has denied just now."""
        if not isinstance(outcome, Doubted) or not isinstance(outcome.doubt, LooksLikeAnother):
            return False
        answer = await self.answers.of(request.chat, place.answer)
        if answer is None or not answer.faces[place.number - 1].alike:
            return False
        first = answer.faces[place.number - 1].alike[0].person
        return (await self.known.names(request.chat)).of(first) == outcome.doubt.other

    async def _tell(
        self, request: Request, whom: Whom, place: Spot, outcome: Outcome, message: int
    ) -> None:
        """Say what came of it, with the buttons of a doubt."""
        buttons = await self.doubting.asked(request, whom, [outcome], place)
        words = enrolling.outcome_of_all(request.speech, [outcome])
        await self.outbox.say(answer_to(request, message), words, buttons=buttons)

    async def tell_again(self, request: Request, answer: Answer) -> None:
        """Change an answer to what holds now."""
        names = await self.known.names(request.chat)
        await self.telling.tell_again(request, answer, names)

    async def _refuse(self, request: Request, click: Click, key: str) -> None:
        await self.outbox.answer_click(click.query_id, request.speech.text(key), alert=True)


def _who(request: Request, label: str) -> Markup:
    speech, private = request.speech, request.private
    if not label:
        return speech.html("who-is-this" if private else "who-is-this-in-group")
    key = "who-is-number" if private else "who-is-number-in-group"
    return speech.html(key, number=plain(label))
