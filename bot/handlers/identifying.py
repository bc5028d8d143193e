"""Saying who is in a photo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chats import Chats
from bot.outbox import FileGone, Outbox, answer_to
from bot.photos import Photos
from bot.progress import shown_working
from bot.request import PhotoRef, Request
from bot.texts import faults, identifying
from bot.texts.writing import LONGEST_CAPTION, pages
from core.errors import ImageError
from core.findings import Identification
from core.recognizer import Reading, Recognizer

NAMED = 5
"""People named for each face."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a photo.

    Attributes:
        texts: in order; empty where silence is the best answer.
        picture: a JPEG with numbered faces to go with the first text, or None.
    """

    texts: Sequence[str] = ()
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class Identifying:
    """Looks at photos. A group hears of faces only, not of every photo that has none."""

    outbox: Outbox
    recognizer: Recognizer
    photos: Photos
    chats: Chats

    async def identify(self, request: Request, photo: PhotoRef) -> None:
        """Answer a photo, as a reply to it."""
        async with shown_working(self.outbox, request):
            try:
                async with self.photos.opened(photo) as reading:
                    answer = await self._about(request, reading)
            except FileGone:
                answer = _in_private(request, faults.FILE_GONE)
            except ImageError as fault:
                answer = _in_private(request, faults.about_photo(fault))
        await self._send(request, photo, answer)

    async def _about(self, request: Request, reading: Reading) -> Answer:
        faces = len(reading.probes)
        if not faces:
            return _in_private(request, identifying.NO_FACE)
        gallery = await self.chats.gallery(request.chat)
        found = (
            await self.recognizer.identify(gallery, reading, NAMED) if gallery is not None else ()
        )
        if not any(face.candidates for face in found):
            return await self._nobody_yet(request, faces)
        if len(found) == 1:
            return Answer([identifying.one_face(found[0])])
        picture = await self.photos.numbered(reading, [face.probe.box for face in found])
        return Answer(_texts_of_many(found), picture)

    async def _nobody_yet(self, request: Request, faces: int) -> Answer:
        """Say how to begin: always in private, and to a group once."""
        if request.private or await self.chats.first_hint(request.chat):
            return Answer([identifying.nobody_yet(faces)])
        return Answer()

    async def _send(self, request: Request, photo: PhotoRef, answer: Answer) -> None:
        to = answer_to(request, photo.message_id)
        texts = list(answer.texts)
        if answer.picture is not None:
            await self.outbox.show(to, answer.picture, texts.pop(0))
        for text in texts:
            await self.outbox.say(to, text)


def _in_private(request: Request, text: str) -> Answer:
    return Answer([text]) if request.private else Answer()


def _texts_of_many(faces: Sequence[Identification]) -> list[str]:
    """Return the picture's caption and what does not fit into it."""
    blocks = identifying.faces_of_many(faces)
    fitting = pages(blocks, longest=LONGEST_CAPTION)
    if len(fitting) == 1:
        return fitting
    return [identifying.many_faces(len(faces)), *pages(blocks)]
