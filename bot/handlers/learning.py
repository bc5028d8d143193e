"""One photo, one name: the face is learnt, or the person is asked which one it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from bot.chats import Chats
from bot.outbox import Button, FileGone, Outbox, Rows, answer_to
from bot.photos import Photos
from bot.questions import FaceWanted, Questions
from bot.request import PhotoRef, Request
from bot.texts import enrolling, faults
from bot.texts.enrolling import Asked, Failed, Learnt, Outcome
from core.errors import ImageError, NoFace
from core.model import Box
from core.recognizer import Reading, Recognizer

MOST_BUTTONS = 40
BUTTONS_A_ROW = 5

PREFIX = "face"
"""What the data of these buttons begins with: `face:<question>:<number or x>`."""

CANCEL = "x"


@dataclass(frozen=True, slots=True)
class Learning:
    """Learns faces from photos. Doing it again with the same photo changes nothing."""

    outbox: Outbox
    recognizer: Recognizer
    photos: Photos
    chats: Chats
    questions: Questions

    async def learn(self, request: Request, name: str, photo: PhotoRef) -> Outcome:
        """Learn the one face of a photo; where there are several, send a question."""
        try:
            async with self.photos.opened(photo, to_enrol=True) as reading:
                if len(reading.probes) <= 1:
                    return await self._keep(request, name, reading, face=None)
                picture = await self._which_of(reading)
        except (FileGone, ImageError, NoFace) as fault:
            return _failed(fault)
        boxes = tuple(probe.box for probe in reading.probes)
        if len(boxes) > MOST_BUTTONS:
            return Failed(enrolling.too_many_faces(name, len(boxes)))
        question = FaceWanted(name, photo, boxes, asked_by=request.sender)
        key = await self.questions.ask_face(request, question)
        await self.outbox.show(
            answer_to(request, photo.message_id),
            picture,
            enrolling.which_face(name),
            _buttons(key, len(boxes)),
        )
        return Asked()

    async def learn_chosen(self, request: Request, question: FaceWanted, face: int) -> Outcome:
        """Learn the face that was chosen, from 0 in the order of the question's boxes."""
        try:
            async with self.photos.opened(question.photo, to_enrol=True) as reading:
                nearest = _nearest(question.boxes[face], [p.box for p in reading.probes])
                return await self._keep(request, question.name, reading, nearest)
        except (FileGone, ImageError, NoFace) as fault:
            return _failed(fault)

    async def _which_of(self, reading: Reading) -> bytes:
        return await self.photos.numbered(reading, [probe.box for probe in reading.probes])

    async def _keep(
        self, request: Request, name: str, reading: Reading, face: int | None
    ) -> Outcome:
        if not reading.probes:
            raise NoFace
        gallery = await self.chats.gallery_to_fill(request.chat)
        kept = await self.recognizer.enrol(
            gallery, name, reading, by=str(request.sender), face=face
        )
        return Learnt(kept.subject.name, kept.new, kept.photos)


def _failed(fault: FileGone | ImageError | NoFace) -> Failed:
    if isinstance(fault, FileGone):
        return Failed(faults.FILE_GONE)
    return Failed(faults.about_photo(fault))


def _nearest(wanted: Box, boxes: Sequence[Box]) -> int | None:
    """Return which box it is; the same photo read again gives the same boxes, or nearly so."""

    def apart(place: int) -> float:
        box = boxes[place]
        return hypot(
            box.x + box.w / 2 - wanted.x - wanted.w / 2, box.y + box.h / 2 - wanted.y - wanted.h / 2
        )

    return min(range(len(boxes)), key=apart, default=None)


def _buttons(key: str, faces: int) -> Rows:
    numbers = [Button(str(n), f"{PREFIX}:{key}:{n}") for n in range(1, faces + 1)]
    rows = [numbers[i : i + BUTTONS_A_ROW] for i in range(0, faces, BUTTONS_A_ROW)]
    return [*rows, [Button(enrolling.CANCEL, f"{PREFIX}:{key}:{CANCEL}")]]
