"""The vectors that are kept in memory: bounded, and never older than the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.stores.sqlite import SqliteStore
from core.stores.sqlite.connection import Connection
from core.stores.sqlite.matrices import Matrices
from tests.contract.made_up import (
    MODEL,
    enrol,
    enrol_all,
    names_found,
    probe,
    some_vectors,
    towards,
)
from tests.contract.sqlite_rooms import opened, path

__all__ = ["path"]


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
