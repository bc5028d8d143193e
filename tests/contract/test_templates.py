"""What a gallery keeps, and how often."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from core.errors import ModelMismatch, StoreRefused, UnknownPerson
from core.model import GallerySummary, Template
from core.ports import Gallery, Store
from tests.contract.databases import Database
from tests.contract.kinds import ALSO_SEALED, ONE_OF_EACH
from tests.contract.made_up import (
    MODEL,
    OTHER_MODEL,
    enrol,
    face,
    names_found,
    probe,
    some_vectors,
    towards,
)

ANN, BOB = towards(1, 0.25), towards(0, 1)


@ALSO_SEALED
async def test_a_template_comes_back_as_it_was_given(gallery: Gallery) -> None:
    ann = await gallery.claim("Ann")
    second = face(gallery, ann, ANN, "second", minutes=1)
    first = face(gallery, ann, BOB, "first")
    await gallery.add([second, first])
    kept = await gallery.enrolments(ann.id)
    assert len(kept) == 2
    for given, got in zip([first, second], kept, strict=True):
        assert (got.id, got.subject, got.photo, got.crop, got.enrolled_by, got.enrolled_at) == (
            given.id,
            given.subject,
            given.photo,
            given.crop,
            given.enrolled_by,
            given.enrolled_at,
        )
        assert got.template.model == MODEL
        assert got.template.vector.dtype == np.float32
        np.testing.assert_allclose(got.template.vector, given.template.vector, atol=2e-7)


@ALSO_SEALED
async def test_a_template_is_never_kept_twice(gallery: Gallery) -> None:
    ann = await gallery.claim("Ann")
    one, two, three = (face(gallery, ann, ANN, photo) for photo in ("one", "two", "three"))
    assert await gallery.add([]) == []
    assert await gallery.add([one, two]) == [True, True]
    assert await gallery.add([one]) == [False]
    assert await gallery.add([one, three, two, three]) == [False, True, False, False]
    assert await gallery.count(ann.id) == 3


async def test_the_same_photo_sent_from_everywhere_at_once_is_kept_once(
    database: Database,
) -> None:
    galleries = [(await database.open()).gallery("chat-1") for _ in range(3)]
    ann = await galleries[0].claim("Ann")
    same = face(galleries[0], ann, ANN)
    answers = await asyncio.gather(*(gallery.add([same]) for gallery in galleries * 3))
    assert sorted(new for (new,) in answers) == [False] * 8 + [True]
    assert await galleries[2].count(ann.id) == 1


@ALSO_SEALED
async def test_crops_and_photos_that_are_here_are_told(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN, BOB)
    one, two = await gallery.enrolments(ann.id)
    assert await gallery.crops([two.id, "x", one.id]) == {one.id: one.crop, two.id: two.crop}
    assert await gallery.crops([]) == {}
    assert await gallery.photos_held(ann.id, [one.photo, "x"]) == {one.photo}
    assert await gallery.photos_held(ann.id, []) == set()
    bob = await enrol(gallery, "Bob", BOB)
    assert await gallery.photos_held(bob.id, [one.photo]) == set()


@ALSO_SEALED
async def test_an_enrolment_is_found_the_moment_it_is_acknowledged(database: Database) -> None:
    here, there = [(await database.open()).gallery("chat-1") for _ in range(2)]
    for number, vector in enumerate(some_vectors(np.random.default_rng(1), 10)):
        name = f"Person {number}"
        await enrol(here, name, vector)
        assert (await names_found(there, vector))[0] == name
        assert (await there.search([])).templates == number + 1


@ALSO_SEALED
async def test_galleries_know_nothing_of_each_other(store: Store) -> None:
    mine, theirs = store.gallery("chat-1"), store.gallery("chat-2")
    ann = await enrol(mine, "Ann", ANN)
    (kept,) = await mine.enrolments(ann.id)
    their_ann = await enrol(theirs, "Ann", BOB)
    assert their_ann.id != ann.id
    await theirs.forget(their_ann.id)

    assert await theirs.subject("Ann") is None
    assert await theirs.people() == []
    assert await theirs.enrolments(ann.id) == []
    assert await theirs.crops([kept.id]) == {}
    assert await theirs.photos_held(ann.id, [kept.photo]) == set()
    assert await theirs.count(ann.id) == 0
    assert (await theirs.search([probe(ANN)])).candidates == ((),)
    assert (await theirs.search([probe(ANN)])).templates == 0
    assert await theirs.forget(ann.id) == 0
    with pytest.raises(UnknownPerson):
        await theirs.rename(ann.id, "Mine")
    with pytest.raises(UnknownPerson):
        await theirs.add([kept])

    assert await mine.subject("Ann") == ann
    assert await mine.count(ann.id) == 1
    assert await names_found(mine, ANN) == ["Ann"]


@ALSO_SEALED
async def test_one_template_id_can_be_in_two_galleries(store: Store) -> None:
    mine, theirs = store.gallery("chat-1"), store.gallery("chat-2")
    ann, bob = await mine.claim("Ann"), await theirs.claim("Bob")
    one = face(mine, ann, ANN, "same")
    other = face(theirs, bob, BOB, "same")
    object.__setattr__(other, "id", one.id)
    assert await mine.add([one]) == [True]
    assert await theirs.add([other]) == [True]
    assert await theirs.forget(bob.id) == 1
    assert await mine.crops([one.id]) == {one.id: one.crop}


async def test_galleries_are_listed_whatever_their_model(database: Database) -> None:
    store = await database.open()
    assert await store.galleries() == []
    await enrol(store.gallery("chat-2"), "Ann", ANN, BOB)
    await enrol(store.gallery("chat-2"), "Bob", BOB)
    await store.gallery("claimed only").claim("Cat")
    emptied = store.gallery("emptied")
    await emptied.forget((await enrol(emptied, "Dan", ANN)).id)
    other = (await database.open(OTHER_MODEL)).gallery("chat-1")
    ann = await other.claim("Ann")
    await other.add([face(other, ann, ANN, model=OTHER_MODEL)])
    assert await store.galleries() == [
        GallerySummary("chat-1", OTHER_MODEL, people=1, templates=1),
        GallerySummary("chat-2", MODEL, people=2, templates=3),
    ]


@ALSO_SEALED
async def test_a_gallery_refuses_another_model(database: Database) -> None:
    gallery = (await database.open()).gallery("chat-1")
    ann = await enrol(gallery, "Ann", ANN)
    (kept,) = await gallery.enrolments(ann.id)
    other = (await database.open(OTHER_MODEL)).gallery("chat-1")
    calls = [
        other.add([face(other, ann, ANN, "new", model=OTHER_MODEL)]),
        other.search([probe(ANN, OTHER_MODEL)]),
        other.people(),
        other.enrolments(ann.id),
        other.crops([kept.id]),
        other.photos_held(ann.id, [kept.photo]),
        other.count(ann.id),
    ]
    for call in calls:
        with pytest.raises(ModelMismatch) as caught:
            await call
        assert caught.value.kept == str(MODEL)
        assert caught.value.configured == str(OTHER_MODEL)


async def test_somebody_can_be_forgotten_whatever_the_model(database: Database) -> None:
    gallery = (await database.open()).gallery("chat-1")
    ann = await enrol(gallery, "Ann", ANN)
    other = (await database.open(OTHER_MODEL)).gallery("chat-1")
    found = await other.subject("Ann")
    assert found == ann
    assert await other.forget(found.id) == 1
    assert await names_found(gallery, ANN) == []


@ALSO_SEALED
async def test_a_gallery_that_was_emptied_takes_another_model(database: Database) -> None:
    gallery = (await database.open()).gallery("chat-1")
    await gallery.forget((await enrol(gallery, "Ann", ANN)).id)
    other = (await database.open(OTHER_MODEL)).gallery("chat-1")
    assert (await other.search([probe(ANN, OTHER_MODEL)])).templates == 0
    bob = await other.claim("Bob")
    assert await other.add([face(other, bob, BOB, model=OTHER_MODEL)]) == [True]
    with pytest.raises(ModelMismatch):
        await gallery.search([probe(ANN)])


@ONE_OF_EACH
async def test_templates_of_another_model_are_refused(gallery: Gallery) -> None:
    ann = await gallery.claim("Ann")
    with pytest.raises(ModelMismatch):
        await gallery.add([face(gallery, ann, ANN, model=OTHER_MODEL)])
    with pytest.raises(ModelMismatch):
        await gallery.search([probe(ANN, OTHER_MODEL)])


@ALSO_SEALED
async def test_templates_of_another_length_are_refused(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    longer = some_vectors(np.random.default_rng(2), 1, 24)[0]
    with pytest.raises(StoreRefused, match=r"24 .*16"):
        await gallery.add([face(gallery, ann, longer, "longer")])
    with pytest.raises(StoreRefused, match=r"24 .*16"):
        await gallery.search([probe(longer)])
    assert await gallery.count(ann.id) == 1


@ONE_OF_EACH
@pytest.mark.parametrize("number", [0.0, 2.0, float("nan"), float("inf")])
async def test_what_is_no_unit_vector_is_refused(gallery: Gallery, number: float) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    bad = towards(1)
    bad[0] = number
    with pytest.raises(StoreRefused, match="norm 1"):
        await gallery.add([face(gallery, ann, BOB, "good"), face(gallery, ann, bad, "bad")])
    with pytest.raises(StoreRefused, match="norm 1"):
        await gallery.search([probe(bad)])
    assert await gallery.count(ann.id) == 1


@ONE_OF_EACH
async def test_more_than_ten_thousand_templates_of_one_person(gallery: Gallery) -> None:
    ann = await gallery.claim("Ann")
    vectors = some_vectors(np.random.default_rng(3), 10_500)
    faces = [
        face(gallery, ann, vector, f"photo {number}", minutes=number)
        for number, vector in enumerate(vectors)
    ]
    for start in range(0, len(faces), 1_500):
        assert all(await gallery.add(faces[start : start + 1_500]))
    assert await gallery.count(ann.id) == len(faces)
    kept = await gallery.enrolments(ann.id)
    assert [one.id for one in kept] == [one.id for one in faces]
    assert len(await gallery.crops([one.id for one in faces])) == len(faces)
    photos = [one.photo for one in faces]
    assert await gallery.photos_held(ann.id, photos) == set(photos)
    ((candidate,),) = (await gallery.search([probe(vectors[10_000])])).candidates
    assert candidate.template_id == faces[10_000].id
    assert await gallery.forget(ann.id) == len(faces)
    assert await gallery.people() == []


@ALSO_SEALED
async def test_the_vector_of_an_enrolment_can_be_searched_again(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    (kept,) = await gallery.enrolments(ann.id)
    template: Template = kept.template
    ((candidate,),) = (await gallery.search([probe(template.vector)])).candidates
    assert candidate.score == pytest.approx(1.0, abs=1e-6)
