"""One chat's people and templates, in tables."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.findings import SearchResult
from core.model import Enrolment, KeptPhoto, ModelId, Person, Place, Probe, Subject, Template
from core.names import kept_key, name_key, normalise_name
from core.stores.instants import from_microseconds
from core.stores.sqlite.connection import Connection
from core.stores.sqlite.generations import (
    Generation,
    dimensions,
    has_templates,
    shown_id,
    stored_id,
    to_read,
    to_write,
)
from core.stores.sqlite.inserting import inserted
from core.stores.sqlite.listing import count, photos, photos_held
from core.stores.sqlite.matrices import Matrices
from core.stores.sqlite.names import (
    admitted,
    claimed,
    gallery_key,
    known,
    named,
    renamed,
    subject_key,
    subject_of,
)
from core.stores.sqlite.removing import Removal, emptied, forgotten, removed
from core.stores.sqlite.sealing import take_on
from core.stores.sqlite.search import search, vector_of
from core.stores.templates import Matrix, same_length, stacked
from core.vault.covers import Cover, Part

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class SqliteGallery:
    """Implements `core.ports.Gallery`.

    Attributes:
        id: by which it was asked for.
        model: of the templates that are given and wanted.
        connection: to the file.
        matrices: vectors in memory.
        beside: whether the templates may be of another generation than the current one.
    """

    id: str
    model: ModelId
    connection: Connection
    matrices: Matrices
    beside: bool = False

    async def subject(self, name: str) -> Subject | None:
        """Return who has this name, or None."""
        wanted = name_key(name)
        return await self.connection.read(
            lambda sqlite: named(sqlite, gallery_key(sqlite, self.id), wanted)
        )

    async def known(self, subject_id: str) -> Subject | None:
        """Return who has this id, or None."""
        return await self.connection.read(
            lambda sqlite: known(sqlite, gallery_key(sqlite, self.id), subject_id)
        )

    async def claim(self, name: str) -> Subject:
        """Return who has this name; whoever asks first makes them."""
        (subject,) = await self.claim_all([name])
        return subject

    async def claim_all(self, names: Sequence[str]) -> list[Subject]:
        """Return who has each of these names, making those who are not there; all of them or none.

        Looked up first: most often everybody is there, and others' writes need not be waited for.
        """
        wanted = [(normalise_name(name), name_key(name)) for name in names]

        def there(sqlite: sqlite3.Connection) -> list[Subject | None]:
            gallery = gallery_key(sqlite, self.id)
            return [named(sqlite, gallery, key) for _, key in wanted]

        def made(sqlite: sqlite3.Connection) -> list[Subject]:
            return [claimed(sqlite, self.id, shown, key) for shown, key in wanted]

        found = [subject for subject in await self.connection.read(there) if subject is not None]
        return found if len(found) == len(wanted) else await self.connection.write(made)

    async def admit(self, subject: Subject) -> Subject:
        """Make somebody of a given id, unless they are here."""
        key = kept_key(subject.name)
        return await self.connection.write(lambda sqlite: admitted(sqlite, self.id, subject, key))

    async def add(self, enrolments: Sequence[Enrolment]) -> list[bool]:
        """Keep templates; for each, whether it was new. All of them or, on an error, none."""
        if not enrolments:
            return []

        def job(sqlite: sqlite3.Connection) -> list[bool]:
            matrix = stacked([enrolment.template for enrolment in enrolments], self.model)
            gallery = gallery_key(sqlite, self.id)
            people = {
                subject.id: subject_key(sqlite, gallery, subject)
                for subject in {enrolment.subject for enrolment in enrolments}
            }
            number = to_write(sqlite, gallery, self.model, beside=self.beside)
            _check_length(sqlite, (gallery, number), matrix, self._cover)
            take_on(sqlite, self._cover)
            return [
                inserted(
                    sqlite,
                    (gallery, number),
                    people[enrolment.subject.id],
                    enrolment,
                    row,
                    cover=self._cover,
                )
                for enrolment, row in zip(enrolments, matrix, strict=True)
            ]

        return await self.connection.write(job)

    async def search(self, probes: Sequence[Probe], limit: int = 5) -> SearchResult:
        """Return for each probe the `limit` best people."""

        def job(sqlite: sqlite3.Connection) -> SearchResult:
            matrix = stacked([probe.template for probe in probes], self.model)
            gallery = gallery_key(sqlite, self.id)
            number = to_read(sqlite, gallery, self.model, beside=self.beside)
            if not has_templates(sqlite, (gallery, number)):
                return SearchResult(0, tuple(() for _ in probes), {}, {})
            if probes:
                _check_length(sqlite, (gallery, number), matrix, self._cover)
            return search(
                sqlite, self.matrices, (gallery, number), matrix, limit, cover=self._cover
            )

        return await self.connection.read(job)

    async def people(self) -> list[Person]:
        """Return everybody with at least one template, by `name_key`."""

        def job(sqlite: sqlite3.Connection, generation: Generation) -> list[Person]:
            rows = sqlite.execute(
                "SELECT s.id, s.name, count(*), min(t.enrolled_at) FROM subjects s"
                " JOIN templates t ON t.subject = s.key"
                " WHERE s.gallery = ? AND t.generation = ? GROUP BY s.key",
                generation,
            )
            listed = [
                Person(subject_of(id_, name), photos, from_microseconds(since))
                for id_, name, photos, since in rows
            ]
            return sorted(listed, key=lambda person: kept_key(person.subject.name))

        return await self._read(job, [])

    async def enrolments(
        self, subject_id: str, only: Sequence[str] | None = None
    ) -> list[Enrolment]:
        """Return a subject's templates, oldest first: all, or only those of these ids."""

        def job(sqlite: sqlite3.Connection, generation: Generation) -> list[Enrolment]:
            ids = None if only is None else json.dumps([stored_id(i, generation[1]) for i in only])
            rows = sqlite.execute(
                "SELECT t.id, s.name, t.vector, t.photo, c.jpeg, t.enrolled_by, t.enrolled_at"
                " FROM subjects s JOIN templates t ON t.subject = s.key"
                " JOIN crops c ON c.template = t.key"
                " WHERE s.gallery = ?1 AND t.generation = ?2 AND s.id = ?3"
                " AND (?4 IS NULL OR t.id IN (SELECT value FROM json_each(?4)))"
                " ORDER BY t.enrolled_at, t.id",
                (*generation, subject_id, ids),
            )
            return [
                Enrolment(
                    id=shown_id(id_, generation[1]),
                    subject=subject_of(subject_id, name),
                    template=Template(vector_of(self._cover, id_, vector), self.model),
                    photo=photo,
                    crop=self._cover.opened(Part.CROP, id_, jpeg),
                    enrolled_by=by,
                    enrolled_at=from_microseconds(at),
                )
                for id_, name, vector, photo, jpeg, by, at in rows
            ]

        return await self._read(job, [])

    async def crops(self, template_ids: Sequence[str]) -> dict[str, bytes]:
        """Return the JPEG crops of those templates that are here."""

        def job(sqlite: sqlite3.Connection, generation: Generation) -> dict[str, bytes]:
            gallery, number = generation
            rows = sqlite.execute(
                "SELECT t.id, c.jpeg FROM templates t JOIN crops c ON c.template = t.key"
                " WHERE t.gallery = ? AND t.id IN (SELECT value FROM json_each(?))",
                (gallery, json.dumps([stored_id(id_, number) for id_ in template_ids])),
            )
            return {
                shown_id(id_, number): self._cover.opened(Part.CROP, id_, jpeg)
                for id_, jpeg in rows
            }

        return await self._read(job, {})

    async def photos(
        self, subject_id: str, *, after: Place | None = None, limit: int
    ) -> list[KeptPhoto]:
        """Return up to `limit` of a subject's photos, oldest first."""
        return await self._read(
            lambda sqlite, generation: photos(sqlite, generation, subject_id, after, limit), []
        )

    async def photos_held(self, subject_id: str, digests: Sequence[str]) -> set[str]:
        """Return those of the photos' digests that this subject has a template of."""
        return await self._read(
            lambda sqlite, generation: photos_held(sqlite, generation, subject_id, digests), set()
        )

    async def count(self, subject_id: str) -> int:
        """Return how many templates a subject has."""
        return await self._read(lambda sqlite, generation: count(sqlite, generation, subject_id), 0)

    async def rename(self, subject_id: str, name: str) -> Subject:
        """Give a subject another name."""
        shown, wanted = normalise_name(name), name_key(name)
        subject = Subject(subject_id, shown)
        await self.connection.write(
            lambda sqlite: renamed(sqlite, gallery_key(sqlite, self.id), subject, wanted)
        )
        return subject

    async def forget(self, subject_id: str) -> int:
        """Delete a subject with templates and crops, in the file's free space and log too."""
        return await self._removed(lambda sqlite: forgotten(sqlite, self.id, subject_id))

    async def remove(self, template_ids: Sequence[str]) -> int:
        """Delete single templates of every generation, in the file's free space and log too."""
        return await self._removed(lambda sqlite: removed(sqlite, self.id, template_ids))

    async def drop_empty(self, subject_id: str) -> bool:
        """Delete a subject without a template; tell whether they are gone."""
        gone = await self.connection.write(lambda sqlite: emptied(sqlite, self.id, subject_id))
        await self.connection.drop_traces()
        return gone

    async def _removed(self, job: Callable[[sqlite3.Connection], Removal]) -> int:
        removal = await self.connection.write(job)
        await self.connection.read(lambda _: removal.forget(self.matrices))
        await self.connection.drop_traces()
        return removal.told

    @property
    def _cover(self) -> Cover:
        return self.connection.cover

    async def _read(
        self, job: Callable[[sqlite3.Connection, Generation], Result], otherwise: Result
    ) -> Result:
        # A gallery that nothing was ever added to has no row: the answer is known.
        def with_key(sqlite: sqlite3.Connection) -> Result:
            gallery = gallery_key(sqlite, self.id)
            if not gallery:
                return otherwise
            number = to_read(sqlite, gallery, self.model, beside=self.beside)
            return job(sqlite, (gallery, number))

        return await self.connection.read(with_key)


def _check_length(
    sqlite: sqlite3.Connection, generation: Generation, matrix: Matrix, cover: Cover
) -> None:
    kept = dimensions(sqlite, generation, cover)
    if kept:
        same_length(matrix.shape[1], kept)
