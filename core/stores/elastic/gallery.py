"""One chat's people and templates, in Elasticsearch."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import ModelMismatch, NameTaken, UnknownPerson
from core.findings import Candidate, SearchResult
from core.model import Enrolment, KeptPhoto, ModelId, Person, Place, Probe, Subject
from core.names import kept_key, name_key, normalise_name
from core.setup_errors import KeyRefused
from core.stores.elastic.claiming import subjects_named
from core.stores.elastic.covering import plain_again, turned
from core.stores.elastic.faces import Faces
from core.stores.elastic.indices import Indices
from core.stores.elastic.models import GalleryModel, subjects_lost
from core.stores.elastic.names import Held, Names
from core.stores.elastic.photos import photos
from core.stores.elastic.removing import drop_empty, removed
from core.stores.elastic.search import best_people
from core.stores.elastic.vectors import kept_of
from core.stores.instants import from_microseconds
from core.stores.ranking import Hit


@dataclass(frozen=True, slots=True)
class ElasticGallery:
    """Implements `core.ports.Gallery`.

    Attributes:
        id: by which it was asked for.
        indices: of the model whose templates are given and wanted.
        beside: whether the gallery may be of another model.
    """

    id: str
    indices: Indices
    beside: bool = False

    async def subject(self, name: str) -> Subject | None:
        """Return who has this name, or None."""
        holder = (await self._names.claim(name_key(name))).holder
        return holder.subject if holder is not None else None

    async def known(self, subject_id: str) -> Subject | None:
        """Return who has this id, or None."""
        held = await self._names.held(subject_id)
        return held.subject if held is not None else None

    async def claim(self, name: str) -> Subject:
        """Return who has this name; whoever asks first makes them."""
        (subject,) = await self.claim_all([name])
        return subject

    async def claim_all(self, names: Sequence[str]) -> list[Subject]:
        """Return who has each of these names, making those who are not there."""
        keys = [name_key(name) for name in names]
        wanted: dict[str, str] = {}
        for key, name in zip(keys, names, strict=True):
            wanted.setdefault(key, normalise_name(name))
        known = await subjects_named(self._names, wanted, self.forget)
        return [known[key] for key in keys]

    async def admit(self, subject: Subject) -> Subject:
        """Make somebody of a given id, unless they are here: the subject first, then the claim."""
        while True:
            held = await self._names.held(subject.id)
            if held is None:
                await self._names.create(subject, kept_key(subject.name))
            elif held.leaving:
                await self.forget(subject.id)
            elif await self._has_name(held):
                return held.subject

    async def add(self, enrolments: Sequence[Enrolment]) -> list[bool]:
        """Keep templates; for each, whether it was new.

        Elasticsearch has no transactions: who is enrolled, and with which model, is looked up
        before and again after. Whoever forgets somebody first says so on the subject, then deletes
        templates; so either they find these templates, or it is seen here that the subject goes.
        """
        if not enrolments:
            return []
        matrix = await turned(self.indices, [enrolment.template for enrolment in enrolments])
        await self.indices.check_key()
        subjects = list(
            {enrolment.subject.id: enrolment.subject for enrolment in enrolments}.values()
        )
        await asyncio.gather(self._model.claim(), self._check_enrolled(subjects))
        new = await self._faces.add(enrolments, matrix)
        try:
            await asyncio.gather(
                self._model.check_still_ours(),
                self._check_enrolled(subjects),
                self.indices.check_key(),
            )
        except (UnknownPerson, ModelMismatch, KeyRefused):
            written = [one.id for one, is_new in zip(enrolments, new, strict=True) if is_new]
            await self._faces.remove(written)
            raise
        return new

    async def search(self, probes: Sequence[Probe], limit: int = 5) -> SearchResult:
        """Return for each probe the `limit` best people."""
        matrix = await turned(self.indices, [probe.template for probe in probes])
        while True:
            templates, every = await best_people(self._faces, matrix, limit)
            await self.indices.check_key()
            found = [_first(hits, limit) for hits in every]
            ids = list({hit.person for hits in found for hit in hits})
            rows = list({hit.row for hits in found for hit in hits})
            held, (vectors, fused) = await asyncio.gather(
                self._checked_and_held(ids), kept_of(self._faces, ids, rows)
            )
            if None in held:
                await self._sweep(ids, held)
            elif len(vectors) == len(rows):  # otherwise somebody was forgotten meanwhile
                known = {one.subject.id: one.subject for one in held if one is not None}
                candidates = tuple(
                    tuple(Candidate(known[hit.person], hit.score, hit.row) for hit in hits)
                    for hits in found
                )
                plain, means = await plain_again(self.indices, vectors, fused)
                return SearchResult(templates, candidates, plain, means)

    async def people(self) -> list[Person]:
        """Return everybody with at least one template, by `name_key`."""
        await self._model.check()
        counted = await self._faces.counted()
        ids = [one.subject_id for one in counted]
        held = await self._names.all_held(ids)
        await self._sweep(ids, held)
        listed = [
            (one.key, Person(one.subject, many.templates, from_microseconds(many.since)))
            for one, many in zip(held, counted, strict=True)
            if one is not None
        ]
        return [person for _, person in sorted(listed, key=lambda item: item[0])]

    async def enrolments(
        self, subject_id: str, only: Sequence[str] | None = None
    ) -> list[Enrolment]:
        """Return a subject's templates, oldest first: all, or only those of these ids."""
        await self._check_model_and_key()
        held = await self._names.held(subject_id)
        if held is None:
            return []
        return await self._faces.of(held.subject, self.indices.model, only)

    async def photos(
        self, subject_id: str, *, after: Place | None = None, limit: int
    ) -> list[KeptPhoto]:
        """Return up to `limit` of a subject's photos, oldest first."""
        await self._model.check()
        return await photos(self._faces, subject_id, after, limit)

    async def crops(self, template_ids: Sequence[str]) -> dict[str, bytes]:
        """Return the JPEG crops of those templates that are here."""
        await self._check_model_and_key()
        return await self._faces.crops(template_ids)

    async def photos_held(self, subject_id: str, digests: Sequence[str]) -> set[str]:
        """Return those of the photos' digests that this subject has a template of."""
        await self._model.check()
        return await self._faces.photos_held(subject_id, digests)

    async def count(self, subject_id: str) -> int:
        """Return how many templates a subject has."""
        await self._model.check()
        return await self._faces.count(subject_id)

    async def rename(self, subject_id: str, name: str) -> Subject:
        """Give a subject another name: claim the new one, write it, let go of the old one."""
        shown, key = normalise_name(name), name_key(name)
        while True:
            held = await self._names.held(subject_id)
            if held is None or held.leaving:
                raise UnknownPerson(name=shown)
            old = await self._names.claim(held.key)
            if held.key != key and not await self._take_name(held, key):
                continue
            if await self._names.write_name(held, shown, key):
                if held.key != key and old.speaks_of(subject_id):
                    await self._names.release(old)
                return Subject(subject_id, shown)

    async def forget(self, subject_id: str) -> int:
        """Delete a subject with templates and crops.

        They keep their name until all templates are deleted: should this be interrupted, they can
        be found and forgotten once more. A new enrolment under the name finishes it, too.
        """
        held = await self._names.held(subject_id)
        while held is not None and not held.leaving and not await self._names.mark_leaving(held):
            held = await self._names.held(subject_id)
        claim = await self._names.claim(held.key) if held is not None else None
        deleted = 0
        for model in await self.indices.models():
            deleted += await self._faces_of(model).remove_all({"subject": subject_id})
        if held is not None:
            await self._names.drop(subject_id)
        if claim is not None and claim.speaks_of(subject_id):
            await self._names.release(claim)
        return deleted

    async def remove(self, template_ids: Sequence[str]) -> int:
        """Delete single templates of every model, then those who have none left."""
        owners = await removed(self.indices, self.id, template_ids)
        for subject_id in set(owners.values()):
            await self.drop_empty(subject_id)
        return len(owners)

    async def drop_empty(self, subject_id: str) -> bool:
        """Delete a subject without a template; tell whether they are gone.

        Marked as leaving first: whoever adds a template at this moment either sees the mark, or is
        seen, and then the subject stays.
        """
        return await drop_empty(self.indices, self._names, subject_id)

    @property
    def _names(self) -> Names:
        return Names(self.indices, self.id)

    @property
    def _model(self) -> GalleryModel:
        return GalleryModel(self.indices, self.id, self.beside)

    @property
    def _faces(self) -> Faces:
        return self._faces_of(self.indices.model)

    def _faces_of(self, model: ModelId) -> Faces:
        return Faces(self.indices, self.id, self.indices.faces_of(model))

    async def _has_name(self, held: Held) -> bool:
        """Give a subject who has just come the claim of their name; False: look at them anew."""
        claim = await self._names.claim(held.key)
        if claim.holder is not None and claim.holder.subject.id == held.subject.id:
            return True
        try:
            await self._take_name(held, held.key)
        except NameTaken:
            await self.drop_empty(held.subject.id)
            raise
        return False

    async def _take_name(self, held: Held, key: str) -> bool:
        """Claim a name for a subject; False when that is to be tried anew."""
        claim = await self._names.claim(key)
        holder = claim.holder
        if holder is None:
            return await self._names.take(claim, held.subject.id)
        # Whoever has no template of any model cannot keep the name either.
        everywhere = Faces(self.indices, self.id, self.indices.every_faces)
        if not holder.leaving and await everywhere.count(holder.subject.id):
            raise NameTaken(name=holder.subject.name)
        await self.forget(holder.subject.id)
        return False

    async def _check_model_and_key(self) -> None:
        # One after the other: while the first request after an outage tries the cluster out, the
        # circuit lets no second one through. The key's is mostly remembered.
        await self.indices.check_key()
        await self._model.check()

    async def _checked_and_held(self, ids: Sequence[str]) -> list[Held | None]:
        """Return who is who; raise ModelMismatch for a gallery of another model. One request."""
        document, held = await self._names.all_held_with(self._model.place, ids)
        await self._model.check_as(document)
        return held

    async def _check_enrolled(self, subjects: Sequence[Subject]) -> None:
        held = await self._names.all_held([subject.id for subject in subjects])
        for subject, one in zip(subjects, held, strict=True):
            if one is None or one.leaving:
                raise UnknownPerson(name=subject.name)

    async def _sweep(self, ids: Sequence[str], held: Sequence[Held | None]) -> None:
        """Delete the templates of subjects who are not there: an interrupted `add` left them.

        Raises:
            StoreRefused: the gallery's own document is not there either, so it is not these
                templates that are too many.
        """
        missing = [id_ for id_, one in zip(ids, held, strict=True) if one is None]
        if missing and not await self._model.is_known():
            raise subjects_lost(self.indices)
        for id_ in missing:
            if await self._names.is_gone(id_):
                await self.forget(id_)


def _first(hits: Sequence[Hit[str, str]], limit: int) -> list[Hit[str, str]]:
    """Choose among those who tie for the last place by their ids."""
    return sorted(hits, key=lambda hit: (-hit.score, hit.person))[:limit]
