"""What the bot has asked and waits to hear: kept in Records, so that a restart forgets nothing.

Everything is kept under the chat that it was asked in, and is found from there alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.answer import Spot
from bot.request import PhotoRef, Request, Talk, Whom
from bot.wanted import (
    ConsentWanted,
    FaceWanted,
    NameWanted,
    OwnPhotoWanted,
    PhotoWanted,
    RenameWanted,
    Wanted,
    WhoWanted,
)
from bot.written import box_to, face_from, photo_from, photo_to, whom_from, whom_to
from core.errors import RecordConflict
from core.model import Box
from core.ports import Records

PENDING, ASKED = "questions", "questions-asked"
FACES, CONSENTS = "questions-faces", "questions-consents"

PATIENCE = timedelta(minutes=15)
"""How long an answer is waited for."""

BUTTON_LIFE = timedelta(days=1)
"""How long a button says that its question is closed, rather than that it is too old itself."""

COLLECTIONS = (PENDING, ASKED, FACES, CONSENTS)
"""Where expired questions are to be swept from."""


class Questions:
    """Questions that are open, by chat and by person."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where they are kept, and what tells the time with its zone."""
        self._records = records
        self._clock = clock

    async def ask_name(
        self, request: Request, photos: Sequence[PhotoRef], *, account: int | None = None
    ) -> None:
        """Wait for a name from whoever asks. It replaces what they were asked before."""
        value = {
            "photos": [photo_to(photo) for photo in photos],
            "asked_in": request.message,
            "account": account,
            "album": request.album,
        }
        await self._keep(PENDING, _person(request), value)

    async def ask_photo(self, request: Request, whom: Whom) -> None:
        """Wait for a photo from whoever asks. It replaces what they were asked before."""
        value = {**whom_to(whom), "named_in": request.message}
        await self._keep(PENDING, _person(request), value)

    async def ask_who(self, request: Request, question: WhoWanted) -> None:
        """Wait for the name of a face. It replaces what whoever asks was asked before."""
        value = {
            "face": [photo_to(question.face.photo), box_to(question.face.box)],
            "place": [question.place.answer, question.place.number],
        }
        await self._keep(PENDING, _person(request), value)

    async def ask_new_name(self, request: Request, subject: str) -> None:
        """Wait for another name of somebody. It replaces what they were asked before."""
        await self._keep(PENDING, _person(request), {"rename": subject})

    async def ask_own_photo(self, request: Request) -> None:
        """Wait for a photo by which not to name whoever asks. It replaces what they were asked."""
        await self._keep(PENDING, _person(request), {"own_photo": True})

    async def asked_in(self, request: Request, message: int) -> None:
        """Note which message of ours asks whoever pressed a button.

        Admins who are anonymous press under their own name and write in the group's: what they
        reply to tells whose question it answers.
        """
        await self._keep(ASKED, f"{request.chat}:{message}", {"of": request.sender})

    async def pending(self, request: Request) -> Wanted | None:
        """Return what is waited for from this person, unless somebody's message has it already.

        A photo that was sent before the name may be worked on after it: it is no answer to it.
        """
        value = await self._living(PENDING, await self._asked_of(request))
        if value is None or value.get("taken_by") not in {None, _taker(request)}:
            return None
        if request.message < value.get("named_in", 0):
            return None
        return _wanted(value)

    async def take(self, request: Request) -> bool:
        """Answer the pending question with this message (or with the album that it is part of).

        The question stays, marked with who took it: should we die before the answer is out, the
        same message finds it again, and no other does.
        """
        record = await self._records.get(PENDING, await self._asked_of(request))
        if record is None:
            return False
        taken_by = record.value.get("taken_by")
        if taken_by is not None:
            return bool(taken_by == _taker(request))
        value = {**record.value, "taken_by": _taker(request)}
        try:
            await self._records.put(PENDING, record.key, value, version=record.version)
        except RecordConflict:
            return False
        return True

    async def cancel(self, request: Request) -> bool:
        """Drop what is waited for from this person; tell whether there was anything."""
        waited = await self.pending(request) is not None
        return await self._records.delete(PENDING, await self._asked_of(request)) and waited

    async def ask_face(self, request: Request, question: FaceWanted) -> str:
        """Wait for a click; return the short id to put into its buttons."""
        key = _short(f"{question.photo.message_id}\n{question.whom.name}")
        value = {
            **whom_to(question.whom),
            "photo": photo_to(question.photo),
            "boxes": [box_to(box) for box in question.boxes],
        }
        await self._keep(FACES, f"{request.chat}:{key}", value)
        return key

    async def face(self, request: Request, key: str) -> FaceWanted | None:
        """Return a question of this chat, while it is open."""
        value = await self._living(FACES, f"{request.chat}:{key}")
        if value is None:
            return None
        return FaceWanted(
            whom=whom_from(value),
            photo=photo_from(value["photo"]),
            boxes=tuple(Box(*box) for box in value["boxes"]),
        )

    async def close_face(self, request: Request, key: str) -> None:
        """Wait no longer for this click."""
        await self._records.delete(FACES, f"{request.chat}:{key}")

    async def ask_consent(self, request: Request, question: ConsentWanted) -> str:
        """Wait for a click; return the short id to put into its buttons."""
        key = consent_key(question)
        value = {
            **whom_to(question.whom),
            "faces": [[photo_to(face.photo), box_to(face.box)] for face in question.faces],
            "other": question.other,
            "person": question.person,
            "place": [question.place.answer, question.place.number] if question.place else None,
        }
        await self._keep(CONSENTS, f"{request.chat}:{key}", value)
        return key

    async def consent(self, request: Request, key: str) -> ConsentWanted | None:
        """Return a question of this chat, while it is open."""
        value = await self._living(CONSENTS, f"{request.chat}:{key}")
        if value is None:
            return None
        return ConsentWanted(
            whom=whom_from(value),
            faces=tuple(face_from(face) for face in value["faces"]),
            other=value["other"],
            person=value["person"],
            place=Spot(*value["place"]) if value.get("place") else None,
        )

    async def close_consent(self, request: Request, key: str) -> None:
        """Wait no longer for this click."""
        await self._records.delete(CONSENTS, f"{request.chat}:{key}")

    async def _asked_of(self, request: Request) -> str:
        """Return the key of the question that a message may be the answer to."""
        ask = request.ask
        if isinstance(ask, Talk) and ask.answers is not None and _is_anonymous(request):
            asked = await self._living(ASKED, f"{request.chat}:{ask.answers}")
            if asked is not None:
                return f"{request.chat}:{asked['of']}"
        return _person(request)

    async def _keep(self, collection: str, key: str, value: Mapping[str, Any]) -> None:
        until = (self._clock() + PATIENCE).timestamp()
        await self._records.put(collection, key, {**value, "until": until})

    async def _living(self, collection: str, key: str) -> Mapping[str, Any] | None:
        record = await self._records.get(collection, key)
        if record is None or record.value["until"] < self._clock().timestamp():
            return None
        return record.value


def _wanted(value: Mapping[str, Any]) -> Wanted:
    if "name" in value:
        return PhotoWanted(whom_from(value), value["named_in"])
    if "own_photo" in value:
        return OwnPhotoWanted()
    if "rename" in value:
        return RenameWanted(value["rename"])
    if "face" in value:
        return WhoWanted(face_from(value["face"]), Spot(*value["place"]))
    photos = tuple(photo_from(photo) for photo in value["photos"])
    return NameWanted(photos, value.get("account"), value.get("album"))


def consent_key(question: ConsentWanted) -> str:
    """Return the short id of a question about doubtful faces: the same for the same ones."""
    places = [[face.photo.message_id, box_to(face.box)] for face in question.faces]
    return _short(json.dumps([question.whom.name, question.other, question.person, places]))


def _person(request: Request) -> str:
    return f"{request.chat}:{request.sender}"


def _is_anonymous(request: Request) -> bool:
    return request.sender == request.chat and not request.private


def _taker(request: Request) -> str:
    return request.album or str(request.message)


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
