"""What is left in the file of those who were forgotten: nothing."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.household import Household
from core.model import Subject, Template, Vector
from core.stores.sqlite import SqliteStore
from core.stores.sqlite.names import (
    blank,
    claimed,
    gallery_key,
    renamed,
    subject_key,
    subject_of,
)
from tests.contract.made_up import (
    MODEL,
    OTHER_MODEL,
    enrol,
    enrol_all,
    some_vectors,
    towards,
)
from tests.contract.sqlite_rooms import opened, path

__all__ = ["path"]


def bytes_of(path: Path) -> bytes:
    """Return the bytes of the file and of all that lies beside it under its name."""
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


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


async def test_nothing_of_a_forgotten_person_is_left_of_any_model(path: Path) -> None:
    store = await SqliteStore.open(path, MODEL)
    gallery = store.gallery("chat")
    ann = await enrol(gallery, "Ann Unmistakable", towards(0.1, 0.2, 0.3))
    bob = await enrol(gallery, "Bob Unforgettable", towards(1))
    cat = await enrol(gallery, "Cat Irreplaceable", towards(0, 1))
    made = Template(towards(0.4, 0.5, 0.6), OTHER_MODEL)
    (of_ann,) = await gallery.enrolments(ann.id)
    (of_bob,) = await gallery.enrolments(bob.id)
    (of_cat,) = await gallery.enrolments(cat.id)
    await store.beside("chat", OTHER_MODEL).add(
        [replace(of_ann, template=made), replace(of_bob, template=made)]
    )
    await store.switch("chat", OTHER_MODEL)
    anns = [b"Unmistakable", of_ann.template.vector.tobytes(), of_ann.crop]
    bobs = [of_bob.template.vector.tobytes()]
    cats = [b"Irreplaceable", of_cat.template.vector.tobytes(), of_cat.crop]
    assert bytes_of(path).count(made.vector.tobytes()) >= 2
    assert all(secret in bytes_of(path) for secret in [*anns, *bobs, *cats])

    await gallery.forget(ann.id)
    assert not any(secret in bytes_of(path) for secret in anns)
    assert bytes_of(path).count(made.vector.tobytes()) == 1, "Bob's alone"
    await store.drop("chat", MODEL)
    assert not any(secret in bytes_of(path) for secret in [*bobs, *cats])
    assert all(secret in bytes_of(path) for secret in (b"Unforgettable", of_bob.crop))
    await gallery.forget(bob.id)
    assert not any(
        secret in bytes_of(path)
        for secret in (b"Unforgettable", of_bob.crop, made.vector.tobytes())
    )
    await store.close()


async def test_nothing_of_a_removed_photo_or_of_who_was_moved_is_left(path: Path) -> None:
    store = await SqliteStore.open(path, MODEL)
    gallery, limbo = store.gallery("chat"), store.gallery("limbo")
    ann = await enrol(gallery, "Ann Unmistakable", towards(0.1, 0.2, 0.3), towards(0.4, 0.5, 0.6))
    first, second = await gallery.enrolments(ann.id)
    made = Template(towards(0.7, 0.8, 0.9), OTHER_MODEL)
    await store.beside("chat", OTHER_MODEL).add([replace(first, template=made)])
    firsts = [one.tobytes() for one in (first.template.vector, made.vector)] + [first.crop]
    assert all(secret in bytes_of(path) for secret in firsts)
    await gallery.remove([first.id])
    assert not any(secret in bytes_of(path) for secret in firsts)
    assert all(one in bytes_of(path) for one in (b"Unmistakable", second.crop))

    await Household(store, MODEL).set_aside("chat", ann.id, "limbo")
    assert bytes_of(path).count(second.template.vector.tobytes()) == 1, "in limbo alone"
    assert await limbo.remove([second.id]) == 1
    assert not any(one in bytes_of(path) for one in (b"Unmistakable", second.crop))
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
    there = {found.decode() for found in re.findall(rb"<[0-9a-f]{8,}>", bytes_of(path))}
    assert len(gone) > 10_000
    assert len(there) == 60 * 20
    assert gone & there == set()
    await connection.close()
