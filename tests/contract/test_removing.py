"""Single photos that go, and people who are known by their ids."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from core.errors import ModelMismatch, NameTaken, UnknownPerson
from core.model import KeptPhoto, Subject, Template
from core.ports import Gallery, Store
from tests.contract.databases import Database
from tests.contract.kinds import WHATEVER_THE_INDEX
from tests.contract.made_up import (
    MORNING,
    OTHER_MODEL,
    enrol,
    face,
    names_found,
    probe,
    some_vectors,
    towards,
)

pytestmark = WHATEVER_THE_INDEX

ANN, BOB, CAT = towards(1), towards(0, 1), towards(0, 0, 1)
LONGER = some_vectors(np.random.default_rng(1), 1, 24)[0]


async def ids_of(gallery: Gallery, subject: Subject) -> list[str]:
    return [one.id for one in await gallery.enrolments(subject.id)]


async def made_anew(store: Store, gallery: Gallery, subject: Subject) -> Gallery:
    """Lay templates of another model beside a subject's own, as a migration does."""
    beside = store.beside(gallery.id, OTHER_MODEL)
    template = Template(LONGER, OTHER_MODEL)
    await beside.add(
        [replace(one, template=template) for one in await gallery.enrolments(subject.id)]
    )
    return beside


async def test_a_removed_photo_is_gone_and_the_others_stay(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN, CAT)
    await enrol(gallery, "Bob", BOB)
    first, second = await gallery.enrolments(ann.id)
    assert await gallery.remove([first.id]) == 1

    assert await ids_of(gallery, ann) == [second.id]
    assert await gallery.crops([first.id, second.id]) == {second.id: second.crop}
    assert await gallery.photos_held(ann.id, [first.photo, second.photo]) == {second.photo}
    found = await gallery.search([probe(ANN)])
    assert found.templates == 2
    assert {one.subject.name: one.template_id for one in found.candidates[0]}["Ann"] == second.id
    assert found.candidates[0][0].score < 0.5
    assert await gallery.remove([first.id]) == 0
    assert await gallery.add([first]) == [True], "it can be enrolled again"
    assert await ids_of(gallery, ann) == [first.id, second.id]


async def test_what_is_not_here_is_not_removed(store: Store, gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    (id_,) = await ids_of(gallery, ann)
    assert await gallery.remove([]) == 0
    assert await gallery.remove(["nothing"]) == 0
    assert await store.gallery("chat-2").remove([id_]) == 0, "another gallery's id reaches nothing"
    assert await ids_of(gallery, ann) == [id_]


async def test_a_photo_is_removed_from_what_other_stores_remember(database: Database) -> None:
    here, there = [(await database.open()).gallery("chat-1") for _ in range(2)]
    ann = await enrol(here, "Ann", ANN, CAT)
    await enrol(here, "Bob", BOB)
    for gallery in (here, there):
        assert await names_found(gallery, ANN) == ["Ann", "Bob"]
    await here.remove((await ids_of(here, ann))[:1])
    for gallery in (here, there):
        found = await gallery.search([probe(ANN)])
        assert (found.templates, len(found.vectors)) == (2, 2)
        assert found.candidates[0][0].score == pytest.approx(0, abs=1e-6)


async def test_whoever_has_no_photo_left_is_nobody(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN, CAT)
    bob = await enrol(gallery, "Bob", BOB)
    assert await gallery.remove(await ids_of(gallery, ann)) == 2
    assert [person.subject for person in await gallery.people()] == [bob]
    assert await gallery.subject("Ann") is None
    assert await gallery.known(ann.id) is None
    with pytest.raises(UnknownPerson):
        await gallery.add([face(gallery, ann, ANN)])
    assert (await gallery.rename(bob.id, "Ann")).name == "Ann", "the name is free"
    again = await enrol(gallery, "Bob", BOB)
    assert again.id != ann.id


async def test_a_removed_photo_is_gone_from_every_model(
    database: Database, store: Store, gallery: Gallery
) -> None:
    ann = await enrol(gallery, "Ann", ANN, BOB)
    first, second = await ids_of(gallery, ann)
    beside = await made_anew(store, gallery, ann)
    assert await gallery.remove([first]) == 1
    assert await ids_of(gallery, ann) == await ids_of(beside, ann) == [second]

    await store.switch(gallery.id, OTHER_MODEL)
    other = (await database.open(OTHER_MODEL)).gallery(gallery.id)
    with pytest.raises(ModelMismatch):
        await gallery.photos(ann.id, limit=5)
    assert await gallery.remove([second]) == 1, "nobody waits for the right model"
    assert await other.people() == []
    assert await gallery.known(ann.id) is None
    assert await store.others(gallery.id) == []


async def test_whoever_has_a_template_of_another_model_stays(
    store: Store, gallery: Gallery
) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    beside = await made_anew(store, gallery, ann)
    new = replace(face(gallery, ann, BOB, "new"), template=Template(LONGER, OTHER_MODEL))
    await beside.add([new])
    assert await gallery.remove(await ids_of(gallery, ann)) == 1
    assert await gallery.people() == []
    assert await gallery.known(ann.id) == ann
    assert not await gallery.drop_empty(ann.id)
    assert await ids_of(beside, ann) == [new.id]


async def test_only_who_has_no_template_is_dropped(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    assert not await gallery.drop_empty(ann.id)
    assert await gallery.subject("Ann") == ann
    assert await gallery.add([face(gallery, ann, CAT, "one more")]) == [True]
    bob = await gallery.claim("Bob")
    assert await gallery.drop_empty(bob.id)
    assert await gallery.subject("Bob") is None
    assert await gallery.drop_empty(bob.id)


async def test_photos_are_listed_page_by_page_oldest_first(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", *[ANN] * 5)
    await enrol(gallery, "Bob", BOB)
    same_moment = [replace(face(gallery, ann, ANN, f"late {n}", minutes=9)) for n in range(4)]
    await gallery.add(same_moment)
    kept = await gallery.enrolments(ann.id)
    every = [KeptPhoto(one.id, one.photo, one.enrolled_by, one.enrolled_at) for one in kept]
    listed: list[KeptPhoto] = []
    while page := await gallery.photos(ann.id, after=listed[-1].place if listed else None, limit=2):
        assert len(page) <= 2
        listed += page
    assert listed == every
    assert listed[0].enrolled_at == MORNING
    assert listed[1].enrolled_at - MORNING == timedelta(minutes=1)
    assert await gallery.photos("nobody", limit=3) == []


async def test_a_listing_goes_on_where_a_photo_was_removed(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN, BOB, CAT)
    first, second, third = await gallery.photos(ann.id, limit=3)
    await gallery.remove([second.id])
    assert await gallery.photos(ann.id, after=second.place, limit=3) == [third]
    assert await gallery.photos(ann.id, after=first.place, limit=3) == [third]


async def test_only_those_templates_are_read_that_are_asked_for(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN, BOB, CAT)
    bob = await enrol(gallery, "Bob", BOB)
    first, _, third = await ids_of(gallery, ann)
    of_bob = await ids_of(gallery, bob)
    some = await gallery.enrolments(ann.id, [third, first, "nothing", *of_bob])
    assert [one.id for one in some] == [first, third]
    assert await gallery.enrolments(ann.id, []) == []


async def test_whoever_is_known_by_id_is_so_under_any_name(gallery: Gallery) -> None:
    ann = await gallery.claim("Ann")
    assert await gallery.known(ann.id) == ann
    assert await gallery.known("nobody") is None
    renamed = await gallery.rename(ann.id, "Anna")
    assert await gallery.known(ann.id) == renamed
    await gallery.forget(ann.id)
    assert await gallery.known(ann.id) is None


async def test_somebody_is_admitted_under_the_id_they_bring(store: Store, gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    second = store.gallery("chat-2")
    assert await second.admit(ann) == ann
    assert await second.admit(ann) == ann
    assert await second.claim("ANN") == ann
    assert await second.people() == []
    await second.add([face(second, ann, BOB)])
    assert await names_found(second, BOB) == ["Ann"]
    assert await second.admit(Subject(ann.id, "Another")) == ann, "who is here stays as they are"
    assert await second.forget(ann.id) == 1
    assert await names_found(gallery, ANN) == ["Ann"]


async def test_nobody_is_admitted_under_a_name_that_somebody_listed_has(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    unlisted = await gallery.claim("Bob")
    with pytest.raises(NameTaken) as caught:
        await gallery.admit(Subject("f" * 32, "ann"))
    assert caught.value.name == "Ann"
    assert await gallery.known("f" * 32) is None
    assert await gallery.subject("Ann") == ann
    bob = await gallery.admit(Subject("e" * 32, "Bob"))
    assert await gallery.subject("Bob") == bob != unlisted
    assert await gallery.known(unlisted.id) is None
