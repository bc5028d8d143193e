"""Whose key the templates of a file are sealed with, within the caller's transaction.

One row holds the check of the key. It says something only while there are templates: a file without
any takes on the key of whoever adds the first. It is compared in each transaction, so that of two
processes that found the file empty the second one is refused.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from core.vault.covers import NO_KEY, Cover, check_key


def assert_ours(sqlite: sqlite3.Connection, cover: Cover, path: Path) -> None:
    """Refuse a key that is not that of the templates.

    Raises:
        MissingKey, WrongKey, UnwantedKey: there are templates, and they are covered otherwise.
    """
    row = sqlite.execute(
        "SELECT coalesce((SELECT key_check FROM sealing), ?)"
        " WHERE EXISTS (SELECT 1 FROM templates)",
        (NO_KEY,),
    ).fetchone()
    if row is not None:
        check_key(cover, row[0], str(path))


def take_on(sqlite: sqlite3.Connection, cover: Cover) -> None:
    """Let a file without templates be of this key; to be called before any are added."""
    sqlite.execute(
        "INSERT INTO sealing (only, key_check) SELECT 1, ?"
        " WHERE NOT EXISTS (SELECT 1 FROM templates)"
        " ON CONFLICT DO UPDATE SET key_check = excluded.key_check",
        (cover.check,),
    )
