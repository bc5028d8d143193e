"""Learning an album: one answer for all of its photos, also for those that come late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers import Answers
from bot.buttons import Rows
from bot.handlers.doubting import Doubting, is_about_person
from bot.handlers.learning import Learning
from bot.handlers.mentioning import Mentioning
from bot.handlers.telling import Telling
from bot.lessons import Lesson, Lessons, Told
from bot.numbering import all_photos
from bot.outbox import Outbox, answer_to
from bot.persistence import persistently
from bot.progress import Progress, shown_working, told_while
from bot.request import FaceRef, PhotoRef, Request, Whom
from bot.texts import doubts, enrolling
from bot.texts.enrolling import Asked, Doubted, Failed, Outcome
from bot.texts.speech import Markup, Speech
from bot.texts.writing import joined
from core.errors import CoreError


@dataclass(frozen=True, slots=True)
class Teaching:
    """Learns the photos of an album, and says what came of all that have come so far."""

    outbox: Outbox
    answers: Answers
    lessons: Lessons
    learning: Learning
    doubting: Doubting
    mentioning: Mentioning
    telling: Telling

    async def teach(self, request: Request, whom: Whom, photos: Sequence[PhotoRef]) -> None:
        """Learn a person from photos of an album.

        Args:
            request: a part of the album.
            whom: the person in all of them.
            photos: at least one; what was learnt of them before is left alone.
        """
        lesson, photos = await self._begun(request, photos)
        fresh = [photo for photo in photos if photo.message_id not in lesson.outcomes]
        if lesson.given and not fresh:
            return
        async with shown_working(self.outbox, request):
            learnt, lesson = await self._learnt(request, whom, lesson, fresh)
        lesson, earlier = await self._standing(request, whom, lesson)
        every: dict[int, Outcome] = dict(sorted({**lesson.outcomes, **learnt}.items()))
        outcomes = list(every.values())
        rows = await self.doubting.under(request, whom, outcomes, earlier=earlier)
        poor = [photo for photo in fresh if _is_poor(learnt[photo.message_id])]
        kept = replace(
            lesson,
            outcomes={message: _told(request.speech, one) for message, one in every.items()},
            poor=(*lesson.poor, *poor),
        )
        if lesson.given:
            await self._note_first(request, kept, learnt)
        words = enrolling.outcome_of_all(request.speech, outcomes)
        offer = await self.mentioning.offer(request, whom, outcomes, again=lesson.offered)
        if offer is not None:
            question, button = offer
            words, rows = joined([words, question], "\n\n"), [*rows, *button]
        message = await self._told(request, lesson, photos[0], words, rows)
        if offer is not None:
            await self.mentioning.offered(request)
        await self.doubting.ask_apart(request, whom, outcomes)
        if len(outcomes) == 1 and _is_of_somebody_else(outcomes[0]):
            message = None  # It is the question's, and becomes what is answered to that.
        given = replace(kept, message=message, offered=offer is not None, given=True)
        await persistently(lambda: self.lessons.keep(request, given))

    async def _note_first(
        self, request: Request, lesson: Lesson, learnt: Mapping[int, Outcome]
    ) -> None:
        """Note what came of late photos before it is told, but for what is still to be asked.

        Else they would be told as known before, should we die before they are told as new.
        """
        outcomes = {
            message: one
            for message, one in lesson.outcomes.items()
            if message not in learnt or not _is_of_somebody_else(learnt[message])
        }
        await self.lessons.keep(request, replace(lesson, outcomes=outcomes, given=False))

    async def _begun(
        self, request: Request, photos: Sequence[PhotoRef]
    ) -> tuple[Lesson, Sequence[PhotoRef]]:
        """Return what came of the album so far, and the photos to learn.

        Where the name comes late, its photos were looked at as if nobody had said whose they are:
        they are to be learnt, too, and that answer makes way.
        """
        lesson = await self.lessons.of(request)
        key = (await self.answers.album(request)).answer
        answer = None if key is None else await self.answers.of(request.chat, key)
        if answer is None:
            return lesson, photos
        if lesson == Lesson({}):
            first = 1 if answer.messages and not answer.picture else 0
            for message in answer.messages[first:]:
                await self.outbox.edits.remove(request.chat, message)
            lesson = replace(lesson, message=answer.messages[0] if first else None)
        return lesson, all_photos(answer, photos)

    async def _learnt(
        self, request: Request, whom: Whom, lesson: Lesson, photos: Sequence[PhotoRef]
    ) -> tuple[dict[int, Outcome], Lesson]:
        """Learn photos; say how far that is, if it takes long."""
        progress = Progress()

        async def tell() -> None:
            nonlocal lesson
            lesson = await self._looking(request, lesson, photos[0], progress)

        async def learn() -> dict[int, Outcome]:
            return {
                photo.message_id: await self.learning.learn(request, whom, photo)
                for photo in progress.through(photos)
            }

        told = len(photos) > 1 and not lesson.given
        return await told_while(learn(), progress, tell if told else None), lesson

    async def _looking(
        self, request: Request, lesson: Lesson, photo: PhotoRef, progress: Progress
    ) -> Lesson:
        if lesson.message is not None:
            self.telling.standing.note(request, lesson.message)
            await self.telling.further(request, lesson.message, progress)
            return lesson
        if not self.outbox.has_room(request.chat):
            return lesson
        to = answer_to(request, photo.message_id)
        message = await self.outbox.say(to, progress.words(request.speech))
        lesson = replace(lesson, message=message)
        try:
            await self.lessons.keep(request, lesson)
        except CoreError:
            await self.outbox.edits.remove(request.chat, message)
            raise
        self.telling.standing.note(request, message)
        return lesson

    async def _standing(
        self, request: Request, whom: Whom, lesson: Lesson
    ) -> tuple[Lesson, list[FaceRef]]:
        """Return what came of the album so far, with its poor faces that are asked about still.

        Once that was answered, what was said there is about the answer, and stays.
        """
        faces = [FaceRef(photo, None) for photo in lesson.poor]
        if not faces or await self.doubting.is_asked(request, whom, faces):
            return lesson, faces
        settled = {photo.message_id: Asked() for photo in lesson.poor}
        outcomes = {**lesson.outcomes, **settled}
        return replace(lesson, outcomes=outcomes, poor=(), message=None), []

    async def _told(
        self, request: Request, lesson: Lesson, first: PhotoRef, words: Markup, rows: Rows
    ) -> int | None:
        """Say what came of the album where that stands, or below; return where it stands then."""
        edits, there = self.outbox.edits, lesson.message
        if not words:
            if there is not None:
                await edits.remove(request.chat, there)
            return None
        if there is not None and await edits.change(
            request.chat, there, words, picture=False, buttons=rows
        ):
            return there
        return await self.outbox.say(answer_to(request, first.message_id), words, buttons=rows)


def _told(speech: Speech, outcome: Outcome) -> Told:
    """Return what is to be remembered of an outcome."""
    if not isinstance(outcome, Doubted):
        return outcome
    if _is_poor(outcome):
        return Failed(doubts.sentence(speech, outcome.doubt))
    return Asked()


def _is_of_somebody_else(outcome: Outcome) -> bool:
    return isinstance(outcome, Doubted) and is_about_person(outcome)


def _is_poor(outcome: Outcome) -> bool:
    return isinstance(outcome, Doubted) and not is_about_person(outcome)
