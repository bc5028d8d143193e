"""Small documents, in one table."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from core.errors import RecordConflict
from core.model import Record
from core.stores.sqlite.connection import Connection


@dataclass(frozen=True, slots=True)
class SqliteRecords:
    """Implements `core.ports.Records`. A version is random: one that was deleted never returns."""

    connection: Connection

    async def get(self, collection: str, key: str) -> Record | None:
        """Return the record, or None."""

        def job(sqlite: sqlite3.Connection) -> Record | None:
            row = sqlite.execute(
                "SELECT key, value, version FROM records WHERE collection = ? AND key = ?",
                (collection, key),
            ).fetchone()
            return _record(*row) if row else None

        return await self.connection.read(job)

    async def put(
        self, collection: str, key: str, value: Mapping[str, Any], *, version: str | None = None
    ) -> Record:
        """Write a record: whatever was there, or only over the `version` given."""
        text, new = json.dumps(value), uuid4().hex

        def job(sqlite: sqlite3.Connection) -> None:
            if version is None:
                sqlite.execute(
                    "INSERT INTO records (collection, key, value, version) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET value = excluded.value, version = excluded.version",
                    (collection, key, text, new),
                )
                return
            written = sqlite.execute(
                "UPDATE records SET value = ?, version = ?"
                " WHERE collection = ? AND key = ? AND version = ?",
                (text, new, collection, key, version),
            ).rowcount
            if not written:
                raise RecordConflict(key=key)

        await self.connection.write(job)
        return _record(key, text, new)

    async def create(self, collection: str, key: str, value: Mapping[str, Any]) -> bool:
        """Write a record only if there is none; tell whether it was written."""
        text = json.dumps(value)

        def job(sqlite: sqlite3.Connection) -> bool:
            return bool(
                sqlite.execute(
                    "INSERT INTO records (collection, key, value, version) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT DO NOTHING",
                    (collection, key, text, uuid4().hex),
                ).rowcount
            )

        return await self.connection.write(job)

    async def delete(self, collection: str, key: str) -> bool:
        """Delete a record; tell whether it was there."""

        def job(sqlite: sqlite3.Connection) -> bool:
            return bool(
                sqlite.execute(
                    "DELETE FROM records WHERE collection = ? AND key = ?", (collection, key)
                ).rowcount
            )

        return await self.connection.write(job)

    async def list(self, collection: str, *, after: str = "", limit: int = 1000) -> list[Record]:
        """Return up to `limit` records whose keys come after `after`, by code points."""

        def job(sqlite: sqlite3.Connection) -> list[Record]:
            rows = sqlite.execute(
                "SELECT key, value, version FROM records WHERE collection = ? AND key > ?"
                " ORDER BY key LIMIT ?",
                (collection, after, limit),
            )
            return [_record(*row) for row in rows]

        return await self.connection.read(job)


def _record(key: str, value: str, version: str) -> Record:
    return Record(key=key, value=json.loads(value), version=version)
