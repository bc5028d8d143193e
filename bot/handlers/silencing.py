"""Not being named where others taught one's face: told plainly, agreed to, and a photo taken."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.buttons import Button, Buttons, Rows
from bot.optouts import OptOuts
from bot.outbox import FileGone, Outbox, answer_to
from bot.photos import Photos
from bot.preferences import Preferences
from bot.progress import shown_working
from bot.questions import Questions
from bot.request import Click, PhotoRef, Request
from bot.texts import doubts, faults
from bot.texts.speech import Languages, Markup
from core.doubts import PoorPhoto
from core.errors import ImageError, NoFace, RecordConflict, SeveralFaces

PREFIX = "anon"
"""What the data of these buttons begins with: `anon:<what>`."""

ASK, YES, NO = "ask", "yes", "no"

LIFE = timedelta(hours=1)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Silencing:
    """Serves people in private, who alone decide about their own face."""

    outbox: Outbox
    optouts: OptOuts
    photos: Photos
    questions: Questions
    preferences: Preferences
    buttons: Buttons
    languages: Languages

    def offer(self, request: Request) -> Rows:
        """Return the button that goes under what /optout does where somebody is linked."""
        return [[self._button(request, request.speech.text("optout-elsewhere-button"), ASK)]]

    async def ask(self, request: Request) -> None:
        """Tell what is kept for it, and ask whether that may be."""
        words, rows = self._question(request)
        await self.outbox.say(answer_to(request), words, buttons=rows)

    async def clicked(self, request: Request, click: Click) -> None:
        """Hear what somebody wants."""
        speech, what = request.speech, click.data.partition(":")[2]
        rows: Rows = ()
        if what == ASK:
            notice = ""
            words, rows = self._question(request)
        elif what == YES:
            await self.questions.ask_own_photo(request)
            notice, words = speech.text("agreed-notice"), speech.html("optout-photo-wanted")
        else:
            notice, words = speech.text("declined-notice"), speech.html("optout-declined")
        await self.outbox.answer_click(click.query_id, notice)
        await self.outbox.change_question(
            request.chat, request.message, words, picture=click.picture, buttons=rows
        )

    async def take(self, request: Request, photos: Sequence[PhotoRef]) -> None:
        """Take a photo that was asked for; where it will not do, another one is waited for."""
        async with shown_working(self.outbox, request):
            fault = await self._kept(request, photos[0])
        if fault is None:
            await self.questions.take(request)
        words = request.speech.html("optout-kept") if fault is None else fault
        await self.outbox.say(answer_to(request, photos[0].message_id), words)

    async def remind(self) -> int:
        """Ask for another photo where the model is another now; return of how many. Each once."""
        asked = 0
        async for optout in self.optouts.outdated():
            chosen = (await self.preferences.of(optout.account)).language
            speech = self.languages.of(chosen, optout.language)
            await self.outbox.whisper(optout.account, speech.html("optout-again"))
            with suppress(RecordConflict):
                await self.optouts.note_reminded(optout)
            asked += 1
        if asked:
            logger.info("%d people who are to be named nowhere were asked for a photo", asked)
        return asked

    async def _kept(self, request: Request, photo: PhotoRef) -> Markup | None:
        """Keep the face of a photo; return why that cannot be, if it cannot."""
        try:
            async with self.photos.opened(photo, to_enrol=True) as reading:
                await self.optouts.keep(request, reading)
        except FileGone:
            return request.speech.html("file-gone")
        except SeveralFaces:
            return request.speech.html("optout-one-face")
        except PoorPhoto as poor:
            return doubts.sentence(request.speech, poor)
        except (ImageError, NoFace) as fault:
            return faults.about_photo(request.speech, fault)
        return None

    def _question(self, request: Request) -> tuple[Markup, Rows]:
        say = request.speech.text
        rows = [
            [self._button(request, say("agree-button"), YES)],
            [self._button(request, say("disagree-button"), NO)],
        ]
        return request.speech.html("optout-elsewhere"), rows

    def _button(self, request: Request, label: str, what: str) -> Button:
        return self.buttons.make(request, label, f"{PREFIX}:{what}", life=LIFE)
