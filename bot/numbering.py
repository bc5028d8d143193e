"""What the faces of an answer are called, also when its photos come one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer import Answer, AnsweredFace, Remark
from bot.request import PhotoRef
from bot.texts.speech import Markup


@dataclass(frozen=True, slots=True)
class Seen:
    """What is to be told of a photo.

    Attributes:
        photo: which.
        faces: of it, with any labels.
        remark: said where there is no face, if anything is.
        measured: whether it is known how many strangers come as near.
    """

    photo: PhotoRef
    faces: tuple[AnsweredFace, ...] = ()
    remark: Markup | None = None
    measured: bool = True


def labels(place: int | None, faces: int) -> list[str]:
    """Return what the faces of a photo are called; `place` is the photo's in an album, from 1."""
    if place is None:
        return [""] if faces == 1 else [str(number) for number in range(1, faces + 1)]
    if faces == 1:
        return [str(place)]
    return [f"{place}.{number}" for number in range(1, faces + 1)]


def looked_at(answer: Answer) -> tuple[PhotoRef, ...]:
    """Return the photos that an answer has something to say of."""
    return answer.photos if answer.faces or answer.remarks else ()


def all_photos(answer: Answer, more: Sequence[PhotoRef]) -> tuple[PhotoRef, ...]:
    """Return the photos of an answer and some more, each once, in the order of their messages."""
    # As it was noted first, where one is in both: the faces that were found refer to it.
    every = {photo.message_id: photo for photo in (*more, *answer.photos)}
    return tuple(every[message] for message in sorted(every))


def with_photos(answer: Answer, seen: Sequence[Seen]) -> Answer:
    """Return an answer that tells of more photos, called as if all had come together.

    What it says of others already stays, also of a photo that is seen again. Faces keep their
    numbers, by which buttons and questions know them; what they are called may change.
    """
    before = looked_at(answer)
    known = {photo.message_id for photo in before}
    fresh = [one for one in seen if one.photo.message_id not in known]
    photos = all_photos(answer, [one.photo for one in fresh])
    remarks = {before[int(one.label) - 1].message_id: one.words for one in answer.remarks}
    remarks |= {one.photo.message_id: one.remark for one in fresh if one.remark is not None}
    faces = (*answer.faces, *(face for one in fresh for face in one.faces))
    measured = answer.measured and all(one.measured for one in fresh)
    changed = replace(answer, photos=photos, faces=faces, measured=measured)
    return replace(changed, faces=_called(changed), remarks=_placed(changed, remarks))


def _called(answer: Answer) -> tuple[AnsweredFace, ...]:
    counts = Counter(face.face.photo.message_id for face in answer.faces)
    several = len(answer.photos) > 1
    names = {
        photo.message_id: iter(labels(place if several else None, counts[photo.message_id]))
        for place, photo in enumerate(answer.photos, start=1)
    }
    return tuple(
        replace(face, label=next(names[face.face.photo.message_id])) for face in answer.faces
    )


def _placed(answer: Answer, remarks: dict[int, Markup]) -> tuple[Remark, ...]:
    return tuple(
        Remark(
            str(place),
            remarks[photo.message_id],
            after=sum(face.face.photo.message_id < photo.message_id for face in answer.faces),
        )
        for place, photo in enumerate(answer.photos, start=1)
        if photo.message_id in remarks
    )
