"""Why? The face beside the people whom it resembles, and what that is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer import Answer, Spot
from bot.answers import Answers
from bot.chats import Chats
from bot.handlers.learning import nearest
from bot.known import Known
from bot.looking import NAMED
from bot.optouts import OptOuts
from bot.outbox import Address, FileGone, Outbox
from bot.photos import Photos
from bot.progress import shown_working
from bot.request import Click, FaceRef, Request
from bot.texts import explaining, faults
from bot.texts.speech import Markup
from core.errors import ImageError
from core.findings import Decision, Identification
from core.recognizer import Reading, Recognizer


@dataclass(frozen=True, slots=True)
class Explaining:
    """Looks anew, so that nobody is shown who was forgotten meanwhile."""

    outbox: Outbox
    recognizer: Recognizer
    photos: Photos
    chats: Chats
    known: Known
    answers: Answers
    optouts: OptOuts

    async def explain(self, request: Request, click: Click, answer: Answer, place: Spot) -> None:
        """Answer the click with a picture below; a second click with where that is."""
        if not await self._first(request, place):
            told = request.speech.text("explained-already")
            await self.outbox.answer_click(click.query_id, told)
            return
        await self.outbox.answer_click(click.query_id, request.speech.text("comparing"))
        face = answer.faces[place.number - 1].face
        async with shown_working(self.outbox, request, picture=True):
            words, picture = await self._compared(request, face)
        to = Address(request.chat, answer.thread, request.message)
        if picture is None:
            await self.outbox.say(to, words)
        else:
            await self.outbox.show(to, picture, words)

    async def _first(self, request: Request, place: Spot) -> bool:
        """Tell whether this click is the one to be answered: the first, in whatever life."""
        changed = await self.answers.change(
            request.chat,
            place.answer,
            lambda answer: (
                answer
                if answer.faces[place.number - 1].explained is not None
                else answer.with_face(place.number, explained=request.update_id)
            ),
        )
        if changed is None:
            return False
        return changed.faces[place.number - 1].explained == request.update_id

    async def _compared(self, request: Request, face: FaceRef) -> tuple[Markup, bytes | None]:
        nobody = request.speech.html("nobody-left")
        gallery = await self.chats.gallery(request.chat)
        if gallery is None:
            return nobody, None
        try:
            async with self.photos.opened(face.photo) as reading:
                found = await self.recognizer.identify(gallery, reading, NAMED)
                # The same photo read again gives the same faces again.
                place = nearest(face.box, [one.probe.box for one in found])
                if place is None or not found[place].candidates:
                    return nobody, None
                same = await self._sayable(gallery, reading, found, place)
                if same is None:
                    return request.speech.html("verdict-unnamed"), None
                wanted = [candidate.template_id for candidate in same.candidates]
                crops = await self.recognizer.crops(gallery, wanted)
                scores = [request.speech.score(one.score) for one in same.candidates]
                picture = await self.photos.compared(reading, same, crops, scores)
        except FileGone:
            return request.speech.html("file-gone"), None
        except ImageError as fault:
            return faults.about_photo(request.speech, fault), None
        return explaining.explained(request.speech, same), picture

    async def _sayable(
        self, gallery: str, reading: Reading, found: Sequence[Identification], place: int
    ) -> Identification | None:
        """Leave out who asked not to be named; None when the face looks like one of them."""
        if (await self.optouts.among(reading))[place] is not None:
            return None
        names = await self.known.names_in(gallery, [found[place]])
        return _without(found[place], names.unsaid)


def _without(face: Identification, unsaid: frozenset[str]) -> Identification | None:
    """Leave out who asked not to be named; None when the face looks like one of them."""
    kept = [
        (one, worth)
        for one, worth in zip(face.candidates, face.evidence, strict=True)
        if one.subject.id not in unsaid
    ]
    named = face.decision is not Decision.UNKNOWN
    if not kept or (named and face.candidates[0].subject.id in unsaid):
        return None
    candidates, evidence = zip(*kept, strict=True)
    return replace(face, candidates=candidates, evidence=evidence)
