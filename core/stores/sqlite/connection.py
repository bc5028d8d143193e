"""One file, one thread that owns its connection, and SQLite's complaints in words."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from core.errors import CoreError, StoreRefused, StoreUnavailable
from core.stores.sqlite.schema import migrate
from core.stores.sqlite.sealing import assert_ours
from core.vault.covers import BARE, Cover

Result = TypeVar("Result")

PATIENCE = 10.0
"""Seconds to wait for another process's write before saying that the file is locked."""


class Connection:
    """Runs jobs on the file, one after the other, never on the event loop."""

    def __init__(self, path: Path, patience: float = PATIENCE, cover: Cover = BARE) -> None:
        self.path = path
        self.cover = cover
        self._patience = patience
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="faces-db")
        self._sqlite: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Make or open the file and bring its tables up to date.

        Raises:
            StoreUnavailable: it is locked, or the disk is full.
            StoreRefused: it cannot be written, or is not a file of ours.
            KeyRefused: its templates are sealed otherwise than with our key.
        """
        try:
            await self._run(self._open)
        except BaseException:
            await self.close()
            raise

    async def read(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run a job that sees one moment of the file."""
        return await self._run(lambda: self._transaction("BEGIN", self._with_our_key(job)))

    async def write(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run a job alone among all processes; durable when this returns, or undone whole."""
        return await self._run(
            lambda: self._transaction("BEGIN IMMEDIATE", self._with_our_key(job))
        )

    async def drop_traces(self) -> None:
        """Move the write-ahead log into the file and empty it: it holds pages as they were."""
        await self._run(lambda: self._own().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())

    async def close(self) -> None:
        """Close the file and end the thread. May be called twice."""
        if self._sqlite is not None:
            await self._run(self._own().close)
            self._sqlite = None
        await asyncio.to_thread(self._thread.shutdown)

    async def _run(self, job: Callable[[], Result]) -> Result:
        def translated() -> Result:
            with complaints_in_words(self.path):
                return job()

        return await asyncio.get_running_loop().run_in_executor(self._thread, translated)

    def _own(self) -> sqlite3.Connection:
        if self._sqlite is None:
            raise RuntimeError("the store is closed")
        return self._sqlite

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Faces are nobody else's business: SQLite gives its -wal the rights that the file has.
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(self.path, timeout=self._patience, isolation_level=None)
        self._sqlite = connection
        self._change_to_wal(connection)
        for pragma in (
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()

        def up_to_date(sqlite: sqlite3.Connection) -> None:
            migrate(sqlite, self.path)
            assert_ours(sqlite, self.cover, self.path)

        self._transaction("BEGIN IMMEDIATE", up_to_date)

    def _change_to_wal(self, connection: sqlite3.Connection) -> None:
        # While another process makes the same change of a new file, SQLite says "busy" at once,
        # whatever its timeout.
        deadline = time.monotonic() + self._patience
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchall()
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
            else:
                return

    def _with_our_key(
        self, job: Callable[[sqlite3.Connection], Result]
    ) -> Callable[[sqlite3.Connection], Result]:
        def checked(sqlite: sqlite3.Connection) -> Result:
            assert_ours(sqlite, self.cover, self.path)
            return job(sqlite)

        return checked

    def _transaction(self, begin: str, job: Callable[[sqlite3.Connection], Result]) -> Result:
        connection = self._own()
        connection.execute(begin)
        try:
            result = job(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk has rolled back already
                connection.execute("ROLLBACK")
            raise
        return result


@contextmanager
def complaints_in_words(path: Path) -> Iterator[None]:
    """Turn what SQLite and the operating system raise into the store's errors."""
    try:
        yield
    except sqlite3.Error as error:
        raise _in_words(path, error) from error
    except OSError as error:
        raise _of_the_system(path, error) from error


def _of_the_system(path: Path, error: OSError) -> CoreError:
    reason = error.strerror or "unknown error"
    if isinstance(error, IsADirectoryError):
        return StoreRefused(reason=f"{path} is a folder: name a file")
    if isinstance(error, FileExistsError | NotADirectoryError):
        return StoreRefused(reason=f"a part of {path} is a file, not a folder: choose another path")
    return StoreRefused(
        reason=f"{path} cannot be opened for writing ({reason}): check its folder, owner and rights"
    )


def _in_words(path: Path, error: sqlite3.Error) -> CoreError:
    # Extended codes keep the primary one in their lowest byte (sqlite.org/rescode.html).
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    later = {
        sqlite3.SQLITE_BUSY: f"another program keeps {path} locked",
        sqlite3.SQLITE_FULL: f"no room is left on the disk of {path}",
        sqlite3.SQLITE_IOERR: f"the disk of {path} fails to read or write",
    }
    unwritable = f"{path} cannot be opened for writing: check its folder, owner and rights"
    never = {
        sqlite3.SQLITE_NOTADB: f"{path} is not an SQLite database: choose another file",
        sqlite3.SQLITE_CORRUPT: f"{path} is damaged: restore it from a backup",
        sqlite3.SQLITE_READONLY: unwritable,
        sqlite3.SQLITE_CANTOPEN: unwritable,
        sqlite3.SQLITE_PERM: unwritable,
    }
    if code in later:
        return StoreUnavailable(reason=later[code])
    return StoreRefused(reason=never.get(code, f"SQLite says of {path}: {error}"))
