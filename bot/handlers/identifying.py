"""Saying who is in a photo, or in the photos of an album."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from bot.answer import Answer, AnsweredFace, Resemblance, key_of
from bot.answers import Answers
from bot.attention import Attention
from bot.chats import Chats
from bot.handlers.mentioning import Mentioning
from bot.handlers.picturing import Picturing, numbered_boxes
from bot.handlers.telling import Telling
from bot.known import Known, Names
from bot.looking import Look, Looking
from bot.numbering import Seen, all_photos, looked_at, with_photos
from bot.outbox import Outbox
from bot.progress import Progress, shown_working, told_while
from bot.request import FaceRef, PhotoRef, Request
from core.findings import Decision, Identification


@dataclass(frozen=True, slots=True)
class Identifying:
    """Looks at photos. A group hears of faces only, not of every photo that has none."""

    outbox: Outbox
    chats: Chats
    known: Known
    answers: Answers
    telling: Telling
    picturing: Picturing
    mentioning: Mentioning
    looking: Looking

    async def identify(
        self,
        request: Request,
        photos: Sequence[PhotoRef],
        *,
        only_known: bool = False,
        looks: Sequence[Look] = (),
    ) -> bool:
        """Answer a photo, or the photos of an album in one answer, as a reply to the first.

        Parts of an album that come when it was answered join its answer, which is changed to what
        it were if they had come in time.

        Args:
            request: whose.
            photos: in the order that they are numbered in.
            only_known: be silent unless somebody looks like, or might be, somebody known; but not
                to whoever asked by a command.
            looks: what looks at these photos gave, if they were looked at before.

        Returns:
            Whether it was said whom somebody looks like, now or before we died.
        """
        album = await self.answers.album(request)
        photos = [photo for photo in photos if photo.message_id not in album.messages]
        if not photos:
            return False
        answer = await self._begun(request, photos, album.answer)
        every = all_photos(answer, photos) if request.album is not None else answer.photos
        fresh = [photo for photo in every if photo not in looked_at(answer)]
        if answer.given and not fresh:
            return _compared(answer)
        # Nobody is to wait for words that may not come.
        silent = only_known and not _asked(request)
        async with nullcontext() if silent else shown_working(self.outbox, request):
            if not (seen := await self._seen_before(request, every, fresh, looks)):
                seen, answer = await self._looked(request, answer, every, fresh)
        answered: Answer | None
        if looked_at(answer):
            answered = await self._join(request, answer, seen)
        else:
            answer = replace(answer, photos=tuple(every))
            answered = await self._answer(request, answer, seen, only_known=only_known)
        if request.album is not None:
            key = None if answered is None else answered.key
            await self.answers.note_album(request, photos, key, asked=_asked(request))
        return answered is not None and _compared(answered)

    async def _begun(self, request: Request, photos: Sequence[PhotoRef], key: int | None) -> Answer:
        """Return the answer as it was left, in an earlier life too, or a new one.

        Args:
            request: whose.
            photos: to be answered.
            key: of the answer to other parts of their album.
        """
        album = request.album is not None
        # Of an album, another part may have come first in an earlier life.
        keys = [photo.message_id for photo in photos] if album else [key_of(request)]
        for one in [key, *keys] if key is not None else keys:
            begun = await self.answers.of(request.chat, one)
            if begun is not None:
                return begun
        return Answer(keys[0], request.sender, request.thread, tuple(photos))

    async def _looked(
        self,
        request: Request,
        answer: Answer,
        every: Sequence[PhotoRef],
        fresh: Sequence[PhotoRef],
    ) -> tuple[list[Look], Answer]:
        """Look at photos; say so to whoever waits for an answer, if it takes long."""
        progress, joins = Progress(), bool(looked_at(answer))
        if not joins:
            answer = replace(answer, photos=tuple(every))

        async def tell() -> None:
            nonlocal answer
            answer = await self.telling.looking(request, answer, progress)

        work = self.looking.look_at_all(request, every, fresh, progress)
        # What stands in the chat is not taken away until there is more to say.
        looks = await told_while(work, progress, tell if _asked(request) and not joins else None)
        return looks, answer

    async def _seen_before(
        self,
        request: Request,
        every: Sequence[PhotoRef],
        fresh: Sequence[PhotoRef],
        looks: Sequence[Look],
    ) -> list[Look]:
        """Return looks from before at all fresh photos, as it is now; nothing where one lacks."""
        by_message = {look.photo.message_id: look for look in looks}
        if not all(photo.message_id in by_message for photo in fresh):
            return []
        found = [replace(by_message[photo.message_id], photo=photo) for photo in fresh]
        if len(every) != len(looks):
            # Others have joined them since: their faces are called otherwise.
            found = [replace(look, drawn=None) for look in found]
        return await self.looking.without_forgotten(request, found)

    async def _answer(
        self, request: Request, answer: Answer, looks: Sequence[Look], *, only_known: bool
    ) -> Answer | None:
        """Answer photos as whoever sent them, or their group, wants it; None by silence."""
        answer = with_photos(answer, [_seen(request, look) for look in looks])
        if _compared(answer):
            told = not only_known or _asked(request) or _anybody(answer)
        elif answer.faces:
            # How to begin is said always to whoever asked, and to a group once.
            told = _asked(request) or await self.chats.first_hint(request.chat)
        else:
            told = _asked(request)
        if not told:
            return None
        if answer.faces:
            # First it is noted: its buttons are known as soon as somebody sees them, though we die.
            await self.answers.keep(request.chat, answer)
        await self._tell(request, answer, looks, noted=bool(answer.faces))
        return answer

    async def _join(self, request: Request, answer: Answer, looks: Sequence[Look]) -> Answer:
        """Change an answer to tell of more photos."""
        seen = [_seen(request, look) for look in looks]
        # First it is noted, so that what somebody says of its faces meanwhile is not lost.
        noted = await self.answers.change(
            request.chat, answer.key, lambda one: replace(with_photos(one, seen), given=False)
        )
        joined = with_photos(answer, seen) if noted is None else noted
        stays = answer.given and numbered_boxes(joined) == numbered_boxes(answer)
        await self._tell(request, joined, looks, noted=True, again=True, picture_stays=stays)
        return joined

    async def _tell(
        self,
        request: Request,
        answer: Answer,
        looks: Sequence[Look],
        *,
        noted: bool = False,
        again: bool = False,
        picture_stays: bool = False,
    ) -> None:
        """Give an answer in the words that are due to it.

        Args:
            request: which is answered.
            answer: with all that is known of the photos.
            looks: at those that were looked at for this.
            noted: see `Telling.give`.
            again: whether other photos were told of before, of which no looks are left.
            picture_stays: whether the picture that stands there is right.
        """
        if answer.faces and not _compared(answer):
            words = request.speech.html("nobody-yet", faces=len(answer.faces))
            buttons = self.telling.offering.under(request, answer, Names({}))
            await self.telling.give(request, answer, [words], buttons=buttons, noted=noted)
            return
        if not answer.faces and len(answer.photos) == 1:
            words = looks[0].fault or request.speech.html("no-face-here")
            await self.telling.give(request, answer, [words])
            return
        found = [face for look in looks for face in look.found]
        names = await self._names(request, answer, found, everybody=again)
        drawn = {look.photo.message_id: look.drawn for look in looks if look.drawn is not None}
        picture = None if picture_stays else await self.picturing.of(answer, drawn)
        await self.telling.tell(request, answer, names, picture, noted=noted)

    async def _names(
        self,
        request: Request,
        answer: Answer,
        found: Sequence[Identification],
        *,
        everybody: bool,
    ) -> Names:
        gallery = await self.chats.gallery(request.chat)
        if gallery is None:
            return Names({})
        if everybody:
            names = await self.known.names(request.chat)
        else:
            names = await self.known.names_in(gallery, found)
        mentioned = await self.mentioning.wanted(request, gallery, answer, names)
        return replace(names, mentioned=mentioned)


def _asked(request: Request) -> bool:
    """Tell whether somebody waits for an answer, whatever is in the photo."""
    return request.attention is Attention.ASKED


def _compared(answer: Answer) -> bool:
    """Tell whether there was somebody whom faces could be compared with."""
    return any(face.alike or face.unnamed or face.learnt is not None for face in answer.faces)


def _anybody(answer: Answer) -> bool:
    return any(face.decision is not Decision.UNKNOWN for face in answer.faces)


def _seen(request: Request, look: Look) -> Seen:
    """Return what is told of a photo: of its faces, or to who asked that there is none."""
    faces = [
        AnsweredFace(
            "",
            FaceRef(look.photo, face.probe.box),
            face.decision,
            tuple(Resemblance(one.subject.id, one.score) for one in face.candidates),
            unnamed=unnamed,
        )
        for face, unnamed in zip(look.found, look.unnamed, strict=True)
    ] or [AnsweredFace("", FaceRef(look.photo, box), Decision.UNKNOWN, ()) for box in look.boxes]
    # A group is told whom it sees, and not of each photo what it does not.
    words = look.fault or request.speech.html("no-face-in-it")
    remark = words if not faces and _asked(request) else None
    measured = all(one.fpir is not None for face in look.found for one in face.evidence)
    return Seen(look.photo, tuple(faces), remark, measured)
