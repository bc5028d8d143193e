"""Bringing an answer to where it belongs: one place for each, edited when there is more to say."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from telegram.error import TelegramError

from bot.answer import Answer, key_of
from bot.answers import Answers
from bot.buttons import Rows
from bot.handlers.offering import Offering
from bot.known import Names
from bot.outbox import Address, Outbox, answer_to, urgency_of
from bot.persistence import persistently
from bot.progress import Progress
from bot.request import Request
from bot.standing import Standing
from bot.texts import identifying
from bot.texts.speech import Markup
from core.errors import CoreError


@dataclass(frozen=True, slots=True)
class Telling:
    """Sends answers, and changes them where they stand."""

    outbox: Outbox
    answers: Answers
    offering: Offering
    standing: Standing

    async def looking(self, request: Request, answer: Answer, progress: Progress) -> Answer:
        """Say that we look, and at which of several photos; return where it stands.

        What was said in an earlier life is changed.

        It costs a message and a change of it: where room is short nothing is said.

        Raises:
            CoreError: it could not be noted, so it was taken back.
        """
        if answer.messages:
            self.standing.note(request, answer.messages[0])
            await self.further(request, answer.messages[0], progress)
            return answer
        if not self.outbox.has_room(request.chat):
            return answer
        words = progress.words(request.speech)
        message = await self.outbox.say(_address(request, answer), words)
        answer = replace(answer, messages=(message,))
        try:
            await self.answers.keep(request.chat, answer)
        except CoreError:
            await self.outbox.edits.remove(request.chat, message)
            raise
        self.standing.note(request, message)
        return answer

    async def further(self, request: Request, message: int, progress: Progress) -> None:
        """Say how far we are; nothing hangs on it."""
        if progress.of > 1 and self.outbox.has_room(request.chat):
            words = progress.words(request.speech)
            with suppress(TelegramError):
                await self.outbox.edits.change(request.chat, message, words, picture=False)

    async def tell(
        self,
        request: Request,
        answer: Answer,
        names: Names,
        picture: bytes | None,
        *,
        noted: bool = False,
    ) -> None:
        """Give an answer with its faces, and note where it stands.

        Args:
            request: which is answered.
            answer: with the messages that it has already, if any.
            names: of everybody whom its faces resemble.
            picture: a JPEG with the numbers of the faces, to go with the first text.
            noted: see `give`.
        """
        shown = replace(answer, picture=picture is not None or answer.picture)
        texts = self._texts(request, shown, names)
        buttons = self.offering.under(request, answer, names)
        await self.give(request, answer, texts, picture=picture, buttons=buttons, noted=noted)

    async def give(
        self,
        request: Request,
        answer: Answer,
        texts: Sequence[Markup],
        *,
        picture: bytes | None = None,
        buttons: Rows = (),
        noted: bool = False,
    ) -> None:
        """Send texts as an answer, in place of what stands there, and note where they are.

        Args:
            request: which is answered.
            answer: with the messages that it has already, if any.
            texts: at least one.
            picture: a JPEG that goes with the first; without, a picture that stands there stays.
            buttons: under the first.
            noted: whether its faces were noted before, so that people may have said something of
                them meanwhile, which stays.
        """
        standing = dict(enumerate(answer.messages))
        first = await self._first(request, answer, texts[0], picture, buttons)
        messages = [first]
        for place, text in enumerate(texts[1:], start=1):
            there = standing.get(place)
            if there is None or not await self.outbox.edits.change(
                request.chat, there, text, picture=False
            ):
                there = await self.outbox.say(_address(request, answer), text)
            messages.append(there)
        shows = picture is not None or (answer.picture and first == standing.get(0))
        for message in answer.messages[len(texts) :]:
            await self.outbox.edits.remove(request.chat, message)
        given = replace(answer, messages=tuple(messages), picture=shows, given=True)
        await persistently(lambda: self._note(request.chat, given, noted=noted))

    async def _note(self, chat: int, given: Answer, *, noted: bool) -> None:
        def stands(one: Answer) -> Answer:
            return replace(one, messages=given.messages, picture=given.picture, given=True)

        if not noted or await self.answers.change(chat, given.key, stands) is None:
            await self.answers.keep(chat, given)

    async def _first(
        self, request: Request, answer: Answer, text: Markup, picture: bytes | None, buttons: Rows
    ) -> int:
        """Change the first message of an answer, or send it; return its id."""
        to = _address(request, answer)
        if answer.messages:
            there, edits = answer.messages[0], self.outbox.edits
            if picture is not None:
                changed = await edits.change_to_picture(to.chat, there, picture, text, buttons)
            else:
                changed = await edits.change(
                    to.chat, there, text, picture=answer.picture, buttons=buttons
                )
            if changed:
                return there
        if picture is not None:
            return await self.outbox.show(to, picture, text, buttons)
        return await self.outbox.say(to, text, buttons=buttons)

    async def tell_again(self, request: Request, answer: Answer, names: Names) -> None:
        """Change an answer to what holds now; what somebody deleted stays away."""
        texts = self._texts(request, answer, names)
        for place, (message, text) in enumerate(zip(answer.messages, texts, strict=False)):
            await self.outbox.edits.change(
                request.chat,
                message,
                text,
                picture=answer.picture and not place,
                buttons=() if place else self.offering.under(request, answer, names),
            )
        for message in answer.messages[len(texts) :]:
            await self.outbox.edits.remove(request.chat, message)

    async def instead(self, request: Request, words: Markup) -> None:
        """Say something in place of an answer that will not come."""
        answer = await self.answers.of(request.chat, key_of(request))
        if answer is None or answer.given or not answer.messages:
            await self.outbox.say(answer_to(request, request.message), words)
        else:
            await self.give(request, answer, [words])

    def _texts(self, request: Request, answer: Answer, names: Names) -> list[Markup]:
        # A group is not to be filled with lists, nor anybody with those of ten photos.
        folded = not request.private or len(answer.photos) > 1
        return identifying.told(request.speech, answer, names, folded=folded)


def _address(request: Request, answer: Answer) -> Address:
    return Address(request.chat, answer.thread, answer.reply_to, urgency_of(request))
