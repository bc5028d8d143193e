"""Who is called what in a gallery, within the caller's transaction."""

from __future__ import annotations

import sqlite3
from uuid import uuid4

from core.errors import NameTaken, UnknownPerson
from core.model import Subject


def gallery_key(sqlite: sqlite3.Connection, id_: str) -> int:
    """Return the key of the gallery's row; 0, which no row has, when there is none."""
    row = sqlite.execute("SELECT key FROM galleries WHERE id = ?", (id_,)).fetchone()
    return int(row[0]) if row else 0


def named(sqlite: sqlite3.Connection, gallery: int, key: str) -> Subject | None:
    """Return who has the name with this `name_key`."""
    row = sqlite.execute(
        "SELECT id, name FROM subjects WHERE gallery = ? AND name_key = ?", (gallery, key)
    ).fetchone()
    return Subject(*row) if row else None


def claimed(sqlite: sqlite3.Connection, gallery_id: str, name: str, key: str) -> Subject:
    """Return who has the name, making gallery and subject where they are not there."""
    sqlite.execute("INSERT INTO galleries (id) VALUES (?) ON CONFLICT DO NOTHING", (gallery_id,))
    gallery = gallery_key(sqlite, gallery_id)
    known = named(sqlite, gallery, key)
    if known is not None:
        return known
    made = Subject(uuid4().hex, name)
    sqlite.execute(
        "INSERT INTO subjects (id, gallery, name, name_key) VALUES (?, ?, ?, ?)",
        (made.id, gallery, made.name, key),
    )
    return made


def renamed(sqlite: sqlite3.Connection, gallery: int, subject: Subject, key: str) -> None:
    """Give the subject of this id this name.

    Raises:
        UnknownPerson: there is no such subject.
        NameTaken: somebody else has the name, and a template. Whoever has none is not listed, so
            they cannot keep a name either: they make way.
    """
    row = subject_key(sqlite, gallery, subject)
    holder = named(sqlite, gallery, key)
    if holder is not None and holder.id != subject.id:
        gone = sqlite.execute(
            "DELETE FROM subjects WHERE gallery = ? AND id = ?"
            " AND NOT EXISTS (SELECT 1 FROM templates WHERE subject = subjects.key)",
            (gallery, holder.id),
        ).rowcount
        if not gone:
            raise NameTaken(name=holder.name)
    sqlite.execute(
        "UPDATE subjects SET name = ?, name_key = ? WHERE key = ?", (subject.name, key, row)
    )


def subject_key(sqlite: sqlite3.Connection, gallery: int, subject: Subject) -> int:
    """Return the key of a subject's row; UnknownPerson when there is none."""
    row = sqlite.execute(
        "SELECT key FROM subjects WHERE gallery = ? AND id = ?", (gallery, subject.id)
    ).fetchone()
    if row is None:
        raise UnknownPerson(name=subject.name)
    return int(row[0])
