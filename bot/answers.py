"""What was answered to photos, for a day: which faces, in which messages, and what people said.

Kept in Records, so that buttons work after a restart, and a request that is answered again after a
crash is answered in the same place. Of a photo there is Telegram's file id and the boxes of its
faces; of a person only the id in the gallery, and the score. No picture, no template, no name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.answer import AlbumAnswered, Answer, AnsweredFace, Remark, Resemblance
from bot.request import FaceRef, PhotoRef, Request
from bot.texts.speech import Markup
from core.errors import RecordConflict
from core.findings import Decision
from core.model import Box, Record
from core.ports import Records

ANSWERS, ALBUMS_ANSWERED = "answers", "answers-albums"

LIFE = timedelta(days=1)
"""How long an answer can be asked about and corrected."""

COLLECTIONS = (ANSWERS, ALBUMS_ANSWERED)
"""Where expired answers are to be swept from."""


class Answers:
    """Answers of the last day, by chat and key."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where they are kept, and what tells the time with its zone."""
        self._records = records
        self._clock = clock

    async def of(self, chat: int, key: int) -> Answer | None:
        """Return the answer to a message of a chat, if there is one that has not expired."""
        return self._living(await self._records.get(ANSWERS, f"{chat}:{key}"))

    async def keep(self, chat: int, answer: Answer) -> None:
        """Note an answer as it is now."""
        await self._records.put(ANSWERS, f"{chat}:{answer.key}", self._value(answer))

    async def change(
        self, chat: int, key: int, change: Callable[[Answer], Answer]
    ) -> Answer | None:
        """Change an answer; changes at the same moment are all kept.

        Returns:
            What is noted then, or None when there is no such answer (any more).
        """
        while True:
            record = await self._records.get(ANSWERS, f"{chat}:{key}")
            answer = self._living(record)
            if record is None or answer is None:
                return None
            changed = change(answer)
            if changed == answer:
                return answer
            # It expires when it would have: what is pressed does not keep it.
            value = {**self._value(changed), "until": record.value["until"]}
            try:
                await self._records.put(ANSWERS, record.key, value, version=record.version)
            except RecordConflict:
                continue
            return changed

    async def note_album(
        self, request: Request, photos: Sequence[PhotoRef], answer: int | None, *, asked: bool
    ) -> None:
        """Remember that photos of an album were answered, for parts that come late or again.

        Args:
            request: a part of the album.
            photos: which.
            answer: the key of their answer; None where nothing was said.
            asked: whether somebody asked for it.
        """
        known = await self.album(request)
        messages = known.messages | {photo.message_id for photo in photos}
        value = {
            "messages": sorted(messages),
            "answer": known.answer if answer is None else answer,
            "asked": known.asked or asked,
            "until": (self._clock() + LIFE).timestamp(),
        }
        await self._records.put(ALBUMS_ANSWERED, f"{request.chat}:{request.album}", value)

    async def album(self, request: Request) -> AlbumAnswered:
        """Return what is known of the album that a request is a part of; nothing of no album."""
        if request.album is None:
            return AlbumAnswered()
        record = await self._records.get(ALBUMS_ANSWERED, f"{request.chat}:{request.album}")
        if record is None:
            return AlbumAnswered()
        value = record.value
        messages = frozenset(value["messages"])
        return AlbumAnswered(messages, value.get("answer"), bool(value.get("asked")))

    def _living(self, record: Record | None) -> Answer | None:
        if record is None or record.value["until"] < self._clock().timestamp():
            return None
        return _answer(record.value)

    def _value(self, answer: Answer) -> dict[str, Any]:
        return {
            "key": answer.key,
            "owner": answer.owner,
            "thread": answer.thread,
            "photos": [[one.file_id, one.message_id, one.size] for one in answer.photos],
            "messages": list(answer.messages),
            "picture": answer.picture,
            "faces": [_face_to(answer, face) for face in answer.faces],
            "remarks": [[one.label, one.words, one.after] for one in answer.remarks],
            "measured": answer.measured,
            "given": answer.given,
            "until": (self._clock() + LIFE).timestamp(),
        }


def _face_to(answer: Answer, face: AnsweredFace) -> dict[str, Any]:
    box = face.face.box
    return {
        "label": face.label,
        "photo": answer.photos.index(face.face.photo),
        "box": [box.x, box.y, box.w, box.h] if box else None,
        "decision": face.decision.value,
        "alike": [[one.person, one.score] for one in face.alike],
        "explained": face.explained,
        "learnt": face.learnt,
        "ruled_out": face.ruled_out,
        "suspect": face.suspect,
        "unnamed": face.unnamed,
    }


def _answer(value: Mapping[str, Any]) -> Answer:
    photos = tuple(PhotoRef(*photo) for photo in value["photos"])
    return Answer(
        key=value["key"],
        owner=value["owner"],
        thread=value["thread"],
        photos=photos,
        messages=tuple(value["messages"]),
        picture=value["picture"],
        faces=tuple(
            AnsweredFace(
                label=face["label"],
                face=FaceRef(photos[face["photo"]], Box(*face["box"]) if face["box"] else None),
                decision=Decision(face["decision"]),
                alike=tuple(Resemblance(*one) for one in face["alike"]),
                explained=face["explained"],
                learnt=face["learnt"],
                ruled_out=face["ruled_out"],
                suspect=face["suspect"],
                unnamed=face.get("unnamed", False),
            )
            for face in value["faces"]
        ),
        remarks=tuple(
            Remark(label, Markup(words), after) for label, words, after in value["remarks"]
        ),
        measured=value["measured"],
        given=value["given"],
    )
