"""A gallery's templates made anew by another recipe, from the crops that were kept.

They are written beside those that are searched, and the gallery is switched to them in one step.
Templates keep their ids, so that whatever was interrupted goes on, and nothing doubles.
docs/migration.md tells what an operator sees of it, and what it costs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np

from core import images
from core.errors import NoFace, PhotoError, UnknownPerson
from core.model import Enrolment, ModelId, Person, Photo, Subject, Template
from core.names import kept_key
from core.ports import Encoder, Gallery, Store
from core.worker import Worker

BATCH = 64
"""Templates written at once: one refresh of an index is shared by as many."""

PASSES = 5
"""Over what came meanwhile, before the switch; what comes during the last one follows after it."""

MARGIN = 0.25
"""Of a crop's longer side, put around one in which no face was found: detectors look for more than
a face that fills the picture. Of 70 faces of large photos, 1 was found in this way alone."""

GREY = (123, 117, 104)
"""Red, green and blue of the margin: the mean of photographs."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Somebody of whom no template could be made: they must be enrolled again."""

    subject: Subject
    error: PhotoError


@dataclass(frozen=True, slots=True)
class Migrated:
    """What a gallery holds after a migration, and what this run of it has done.

    Attributes:
        before: the gallery's model when it began; None when nobody was in it.
        people: who have templates of the new model.
        made: templates of this run.
        present: templates that were there already.
        failed: templates whose crop gave none.
        lost: who have none therefore, by name.
    """

    before: ModelId | None
    people: int
    made: int
    present: int
    failed: int
    lost: tuple[Lost, ...]


class Migration:
    """Moves one gallery to the encoder's recipe, once; safe to be run again, or by two at once."""

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        worker: Worker,
        gallery_id: str,
        seen: Callable[[], None],
    ) -> None:
        """Take what it needs; `seen` is called for each template of the gallery's that is done."""
        self._store = store
        self._encoder = encoder
        self._worker = worker
        self._gallery_id = gallery_id
        self._seen = seen
        self._target = store.beside(gallery_id, encoder.model)
        self._looked: dict[tuple[ModelId, str], tuple[int, int]] = {}
        self._failed: dict[str, str] = {}
        self._errors: dict[str, PhotoError] = {}
        self._batch: list[Enrolment] = []
        self._made = 0

    async def run(self) -> Migrated:
        """Make what is lacking, switch, and make what came in the meantime.

        The gallery is not switched when there is no template of the new model.

        Raises:
            ModelUnavailable: weights or a package are missing.
            StoreUnavailable, StoreRefused: see `core.ports.Gallery`.
        """
        own = await self._store.galleries(self._gallery_id)
        for _ in range(PASSES):
            if not await self._pass():
                break
        if await self._store.switch(self._gallery_id, self._encoder.model):
            # From here on nothing more is added to what the gallery was.
            while await self._pass():
                pass
        people = await self._target.people()
        return Migrated(
            before=own[0].model if own else None,
            people=len(people),
            made=self._made,
            present=max(0, sum(person.photos for person in people) - self._made),
            failed=len(self._failed),
            lost=await self._lost({person.subject.id for person in people}),
        )

    async def _lost(self, moved: AbstractSet[str]) -> tuple[Lost, ...]:
        """Return who has templates, and none of the new model."""
        lost: dict[str, Lost] = {}
        for model in await self._sources():
            for person in await self._store.beside(self._gallery_id, model).people():
                error = self._errors.get(person.subject.id)
                if error and person.subject.id not in moved:
                    lost[person.subject.id] = Lost(person.subject, error)
        return tuple(sorted(lost.values(), key=lambda one: kept_key(one.subject.name)))

    async def _sources(self) -> list[ModelId]:
        """Return the other models that the gallery has templates of, its own first."""
        own = await self._store.galleries(self._gallery_id)
        beside = await self._store.others(self._gallery_id)
        return [one.model for one in own + beside if one.model != self._encoder.model]

    async def _pass(self) -> bool:
        """Make the templates that are lacking; tell whether any was looked at that was not before.

        Only whose number changed is looked at again, or who has fewer than they should have: a
        photo that is removed takes what was made of it with it, and another may have come for it.
        """
        looked = False
        for model in await self._sources():
            source = self._store.beside(self._gallery_id, model)
            made = {person.subject.id: person.photos for person in await self._target.people()}
            for person in await source.people():
                key, here = (model, person.subject.id), made.get(person.subject.id, 0)
                failed = sum(1 for one in self._failed.values() if one == person.subject.id)
                photos, before = self._looked.get(key, (-1, -1))
                if photos == person.photos and (here == before or here + failed >= photos):
                    continue
                looked = True
                self._looked[key] = (person.photos, here)
                kept = await source.enrolments(person.subject.id)
                await self._person(source, person, kept, is_started=bool(here))
            await self._flush(source)
        return looked

    async def _person(
        self, source: Gallery, person: Person, kept: Sequence[Enrolment], *, is_started: bool
    ) -> None:
        there = set(self._failed)
        if is_started:
            there |= {one.id for one in await self._target.enrolments(person.subject.id)}
        for enrolment in kept:
            if enrolment.id not in there:
                await self._template(source, enrolment)
            self._seen()

    async def _template(self, source: Gallery, enrolment: Enrolment) -> None:
        try:
            template = await self._worker.run(self._of_crop, enrolment.crop)
        except PhotoError as error:
            self._failed[enrolment.id] = enrolment.subject.id
            self._errors[enrolment.subject.id] = error
            return
        self._batch.append(replace(enrolment, template=template))
        if len(self._batch) >= BATCH:
            await self._flush(source)

    async def _flush(self, source: Gallery) -> None:
        batch, self._batch = self._batch, []
        try:
            self._made += sum(await self._target.add(batch))
        except UnknownPerson:
            # Somebody was forgotten meanwhile: the others are not to suffer for it.
            for enrolment in batch:
                try:
                    self._made += sum(await self._target.add([enrolment]))
                except UnknownPerson:
                    continue
        # What was removed while it was made anew is not to come back with the other model.
        there = await source.crops([one.id for one in batch])
        await self._target.remove([one.id for one in batch if one.id not in there])

    def _of_crop(self, crop: bytes) -> Template:
        photo = images.load(crop)
        for one in (photo, _with_margin(photo)):
            probes = self._encoder.encode(one, to_keep=True)
            place = images.face_of_crop(one, [probe.box for probe in probes])
            if place is not None:
                return probes[place].template
        raise NoFace


async def who_has_no_others(
    store: Store, gallery_id: str, models: Collection[ModelId]
) -> AbstractSet[str]:
    """Return the ids of those of whom a gallery has templates of these models alone.

    When those are dropped, they are forgotten.
    """
    of_these: set[str] = set()
    of_others: set[str] = set()
    for one in [*await store.galleries(gallery_id), *await store.others(gallery_id)]:
        people = await store.beside(gallery_id, one.model).people()
        found = of_these if one.model in models else of_others
        found |= {person.subject.id for person in people}
    return of_these - of_others


def _with_margin(photo: Photo) -> Photo:
    margin = round(MARGIN * max(photo.width, photo.height))
    height, width = photo.pixels.shape[:2]
    pixels = np.empty((height + 2 * margin, width + 2 * margin, 3), np.uint8)
    pixels[:] = GREY
    pixels[margin : margin + height, margin : margin + width] = photo.pixels
    return Photo(pixels, pixels.shape[1], pixels.shape[0], photo.digest)
