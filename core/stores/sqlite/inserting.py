"""A template and its crop as rows, within the caller's transaction."""

from __future__ import annotations

import sqlite3

from core.model import Enrolment, Vector
from core.stores.instants import to_microseconds
from core.stores.sqlite.generations import Generation, stored_id
from core.vault.covers import Cover, Part


def inserted(
    sqlite: sqlite3.Connection,
    generation: Generation,
    person: int,
    enrolment: Enrolment,
    vector: Vector,
    *,
    cover: Cover,
) -> bool:
    """Keep a template and its crop, covered; tell whether it was new."""
    id_ = stored_id(enrolment.id, generation[1])
    row = sqlite.execute(
        "INSERT INTO templates"
        " (id, gallery, generation, subject, photo, enrolled_by, enrolled_at, vector)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (gallery, id) DO NOTHING RETURNING key",
        (
            id_,
            *generation,
            person,
            enrolment.photo,
            enrolment.enrolled_by,
            to_microseconds(enrolment.enrolled_at),
            cover.sealed(Part.VECTOR, id_, vector.astype("<f4").tobytes()),
        ),
    ).fetchone()
    if row is None:
        return False
    crop = cover.sealed(Part.CROP, id_, enrolment.crop)
    sqlite.execute("INSERT INTO crops (template, jpeg) VALUES (?, ?)", (row[0], crop))
    return True
