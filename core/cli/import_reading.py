"""The reading side of an import: which photos are new, and the faces in them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path

from core.bootstrap import Core
from core.cli.enrolling import BY_COMMAND_LINE
from core.cli.import_tally import Tally
from core.cli.patience import Patience
from core.cli.photos import content, pictures
from core.doubts import PoorPhoto
from core.errors import BadName, CoreError, PhotoError, UnreadableFile
from core.model import Box, Enrolment, Subject, template_id
from core.names import normalise_name
from core.reading import read_all
from core.recognizer import Reading

BATCH = 64
"""Templates written at once: one refresh of an index is shared by as many."""

READ_AT_ONCE = 8
"""Photos whose faces share the model's batches; decoded they take 160 MB at most."""

PEOPLE_AT_ONCE = 16
"""Whose photos are looked up side by side: each takes the store two requests."""


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A photo that the person it shows has no template of, as far as is known."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True, eq=False)
class ReadFace:
    """The face to be kept of a photo; who has the name, and so its id, is found out at writing.

    Attributes:
        name: whose it is.
        path: the photo.
        box: where the face is, in pixels of the upright original.
        unowned: what is to be kept, of nobody yet.
    """

    name: str
    path: Path
    box: Box
    unowned: Enrolment

    def of(self, subject: Subject, gallery_id: str) -> Enrolment:
        """Return it as a subject's."""
        id_ = template_id(gallery_id, subject.id, self.unowned.photo, self.box)
        return replace(self.unowned, id=id_, subject=subject)


class ReadingSide:
    """Turns people's folders into batches of faces. What it cannot take is told to the tally."""

    def __init__(self, core: Core, gallery_id: str, tally: Tally, patience: Patience) -> None:
        """Take what it needs."""
        self._core = core
        self._gallery = core.store.gallery(gallery_id)
        self._tally = tally
        self._patience = patience

    async def new_photos(self, people: Iterable[Path]) -> AsyncIterator[list[NewPhoto]]:
        """Yield the photos that there is no template of, of several people's folders at a time."""
        left = iter(people)
        while some := list(islice(left, PEOPLE_AT_ONCE)):
            found = await asyncio.gather(
                *(self._new_of(folder) for folder in some), return_exceptions=True
            )
            photos: list[NewPhoto] = []
            for one in found:
                if isinstance(one, BaseException):
                    raise one
                photos += one
            yield photos

    async def batches(self, new: AsyncIterable[list[NewPhoto]]) -> AsyncIterator[list[ReadFace]]:
        """Yield the photos' faces, `BATCH` at a time; whatever stops it, what was read comes first.

        Raises:
            ModelUnavailable: weights or a package are missing.
        """
        batch: list[ReadFace] = []
        failure: CoreError | None = None
        try:
            async for photos in _grouped(new, READ_AT_ONCE):
                batch += await self._read(photos)
                if len(batch) >= BATCH:
                    yield batch[:BATCH]
                    batch = batch[BATCH:]
        except CoreError as error:
            failure = error
        if batch:
            yield batch
        if failure is not None:
            raise failure

    async def _new_of(self, folder: Path) -> list[NewPhoto]:
        photos = await asyncio.to_thread(pictures, folder)
        try:
            name = normalise_name(folder.name)
        except BadName as error:
            for path in photos:
                self._tally.seen()
                self._tally.skip(path, error)
            return []
        subject = await self._patience.ask(lambda: self._gallery.subject(name))
        held = await self._held(subject, photos) if subject is not None else set()
        for _ in held:
            self._tally.seen()
            self._tally.present += 1
        if subject is not None and held:
            self._tally.people.add(subject.id)
        return [NewPhoto(name, path) for path in photos if path not in held]

    async def _held(self, subject: Subject, photos: Sequence[Path]) -> set[Path]:
        """Return the photos that this person has a template of already."""
        digests = await asyncio.to_thread(_digests, photos)
        wanted = sorted(set(digests.values()))
        held = await self._patience.ask(lambda: self._gallery.photos_held(subject.id, wanted))
        return {path for path, digest in digests.items() if digest in held}

    async def _read(self, photos: Sequence[NewPhoto]) -> list[ReadFace]:
        faces: list[ReadFace] = []
        found = await self._core.worker.run(self._faces, photos)
        for photo, one in zip(photos, found, strict=True):
            self._tally.seen()
            if isinstance(one, PhotoError):
                self._tally.skip(photo.path, one)
                continue
            face, shortcomings = one
            for first in shortcomings[:1]:
                self._tally.warn(photo.path, first)
            faces.append(face)
        return faces

    def _faces(
        self, photos: Sequence[NewPhoto]
    ) -> list[tuple[ReadFace, list[PoorPhoto]] | PhotoError]:
        """Read photos, and make what is kept of each. Plain: run it in the worker."""
        sources = [partial(content, photo.path) for photo in photos]
        found = read_all(self._core.encoder, sources, to_keep=True)
        return [
            one if isinstance(one, PhotoError) else self._face(photo, Reading(*one))
            for photo, one in zip(photos, found, strict=True)
        ]

    def _face(
        self, photo: NewPhoto, reading: Reading
    ) -> tuple[ReadFace, list[PoorPhoto]] | PhotoError:
        recognizer = self._core.recognizer
        try:
            probe = recognizer.main_face(reading)
        except PhotoError as error:
            return error
        unowned = recognizer.enrolment(
            self._gallery.id, Subject("", photo.name), reading.photo, probe, BY_COMMAND_LINE
        )
        face = ReadFace(photo.name, photo.path, probe.box, unowned)
        return face, recognizer.shortcomings(reading.photo, probe)


async def _grouped(
    lists: AsyncIterable[list[NewPhoto]], size: int
) -> AsyncIterator[list[NewPhoto]]:
    """Yield what lists of any length hold in lists of one length; the last may be shorter."""
    group: list[NewPhoto] = []
    async for some in lists:
        for one in some:
            group.append(one)
            if len(group) == size:
                yield group
                group = []
    if group:
        yield group


def _digests(photos: Sequence[Path]) -> dict[Path, str]:
    digests = {}
    for path in photos:
        try:
            digests[path] = sha256(content(path)).hexdigest()
        except UnreadableFile:
            continue  # It is met again, and told, when its turn to be read comes.
    return digests
