"""The verbs of faces: read, enrol, identify, verify. Those of people are the household's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core import images
from core.admission import assert_plausible
from core.decision import Policy
from core.doubts import NOTHING, Despite, DoubtfulPerson, PoorPhoto
from core.errors import NoFace, NoSuchFace, SeveralFaces, UnknownPerson
from core.findings import Candidate, Decision, Identification, Rarity, SearchResult, Verification
from core.framing import plain_subject
from core.household import Household
from core.model import Enrolment, Photo, Probe, Subject, template_id
from core.names import normalise_name
from core.ports import Encoder, Gallery, Store
from core.quality import complaints, measured
from core.worker import Worker


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A photo that was read once, for whatever is to be done with its faces.

    Where somebody measured (`core.watching`), it `waited` so many seconds for its turn, and was
    `looked` at for so many.
    """

    photo: Photo
    probes: tuple[Probe, ...]
    waited: float = 0.0
    looked: float = 0.0


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What an enrolment did.

    Attributes:
        subject: whom the face belongs to now.
        new: False when this very face of this very photo was theirs already.
        photos: how many photos they have now.
    """

    subject: Subject
    new: bool
    photos: int


class Recognizer(Household):
    """Faces of photos, and the people of a gallery."""

    def __init__(
        self,
        encoder: Encoder,
        store: Store,
        policy: Policy,
        worker: Worker,
        clock: Callable[[], datetime],
    ) -> None:
        """Take what the verbs need; `clock` gives the present time with a time zone."""
        super().__init__(store, encoder.model)
        self._encoder = encoder
        self._policy = policy
        self._worker = worker
        self._clock = clock

    async def read(self, data: bytes, *, to_enrol: bool = False) -> Reading:
        """Decode a photo and find its faces.

        Args:
            data: a file's bytes.
            to_enrol: whether a face of it is to be enrolled, for which the encoder may do more;
                or verified, where there is time for it.

        Raises:
            ImageError: the bytes are no photo that can be read.
            ModelUnavailable: weights or a package are missing.
        """
        return await self._worker.run(self._read, data, to_enrol=to_enrol)

    def _read(self, data: bytes, *, to_enrol: bool) -> Reading:
        photo = images.load(data)
        return Reading(photo, tuple(self._encoder.encode(photo, to_keep=to_enrol)))

    async def identify(
        self, gallery_id: str, reading: Reading, limit: int = 5
    ) -> tuple[Identification, ...]:
        """Search every face of a photo and decide about each; faces in the photo's order."""
        return await self._searched(self._store.gallery(gallery_id), reading.probes, limit)

    async def rarity(
        self, gallery_id: str, found: Identification, subjects: Collection[str], faces: int
    ) -> Rarity:
        """Say of a face's first candidate, one of some people, what `Policy.rarity` says."""
        templates = await self.templates(gallery_id, subjects)
        return self._policy.rarity(found.evidence[0], templates, faces)

    async def matches(self, gallery_id: str, reading: Reading) -> tuple[Subject | None, ...]:
        """Return for each face of a photo whom of a gallery it is a match with, if with anybody."""
        found = await self._searched(self._store.gallery(gallery_id), reading.probes, limit=1)
        return tuple(
            one.candidates[0].subject if one.decision is Decision.MATCH else None for one in found
        )

    async def _searched(
        self, gallery: Gallery, probes: Sequence[Probe], limit: int
    ) -> tuple[Identification, ...]:
        if not probes:
            return ()
        found = await gallery.search(probes, limit)
        return await asyncio.to_thread(self._decided, probes, found)

    def _decided(self, probes: Sequence[Probe], found: SearchResult) -> tuple[Identification, ...]:
        decided = []
        for probe, candidates in zip(probes, found.candidates, strict=True):
            evidence = self._policy.evidence(
                probe.template.vector,
                [found.vectors[candidate.template_id] for candidate in candidates],
                [found.fused.get(candidate.subject.id) for candidate in candidates],
                found.templates,
            )
            decision = self._policy.decide(evidence, found.templates)
            decided.append(Identification(probe, candidates, evidence, decision, found.templates))
        return tuple(decided)

    async def enrol(
        self,
        gallery_id: str,
        name: str,
        reading: Reading,
        *,
        by: str,
        face: int | None = None,
        despite: Despite = NOTHING,
    ) -> Enrolled:
        """Keep one face of a photo under a name; a known name gains a photo.

        Args:
            gallery_id: whose people.
            name: as people write it.
            reading: the photo, read to enrol.
            by: an opaque word for who enrols.
            face: which of the reading's probes, from 0; needed when there are several.
            despite: the kinds of doubt that are put aside.

        Raises:
            NoFace, SeveralFaces, NoSuchFace: no face to keep, or no word which.
            PoorPhoto: it would hurt to be known from this face. Never said twice: a photo that
                this person has already is not doubted.
            LooksLikeAnother, UnlikeTheOthers: it seems to be somebody else's.
            BadName: the name cannot be kept.
            StoreUnavailable, StoreRefused, ModelMismatch: see `Gallery`.
        """
        reading = Reading(reading.photo, (_chosen(reading, face),))
        gallery = self._store.gallery(gallery_id)
        await self._doubt(gallery, normalise_name(name), reading, despite)
        return await self._kept_as(gallery, name, reading, by)

    async def assert_good(self, reading: Reading) -> None:
        """See that a photo shows one face, well enough to know its person by.

        Raises:
            NoFace, SeveralFaces, PoorPhoto: it does not.
        """
        for poor in await self._worker.run(
            self.shortcomings, reading.photo, _chosen(reading, None)
        ):
            raise poor

    async def keep_unpictured(
        self, gallery_id: str, name: str, reading: Reading, *, by: str
    ) -> Enrolled:
        """Keep the one face of a photo, without a crop of it, in place of all of that name.

        Raises:
            Exception: as `enrol` does, but for doubts.
        """
        reading = Reading(reading.photo, (_chosen(reading, None),))
        gallery = self._store.gallery(gallery_id)
        kept = await self._kept_as(gallery, name, reading, by, pictured=False)
        every = await gallery.enrolments(kept.subject.id)
        await gallery.remove([one.id for one in every if one.photo != reading.photo.digest])
        return kept

    async def _kept_as(
        self, gallery: Gallery, name: str, reading: Reading, by: str, *, pictured: bool = True
    ) -> Enrolled:
        """Keep a face under a name. Who is forgotten at that moment is somebody new then."""
        while True:
            subject = await gallery.claim(name)
            try:
                return await self._kept(gallery, subject, reading, by, pictured=pictured)
            except UnknownPerson:
                continue

    async def _kept(
        self,
        gallery: Gallery,
        subject: Subject,
        reading: Reading,
        by: str,
        *,
        pictured: bool = True,
    ) -> Enrolled:
        (probe,) = reading.probes
        enrolment = await self._worker.run(
            self.enrolment, gallery.id, subject, reading.photo, probe, by
        )
        if not pictured:
            enrolment = replace(enrolment, crop=b"")
        (new,) = await gallery.add([enrolment])
        return Enrolled(subject, new, await gallery.count(subject.id))

    def shortcomings(self, photo: Photo, probe: Probe) -> list[PoorPhoto]:
        """Return why a face had better not be enrolled. Plain: run it in the worker."""
        return complaints(measured(photo, probe))

    async def _doubt(self, gallery: Gallery, name: str, reading: Reading, despite: Despite) -> None:
        """Raise the first doubt about enrolling the one face of a reading, if there is any."""
        subject = await gallery.subject(name)
        if subject and await gallery.photos_held(subject.id, [reading.photo.digest]):
            return
        if not issubclass(PoorPhoto, despite):
            await self.assert_good(reading)
        if not issubclass(DoubtfulPerson, despite):
            (found,) = await self._searched(gallery, reading.probes, limit=1)
            own = await gallery.enrolments(subject.id) if subject else []
            await self._worker.run(assert_plausible, name, found, own, self._policy)

    def enrolment(
        self, gallery_id: str, subject: Subject, photo: Photo, probe: Probe, by: str
    ) -> Enrolment:
        """Make what a gallery keeps of a face. Plain: it cuts the crop, so run it in the worker."""
        return Enrolment(
            id=template_id(gallery_id, subject.id, photo.digest, probe.box),
            subject=subject,
            template=probe.template,
            photo=photo.digest,
            crop=images.crop(photo, probe.box),
            enrolled_by=by,
            enrolled_at=self._clock(),
        )

    def main_face(self, reading: Reading) -> Probe:
        """Return the one face of a photo, or the one that is plainly its subject.

        Raises:
            NoFace, SeveralFaces: there is none, or it takes somebody to say which.
        """
        boxes = [probe.box for probe in reading.probes]
        return _chosen(reading, plain_subject(reading.photo, boxes))

    def verify(self, one: Reading, other: Reading) -> Verification:
        """Compare the one face of each photo, or the one that is plainly its subject.

        Raises:
            NoFace, SeveralFaces: a photo has no such face.
        """
        first, second = (self.main_face(reading).template for reading in (one, other))
        candidate = Candidate(Subject("", ""), first.similarity(second), "")
        evidence = self._policy.evidence(first.vector, [second.vector], [None], 1)
        return Verification(
            score=candidate.score,
            distance=candidate.distance,
            evidence=evidence[0],
            threshold=self._policy.bands(1).match.evidence,
            decision=self._policy.decide(evidence, 1),
        )


def _chosen(reading: Reading, face: int | None) -> Probe:
    probes = reading.probes
    if not probes:
        raise NoFace
    if face is None:
        if len(probes) > 1:
            raise SeveralFaces(faces=len(probes))
        return probes[0]
    if not 0 <= face < len(probes):
        raise NoSuchFace(face=face + 1, faces=len(probes))
    return probes[face]
