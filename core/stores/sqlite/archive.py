"""All galleries of a model at once, within one transaction: exact, as every search is here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.archive import ArchiveResult, Sighting, Told, nobody
from core.findings import Candidate
from core.model import ModelId, Probe, Subject, is_unnamed, unnamed_gallery
from core.stores.ranking import Hit, merged
from core.stores.sqlite.connection import Connection
from core.stores.sqlite.generations import Generation, dimensions, shown_id, summaries, to_read
from core.stores.sqlite.matrices import Matrices
from core.stores.sqlite.names import gallery_key, subject_of
from core.stores.sqlite.search import best_of, blocks_of, counted, fused_of, vector_of
from core.stores.templates import Matrix, same_length, stacked
from core.vault.covers import Cover


@dataclass(frozen=True, slots=True)
class SqliteArchive:
    """Implements `core.archive.Archive`.

    Attributes:
        model: whose galleries are searched.
        connection: to the file.
        matrices: vectors in memory.
    """

    model: ModelId
    connection: Connection
    matrices: Matrices

    async def left_out(self) -> Mapping[str, ModelId]:
        """Return the galleries with templates of another model."""
        every = await self.connection.read(lambda sqlite: summaries(sqlite, None, current=True))
        other = (one for one in every if one.model != self.model and not is_unnamed(one.id))
        return {one.id: one.model for one in other}

    async def search(self, probes: Sequence[Probe], limit: int = 5) -> ArchiveResult:
        """Return for each probe the `limit` best people of all galleries."""
        return await self.compare(probes, limit)

    async def compare(
        self,
        probes: Sequence[Probe],
        limit: int = 5,
        *,
        gallery_id: str | None = None,
        told: Told = nobody,
    ) -> ArchiveResult:
        """Do what `search` does, in one gallery or all, and tell of the progress."""

        def job(sqlite: sqlite3.Connection) -> ArchiveResult:
            matrix = stacked([probe.template for probe in probes], self.model)
            if gallery_id is None:
                generations = _every(sqlite, self.model)
            else:
                gallery = gallery_key(sqlite, gallery_id)
                number = to_read(sqlite, gallery, self.model, beside=False)
                generations = [(gallery, number)]
            hits, templates = self._compared(sqlite, generations, matrix, limit, told)
            sightings = tuple(
                _sightings(sqlite, some, limit, self.connection.cover, several=gallery_id is None)
                for some in hits
            )
            return ArchiveResult(templates, sightings)

        return await self.connection.read(job)

    def _compared(
        self,
        sqlite: sqlite3.Connection,
        generations: Sequence[Generation],
        probes: Matrix,
        limit: int,
        told: Told,
    ) -> tuple[list[list[Hit[int, int]]], int]:
        total = sum(counted(sqlite, one) for one in generations)
        found: list[list[Hit[int, int]]] = [[] for _ in probes]
        done = 0
        told(done, total)
        for generation in generations if len(probes) else ():
            kept = dimensions(sqlite, generation, self.connection.cover)
            if not kept:
                continue
            same_length(probes.shape[1], kept)
            _, blocks = blocks_of(sqlite, self.matrices, generation, self.connection.cover)
            for block in blocks:
                more = best_of([block], probes, limit)
                found = [
                    merged([*hits, *new], limit) for hits, new in zip(found, more, strict=True)
                ]
                done += len(block.rows)
                told(done, total)
        return found, total


def _every(sqlite: sqlite3.Connection, model: ModelId) -> list[Generation]:
    """Return the generations of a model that galleries are of, but for faces not to be named.

    One whose own has no templates is of whichever model reads it (`to_read`).
    """
    rows = sqlite.execute(
        "SELECT n.gallery, n.number FROM generations n JOIN galleries g ON g.key = n.gallery"
        " WHERE n.model = ? AND g.id != ? AND (n.number = g.generation OR NOT EXISTS"
        " (SELECT 1 FROM templates t WHERE t.gallery = g.key AND t.generation = g.generation))"
        " ORDER BY n.gallery",
        (str(model), unnamed_gallery(model)),
    )
    return [(int(gallery), int(number)) for gallery, number in rows]


def _sightings(
    sqlite: sqlite3.Connection,
    hits: Iterable[Hit[int, int]],
    limit: int,
    cover: Cover,
    *,
    several: bool,
) -> tuple[Sighting, ...]:
    """Return the best people of those who tie, with the vectors of their templates."""
    found: list[tuple[tuple[float, str, str], Hit[int, int], Subject, str]] = []
    for hit in hits:
        subject_id, name, gallery = sqlite.execute(
            "SELECT s.id, s.name, g.id FROM subjects s JOIN galleries g ON g.key = s.gallery"
            " WHERE s.key = ?",
            (hit.person,),
        ).fetchone()
        order = (-hit.score, subject_id, gallery)
        found.append((order, hit, subject_of(subject_id, name), gallery))
    return tuple(
        _sighting(sqlite, hit, subject, gallery if several else None, cover)
        for _, hit, subject, gallery in sorted(found, key=lambda one: one[0])[:limit]
    )


def _sighting(
    sqlite: sqlite3.Connection,
    hit: Hit[int, int],
    subject: Subject,
    gallery: str | None,
    cover: Cover,
) -> Sighting:
    template_id, key, number, vector = sqlite.execute(
        "SELECT id, gallery, generation, vector FROM templates WHERE key = ?", (hit.row,)
    ).fetchone()
    candidate = Candidate(subject, hit.score, shown_id(template_id, number), gallery)
    means = fused_of(sqlite, (key, number), [subject.id], cover)
    return Sighting(candidate, vector_of(cover, template_id, vector), means.get(subject.id))
