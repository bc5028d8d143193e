"""Looking at photos: their faces, and whom these resemble, once for whatever is to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.chats import Chats
from bot.handlers.picturing import Picturing
from bot.optouts import OptOuts
from bot.outbox import FileGone
from bot.photos import Photos
from bot.progress import Progress
from bot.request import PhotoRef, Request
from bot.texts import faults
from bot.texts.speech import Markup
from core.errors import ImageError
from core.findings import Decision, Identification
from core.model import Box, Subject
from core.recognizer import Recognizer

NAMED = 5
"""People named for each face."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a look at a photo gave.

    Attributes:
        photo: which.
        boxes: of all its faces.
        found: for each face, whom it resembles; empty while nobody is enrolled.
        unnamed: for each of these, whether it looks like somebody who asked to be named nowhere.
        fault: why it could not be looked at.
        drawn: a JPEG with the numbers of its faces, where there are several.
        digest: of the photo's bytes; empty where it could not be looked at.
    """

    photo: PhotoRef
    boxes: Sequence[Box] = ()
    found: Sequence[Identification] = ()
    unnamed: Sequence[bool] = ()
    fault: Markup | None = None
    drawn: bytes | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Looking:
    """Looks at the photos of a message or an album, one after the other."""

    recognizer: Recognizer
    photos: Photos
    chats: Chats
    optouts: OptOuts
    picturing: Picturing

    async def look_at_all(
        self,
        request: Request,
        every: Sequence[PhotoRef],
        fresh: Sequence[PhotoRef],
        progress: Progress,
        *,
        first: bool = False,
    ) -> list[Look]:
        """Look at photos, in their order.

        Args:
            request: whose.
            every: the photos that are answered together, in the order that they are numbered in.
            fresh: those of them that are to be looked at.
            progress: knows how far it is.
            first: whether others, for whom nobody watches, may wait.
        """
        gallery = await self.chats.gallery(request.chat)
        places = {photo: place for place, photo in enumerate(every, start=1)}
        looks = []
        for photo in progress.through(fresh):
            place = places[photo] if len(every) > 1 else None
            looks.append(await self._look_at(request, gallery, photo, place, first=first))
        return looks

    async def without_forgotten(self, request: Request, looks: Sequence[Look]) -> list[Look]:
        """Return looks from before with those who are known now, by the names they have now."""
        gallery = await self.chats.gallery(request.chat)
        people = await self.recognizer.people(gallery) if gallery is not None else ()
        subjects = {person.subject.id: person.subject for person in people}
        return [
            replace(look, found=tuple(_present(face, subjects) for face in look.found))
            for look in looks
        ]

    async def _look_at(
        self,
        request: Request,
        gallery: str | None,
        photo: PhotoRef,
        place: int | None,
        *,
        first: bool,
    ) -> Look:
        try:
            async with self.photos.opened(photo, first=first) as reading:
                boxes, digest = [probe.box for probe in reading.probes], reading.photo.digest
                if gallery is None or not boxes:
                    return Look(photo, boxes, digest=digest)
                found = await self.recognizer.identify(gallery, reading, NAMED)
                unnamed = [one is not None for one in await self.optouts.among(reading)]
                found = _silenced(found, unnamed)
                drawn = await self.picturing.drawn(reading, place)
                return Look(photo, boxes, found, unnamed, drawn=drawn, digest=digest)
        except FileGone:
            return Look(photo, fault=request.speech.html("file-gone"))
        except ImageError as fault:
            return Look(photo, fault=faults.about_photo(request.speech, fault))


def _present(face: Identification, subjects: Mapping[str, Subject]) -> Identification:
    still = [
        (replace(candidate, subject=subjects[candidate.subject.id]), evidence)
        for candidate, evidence in zip(face.candidates, face.evidence, strict=True)
        if candidate.subject.id in subjects
    ]
    candidates = tuple(candidate for candidate, _ in still)
    gone = not candidates or candidates[0].subject.id != face.candidates[0].subject.id
    return replace(
        face,
        candidates=candidates,
        evidence=tuple(evidence for _, evidence in still),
        decision=Decision.UNKNOWN if gone else face.decision,
    )


def _silenced(
    found: Sequence[Identification], unnamed: Sequence[bool]
) -> tuple[Identification, ...]:
    """Leave nobody to be named of faces that look like somebody who asked not to be."""
    return tuple(
        replace(face, candidates=(), evidence=(), decision=Decision.UNKNOWN) if silent else face
        for face, silent in zip(found, unnamed, strict=True)
    )
