"""People and photos that go, within the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from core.stores.sqlite.generations import Generation, shown_id, stored_id
from core.stores.sqlite.matrices import Matrices
from core.stores.sqlite.names import blank, gallery_key


@dataclass(frozen=True, slots=True)
class Removal:
    """What a transaction has deleted, for the vectors in memory.

    Attributes:
        rows: the keys of the templates.
        told: how many the caller is told of.
        counts: how often each generation of the gallery has had something removed since its
            beginning, this time included.
    """

    rows: Sequence[int] = ()
    told: int = 0
    counts: Sequence[tuple[Generation, int]] = ()

    def forget(self, matrices: Matrices) -> None:
        """Drop the vectors from memory. To be called when the removal is committed."""
        for generation, count in self.counts:
            matrices.forget(generation, self.rows, count)


def forgotten(sqlite: sqlite3.Connection, gallery_id: str, subject_id: str) -> Removal:
    """Delete a subject with everything of theirs; told are templates."""
    gallery = gallery_key(sqlite, gallery_id)
    person = _person(sqlite, gallery, subject_id)
    if not person:
        return Removal()
    rows = sqlite.execute(
        "DELETE FROM templates WHERE subject = ? RETURNING key", (person,)
    ).fetchall()
    blank(sqlite, person)
    return Removal([key for (key,) in rows], len(rows), _counted(sqlite, gallery))


def removed(sqlite: sqlite3.Connection, gallery_id: str, template_ids: Sequence[str]) -> Removal:
    """Delete templates of every generation, and whoever has none left; told are different ids."""
    gallery = gallery_key(sqlite, gallery_id)
    numbers = sqlite.execute(
        "SELECT number FROM generations WHERE gallery = ?", (gallery,)
    ).fetchall()
    rows: list[int] = []
    people: set[int] = set()
    ids: set[str] = set()
    for (number,) in numbers:
        deleted = sqlite.execute(
            "DELETE FROM templates WHERE gallery = ? AND generation = ?"
            " AND id IN (SELECT value FROM json_each(?)) RETURNING key, subject, id",
            (gallery, number, json.dumps([stored_id(id_, number) for id_ in template_ids])),
        ).fetchall()
        for key, person, id_ in deleted:
            rows.append(key)
            people.add(person)
            ids.add(shown_id(id_, number))
    if not rows:
        return Removal()
    for person in people:
        _blank_if_empty(sqlite, person)
    return Removal(rows, len(ids), _counted(sqlite, gallery))


def emptied(sqlite: sqlite3.Connection, gallery_id: str, subject_id: str) -> bool:
    """Delete a subject who has no template; tell whether they are gone."""
    person = _person(sqlite, gallery_key(sqlite, gallery_id), subject_id)
    return not person or _blank_if_empty(sqlite, person)


def _person(sqlite: sqlite3.Connection, gallery: int, subject_id: str) -> int:
    row = sqlite.execute(
        "SELECT key FROM subjects WHERE gallery = ? AND id = ?", (gallery, subject_id)
    ).fetchone()
    return int(row[0]) if row else 0


def _blank_if_empty(sqlite: sqlite3.Connection, person: int) -> bool:
    if sqlite.execute("SELECT 1 FROM templates WHERE subject = ?", (person,)).fetchone():
        return False
    blank(sqlite, person)
    return True


def _counted(sqlite: sqlite3.Connection, gallery: int) -> list[tuple[Generation, int]]:
    counts = sqlite.execute(
        "UPDATE generations SET removals = removals + 1 WHERE gallery = ?"
        " RETURNING number, removals",
        (gallery,),
    ).fetchall()
    return [((gallery, number), count) for number, count in counts]
