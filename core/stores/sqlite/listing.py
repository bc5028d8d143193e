"""What a generation holds of a subject, without vectors and crops, in the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from core.model import KeptPhoto, Place
from core.stores.instants import from_microseconds, to_microseconds
from core.stores.sqlite.generations import Generation, shown_id, stored_id


def photos(
    sqlite: sqlite3.Connection,
    generation: Generation,
    subject_id: str,
    after: Place | None,
    limit: int,
) -> list[KeptPhoto]:
    """Return some of a subject's photos, oldest first."""
    number = generation[1]
    since, last = (to_microseconds(after[0]), stored_id(after[1], number)) if after else (None, "")
    rows = sqlite.execute(
        "SELECT t.id, t.photo, t.enrolled_by, t.enrolled_at"
        " FROM subjects s JOIN templates t ON t.subject = s.key"
        " WHERE s.gallery = ?1 AND t.generation = ?2 AND s.id = ?3"
        " AND (?4 IS NULL OR (t.enrolled_at, t.id) > (?4, ?5))"
        " ORDER BY t.enrolled_at, t.id LIMIT ?6",
        (*generation, subject_id, since, last, limit),
    )
    return [
        KeptPhoto(shown_id(id_, number), photo, by, from_microseconds(at))
        for id_, photo, by, at in rows
    ]


def photos_held(
    sqlite: sqlite3.Connection, generation: Generation, subject_id: str, digests: Sequence[str]
) -> set[str]:
    """Return those of the photos' digests that a subject has a template of."""
    rows = sqlite.execute(
        "SELECT DISTINCT t.photo FROM subjects s JOIN templates t ON t.subject = s.key"
        " WHERE s.gallery = ? AND t.generation = ? AND s.id = ?"
        " AND t.photo IN (SELECT value FROM json_each(?))",
        (*generation, subject_id, json.dumps(list(digests))),
    )
    return {photo for (photo,) in rows}


def count(sqlite: sqlite3.Connection, generation: Generation, subject_id: str) -> int:
    """Return how many templates a subject has."""
    (templates,) = sqlite.execute(
        "SELECT count(*) FROM subjects s JOIN templates t ON t.subject = s.key"
        " WHERE s.gallery = ? AND t.generation = ? AND s.id = ?",
        (*generation, subject_id),
    ).fetchone()
    return int(templates)
