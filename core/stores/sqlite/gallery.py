"""One chat's people and templates, in tables."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from core.errors import ModelMismatch
from core.model import (
    Enrolment,
    ModelId,
    Person,
    Probe,
    SearchResult,
    Subject,
    Template,
)
from core.names import name_key, normalise_name
from core.stores.instants import from_microseconds, to_microseconds
from core.stores.sqlite.connection import Connection
from core.stores.sqlite.matrices import Matrices
from core.stores.sqlite.names import (
    blank,
    claimed,
    gallery_key,
    named,
    renamed,
    subject_key,
    subject_of,
)
from core.stores.sqlite.search import search
from core.stores.templates import Matrix, same_length, stacked

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class SqliteGallery:
    """Implements `core.ports.Gallery`."""

    id: str
    model: ModelId
    connection: Connection
    matrices: Matrices

    async def subject(self, name: str) -> Subject | None:
        """Return who has this name, or None."""
        wanted = name_key(name)
        return await self._read(lambda sqlite, gallery: named(sqlite, gallery, wanted), None)

    async def claim(self, name: str) -> Subject:
        """Return who has this name; whoever asks first makes them."""
        shown, wanted = normalise_name(name), name_key(name)

        known = await self.subject(name)  # most often, and without waiting for others' writes
        if known is not None:
            return known
        return await self.connection.write(lambda sqlite: claimed(sqlite, self.id, shown, wanted))

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
            if self._has_templates(sqlite, gallery):
                _check_length(sqlite, gallery, matrix)
            else:  # whoever adds first says which model it is
                sqlite.execute(
                    "UPDATE galleries SET model = ? WHERE key = ?", (str(self.model), gallery)
                )
            return [
                _insert(sqlite, gallery, people[enrolment.subject.id], enrolment, row)
                for enrolment, row in zip(enrolments, matrix, strict=True)
            ]

        return await self.connection.write(job)

    async def search(self, probes: Sequence[Probe], limit: int = 5) -> SearchResult:
        """Return for each probe the `limit` best people."""

        def job(sqlite: sqlite3.Connection) -> SearchResult:
            matrix = stacked([probe.template for probe in probes], self.model)
            gallery = gallery_key(sqlite, self.id)
            if not self._has_templates(sqlite, gallery):
                return SearchResult(0, tuple(() for _ in probes), {}, {})
            if probes:
                _check_length(sqlite, gallery, matrix)
            return search(sqlite, self.matrices, gallery, matrix, limit)

        return await self.connection.read(job)

    async def people(self) -> list[Person]:
        """Return everybody with at least one template, by `name_key`."""

        def job(sqlite: sqlite3.Connection, gallery: int) -> list[Person]:
            self._has_templates(sqlite, gallery)
            rows = sqlite.execute(
                "SELECT s.id, s.name, count(*), min(t.enrolled_at) FROM subjects s"
                " JOIN templates t ON t.subject = s.key"
                " WHERE s.gallery = ? GROUP BY s.key",
                (gallery,),
            )
            listed = [
                Person(subject_of(id_, name), photos, from_microseconds(since))
                for id_, name, photos, since in rows
            ]
            return sorted(listed, key=lambda person: name_key(person.subject.name))

        return await self._read(job, [])

    async def enrolments(self, subject_id: str) -> list[Enrolment]:
        """Return a subject's templates, oldest first."""

        def job(sqlite: sqlite3.Connection, gallery: int) -> list[Enrolment]:
            self._has_templates(sqlite, gallery)
            rows = sqlite.execute(
                "SELECT t.id, s.name, t.vector, t.photo, c.jpeg, t.enrolled_by, t.enrolled_at"
                " FROM subjects s JOIN templates t ON t.subject = s.key"
                " JOIN crops c ON c.template = t.key"
                " WHERE s.gallery = ? AND s.id = ? ORDER BY t.enrolled_at, t.id",
                (gallery, subject_id),
            )
            return [
                Enrolment(
                    id=id_,
                    subject=subject_of(subject_id, name),
                    template=Template(np.frombuffer(vector, "<f4"), self.model),
                    photo=photo,
                    crop=jpeg,
                    enrolled_by=by,
                    enrolled_at=from_microseconds(at),
                )
                for id_, name, vector, photo, jpeg, by, at in rows
            ]

        return await self._read(job, [])

    async def crops(self, template_ids: Sequence[str]) -> dict[str, bytes]:
        """Return the JPEG crops of those templates that are here."""

        def job(sqlite: sqlite3.Connection, gallery: int) -> dict[str, bytes]:
            self._has_templates(sqlite, gallery)
            rows = sqlite.execute(
                "SELECT t.id, c.jpeg FROM templates t JOIN crops c ON c.template = t.key"
                " WHERE t.gallery = ? AND t.id IN (SELECT value FROM json_each(?))",
                (gallery, json.dumps(list(template_ids))),
            )
            return dict(rows.fetchall())

        return await self._read(job, {})

    async def photos_held(self, subject_id: str, digests: Sequence[str]) -> set[str]:
        """Return those of the photos' digests that this subject has a template of."""

        def job(sqlite: sqlite3.Connection, gallery: int) -> set[str]:
            self._has_templates(sqlite, gallery)
            rows = sqlite.execute(
                "SELECT DISTINCT t.photo FROM subjects s JOIN templates t ON t.subject = s.key"
                " WHERE s.gallery = ? AND s.id = ?"
                " AND t.photo IN (SELECT value FROM json_each(?))",
                (gallery, subject_id, json.dumps(list(digests))),
            )
            return {photo for (photo,) in rows}

        return await self._read(job, set())

    async def count(self, subject_id: str) -> int:
        """Return how many templates a subject has."""

        def job(sqlite: sqlite3.Connection, gallery: int) -> int:
            self._has_templates(sqlite, gallery)
            (templates,) = sqlite.execute(
                "SELECT count(*) FROM subjects s JOIN templates t ON t.subject = s.key"
                " WHERE s.gallery = ? AND s.id = ?",
                (gallery, subject_id),
            ).fetchone()
            return int(templates)

        return await self._read(job, 0)

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

        def job(sqlite: sqlite3.Connection) -> tuple[int, Callable[[], None]]:
            row = sqlite.execute(
                "SELECT s.key, s.gallery FROM subjects s JOIN galleries g ON g.key = s.gallery"
                " WHERE g.id = ? AND s.id = ?",
                (self.id, subject_id),
            ).fetchone()
            if row is None:
                return 0, lambda: None
            person, gallery = row
            deleted = sqlite.execute("DELETE FROM templates WHERE subject = ?", (person,)).rowcount
            blank(sqlite, person)
            (removals,) = sqlite.execute(
                "UPDATE galleries SET removals = removals + 1 WHERE key = ? RETURNING removals",
                (gallery,),
            ).fetchone()
            return deleted, lambda: self.matrices.forget(gallery, person, removals)

        deleted, forget_in_memory = await self.connection.write(job)
        await self.connection.read(lambda _: forget_in_memory())
        await self.connection.drop_traces()
        return deleted

    async def _read(
        self, job: Callable[[sqlite3.Connection, int], Result], otherwise: Result
    ) -> Result:
        # A gallery that nothing was ever added to has no row: the answer is known.
        def with_key(sqlite: sqlite3.Connection) -> Result:
            gallery = gallery_key(sqlite, self.id)
            return job(sqlite, gallery) if gallery else otherwise

        return await self.connection.read(with_key)

    def _has_templates(self, sqlite: sqlite3.Connection, gallery: int) -> bool:
        """Tell whether the gallery has any; ModelMismatch when another recipe made them."""
        row = sqlite.execute(
            "SELECT model FROM galleries WHERE key = ?"
            " AND EXISTS (SELECT 1 FROM templates WHERE gallery = galleries.key)",
            (gallery,),
        ).fetchone()
        if row is not None and row[0] != str(self.model):
            raise ModelMismatch(kept=row[0], configured=str(self.model))
        return row is not None


def _check_length(sqlite: sqlite3.Connection, gallery: int, matrix: Matrix) -> None:
    (size,) = sqlite.execute(
        "SELECT length(vector) FROM templates WHERE gallery = ? LIMIT 1", (gallery,)
    ).fetchone()
    same_length(matrix.shape[1], size // 4)


def _insert(
    sqlite: sqlite3.Connection,
    gallery: int,
    person: int,
    enrolment: Enrolment,
    vector: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
) -> bool:
    row = sqlite.execute(
        "INSERT INTO templates (id, gallery, subject, photo, enrolled_by, enrolled_at, vector)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (gallery, id) DO NOTHING RETURNING key",
        (
            enrolment.id,
            gallery,
            person,
            enrolment.photo,
            enrolment.enrolled_by,
            to_microseconds(enrolment.enrolled_at),
            vector.astype("<f4").tobytes(),
        ),
    ).fetchone()
    if row is None:
        return False
    sqlite.execute("INSERT INTO crops (template, jpeg) VALUES (?, ?)", (row[0], enrolment.crop))
    return True
