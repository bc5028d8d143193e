"""The SQLite file: who may write it, what is left in it, and what another process does to it."""

from __future__ import annotations

import asyncio
import os
import re
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
from core.model import Subject, Vector
from core.stores.sqlite import SqliteStore
from core.stores.sqlite.connection import Connection
from core.stores.sqlite.matrices import Matrices
from core.stores.sqlite.names import (
    blank,
    claimed,
    gallery_key,
    renamed,
    subject_key,
    subject_of,
)
from core.stores.sqlite.schema import APPLICATION, MIGRATIONS
from tests.contract.made_up import (
    MODEL,
    enrol,
    enrol_all,
    names_found,
    probe,
    some_vectors,
    towards,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "faces.db"


def bytes_of(path: Path) -> bytes:
    """Return the bytes of the file and of all that lies beside it under its name."""
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


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
    store = await SqliteStore.open(path, MODEL)
    with pytest.raises(StoreRefused, match="damaged: restore it from a backup"):
        await store.gallery("chat").people()
    await store.close()


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


async def opened(
    path: Path, patience: float = 5.0, memory: int = 2**20
) -> tuple[SqliteStore, Connection]:
    connection = Connection(path, patience)
    await connection.open()
    return SqliteStore(connection, MODEL, Matrices(memory)), connection


# --- what is left of the forgotten ------------------------------------------------------------


async def test_nothing_of_a_forgotten_person_is_left_in_the_file(path: Path) -> None:
    store = await SqliteStore.open(path, MODEL)
    gallery = store.gallery("chat")
    ann = await enrol(gallery, "Ann Unmistakable", towards(0.1, 0.2, 0.3))
    await enrol(gallery, "Bob", towards(1))
    (kept,) = await gallery.enrolments(ann.id)
    secrets = [b"Unmistakable", kept.template.vector.tobytes(), kept.crop]
    assert all(secret in bytes_of(path) for secret in secrets)
    await gallery.forget(ann.id)
    assert not any(secret in bytes_of(path) for secret in secrets)
    assert b"Bob" in bytes_of(path)
    await store.close()


async def test_nothing_is_left_whatever_was_added_and_forgotten_between(path: Path) -> None:
    """Pages are split, joined and reused: a copy of a row must not survive in their gaps."""
    random = np.random.default_rng(5)
    store = await SqliteStore.open(path, MODEL)
    gallery = store.gallery("chat")
    here: dict[str, tuple[str, list[Vector]]] = {}
    gone: list[bytes] = []
    for turn in range(12):
        batch = {
            f"Person-{turn}-{n}-{'x' * int(random.integers(0, 40))}!": list(
                some_vectors(random, int(random.integers(1, 6)), 128)
            )
            for n in range(20)
        }
        for subject in await enrol_all(gallery, batch):
            here[subject.id] = (subject.name, batch[subject.name])
        for id_ in random.permutation(list(here))[: int(random.integers(5, 25))]:
            name, vectors = here.pop(str(id_))
            await gallery.forget(str(id_))
            gone += [f"{name}".encode(), *(vector.tobytes() for vector in vectors)]
    everything = bytes_of(path)
    assert len(gone) > 200
    assert [secret for secret in gone if secret in everything] == []
    assert len(await gallery.people()) == len(here)
    await store.close()


async def test_no_name_is_left_however_often_the_rows_around_it_changed(path: Path) -> None:
    """With rows that are deleted and rewritten in any size, 1 of 3,000 stayed in a page's gap."""
    _, connection = await opened(path)
    random = np.random.default_rng(9)

    def a_name() -> str:
        return f"<{random.bytes(int(random.integers(4, 30))).hex()}>"

    def some_come_and_most_go(sqlite: sqlite3.Connection) -> list[str]:
        names = [a_name() for _ in range(200)]
        subjects = [claimed(sqlite, "chat", name, name) for name in names]
        gallery = gallery_key(sqlite, "chat")
        for subject in subjects[::2]:
            names.append(a_name())
            renamed(sqlite, gallery, Subject(subject.id, names[-1]), names[-1])
        for number in random.permutation(200)[:180]:
            blank(sqlite, subject_key(sqlite, gallery, subjects[int(number)]))
        kept = {
            subject_of(id_, name).name
            for id_, name in sqlite.execute("SELECT id, name FROM subjects")
        }
        return [name for name in names if name not in kept]

    gone: set[str] = set()
    for _ in range(60):
        gone.update(await connection.write(some_come_and_most_go))
    await connection.drop_traces()
    there = {found.decode() for found in re.findall(rb"<[0-9a-f]+>", bytes_of(path))}
    assert len(gone) > 10_000
    assert len(there) == 60 * 20
    assert gone & there == set()
    await connection.close()


# --- the cache --------------------------------------------------------------------------------


@pytest.mark.parametrize("memory", [2**20, 40_000, 0])
async def test_galleries_larger_than_the_memory_are_searched_all_the_same(
    path: Path, memory: int
) -> None:
    store, _ = await opened(path, memory=memory)
    vectors = some_vectors(np.random.default_rng(6), 600)
    for name in ("one", "two"):
        people = {f"{name} {n}": list(vectors[n::30]) for n in range(30)}
        await enrol_all(store.gallery(name), people)
    for name in ("one", "two", "one"):
        for n in (0, 150, 299):
            gallery = store.gallery(name)
            assert (await names_found(gallery, vectors[n]))[0] == f"{name} {n % 30}"
            assert (await gallery.search([probe(vectors[n])])).templates == 600
    await store.close()


async def test_the_cache_stays_within_its_memory(path: Path) -> None:
    connection = Connection(path)
    await connection.open()
    matrices = Matrices(memory=100_000)
    store = SqliteStore(connection, MODEL, matrices)
    vectors = some_vectors(np.random.default_rng(7), 500)
    for name in "abcdef":
        gallery = store.gallery(name)
        await enrol_all(gallery, {f"Person {n}": list(vectors[n::20]) for n in range(20)})
        assert (await names_found(gallery, vectors[3]))[0] == "Person 3"
        assert 0 < matrices.size <= 100_000
    await store.close()


async def test_a_gallery_is_read_once_and_then_only_what_is_new(path: Path) -> None:
    """Shown by spoiling what was read already: only new rows may still come from the file."""
    store, connection = await opened(path)
    gallery = store.gallery("chat")
    await enrol(gallery, "Ann", towards(1))
    assert await names_found(gallery, towards(1)) == ["Ann"]
    spoilt = towards(0, 0, 1).tobytes()
    await connection.write(
        lambda sqlite: sqlite.execute("UPDATE templates SET vector = ?", [spoilt])
    )
    other = await SqliteStore.open(path, MODEL)
    bob = await enrol(other.gallery("chat"), "Bob", towards(0, 1))
    await other.records.put("c", "k", {})
    await enrol(other.gallery("another chat"), "Cat", towards(1))
    found = (await gallery.search([probe(towards(1)), probe(towards(0, 1))])).candidates
    assert [(one.subject.name, round(one.score, 6)) for one in found[0]] == [("Ann", 1), ("Bob", 0)]
    assert [(one.subject.name, round(one.score, 6)) for one in found[1]] == [("Bob", 1), ("Ann", 0)]
    await gallery.forget(bob.id)
    assert await names_found(gallery, towards(1)) == ["Ann"]
    assert (await gallery.search([probe(towards(1))])).candidates[0][0].score == pytest.approx(1.0)
    await other.close()
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
