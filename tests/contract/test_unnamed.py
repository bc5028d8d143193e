"""Faces that are to be named nowhere: told apart, kept without a picture, and in nobody's list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.bootstrap import archive_of
from core.model import unnamed_gallery
from core.ports import Store
from tests.contract.databases import Database
from tests.contract.made_up import MODEL, OTHER_MODEL, enrol, face, names_found, probe, towards

pytestmark = pytest.mark.parametrize(
    "any_database", ["sqlite", "flat", "sqlite sealed", "flat sealed"], indirect=True
)


async def test_a_face_without_a_picture_is_kept_found_and_given_back(store: Store) -> None:
    gallery = store.gallery(unnamed_gallery(MODEL))
    subject = await gallery.claim("7")
    kept = replace(face(gallery, subject, towards(1), "a"), crop=b"")
    assert await gallery.add([kept]) == [True]
    assert await names_found(gallery, towards(1)) == ["7"]
    (given,) = await gallery.enrolments(subject.id)
    assert (given.id, given.crop) == (kept.id, b"")
    assert await gallery.crops([kept.id]) == {kept.id: b""}
    assert await gallery.forget(subject.id) == 1
    assert await names_found(gallery, towards(1)) == []


async def test_a_search_of_everybody_does_not_come_upon_them(
    store: Store, database: Database
) -> None:
    await enrol(store.gallery(unnamed_gallery(MODEL)), "7", towards(1))
    await enrol(store.gallery("chat-1"), "Ann", towards(1, 0.5))
    other = await database.open(OTHER_MODEL)
    gallery = other.gallery(unnamed_gallery(OTHER_MODEL))
    before = face(gallery, await gallery.claim("8"), towards(1), model=OTHER_MODEL)
    assert await gallery.add([before]) == [True]
    archive = archive_of(store)
    for found in (
        await archive.search([probe(towards(1))]),
        await archive.compare([probe(towards(1))]),
    ):
        ((only,),) = found.sightings
        assert (only.candidate.subject.name, found.templates) == ("Ann", 1)
    assert await archive.left_out() == {}, "they are left out without a word"
