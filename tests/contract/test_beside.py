"""Templates of another model beside a gallery's own: unseen, switched to at once, deleted whole."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import numpy as np
import pytest

from core.errors import ModelMismatch, NameTaken, UnknownPerson
from core.model import Enrolment, GallerySummary, Subject, Template
from core.ports import Gallery, Store
from tests.contract.databases import Database
from tests.contract.kinds import ONE_OF_EACH
from tests.contract.made_up import (
    MODEL,
    OTHER_MODEL,
    enrol,
    enrol_all,
    face,
    names_found,
    probe,
    some_vectors,
    towards,
)

pytestmark = ONE_OF_EACH

ANN, BOB = towards(1), towards(0, 1)
LONGER = some_vectors(np.random.default_rng(1), 2, 24)
"""The other model's templates are of another length, as they mostly are."""


def anew(kept: Enrolment, number: int = 0) -> Enrolment:
    return replace(kept, template=Template(LONGER[number], OTHER_MODEL))


async def moved(store: Store, gallery: Gallery, *subjects: Subject) -> list[Enrolment]:
    """Lay the other model's templates of some people beside a gallery's own."""
    kept = [one for subject in subjects for one in await gallery.enrolments(subject.id)]
    made = [anew(one) for one in kept]
    assert await store.beside(gallery.id, OTHER_MODEL).add(made) == [True] * len(made)
    return made


async def other_gallery(database: Database) -> Gallery:
    return (await database.open(OTHER_MODEL)).gallery("chat-1")


async def test_what_lies_beside_is_not_seen(
    database: Database, store: Store, gallery: Gallery
) -> None:
    ann, _ = await enrol_all(gallery, {"Ann": [ANN, BOB], "Bob": [BOB]})
    before = await gallery.people()
    (first, _) = await moved(store, gallery, ann)

    assert (await gallery.search([probe(ANN)])).templates == 3
    assert await names_found(gallery, ANN) == ["Ann", "Bob"]
    assert await gallery.people() == before
    assert await gallery.count(ann.id) == 2
    assert [one.template.model for one in await gallery.enrolments(ann.id)] == [MODEL, MODEL]
    assert await store.galleries() == [GallerySummary("chat-1", MODEL, people=2, templates=3)]
    assert await store.others() == [GallerySummary("chat-1", OTHER_MODEL, people=1, templates=2)]
    with pytest.raises(ModelMismatch):
        await (await other_gallery(database)).crops([first.id])


async def test_what_lies_beside_is_the_same_as_it_was_but_for_its_vector(
    store: Store, gallery: Gallery
) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    (kept,) = await gallery.enrolments(ann.id)
    await moved(store, gallery, ann)
    beside = store.beside("chat-1", OTHER_MODEL)
    (made,) = await beside.enrolments(ann.id)
    assert (made.id, made.subject, made.photo, made.crop, made.enrolled_by, made.enrolled_at) == (
        kept.id,
        kept.subject,
        kept.photo,
        kept.crop,
        kept.enrolled_by,
        kept.enrolled_at,
    )
    assert made.template.model == OTHER_MODEL
    np.testing.assert_allclose(made.template.vector, LONGER[0], atol=1e-6)
    assert await beside.crops([kept.id]) == {kept.id: kept.crop}
    assert await beside.photos_held(ann.id, [kept.photo]) == {kept.photo}
    assert await beside.add([made]) == [False]
    assert await beside.count(ann.id) == 1


async def test_a_switch_changes_what_is_searched_and_keeps_what_was(
    database: Database, store: Store, gallery: Gallery
) -> None:
    ann, _ = await enrol_all(gallery, {"Ann": [ANN], "Bob": [BOB]})
    (made,) = await moved(store, gallery, ann)
    assert await store.switch("chat-1", OTHER_MODEL)

    other = await other_gallery(database)
    found = await other.search([probe(LONGER[0], OTHER_MODEL)])
    assert found.templates == 1
    ((candidate,),) = found.candidates
    assert (candidate.subject, candidate.template_id) == (ann, made.id)
    assert await other.crops([candidate.template_id]) == {made.id: made.crop}
    assert [person.subject for person in await other.people()] == [ann]
    with pytest.raises(ModelMismatch, match=r"migrate --all"):
        await gallery.search([probe(ANN)])
    with pytest.raises(ModelMismatch):
        await gallery.add([face(gallery, ann, BOB, "new")])
    assert await store.galleries() == [GallerySummary("chat-1", OTHER_MODEL, 1, 1)]
    assert await store.others() == [GallerySummary("chat-1", MODEL, 2, 2)]


async def test_a_switch_back_finds_everything_as_it_was(
    database: Database, store: Store, gallery: Gallery
) -> None:
    ann, bob = await enrol_all(gallery, {"Ann": [ANN], "Bob": [BOB]})
    await moved(store, gallery, ann, bob)
    await store.switch("chat-1", OTHER_MODEL)
    await (await other_gallery(database)).forget(bob.id)
    assert await store.switch("chat-1", MODEL)
    assert await names_found(gallery, ANN) == ["Ann"]
    with pytest.raises(ModelMismatch):
        await (await other_gallery(database)).people()


async def test_nothing_is_switched_to_where_nothing_is(store: Store, gallery: Gallery) -> None:
    await enrol(gallery, "Ann", ANN)
    assert not await store.switch("chat-1", OTHER_MODEL)
    assert not await store.switch("nowhere", OTHER_MODEL)
    assert await names_found(gallery, ANN) == ["Ann"]
    assert await store.others() == []


async def test_another_gallery_is_left_as_it_is(store: Store, gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    second = store.gallery("chat-2")
    await enrol(second, "Ann", ANN)
    await moved(store, gallery, ann)
    await store.switch("chat-1", OTHER_MODEL)
    await store.drop("chat-1", MODEL)
    assert await names_found(second, ANN) == ["Ann"]
    assert await store.galleries() == [
        GallerySummary("chat-1", OTHER_MODEL, 1, 1),
        GallerySummary("chat-2", MODEL, 1, 1),
    ]


async def test_one_gallery_can_be_asked_about_alone(store: Store, gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    await enrol(store.gallery("chat-2"), "Bob", BOB)
    await moved(store, gallery, ann)
    assert await store.galleries("chat-1") == [GallerySummary("chat-1", MODEL, 1, 1)]
    assert await store.others("chat-1") == [GallerySummary("chat-1", OTHER_MODEL, 1, 1)]
    assert await store.others("chat-2") == []
    assert await store.galleries("nowhere") == []


@pytest.mark.parametrize("switched", [False, True])
async def test_whoever_is_forgotten_is_gone_from_both(
    database: Database, store: Store, gallery: Gallery, *, switched: bool
) -> None:
    ann, bob = await enrol_all(gallery, {"Ann": [ANN], "Bob": [BOB]})
    await moved(store, gallery, ann, bob)
    if switched:
        await store.switch("chat-1", OTHER_MODEL)
    own = await other_gallery(database) if switched else gallery
    assert await own.forget(ann.id) == 2
    for model in (MODEL, OTHER_MODEL):
        beside = store.beside("chat-1", model)
        assert [person.subject for person in await beside.people()] == [bob]
        assert await beside.enrolments(ann.id) == []
    assert await own.subject("Ann") is None


async def test_who_is_forgotten_meanwhile_gets_no_template_beside(
    store: Store, gallery: Gallery
) -> None:
    ann, bob = await enrol_all(gallery, {"Ann": [ANN], "Bob": [BOB]})
    made = [anew(one) for subject in (ann, bob) for one in await gallery.enrolments(subject.id)]
    await gallery.forget(ann.id)
    with pytest.raises(UnknownPerson):
        await store.beside("chat-1", OTHER_MODEL).add(made)
    assert await store.others() == []


async def test_who_was_left_behind_keeps_their_name_and_can_be_enrolled_again(
    database: Database, store: Store, gallery: Gallery
) -> None:
    ann, bob = await enrol_all(gallery, {"Ann": [ANN], "Bob": [BOB]})
    await moved(store, gallery, ann)
    await store.switch("chat-1", OTHER_MODEL)
    other = await other_gallery(database)
    with pytest.raises(NameTaken):
        await other.rename(ann.id, "bob")
    assert await other.claim("Bob") == bob
    again = face(other, bob, LONGER[1], "again", model=OTHER_MODEL)
    assert await other.add([again]) == [True]
    assert {person.subject for person in await other.people()} == {ann, bob}
    assert await store.drop("chat-1", MODEL) == 2
    assert {person.subject for person in await other.people()} == {ann, bob}


async def test_who_was_left_behind_can_be_forgotten_by_name(
    database: Database, store: Store, gallery: Gallery
) -> None:
    ann, bob = await enrol_all(gallery, {"Ann": [ANN], "Bob": [BOB]})
    await moved(store, gallery, ann)
    await store.switch("chat-1", OTHER_MODEL)
    other = await other_gallery(database)
    found = await other.subject("Bob")
    assert found == bob
    assert await other.forget(found.id) == 1
    assert await store.others() == [GallerySummary("chat-1", MODEL, 1, 1)]


async def test_who_was_left_behind_is_found_by_the_model_before_when_nobody_else_is_there(
    database: Database, store: Store, gallery: Gallery
) -> None:
    ann, bob = await enrol_all(gallery, {"Ann": [ANN], "Bob": [BOB]})
    await moved(store, gallery, ann)
    await store.switch("chat-1", OTHER_MODEL)
    other = await other_gallery(database)
    await other.forget(ann.id)
    assert await other.people() == []
    assert await names_found(gallery, BOB) == ["Bob"]
    await gallery.add([face(gallery, bob, ANN, "new")])
    with pytest.raises(ModelMismatch):
        await other.people()
    assert await store.galleries() == [GallerySummary("chat-1", MODEL, 1, 2)]


async def test_what_is_dropped_is_gone_and_with_it_who_had_nothing_else(
    database: Database, store: Store, gallery: Gallery
) -> None:
    ann, bob = await enrol_all(gallery, {"Ann": [ANN], "Bob": [BOB, ANN]})
    await moved(store, gallery, ann)
    await store.switch("chat-1", OTHER_MODEL)
    assert await store.drop("chat-1", MODEL) == 3
    assert await store.drop("chat-1", MODEL) == 0
    other = await other_gallery(database)
    assert [person.subject for person in await other.people()] == [ann]
    assert await store.others() == []
    assert await other.subject("Bob") is None
    assert (await other.claim("Bob")).id != bob.id
    assert await store.beside("chat-1", MODEL).people() == []


async def test_the_gallerys_own_templates_are_never_dropped(store: Store, gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    await moved(store, gallery, ann)
    assert await store.drop("chat-1", MODEL) == 0
    assert await store.drop("nowhere", MODEL) == 0
    assert await names_found(gallery, ANN) == ["Ann"]


async def test_many_people_are_dropped(database: Database, store: Store, gallery: Gallery) -> None:
    vectors = some_vectors(np.random.default_rng(3), 250)
    subjects = [await gallery.claim(f"Person {number}") for number in range(250)]
    faces = [face(gallery, s, v) for s, v in zip(subjects, vectors, strict=True)]
    await gallery.add(faces)
    await store.beside("chat-1", OTHER_MODEL).add([anew(one) for one in faces[:200]])
    await store.switch("chat-1", OTHER_MODEL)
    assert await store.drop("chat-1", MODEL) == 250
    assert len(await (await other_gallery(database)).people()) == 200
    assert await store.galleries() == [GallerySummary("chat-1", OTHER_MODEL, 200, 200)]


async def test_whatever_is_added_around_a_switch_is_refused_or_there(
    database: Database, store: Store, gallery: Gallery
) -> None:
    """Who adds at this moment is told so only when it is kept, where a last look finds it."""
    ann = await enrol(gallery, "Ann", ANN)
    await moved(store, gallery, ann)
    writers = [(await database.open()).gallery("chat-1") for _ in range(3)]
    acknowledged: set[str] = set()
    first = asyncio.Event()

    async def write(writer: Gallery, number: int) -> None:
        for turn in range(100):
            new = face(writer, ann, ANN, f"photo {number} {turn}")
            try:
                await writer.add([new])
            except ModelMismatch:
                return
            acknowledged.add(new.id)
            first.set()

    writing = [asyncio.create_task(write(one, at)) for at, one in enumerate(writers)]
    await first.wait()
    await store.switch("chat-1", OTHER_MODEL)
    assert (await store.galleries())[0].model == OTHER_MODEL
    await asyncio.gather(*writing)
    kept = {one.id for one in await store.beside("chat-1", MODEL).enrolments(ann.id)}
    assert acknowledged <= kept
    assert len(kept) == len(acknowledged) + 1
