"""The tables, and how an older file becomes a newer one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from core.errors import StoreRefused

APPLICATION = int.from_bytes(b"Faml", "big")
"""Marks the file as ours (`PRAGMA application_id`), so that no other program's is written to."""

# The row that counts removals outlives the people: it must not start again while another process
# remembers it. Keys of templates are never used twice (AUTOINCREMENT), so whoever has seen all keys
# up to one needs only the later ones, unless something was removed.
# A subject's row always has the same size, is written over in its place and never deleted: see
# `names`. Crops lie apart from vectors, so that reading a gallery's vectors does not read its
# pictures.
_FIRST = """
CREATE TABLE galleries (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    model TEXT,
    removals INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE subjects (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    gallery INTEGER NOT NULL REFERENCES galleries (key),
    name BLOB NOT NULL,
    name_hash BLOB NOT NULL,
    UNIQUE (gallery, id),
    UNIQUE (gallery, name_hash)
);
CREATE TABLE templates (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    gallery INTEGER NOT NULL REFERENCES galleries (key),
    subject INTEGER NOT NULL REFERENCES subjects (key),
    photo TEXT NOT NULL,
    enrolled_by TEXT NOT NULL,
    enrolled_at INTEGER NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (gallery, id)
);
CREATE INDEX templates_of_gallery ON templates (gallery);
CREATE INDEX templates_of_subject ON templates (subject, photo, enrolled_at);
CREATE TABLE crops (
    template INTEGER PRIMARY KEY REFERENCES templates (key) ON DELETE CASCADE,
    jpeg BLOB NOT NULL
);
CREATE TABLE records (
    collection TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    version TEXT NOT NULL,
    PRIMARY KEY (collection, key)
);
"""

# A gallery's templates are of several generations, one a model, of which one is current: see
# `generations`. Rows that are there are not written anew (a column's default is not stored), so
# that nothing of them is left behind in the file.
_GENERATIONS = """
CREATE TABLE generations (
    gallery INTEGER NOT NULL REFERENCES galleries (key),
    number INTEGER NOT NULL,
    model TEXT NOT NULL,
    removals INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (gallery, number),
    UNIQUE (gallery, model)
);
INSERT INTO generations (gallery, number, model, removals)
    SELECT key, 0, model, removals FROM galleries WHERE model IS NOT NULL;
ALTER TABLE galleries DROP COLUMN model;
ALTER TABLE galleries DROP COLUMN removals;
ALTER TABLE galleries ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE templates ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
DROP INDEX templates_of_gallery;
DROP INDEX templates_of_subject;
CREATE INDEX templates_of_generation ON templates (gallery, generation);
CREATE INDEX templates_of_subject ON templates (subject, generation, photo, enrolled_at);
"""

# Which key the templates are sealed with: see `sealing`.
_SEALING = """
CREATE TABLE sealing (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    key_check TEXT NOT NULL
);
"""

MIGRATIONS = (_FIRST, _GENERATIONS, _SEALING)
"""The n-th takes a file from version n - 1 to n. Only ever add to the end."""


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the file to the newest version, within the caller's write transaction.

    Raises:
        StoreRefused: the file is another program's, or a newer Familiar's.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if application != APPLICATION:
        tables = int(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
        if application or version or tables:
            raise StoreRefused(
                reason=f"{path} is the database of another program: choose another file"
            )
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
    if version > len(MIGRATIONS):
        raise StoreRefused(
            reason=(
                f"{path} was written by a newer version of this program (file version {version}, "
                f"known are up to {len(MIGRATIONS)}): update the program, or choose another file"
            )
        )
    for script in MIGRATIONS[version:]:
        for statement in script.split(";"):
            if statement.strip():
                connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
