"""One photo, one name: the face is learnt, or the person is asked which one it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from bot.accounts import Accounts
from bot.audit import Audit, Deed
from bot.buttons import Button, Buttons, Rows
from bot.chats import Chats
from bot.optouts import OptOuts
from bot.outbox import FileGone, Outbox, answer_to
from bot.photos import Photos
from bot.questions import BUTTON_LIFE, Questions
from bot.request import FaceRef, PhotoRef, Request, Whom
from bot.texts import faults
from bot.texts.enrolling import Asked, Doubted, Failed, Learnt, Outcome
from bot.texts.speech import Speech
from bot.texts.writing import bold_name
from bot.wanted import FaceWanted
from core.doubts import NOTHING, Despite, DoubtfulPerson, DoubtfulPhoto, LooksLikeAnother
from core.errors import ImageError, NoFace
from core.model import Box
from core.recognizer import Enrolled, Reading, Recognizer

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
    buttons: Buttons
    accounts: Accounts
    audit: Audit
    optouts: OptOuts

    async def learn(self, request: Request, whom: Whom, photo: PhotoRef) -> Outcome:
        """Learn the one face of a photo; where there are several, send a question."""
        try:
            async with self.photos.opened(photo, to_enrol=True) as reading:
                if len(reading.probes) <= 1:
                    return await self._keep(request, whom, reading, FaceRef(photo, None))
                picture = await self._which_of(reading)
        except (FileGone, ImageError, NoFace) as fault:
            return _failed(request.speech, fault)
        boxes = tuple(probe.box for probe in reading.probes)
        if len(boxes) > MOST_BUTTONS:
            return Failed(
                request.speech.html("too-many-faces", name=bold_name(whom.name), faces=len(boxes))
            )
        question = FaceWanted(whom, photo, boxes)
        key = await self.questions.ask_face(request, question)
        await self.outbox.show(
            answer_to(request, photo.message_id),
            picture,
            request.speech.html("which-face", name=bold_name(whom.name)),
            self._numbers(request, key, len(boxes)),
        )
        return Asked()

    async def learn_face(
        self, request: Request, whom: Whom, face: FaceRef, despite: Despite = NOTHING
    ) -> Outcome:
        """Learn the face that was chosen or consented to, whatever is not to be doubted of it."""
        try:
            async with self.photos.opened(face.photo, to_enrol=True) as reading:
                return await self._keep(request, whom, reading, face, despite)
        except (FileGone, ImageError, NoFace) as fault:
            return _failed(request.speech, fault)

    async def photos_of(self, request: Request, whom: Whom) -> int:
        """Return how many photos there are of who has this name in the chat."""
        gallery = await self.chats.gallery(request.chat)
        if gallery is None:
            return 0
        subject = await self.recognizer.named(gallery, whom.name)
        return 0 if subject is None else await self.recognizer.templates(gallery, [subject.id])

    async def account_of(self, request: Request, name: str) -> int | None:
        """Return whose account the person of a name is in the chat, if they said so."""
        gallery = await self.chats.gallery(request.chat)
        return None if gallery is None else await self._account_of(gallery, name)

    async def _account_of(self, gallery: str, name: str) -> int | None:
        subject = await self.recognizer.named(gallery, name)
        return None if subject is None else await self.accounts.account_of(gallery, subject.id)

    async def _is_unsaid(self, gallery: str, whom: Whom, doubt: LooksLikeAnother) -> bool:
        """Tell whether a face looks like somebody else whose name is not to be said."""
        other = await self.recognizer.named(gallery, doubt.other)
        if other is None or not await self.accounts.unnamed_among(gallery, [other.id]):
            return False
        return whom.account != await self.accounts.account_of(gallery, other.id)

    def _numbers(self, request: Request, key: str, faces: int) -> Rows:
        def button(label: str, choice: str) -> Button:
            return self.buttons.make(request, label, f"{PREFIX}:{key}:{choice}", life=BUTTON_LIFE)

        numbers = [button(str(n), str(n)) for n in range(1, faces + 1)]
        rows = [numbers[i : i + BUTTONS_A_ROW] for i in range(0, faces, BUTTONS_A_ROW)]
        return [*rows, [button(request.speech.text("cancel-button"), CANCEL)]]

    async def _which_of(self, reading: Reading) -> bytes:
        return await self.photos.numbered(reading, [probe.box for probe in reading.probes])

    async def _keep(
        self,
        request: Request,
        whom: Whom,
        reading: Reading,
        face: FaceRef,
        despite: Despite = NOTHING,
    ) -> Outcome:
        if not reading.probes:
            raise NoFace
        place = nearest(face.box, [probe.box for probe in reading.probes])
        account = (await self.optouts.among(reading))[place or 0]
        if account is not None and account != whom.account:
            return Failed(request.speech.html("not-to-be-learnt"))
        gallery = await self.chats.gallery_to_fill(request.chat)
        if whom.account is not None:
            holder = await self._account_of(gallery, whom.name)
            if holder not in {None, whom.account}:
                named = bold_name(whom.name)
                return Failed(request.speech.html("name-is-anothers", name=named))
        try:
            kept = await self.recognizer.enrol(
                gallery,
                whom.name,
                reading,
                by=str(request.sender),
                face=place,
                despite=despite,
            )
        except DoubtfulPhoto as doubt:
            if isinstance(doubt, LooksLikeAnother) and await self._is_unsaid(gallery, whom, doubt):
                return Failed(request.speech.html("not-to-be-learnt"))
            return Doubted(face, doubt)
        if whom.account is not None and _is_plain(kept, despite):
            await self.accounts.link(gallery, kept.subject.id, whom.account, request.chat)
        if kept.new:
            await self.audit.note(gallery, request, Deed.LEARNT, kept.subject.id)
        return Learnt(kept.subject.name, kept.new, kept.photos, kept.subject.id)


def _is_plain(kept: Enrolled, despite: Despite) -> bool:
    """Tell whether it is beyond doubt who was enrolled: nobody may become whom they do not look."""
    return kept.photos == 1 or not issubclass(DoubtfulPerson, despite)


def _failed(speech: Speech, fault: FileGone | ImageError | NoFace) -> Failed:
    if isinstance(fault, FileGone):
        return Failed(speech.html("file-gone"))
    return Failed(faults.about_photo(speech, fault))


def nearest(wanted: Box | None, boxes: Sequence[Box]) -> int | None:
    """Return which box it is; the same photo read again gives the same boxes, or nearly so."""
    if wanted is None:
        return None

    def apart(place: int) -> float:
        box = boxes[place]
        return hypot(
            box.x + box.w / 2 - wanted.x - wanted.w / 2, box.y + box.h / 2 - wanted.y - wanted.h / 2
        )

    return min(range(len(boxes)), key=apart, default=None)
