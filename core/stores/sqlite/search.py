"""Searching a gallery's vectors, within the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from core.model import Candidate, SearchResult
from core.stores.ranking import Hit, best_people, merged
from core.stores.sqlite.generations import Generation, shown_id
from core.stores.sqlite.matrices import Block, Matrices, stream
from core.stores.sqlite.names import subject_of
from core.stores.templates import Matrix


def search(
    sqlite: sqlite3.Connection,
    matrices: Matrices,
    generation: Generation,
    probes: Matrix,
    limit: int,
) -> SearchResult:
    """Return for each probe the `limit` best people of a generation that has templates."""
    vectors = matrices.of(sqlite, generation)
    if vectors is None:
        templates = _count(sqlite, generation)
        blocks: Iterable[Block] = stream(sqlite, generation) if len(probes) else ()
    else:
        templates, blocks = vectors.count, vectors.blocks
    found = _best(blocks, probes, limit)
    return SearchResult(templates, tuple(_candidates(sqlite, hits, limit) for hits in found))


def _best(blocks: Iterable[Block], probes: Matrix, limit: int) -> list[list[Hit[int, int]]]:
    found: list[list[Hit[int, int]]] = [[] for _ in probes]
    for block in blocks:
        more = best_people(block.matrix, block.people, block.rows, probes, limit)
        found = [merged([*hits, *new], limit) for hits, new in zip(found, more, strict=True)]
    return found


def _candidates(
    sqlite: sqlite3.Connection, hits: Sequence[Hit[int, int]], limit: int
) -> tuple[Candidate, ...]:
    def shown(hit: Hit[int, int]) -> Candidate:
        subject_id, name, template_id, number = sqlite.execute(
            "SELECT s.id, s.name, t.id, t.generation FROM templates t"
            " JOIN subjects s ON s.key = t.subject WHERE t.key = ?",
            (hit.row,),
        ).fetchone()
        return Candidate(subject_of(subject_id, name), hit.score, shown_id(template_id, number))

    every = sorted(map(shown, hits), key=lambda one: (-one.score, one.subject.id))
    return tuple(every[:limit])


def _count(sqlite: sqlite3.Connection, generation: Generation) -> int:
    (templates,) = sqlite.execute(
        "SELECT count(*) FROM templates WHERE gallery = ? AND generation = ?", generation
    ).fetchone()
    return int(templates)
