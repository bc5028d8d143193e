"""The SQLite file: who may write it, what is left in it, and what another process does to it."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from core.errors import StoreRefused, StoreUnavailable
from core.stores.sqlite import SqliteStore
from core.stores.sqlite.schema import APPLICATION, MIGRATIONS
from tests.contract.made_up import (
    MODEL,
    enrol,
    enrol_all,
    names_found,
    some_vectors,
    towards,
)
from tests.contract.sqlite_rooms import opened, path

__all__ = ["path"]


@contextmanager
def as_somebody_without_rights() -> Iterator[None]:
    """Be nobody for a while when the tests are run by root, whom no rights stop."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


# --- opening ----------------------------------------------------------------------------------


async def test_missing_folders_are_made_and_the_file_is_for_its_owner_alone(path: Path) -> None:
    deep = path.parent / "a" / "b" / "faces.db"
    store = await SqliteStore.open(deep, MODEL)
    await enrol(store.gallery("chat"), "Ann", towards(1))
    modes = {stat.S_IMODE(one.stat().st_mode) for one in deep.parent.iterdir()}
    assert modes == {0o600}
    await store.close()


async def test_a_new_file_can_be_opened_by_many_at_the_same_moment(path: Path) -> None:
    for number in range(40):
        new = path.parent / f"{number}.db"
        stores = await asyncio.gather(*(SqliteStore.open(new, MODEL) for _ in range(8)))
        assert len({await store.check() for store in stores}) == 1
        for store in stores:
            await store.close()


async def test_what_was_written_is_there_after_opening_again(path: Path) -> None:
    store = await SqliteStore.open(path, MODEL)
    await enrol(store.gallery("chat"), "Ann", towards(1))
    await store.close()
    await store.close()
    store = await SqliteStore.open(path, MODEL)
    assert await names_found(store.gallery("chat"), towards(1)) == ["Ann"]
    assert await store.check() == f"SQLite {sqlite3.sqlite_version} at {path}, 1 person"
    await store.close()


async def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"my holiday diary " * 100)
    with pytest.raises(StoreRefused, match="not an SQLite database: choose another file"):
        await SqliteStore.open(path, MODEL)
    assert path.read_bytes() == b"my holiday diary " * 100


async def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipes (name)")
    other.close()
    with pytest.raises(StoreRefused, match="database of another program: choose another file"):
        await SqliteStore.open(path, MODEL)
    other = sqlite3.connect(path)
    assert other.execute("SELECT name FROM sqlite_schema").fetchall() == [("recipes",)]
    other.close()


async def test_a_newer_programs_file_is_refused(path: Path) -> None:
    store = await SqliteStore.open(path, MODEL)
    await store.close()
    newer = sqlite3.connect(path)
    newer.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    newer.close()
    with pytest.raises(StoreRefused, match=r"newer version .* update the program"):
        await SqliteStore.open(path, MODEL)


async def test_an_older_file_is_brought_up_to_date(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await SqliteStore.open(path, MODEL)
    await enrol(store.gallery("chat"), "Ann", towards(1))
    await store.close()
    later = (*MIGRATIONS, "CREATE TABLE later (x); INSERT INTO later VALUES (42)")
    monkeypatch.setattr("core.stores.sqlite.schema.MIGRATIONS", later)
    for _ in range(2):
        store = await SqliteStore.open(path, MODEL)
        assert await names_found(store.gallery("chat"), towards(1)) == ["Ann"]
        await store.close()
    plain = sqlite3.connect(path)
    assert plain.execute("SELECT x FROM later").fetchall() == [(42,)]
    assert plain.execute("PRAGMA user_version").fetchone() == (len(later),)
    assert plain.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    plain.close()


async def test_a_damaged_file_is_refused_with_what_to_do(path: Path) -> None:
    store = await SqliteStore.open(path, MODEL)
    await enrol_all(
        store.gallery("chat"),
        {f"Person {n}": [row] for n, row in enumerate(some_vectors(np.random.default_rng(1), 99))},
    )
    await store.close()
    whole = bytearray(path.read_bytes())
    whole[4096:] = b"\x5a" * (len(whole) - 4096)
    path.write_bytes(whole)
    with pytest.raises(StoreRefused, match="damaged: restore it from a backup"):
        await SqliteStore.open(path, MODEL)


async def test_a_folder_is_no_file(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StoreRefused, match="is a folder: name a file"):
        await SqliteStore.open(path, MODEL)


async def test_a_file_is_no_folder(path: Path) -> None:
    path.write_bytes(b"")
    with pytest.raises(StoreRefused, match=r"a part of .* is a file, not a folder"):
        await SqliteStore.open(path / "faces.db", MODEL)


async def test_a_file_without_rights_is_refused(path: Path) -> None:
    path.touch(0o400)
    with (
        as_somebody_without_rights(),
        pytest.raises(StoreRefused, match=r"cannot be opened for writing .* owner and rights"),
    ):
        await SqliteStore.open(path, MODEL)


async def test_a_folder_without_rights_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with (
        as_somebody_without_rights(),
        pytest.raises(StoreRefused, match=r"cannot be opened for writing .* owner and rights"),
    ):
        await SqliteStore.open(tmp_path / "new" / "faces.db", MODEL)
    tmp_path.chmod(0o700)


# --- while it is used -------------------------------------------------------------------------


async def test_a_file_that_another_program_keeps_locked_is_unavailable(path: Path) -> None:
    store, _ = await opened(path, patience=0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match=r"another program keeps .* locked"):
        await enrol(store.gallery("chat"), "Ann", towards(1))
    other.execute("ROLLBACK")
    other.close()
    await enrol(store.gallery("chat"), "Ann", towards(1))
    await store.close()


async def test_a_full_disk_is_unavailable_and_what_was_there_stays(path: Path) -> None:
    store, connection = await opened(path)
    await enrol(store.gallery("chat"), "Ann", towards(1))
    pages = await connection.read(lambda sqlite: sqlite.execute("PRAGMA page_count").fetchone()[0])
    await connection.read(
        lambda sqlite: sqlite.execute(f"PRAGMA max_page_count = {pages + 2}").fetchall()
    )
    with pytest.raises(StoreUnavailable, match="no room is left on the disk"):
        await store.records.put("c", "k", {"long": "x" * 100_000})
    assert await names_found(store.gallery("chat"), towards(1)) == ["Ann"]
    await connection.read(
        lambda sqlite: sqlite.execute("PRAGMA max_page_count = 1000000").fetchall()
    )
    await store.records.put("c", "k", {"long": "x" * 100_000})
    await store.close()


async def test_the_event_loop_runs_on_while_the_file_is_waited_for(path: Path) -> None:
    store, _ = await opened(path, patience=0.5)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(store.records.put("c", "k", {}))
    turns = 0
    while not waiting.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert turns > 10
    with pytest.raises(StoreUnavailable):
        await waiting
    other.close()
    await store.close()


# --- a process that dies ----------------------------------------------------------------------

ENROLLER = """
import asyncio, sys
from pathlib import Path
import numpy as np
from core.stores.sqlite import SqliteStore
from tests.contract.made_up import MODEL, face, some_vectors

async def main():
    store = await SqliteStore.open(Path(sys.argv[1]), MODEL)
    gallery = store.gallery("chat")
    ann = await gallery.claim("Ann")
    for number, vector in enumerate(some_vectors(np.random.default_rng(8), 5000)):
        one = face(gallery, ann, vector, f"photo {number}")
        assert await gallery.add([one]) == [True]
        print(one.id, flush=True)

asyncio.run(main())
"""


async def test_whatever_was_acknowledged_is_there_after_a_kill(path: Path) -> None:
    for round_ in range(3):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            ENROLLER.replace("photo {number}", f"photo {round_} {{number}}"),
            str(path),
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        acknowledged = [(await process.stdout.readline()).decode().strip() for _ in range(30)]
        process.send_signal(signal.SIGKILL)
        rest, _ = await process.communicate()
        acknowledged += rest.decode().split("\n")[:-1]
        store = await SqliteStore.open(path, MODEL)
        there = await store.gallery("chat").crops(acknowledged)
        assert set(there) == set(acknowledged)
        await store.close()
