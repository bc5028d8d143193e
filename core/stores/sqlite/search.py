"""Searching a gallery's vectors, within the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np

from core.model import FUSED, Candidate, SearchResult, Vector, fused
from core.stores.ranking import Hit, best_people, merged
from core.stores.sqlite.matrices import Block, Matrices, stream
from core.stores.sqlite.names import subject_of
from core.stores.templates import Matrix


def search(
    sqlite: sqlite3.Connection, matrices: Matrices, gallery: int, probes: Matrix, limit: int
) -> SearchResult:
    """Return for each probe the `limit` best people of a gallery that has templates."""
    vectors = matrices.of(sqlite, gallery)
    if vectors is None:
        templates = _count(sqlite, gallery)
        blocks: Iterable[Block] = stream(sqlite, gallery) if len(probes) else ()
    else:
        templates, blocks = vectors.count, vectors.blocks
    found = _best(blocks, probes, limit)
    candidates = tuple(_candidates(sqlite, hits, limit) for hits in found)
    every = [candidate for some in candidates for candidate in some]
    return SearchResult(
        templates,
        candidates,
        vectors=_vectors(sqlite, gallery, {one.template_id for one in every}),
        fused=_fused(sqlite, gallery, {one.subject.id for one in every}),
    )


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
        subject_id, name, template_id = sqlite.execute(
            "SELECT s.id, s.name, t.id FROM templates t JOIN subjects s ON s.key = t.subject"
            " WHERE t.key = ?",
            (hit.row,),
        ).fetchone()
        return Candidate(subject_of(subject_id, name), hit.score, template_id)

    every = sorted(map(shown, hits), key=lambda one: (-one.score, one.subject.id))
    return tuple(every[:limit])


def _vectors(sqlite: sqlite3.Connection, gallery: int, ids: Iterable[str]) -> dict[str, Vector]:
    rows = sqlite.execute(
        "SELECT id, vector FROM templates"
        " WHERE gallery = ? AND id IN (SELECT value FROM json_each(?))",
        (gallery, json.dumps(list(ids))),
    )
    return {id_: np.frombuffer(vector, "<f4") for id_, vector in rows}


def _fused(sqlite: sqlite3.Connection, gallery: int, subjects: Iterable[str]) -> dict[str, Vector]:
    found: dict[str, Vector] = {}
    for subject in subjects:
        rows = sqlite.execute(
            "SELECT t.vector FROM subjects s JOIN templates t ON t.subject = s.key"
            " WHERE s.gallery = ? AND s.id = ? ORDER BY t.enrolled_at DESC, t.id LIMIT ?",
            (gallery, subject, FUSED),
        ).fetchall()
        if len(rows) > 1:
            found[subject] = fused(np.stack([np.frombuffer(vector, "<f4") for (vector,) in rows]))
    return found


def _count(sqlite: sqlite3.Connection, gallery: int) -> int:
    (templates,) = sqlite.execute(
        "SELECT count(*) FROM templates WHERE gallery = ?", (gallery,)
    ).fetchone()
    return int(templates)
