"""Teaching a face: /enroll in each of its forms, and /cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.handlers.asking import Asking
from bot.handlers.doubting import Doubting
from bot.handlers.learning import Learning
from bot.handlers.mentioning import Mentioning
from bot.handlers.naming import Naming
from bot.handlers.permitting import Permission, Permitting
from bot.handlers.teaching import Teaching
from bot.lessons import Lessons
from bot.outbox import Outbox, answer_to
from bot.progress import shown_working
from bot.questions import Questions
from bot.request import Command, Mention, PhotoRef, Request, Whom
from bot.texts import enrolling
from bot.texts.enrolling import Learnt
from bot.texts.speech import Markup
from bot.texts.writing import bold_name, joined
from bot.wanted import NameWanted, OwnPhotoWanted, PhotoWanted


@dataclass(frozen=True, slots=True)
class Enrolling:
    """Brings a name and photos together, whichever comes first."""

    outbox: Outbox
    questions: Questions
    learning: Learning
    doubting: Doubting
    naming: Naming
    permitting: Permitting
    asking: Asking
    mentioning: Mentioning
    lessons: Lessons
    teaching: Teaching

    async def command(self, request: Request, command: Command, photos: Sequence[PhotoRef]) -> None:
        """Answer /enroll: with photos and a name, or without one of them, or both."""
        written = command.argument
        if not written and command.mention is not None:
            written = command.mention.username or ""
        if not written:
            if await self._may(request, Whom(""), command.mention, photos):
                await self.questions.ask_name(request, photos)
                await self.outbox.say(answer_to(request), _who(request, photos), ask=True)
            return
        whom = await self.naming.whom(request, written, photos)
        if whom is None or not await self._may(request, whom, command.mention, photos):
            return
        if not photos:
            await self._ask_photo(request, whom)
            return
        if request.album is not None:
            await self.lessons.begin(request, whom)
        # Begun by a process that died, it may have been learnt and not yet told.
        quiet = command.edited and not request.tries
        await self.enrol(request, whom, photos, quiet=quiet)

    async def named(self, request: Request, text: str) -> bool:
        """Take a message for the name that was asked for; False when none was."""
        wanted = await self.questions.pending(request)
        if isinstance(wanted, PhotoWanted) and wanted.named_in == request.message:
            # This message was taken already, by a process that died before it could say so.
            await self._ask_photo(request, wanted.whom)
            return True
        if isinstance(wanted, PhotoWanted) and request.private:
            still = request.speech.html("still-wanted", name=bold_name(wanted.whom.name))
            await self.outbox.say(answer_to(request), still)
            return True
        if isinstance(wanted, OwnPhotoWanted):
            words = request.speech.html("optout-photo-wanted")
            await self.outbox.say(answer_to(request), words)
            return True
        if not isinstance(wanted, NameWanted):
            return False
        whom = await self.naming.whom(request, text, wanted.photos, account=wanted.account)
        if whom is None or not await self._may(request, whom, None, wanted.photos):
            return True
        if not wanted.photos:
            await self._ask_photo(request, whom)
        elif await self.questions.take(request):
            if wanted.album is not None:
                request = replace(request, album=wanted.album)
                await self.lessons.begin(request, whom)
            await self.enrol(request, whom, wanted.photos)
        return True

    async def waits(self, request: Request, photos: Sequence[PhotoRef]) -> bool:
        """Take late photos of an album whose name is waited for; False when none is."""
        wanted = await self.questions.pending(request)
        if not isinstance(wanted, NameWanted) or request.album is None:
            return False
        if wanted.album != request.album:
            return False
        every = {photo.message_id: photo for photo in (*wanted.photos, *photos)}
        in_order = [every[message] for message in sorted(every)]
        await self.questions.ask_name(request, in_order, account=wanted.account)
        return True

    async def wanted(self, request: Request) -> Whom | OwnPhotoWanted | None:
        """Return whose photo this is when one was asked for, or when its album has a caption."""
        whom = await self.lessons.whose(request)
        if whom is not None:
            return whom
        wanted = await self.questions.pending(request)
        if isinstance(wanted, PhotoWanted) and await self.questions.take(request):
            return wanted.whom
        return wanted if isinstance(wanted, OwnPhotoWanted) else None

    async def enrol(
        self, request: Request, whom: Whom, photos: Sequence[PhotoRef], *, quiet: bool = False
    ) -> None:
        """Learn a person from photos and say what came of it.

        Args:
            request: whose.
            whom: the person in all of them.
            photos: at least one.
            quiet: say nothing when nothing is new.
        """
        if request.album is not None:
            await self.teaching.teach(request, whom, photos)
            return
        async with shown_working(self.outbox, request):
            outcomes = [await self.learning.learn(request, whom, photo) for photo in photos]
        if quiet and all(isinstance(o, Learnt) and not o.new for o in outcomes):
            return
        buttons = await self.doubting.asked(request, whom, outcomes)
        answer = enrolling.outcome_of_all(request.speech, outcomes)
        if not answer:
            return
        offer = await self.mentioning.offer(request, whom, outcomes)
        if offer is not None:
            question, button = offer
            answer, buttons = joined([answer, question], "\n\n"), [*buttons, *button]
        to = answer_to(request, photos[0].message_id)
        await self.outbox.say(to, answer, buttons=buttons)
        if offer is not None:
            await self.mentioning.offered(request)

    async def _may(
        self,
        request: Request,
        whom: Whom,
        mention: Mention | None,
        photos: Sequence[PhotoRef],
    ) -> bool:
        """Tell whether to go on; where the person decides they are asked, else it is said why."""
        match await self.permitting.to_enrol(request, whom):
            case Permission.GRANTED:
                return True
            case Permission.REFUSED:
                key = "only-admins-teach"
            case _ if mention is None:
                key = "mention-whom"
            case _ if not photos:
                key = "mention-with-photo"
            case _:
                await self.asking.ask(request, whom.name, mention, photos)
                return False
        await self.outbox.say(answer_to(request), request.speech.html(key))
        return False

    async def cancel(self, request: Request) -> None:
        """Answer /cancel."""
        dropped = await self.questions.cancel(request)
        words = request.speech.html("cancelled" if dropped else "nothing-to-cancel")
        await self.outbox.say(answer_to(request), words)

    async def _ask_photo(self, request: Request, whom: Whom) -> None:
        await self.questions.ask_photo(request, whom)
        key = "photo-wanted" if request.private else "photo-wanted-in-group"
        words = request.speech.html(key, name=bold_name(whom.name))
        await self.outbox.say(answer_to(request), words, ask=not request.private)


def _who(request: Request, photos: Sequence[PhotoRef]) -> Markup:
    if request.private:
        return request.speech.html("who-is-this" if photos else "who")
    return request.speech.html("who-is-this-in-group" if photos else "who-in-group")
