"""Files of older versions, brought up to date when they are opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from core.errors import ModelMismatch
from core.model import GallerySummary
from core.stores.sqlite import SqliteStore
from tests.contract.made_up import MODEL, OTHER_MODEL, enrol, names_found, probe, towards
from tests.contract.sqlite_rooms import path

__all__ = ["path"]

FIRST_VERSION = Path(__file__).parent / "files" / "faces-version-1.sql"
"""What version 1 of the file held: in chat-1 Ann with two photos, Bob, and somebody who was
forgotten; in chat-2 Cat, of another model; in chat-3 a name that was only claimed."""


@pytest.fixture
def old_file(path: Path) -> Path:
    connection = sqlite3.connect(path)
    connection.executescript(FIRST_VERSION.read_text())
    connection.close()
    return path


async def test_everything_of_version_1_is_there(old_file: Path) -> None:
    store = await SqliteStore.open(old_file, MODEL)
    gallery = store.gallery("chat-1")
    assert await store.galleries() == [
        GallerySummary("chat-1", MODEL, people=2, templates=3),
        GallerySummary("chat-2", OTHER_MODEL, people=1, templates=1),
    ]
    assert await store.others() == []
    assert await names_found(gallery, towards(1)) == ["Ann", "Bob"]
    ann = await gallery.subject("Ann")
    assert ann is not None
    one, two = await gallery.enrolments(ann.id)
    assert one.crop == b"\xff\xd8 crop of Ann 0"
    assert (await gallery.crops([two.id])).keys() == {two.id}
    with pytest.raises(ModelMismatch):
        await store.gallery("chat-2").search([probe(towards(1))])
    setting = await store.records.get("settings", "chat-1")
    assert setting is not None
    assert setting.value == {"a": 1}
    await store.close()


async def test_version_1_can_be_gone_on_with(old_file: Path) -> None:
    store = await SqliteStore.open(old_file, MODEL)
    gallery = store.gallery("chat-1")
    ann = await gallery.subject("Ann")
    assert ann is not None
    one, two = await gallery.enrolments(ann.id)
    assert await gallery.add([one, two]) == [False, False]
    await enrol(gallery, "Dan", towards(0, 0, 0, 1))
    await enrol(store.gallery("chat-3"), "Only claimed", towards(0.3, 0.4))
    assert await gallery.forget(ann.id) == 2
    assert sorted(await names_found(gallery, towards(1))) == ["Bob", "Dan"]
    assert one.template.vector.tobytes() not in old_file.read_bytes()
    await store.close()
    store = await SqliteStore.open(old_file, MODEL)
    assert sorted(await names_found(store.gallery("chat-1"), towards(1))) == ["Bob", "Dan"]
    await store.close()
