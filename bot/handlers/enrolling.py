"""Teaching a face: /enroll in each of its forms, and /cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.handlers.doubting import Doubting
from bot.handlers.learning import Learning
from bot.outbox import Outbox, answer_to
from bot.progress import shown_working
from bot.questions import NameWanted, PhotoWanted, Questions
from bot.request import Command, PhotoRef, Request
from bot.texts import enrolling
from bot.texts.enrolling import Learnt
from core.errors import BadName
from core.names import normalise_name

AROUND_A_NAME = (
    ("<", ">"),
    ('"', '"'),
    ("'", "'"),
    ("\u201c", "\u201d"),
    ("\u201e", "\u201c"),
    ("\u00ab", "\u00bb"),
)
"""What people put round a name, because the help shows it so or to be on the safe side."""


@dataclass(frozen=True, slots=True)
class Enrolling:
    """Brings a name and photos together, whichever comes first."""

    outbox: Outbox
    questions: Questions
    learning: Learning
    doubting: Doubting

    async def command(self, request: Request, command: Command, photos: Sequence[PhotoRef]) -> None:
        """Answer /enroll: with photos and a name, or without one of them, or both."""
        if not command.argument:
            await self.questions.ask_name(request, photos)
            await self.outbox.say(answer_to(request), _who(request, photos), ask=True)
            return
        name = await self._usable(request, command.argument)
        if name is None:
            return
        if not photos:
            await self._ask_photo(request, name)
            return
        if request.album is not None:
            await self.questions.caption_album(request, name)
        await self.enrol(request, name, photos, quiet=command.edited)

    async def named(self, request: Request, text: str) -> bool:
        """Take a message for the name that was asked for; False when none was."""
        wanted = await self.questions.pending(request)
        if isinstance(wanted, PhotoWanted) and wanted.named_in == request.message:
            # This message was taken already, by a process that died before it could say so.
            await self._ask_photo(request, wanted.name)
            return True
        if isinstance(wanted, PhotoWanted) and request.private:
            await self.outbox.say(answer_to(request), enrolling.still_wanted(wanted.name))
            return True
        if not isinstance(wanted, NameWanted):
            return False
        name = await self._usable(request, text)
        if name is None:
            return True
        if not wanted.photos:
            await self._ask_photo(request, name)
        elif await self.questions.take(request):
            await self.enrol(request, name, wanted.photos)
        return True

    async def wanted(self, request: Request) -> str | None:
        """Return whose photo this is when one was asked for, or when its album has a caption."""
        name = await self.questions.album_name(request)
        if name is not None:
            return name
        wanted = await self.questions.pending(request)
        if isinstance(wanted, PhotoWanted) and await self.questions.take(request):
            return wanted.name
        return None

    async def enrol(
        self, request: Request, name: str, photos: Sequence[PhotoRef], *, quiet: bool = False
    ) -> None:
        """Learn a person from photos and say what came of it.

        Args:
            request: whose.
            name: of the person in all of them.
            photos: at least one.
            quiet: say nothing when nothing is new.
        """
        async with shown_working(self.outbox, request):
            outcomes = [await self.learning.learn(request, name, photo) for photo in photos]
        if quiet and all(isinstance(o, Learnt) and not o.new for o in outcomes):
            return
        buttons = await self.doubting.buttons(request, name, outcomes)
        answer = enrolling.outcome_of_all(outcomes)
        if answer:
            to = answer_to(request, photos[0].message_id)
            await self.outbox.say(to, answer, buttons=buttons)

    async def cancel(self, request: Request) -> None:
        """Answer /cancel."""
        dropped = await self.questions.cancel(request)
        words = enrolling.CANCELLED if dropped else enrolling.NOTHING_TO_CANCEL
        await self.outbox.say(answer_to(request), words)

    async def _ask_photo(self, request: Request, name: str) -> None:
        await self.questions.ask_photo(request, name)
        words = enrolling.photo_wanted(name, group=not request.private)
        await self.outbox.say(answer_to(request), words, ask=not request.private)

    async def _usable(self, request: Request, written: str) -> str | None:
        first_line = next(iter(written.strip().splitlines()), "")
        try:
            return normalise_name(_unwrapped(first_line.strip()))
        except BadName as bad:
            await self.outbox.say(answer_to(request), enrolling.bad_name(bad.longest))
            return None


def _unwrapped(written: str) -> str:
    """Take one pair of brackets or quotes away that stands round the whole."""
    inside = written[1:-1]
    for opening, closing in AROUND_A_NAME:
        if written == f"{opening}{inside}{closing}" and not {opening, closing} & set(inside):
            return inside
    return written


def _who(request: Request, photos: Sequence[PhotoRef]) -> str:
    if request.private:
        return enrolling.WHO_IS_THIS if photos else enrolling.WHO
    return enrolling.WHO_IS_THIS_IN_GROUP if photos else enrolling.WHO_IN_GROUP
