"""Who is called what in a gallery, within the caller's transaction.

What is forgotten must leave the file. `secure_delete` blanks what is deleted, but when SQLite moves
small rows between pages, to close the gaps of deleted ones, copies of those that stay can be left
in unused space, and nothing blanks them when these are deleted later (seen with 1 name of 3,000).
So the rows that hold names never move: each keeps its size from beginning to end, and SQLite writes
a change over what was there; a forgotten subject's row is blanked and stays. Indices, whose rows do
move, hold a hash of the name.
"""

from __future__ import annotations

import sqlite3
from hashlib import sha256
from uuid import uuid4

from core.errors import NameTaken, UnknownPerson
from core.model import Subject
from core.names import LONGEST_NAME

NAME_BYTES = 4 * LONGEST_NAME
"""A character takes at most 4 bytes of UTF-8."""


def gallery_key(sqlite: sqlite3.Connection, id_: str) -> int:
    """Return the key of the gallery's row; 0, which no row has, when there is none."""
    row = sqlite.execute("SELECT key FROM galleries WHERE id = ?", (id_,)).fetchone()
    return int(row[0]) if row else 0


def subject_key(sqlite: sqlite3.Connection, gallery: int, subject: Subject) -> int:
    """Return the key of a subject's row; UnknownPerson when there is none."""
    row = sqlite.execute(
        "SELECT key FROM subjects WHERE gallery = ? AND id = ?", (gallery, subject.id)
    ).fetchone()
    if row is None:
        raise UnknownPerson(name=subject.name)
    return int(row[0])


def named(sqlite: sqlite3.Connection, gallery: int, key: str) -> Subject | None:
    """Return who has the name with this `name_key`."""
    row = sqlite.execute(
        "SELECT id, name FROM subjects WHERE gallery = ? AND name_hash = ?", (gallery, _hash(key))
    ).fetchone()
    return subject_of(*row) if row else None


def subject_of(id_: str, name: bytes) -> Subject:
    """Return the subject of two columns of its row."""
    return Subject(id_, name.rstrip(b"\0").decode())


def claimed(sqlite: sqlite3.Connection, gallery_id: str, name: str, key: str) -> Subject:
    """Return who has the name, making gallery and subject where they are not there."""
    sqlite.execute("INSERT INTO galleries (id) VALUES (?) ON CONFLICT DO NOTHING", (gallery_id,))
    gallery = gallery_key(sqlite, gallery_id)
    known = named(sqlite, gallery, key)
    if known is not None:
        return known
    made = Subject(uuid4().hex, name)
    sqlite.execute(
        "INSERT INTO subjects (id, gallery, name, name_hash) VALUES (?, ?, ?, ?)",
        (made.id, gallery, _padded(name), _hash(key)),
    )
    return made


def known(sqlite: sqlite3.Connection, gallery: int, subject_id: str) -> Subject | None:
    """Return who has this id."""
    row = sqlite.execute(
        "SELECT id, name FROM subjects WHERE gallery = ? AND id = ?", (gallery, subject_id)
    ).fetchone()
    return subject_of(*row) if row else None


def admitted(sqlite: sqlite3.Connection, gallery_id: str, subject: Subject, key: str) -> Subject:
    """Return who has the subject's id, making gallery and subject where they are not there.

    Raises:
        NameTaken: see `renamed`.
    """
    sqlite.execute("INSERT INTO galleries (id) VALUES (?) ON CONFLICT DO NOTHING", (gallery_id,))
    gallery = gallery_key(sqlite, gallery_id)
    present = known(sqlite, gallery, subject.id)
    if present is not None:
        return present
    _make_way(sqlite, gallery, subject, key)
    sqlite.execute(
        "INSERT INTO subjects (id, gallery, name, name_hash) VALUES (?, ?, ?, ?)",
        (subject.id, gallery, _padded(subject.name), _hash(key)),
    )
    return subject


def renamed(sqlite: sqlite3.Connection, gallery: int, subject: Subject, key: str) -> None:
    """Give the subject of this id this name.

    Raises:
        UnknownPerson: there is no such subject.
        NameTaken: somebody else has the name, and a template. Whoever has none is not listed, so
            they cannot keep a name either: they make way.
    """
    row = subject_key(sqlite, gallery, subject)
    _make_way(sqlite, gallery, subject, key)
    sqlite.execute(
        "UPDATE subjects SET name = ?, name_hash = ? WHERE key = ?",
        (_padded(subject.name), _hash(key), row),
    )


def _make_way(sqlite: sqlite3.Connection, gallery: int, subject: Subject, key: str) -> None:
    holder = named(sqlite, gallery, key)
    if holder is not None and holder.id != subject.id:
        other = subject_key(sqlite, gallery, holder)
        if sqlite.execute("SELECT 1 FROM templates WHERE subject = ?", (other,)).fetchone():
            raise NameTaken(name=holder.name)
        blank(sqlite, other)


def blank(sqlite: sqlite3.Connection, subject: int) -> None:
    """Write over all that a subject's row says of them."""
    sqlite.execute(
        "UPDATE subjects SET id = ?, name = ?, name_hash = ? WHERE key = ?",
        (uuid4().hex, _padded(""), _hash(uuid4().hex), subject),
    )


def _padded(name: str) -> bytes:
    # No name holds a NUL: `normalise_name` drops control characters.
    return name.encode().ljust(NAME_BYTES, b"\0")


def _hash(key: str) -> bytes:
    return sha256(key.encode()).digest()
