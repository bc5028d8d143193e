"""The file as a store."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from core.model import GallerySummary, ModelId
from core.stores.sqlite.connection import Connection
from core.stores.sqlite.gallery import SqliteGallery
from core.stores.sqlite.matrices import Matrices
from core.stores.sqlite.records import SqliteRecords


class SqliteStore:
    """Implements `core.ports.Store` over one file. Safe with several processes on it."""

    def __init__(self, connection: Connection, model: ModelId, matrices: Matrices) -> None:
        self._connection = connection
        self._model = model
        self._matrices = matrices

    @classmethod
    async def open(cls, path: Path, model: ModelId) -> SqliteStore:
        """Open the file, or make it with its folders.

        Raises:
            StoreUnavailable: it is locked, or the disk is full.
            StoreRefused: it cannot be written, or is not a file of ours.
        """
        connection = Connection(path)
        await connection.open()
        return cls(connection, model, Matrices())

    def gallery(self, gallery_id: str) -> SqliteGallery:
        """Return the gallery of this id."""
        return SqliteGallery(gallery_id, self._model, self._connection, self._matrices)

    @property
    def records(self) -> SqliteRecords:
        """The small documents."""
        return SqliteRecords(self._connection)

    async def galleries(self) -> list[GallerySummary]:
        """Return every gallery that has somebody in it, by id, whatever its model."""

        def job(sqlite: sqlite3.Connection) -> list[GallerySummary]:
            rows = sqlite.execute(
                "SELECT g.id, g.model, count(DISTINCT t.subject), count(*)"
                " FROM galleries g JOIN templates t ON t.gallery = g.key"
                " GROUP BY g.key ORDER BY g.id"
            )
            return [
                GallerySummary(id_, ModelId.parse(model), people, templates)
                for id_, model, people, templates in rows
            ]

        return await self._connection.read(job)

    async def check(self) -> str:
        """Return what this is and how many it holds, having proved that it can be written."""

        def job(sqlite: sqlite3.Connection) -> str:
            (people,) = sqlite.execute("SELECT count(DISTINCT subject) FROM templates").fetchone()
            crowd = "1 person" if people == 1 else f"{people} people"
            return f"SQLite {sqlite3.sqlite_version} at {self._connection.path}, {crowd}"

        return await self._connection.write(job)

    async def close(self) -> None:
        """Close the file."""
        await self._connection.close()
