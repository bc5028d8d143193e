"""The file as a store."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from core.model import GallerySummary, ModelId
from core.stores.sqlite.archive import SqliteArchive
from core.stores.sqlite.connection import Connection
from core.stores.sqlite.gallery import SqliteGallery
from core.stores.sqlite.generations import drop_some, make_current, summaries
from core.stores.sqlite.matrices import Matrices
from core.stores.sqlite.names import gallery_key
from core.stores.sqlite.records import SqliteRecords
from core.vault.covers import BARE, NO_KEY, Cover


class SqliteStore:
    """Implements `core.ports.Store` over one file. Safe with several processes on it."""

    def __init__(self, connection: Connection, model: ModelId, matrices: Matrices) -> None:
        self._connection = connection
        self._model = model
        self._matrices = matrices

    @classmethod
    async def open(cls, path: Path, model: ModelId, cover: Cover = BARE) -> SqliteStore:
        """Open the file, or make it with its folders.

        Args:
            path: of the file.
            model: whose templates are given and wanted.
            cover: what lies over faces in it.

        Raises:
            StoreUnavailable: it is locked, or the disk is full.
            StoreRefused: it cannot be written, or is not a file of ours.
            KeyRefused: its templates are sealed otherwise.
        """
        connection = Connection(path, cover=cover)
        await connection.open()
        return cls(connection, model, Matrices())

    def gallery(self, gallery_id: str) -> SqliteGallery:
        """Return the gallery of this id."""
        return SqliteGallery(gallery_id, self._model, self._connection, self._matrices)

    @property
    def records(self) -> SqliteRecords:
        """The small documents."""
        return SqliteRecords(self._connection)

    @property
    def archive(self) -> SqliteArchive:
        """All galleries of the model, for an operator."""
        return SqliteArchive(self._model, self._connection, self._matrices)

    def beside(self, gallery_id: str, model: ModelId) -> SqliteGallery:
        """Return a gallery's templates of a model, whether that is its own or not."""
        return SqliteGallery(gallery_id, model, self._connection, self._matrices, beside=True)

    async def galleries(self, gallery_id: str | None = None) -> list[GallerySummary]:
        """Return every gallery that has somebody in it, or one, by id, whatever its model."""
        return await self._connection.read(
            lambda sqlite: summaries(sqlite, gallery_id, current=True)
        )

    async def others(self, gallery_id: str | None = None) -> list[GallerySummary]:
        """Return what galleries, or one, hold beside their own templates."""
        return await self._connection.read(
            lambda sqlite: summaries(sqlite, gallery_id, current=False)
        )

    async def switch(self, gallery_id: str, model: ModelId) -> bool:
        """Make a model the gallery's own; False when there are no templates of it."""
        return await self._connection.write(
            lambda sqlite: make_current(sqlite, gallery_key(sqlite, gallery_id), model)
        )

    async def drop(self, gallery_id: str, model: ModelId) -> int:
        """Delete what a gallery holds beside its own templates, of a model."""
        deleted = 0
        while some := await self._connection.write(
            lambda sqlite: drop_some(sqlite, gallery_key(sqlite, gallery_id), model)
        ):
            deleted += some
        await self._connection.drop_traces()
        return deleted

    async def drop_traces(self) -> None:
        """Move the log into the file, and empty it."""
        await self._connection.drop_traces()

    async def check(self) -> str:
        """Return what this is and how many it holds, having proved that it can be written."""

        def job(sqlite: sqlite3.Connection) -> str:
            (people,) = sqlite.execute("SELECT count(DISTINCT subject) FROM templates").fetchone()
            crowd = "1 person" if people == 1 else f"{people} people"
            how = "" if self._connection.cover.check == NO_KEY else ", faces sealed"
            return f"SQLite {sqlite3.sqlite_version} at {self._connection.path}, {crowd}{how}"

        return await self._connection.write(job)

    async def close(self) -> None:
        """Close the file."""
        await self._connection.close()
