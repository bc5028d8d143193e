"""Searching a gallery's vectors, within the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np

from core.findings import FUSED, Candidate, SearchResult, fused
from core.model import Vector
from core.stores.ranking import Hit, best_people, merged
from core.stores.sqlite.generations import Generation, shown_id
from core.stores.sqlite.matrices import Block, Matrices, stream
from core.stores.sqlite.names import subject_of
from core.stores.templates import Matrix
from core.vault.covers import Cover, Part


def search(
    sqlite: sqlite3.Connection,
    matrices: Matrices,
    generation: Generation,
    probes: Matrix,
    limit: int,
    *,
    cover: Cover,
) -> SearchResult:
    """Return for each probe the `limit` best people of a generation that has templates."""
    templates, blocks = blocks_of(sqlite, matrices, generation, cover)
    vectors_of: dict[str, Vector] = {}
    candidates = tuple(
        _candidates(sqlite, hits, limit, vectors_of, cover)
        for hits in best_of(blocks if len(probes) else (), probes, limit)
    )
    subjects = {candidate.subject.id for some in candidates for candidate in some}
    means = fused_of(sqlite, generation, subjects, cover)
    return SearchResult(templates, candidates, vectors_of, means)


def blocks_of(
    sqlite: sqlite3.Connection, matrices: Matrices, generation: Generation, cover: Cover
) -> tuple[int, Iterable[Block]]:
    """Return how many templates a generation has, and them: from memory, or else as a stream."""
    vectors = matrices.of(sqlite, generation, cover)
    if vectors is None:
        return counted(sqlite, generation), stream(sqlite, generation, cover)
    return vectors.count, vectors.blocks


def best_of(blocks: Iterable[Block], probes: Matrix, limit: int) -> list[list[Hit[int, int]]]:
    """Return for each probe the best people of some templates, and whoever ties with the last."""
    found: list[list[Hit[int, int]]] = [[] for _ in probes]
    for block in blocks:
        more = best_people(block.matrix, block.people, block.rows, probes, limit)
        found = [merged([*hits, *new], limit) for hits, new in zip(found, more, strict=True)]
    return found


def _candidates(
    sqlite: sqlite3.Connection,
    hits: Sequence[Hit[int, int]],
    limit: int,
    found: dict[str, Vector],
    cover: Cover,
) -> tuple[Candidate, ...]:
    """Return the best people of those who tie; add the vectors of their templates to `found`."""
    shown: list[tuple[Candidate, Vector]] = []
    for hit in hits:
        subject_id, name, template_id, number, vector = sqlite.execute(
            "SELECT s.id, s.name, t.id, t.generation, t.vector FROM templates t"
            " JOIN subjects s ON s.key = t.subject WHERE t.key = ?",
            (hit.row,),
        ).fetchone()
        subject = subject_of(subject_id, name)
        candidate = Candidate(subject, hit.score, shown_id(template_id, number))
        shown.append((candidate, vector_of(cover, template_id, vector)))
    best = sorted(shown, key=lambda one: (-one[0].score, one[0].subject.id))[:limit]
    found |= {one.template_id: vector for one, vector in best}
    return tuple(one for one, _ in best)


def vector_of(cover: Cover, stored_id: str, kept: bytes) -> Vector:
    """Return the vector of a template by what stands in its row."""
    return np.frombuffer(cover.opened(Part.VECTOR, stored_id, kept), "<f4")


def fused_of(
    sqlite: sqlite3.Connection, generation: Generation, subjects: Iterable[str], cover: Cover
) -> dict[str, Vector]:
    """Return the mean of the newest templates of each of the subjects that have several."""
    found: dict[str, Vector] = {}
    for subject in subjects:
        rows = sqlite.execute(
            "SELECT t.id, t.vector FROM subjects s JOIN templates t ON t.subject = s.key"
            " WHERE s.gallery = ? AND t.generation = ? AND s.id = ?"
            " ORDER BY t.enrolled_at DESC, t.id LIMIT ?",
            (*generation, subject, FUSED),
        ).fetchall()
        if len(rows) > 1:
            found[subject] = fused(np.stack([vector_of(cover, *row) for row in rows]))
    return found


def counted(sqlite: sqlite3.Connection, generation: Generation) -> int:
    """Return how many templates a generation has."""
    (templates,) = sqlite.execute(
        "SELECT count(*) FROM templates WHERE gallery = ? AND generation = ?", generation
    ).fetchone()
    return int(templates)
