"""What the bot has asked and waits to hear: kept in Records, so that a restart forgets nothing.

Everything is kept under the chat that it was asked in, and is found from there alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.request import FaceRef, PhotoRef, Request
from core.errors import RecordConflict
from core.model import Box
from core.ports import Records

PENDING, FACES, CONSENTS, ALBUMS = "questions", "questions-faces", "questions-consents", "albums"

PATIENCE = timedelta(minutes=15)
"""How long an answer is waited for."""

COLLECTIONS = (PENDING, FACES, CONSENTS, ALBUMS)
"""Where expired questions are to be swept from."""


@dataclass(frozen=True, slots=True)
class NameWanted:
    """A name is waited for, to go with photos that were sent already (or none yet)."""

    photos: tuple[PhotoRef, ...]


@dataclass(frozen=True, slots=True)
class PhotoWanted:
    """A photo of somebody is waited for.

    Attributes:
        name: as the person wrote it.
        named_in: the message that gave the name.
    """

    name: str
    named_in: int


@dataclass(frozen=True, slots=True)
class FaceWanted:
    """A click on one of the numbered faces is waited for.

    Attributes:
        name: whom to enrol.
        photo: where the faces are.
        boxes: of the faces, in the order of their numbers.
        asked_by: who may choose.
    """

    name: str
    photo: PhotoRef
    boxes: tuple[Box, ...]
    asked_by: int


@dataclass(frozen=True, slots=True)
class ConsentWanted:
    """A click is waited for that says whether to learn doubtful faces all the same.

    Attributes:
        name: whom to enrol.
        faces: at least one.
        other: somebody else whose face it may be, by name.
        person: whether it is doubted whose face this is; else how good the photos are.
        asked_by: who may answer.
    """

    name: str
    faces: tuple[FaceRef, ...]
    other: str | None
    person: bool
    asked_by: int


class Questions:
    """Questions that are open, by chat and by person."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where they are kept, and what tells the time with its zone."""
        self._records = records
        self._clock = clock

    async def ask_name(self, request: Request, photos: Sequence[PhotoRef]) -> None:
        """Wait for a name from whoever asks. It replaces what they were asked before."""
        value = {"photos": [_photo_to(photo) for photo in photos], "asked_in": request.message}
        await self._keep(PENDING, _person(request), value)

    async def ask_photo(self, request: Request, name: str) -> None:
        """Wait for a photo from whoever asks. It replaces what they were asked before."""
        value = {"name": name, "named_in": request.message}
        await self._keep(PENDING, _person(request), value)

    async def pending(self, request: Request) -> NameWanted | PhotoWanted | None:
        """Return what is waited for from this person, unless somebody's message has it already."""
        value = await self._living(PENDING, _person(request))
        if value is None or value.get("taken_by") not in {None, _taker(request)}:
            return None
        if "name" in value:
            return PhotoWanted(value["name"], value["named_in"])
        return NameWanted(tuple(_photo_from(photo) for photo in value["photos"]))

    async def take(self, request: Request) -> bool:
        """Answer the pending question with this message (or with the album that it is part of).

        The question stays, marked with who took it: should we die before the answer is out, the
        same message finds it again, and no other does.
        """
        record = await self._records.get(PENDING, _person(request))
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
        return await self._records.delete(PENDING, _person(request)) and waited

    async def ask_face(self, request: Request, question: FaceWanted) -> str:
        """Wait for a click; return the short id to put into its buttons."""
        key = _short(f"{question.photo.message_id}\n{question.name}")
        value = {
            "name": question.name,
            "photo": _photo_to(question.photo),
            "boxes": [_box_to(box) for box in question.boxes],
            "asked_by": question.asked_by,
        }
        await self._keep(FACES, f"{request.chat}:{key}", value)
        return key

    async def face(self, request: Request, key: str) -> FaceWanted | None:
        """Return a question of this chat, while it is open."""
        value = await self._living(FACES, f"{request.chat}:{key}")
        if value is None:
            return None
        return FaceWanted(
            name=value["name"],
            photo=_photo_from(value["photo"]),
            boxes=tuple(Box(*box) for box in value["boxes"]),
            asked_by=value["asked_by"],
        )

    async def close_face(self, request: Request, key: str) -> None:
        """Wait no longer for this click."""
        await self._records.delete(FACES, f"{request.chat}:{key}")

    async def ask_consent(self, request: Request, question: ConsentWanted) -> str:
        """Wait for a click; return the short id to put into its buttons."""
        places = [[face.photo.message_id, _box_to(face.box)] for face in question.faces]
        key = _short(json.dumps([question.name, question.other, question.person, places]))
        value = {
            "name": question.name,
            "faces": [[_photo_to(face.photo), _box_to(face.box)] for face in question.faces],
            "other": question.other,
            "person": question.person,
            "asked_by": question.asked_by,
        }
        await self._keep(CONSENTS, f"{request.chat}:{key}", value)
        return key

    async def consent(self, request: Request, key: str) -> ConsentWanted | None:
        """Return a question of this chat, while it is open."""
        value = await self._living(CONSENTS, f"{request.chat}:{key}")
        if value is None:
            return None
        return ConsentWanted(
            name=value["name"],
            faces=tuple(
                FaceRef(_photo_from(photo), Box(*box) if box else None)
                for photo, box in value["faces"]
            ),
            other=value["other"],
            person=value["person"],
            asked_by=value["asked_by"],
        )

    async def close_consent(self, request: Request, key: str) -> None:
        """Wait no longer for this click."""
        await self._records.delete(CONSENTS, f"{request.chat}:{key}")

    async def caption_album(self, request: Request, name: str) -> None:
        """Remember whose photos an album holds, for parts that come late or after a restart."""
        await self._keep(ALBUMS, f"{request.chat}:{request.album}", {"name": name})

    async def album_name(self, request: Request) -> str | None:
        """Return whose photos the album of this message holds, if its caption said so."""
        if request.album is None:
            return None
        value = await self._living(ALBUMS, f"{request.chat}:{request.album}")
        return None if value is None else str(value["name"])

    async def _keep(self, collection: str, key: str, value: Mapping[str, Any]) -> None:
        until = (self._clock() + PATIENCE).timestamp()
        await self._records.put(collection, key, {**value, "until": until})

    async def _living(self, collection: str, key: str) -> Mapping[str, Any] | None:
        record = await self._records.get(collection, key)
        if record is None or record.value["until"] < self._clock().timestamp():
            return None
        return record.value


def _person(request: Request) -> str:
    return f"{request.chat}:{request.sender}"


def _taker(request: Request) -> str:
    return request.album or str(request.message)


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _box_to(box: Box | None) -> list[int] | None:
    return [box.x, box.y, box.w, box.h] if box else None


def _photo_to(photo: PhotoRef) -> list[Any]:
    return [photo.file_id, photo.message_id, photo.size]


def _photo_from(value: list[Any]) -> PhotoRef:
    file_id, message_id, size = value
    return PhotoRef(file_id, message_id, size)
