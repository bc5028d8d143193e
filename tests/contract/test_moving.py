"""People who are merged, set aside and put back: nobody's photo is lost, and nothing doubles."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.errors import ModelMismatch, NameTaken, PersonGone, UnknownPerson
from core.household import Household
from core.merging import MERGINGS
from core.model import Enrolment, Subject, Template
from core.moving import PAGE
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

CHAT, LIMBO = "chat-1", "limbo-1"
ANN, BOB, CAT = towards(1), towards(0, 1), towards(0, 0, 1)
LONGER = some_vectors(np.random.default_rng(1), 1, 24)[0]


@pytest.fixture
def household(store: Store) -> Household:
    return Household(store, MODEL)


def facts(kept: list[Enrolment]) -> list[tuple[str, bytes, str, Any, bytes]]:
    """Return all of some templates but their ids and whose they are."""
    return [
        (one.photo, one.crop, one.enrolled_by, one.enrolled_at, one.template.vector.tobytes())
        for one in kept
    ]


async def photos_of(gallery: Gallery, *subjects: Subject) -> list[str]:
    """Return the digests of the subjects' photos, each as often as there is a template of it."""
    kept = [await gallery.enrolments(subject.id) for subject in subjects]
    return sorted(one.photo for some in kept for one in some)


async def made_anew(store: Store, gallery: Gallery, *subjects: Subject) -> Gallery:
    beside = store.beside(gallery.id, OTHER_MODEL)
    template = Template(LONGER, OTHER_MODEL)
    for subject in subjects:
        kept = await gallery.enrolments(subject.id)
        await beside.add([replace(one, template=template) for one in kept])
    return beside


async def stopped(doing: Coroutine[Any, Any, object], after: float) -> None:
    """Stop a coroutine where it stands, as a crash would."""
    task = asyncio.create_task(doing)
    await asyncio.wait([task], timeout=after)
    task.cancel()
    (outcome,) = await asyncio.gather(task, return_exceptions=True)
    if isinstance(outcome, Exception) and not isinstance(outcome, UnknownPerson):
        raise outcome


# --- merged -------------------------------------------------------------------------------------


async def test_of_two_people_one_is_left_with_the_photos_of_both(
    household: Household, gallery: Gallery
) -> None:
    ann, bob, _ = await enrol_all(gallery, {"Ann": [ANN], "Bob": [BOB, CAT], "Cat": [ANN]})
    before = facts([*await gallery.enrolments(ann.id), *await gallery.enrolments(bob.id)])
    merged = await household.merge_people(CHAT, bob.id, into=ann.id)
    assert (merged.subject, merged.photos) == (ann, 3)
    assert sorted(facts(await gallery.enrolments(ann.id))) == sorted(before)
    assert [person.subject.name for person in await gallery.people()] == ["Ann", "Cat"]
    assert (await names_found(gallery, BOB))[0] == "Ann"
    assert await gallery.known(bob.id) is None
    assert await household.merge_people(CHAT, bob.id, into=ann.id) == merged
    assert (await gallery.search([probe(ANN)])).templates == 4


async def test_a_photo_that_both_have_is_kept_once(household: Household, gallery: Gallery) -> None:
    ann, bob = await enrol_all(gallery, {"Ann": [ANN], "Bob": [BOB]})
    for subject in (ann, bob):
        await gallery.add([face(gallery, subject, CAT, "the same photo")])
    merged = await household.merge_people(CHAT, bob.id, into=ann.id)
    assert merged.photos == 3
    assert len(set(await photos_of(gallery, ann))) == 3


async def test_more_photos_than_are_read_at_once_are_merged(
    household: Household, gallery: Gallery
) -> None:
    vectors = some_vectors(np.random.default_rng(4), PAGE + 8)
    ann, bob = await enrol_all(gallery, {"Ann": [ANN], "Bob": list(vectors)})
    assert (await household.merge_people(CHAT, bob.id, into=ann.id)).photos == PAGE + 9


async def test_what_other_models_made_of_the_photos_is_merged_too(
    household: Household, store: Store, gallery: Gallery
) -> None:
    ann, bob = await enrol_all(gallery, {"Ann": [ANN], "Bob": [BOB, CAT]})
    beside = await made_anew(store, gallery, ann, bob)
    await household.merge_people(CHAT, bob.id, into=ann.id)
    assert len(await beside.enrolments(ann.id)) == 3
    ids = [{one.id for one in await each.enrolments(ann.id)} for each in (gallery, beside)]
    assert ids[0] == ids[1]
    assert await beside.enrolments(bob.id) == []


async def test_nobody_is_merged_into_nobody(household: Household, gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    with pytest.raises(PersonGone):
        await household.merge_people(CHAT, ann.id, into="nobody")
    assert (await household.merge_people(CHAT, ann.id, into=ann.id)).photos == 1
    assert (await household.merge_people(CHAT, "nobody", into=ann.id)).photos == 1
    assert await names_found(gallery, ANN) == ["Ann"]


@pytest.mark.parametrize("seed", range(2))
async def test_two_who_are_merged_into_each_other_lose_nothing(
    database: Database, gallery: Gallery, seed: int
) -> None:
    random = np.random.default_rng(seed)
    households = [Household(await database.open(), MODEL) for _ in range(4)]
    ann = await enrol(gallery, "Ann", *some_vectors(random, 40))
    bob = await enrol(gallery, "Bob", *some_vectors(random, 40))
    for subject in (ann, bob):
        await gallery.add([face(gallery, subject, CAT, "the same photo")])
    before = await photos_of(gallery, ann, bob)
    merging = [
        households[0].merge_people(CHAT, ann.id, into=bob.id),
        households[1].merge_people(CHAT, bob.id, into=ann.id),
        households[2].merge_people(CHAT, ann.id, into=bob.id),
    ]
    stopping = households[3].merge_people(CHAT, bob.id, into=ann.id)
    outcomes = await asyncio.gather(
        *merging, stopped(stopping, float(random.uniform(0, 0.1))), return_exceptions=True
    )
    failed = [one for one in outcomes if isinstance(one, Exception)]
    assert all(isinstance(one, UnknownPerson) for one in failed), failed
    (left,) = await gallery.people()
    assert left.subject in (ann, bob)
    assert await photos_of(gallery, left.subject) == sorted(set(before))


@pytest.mark.parametrize("after", [0.005, 0.03, 0.1])
async def test_a_merging_that_was_stopped_anywhere_goes_on(
    database: Database, household: Household, gallery: Gallery, after: float
) -> None:
    vectors = some_vectors(np.random.default_rng(5), PAGE + 8)
    people = {"Ann": [ANN], "Bob": list(vectors), "Cat": [CAT]}
    ann, bob, cat = await enrol_all(gallery, people)
    every = await photos_of(gallery, ann, bob, cat)
    await stopped(household.merge_people(CHAT, bob.id, into=ann.id), after)
    both = await photos_of(gallery, ann, bob)
    assert set(both) == set(every) - set(await photos_of(gallery, cat)), "nothing is lost"

    another = Household(await database.open(), MODEL)
    await another.merge_people(CHAT, cat.id, into=ann.id)
    if await gallery.known(bob.id):  # it was stopped before it was written down
        await another.merge_people(CHAT, bob.id, into=ann.id)
    assert await photos_of(gallery, ann) == every
    assert [person.subject for person in await gallery.people()] == [ann]


async def test_a_merging_that_cannot_be_finished_holds_up_nobody(
    household: Household, store: Store, gallery: Gallery
) -> None:
    ann, bob, cat = await enrol_all(gallery, {"Ann": [ANN], "Bob": [BOB], "Cat": [CAT]})
    await store.records.put(MERGINGS, CHAT, {"subject": bob.id, "into": "nobody"})
    assert (await household.merge_people(CHAT, cat.id, into=ann.id)).photos == 2
    assert await gallery.count(bob.id) == 1
    record = await store.records.get(MERGINGS, CHAT)
    assert record is not None
    assert record.value == {}, "nobody's id is kept longer than it is needed"


async def test_a_photo_that_is_enrolled_meanwhile_is_merged_or_refused(
    database: Database, household: Household, gallery: Gallery
) -> None:
    vectors = some_vectors(np.random.default_rng(6), PAGE + 8)
    ann, bob = await enrol_all(gallery, {"Ann": [ANN], "Bob": list(vectors)})
    other = (await database.open()).gallery(CHAT)
    acknowledged: set[str] = set()

    async def write() -> None:
        for turn in range(60):
            new = face(other, bob, BOB, f"new {turn}")
            try:
                await other.add([new])
            except UnknownPerson:
                return
            acknowledged.add(new.photo)

    await asyncio.gather(write(), household.merge_people(CHAT, bob.id, into=ann.id))
    assert acknowledged <= set(await photos_of(gallery, ann))


# --- set aside ----------------------------------------------------------------------------------


async def test_whoever_is_set_aside_is_gone_and_comes_back_as_they_were(
    household: Household, gallery: Gallery
) -> None:
    ann, bob = await enrol_all(gallery, {"Ann": [ANN, CAT], "Bob": [BOB]})
    before = await gallery.enrolments(ann.id)
    assert await household.set_aside(CHAT, ann.id, LIMBO) == ann
    assert [person.subject for person in await gallery.people()] == [bob]
    assert await names_found(gallery, ANN) == ["Bob"]
    assert await gallery.known(ann.id) is None
    assert await gallery.subject("Ann") is None
    assert await household.set_aside(CHAT, ann.id, LIMBO) == ann

    assert await household.put_back(LIMBO, CHAT, ann.id) == ann
    after = await gallery.enrolments(ann.id)
    assert [one.id for one in after] == [one.id for one in before]
    assert facts(after) == facts(before)
    assert await gallery.add(before) == [False, False], "the same photo is known again"
    assert (await names_found(gallery, ANN))[0] == "Ann"
    assert await household.people(LIMBO) == []
    assert await household.put_back(LIMBO, CHAT, ann.id) == ann


async def test_whoever_is_discarded_cannot_come_back(
    household: Household, store: Store, gallery: Gallery
) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    await household.set_aside(CHAT, ann.id, LIMBO)
    assert await household.discard(LIMBO, ann.id) == 1
    assert await household.discard(LIMBO, ann.id) == 0
    with pytest.raises(PersonGone):
        await household.put_back(LIMBO, CHAT, ann.id)
    assert await gallery.people() == await store.gallery(LIMBO).people() == []
    assert await store.galleries(LIMBO) == []


async def test_nobody_is_set_aside_who_is_not_there(household: Household, gallery: Gallery) -> None:
    unlisted = await gallery.claim("Ann")
    for subject_id in ("nobody", unlisted.id):
        with pytest.raises(PersonGone):
            await household.set_aside(CHAT, subject_id, LIMBO)


async def test_whose_name_was_taken_meanwhile_stays_aside(
    household: Household, gallery: Gallery
) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    await household.set_aside(CHAT, ann.id, LIMBO)
    another = await enrol(gallery, "ann", BOB)
    with pytest.raises(NameTaken) as caught:
        await household.put_back(LIMBO, CHAT, ann.id)
    assert caught.value.name == "ann"
    assert [person.subject for person in await household.people(LIMBO)] == [ann]
    await gallery.rename(another.id, "Anna")
    assert await household.put_back(LIMBO, CHAT, ann.id) == ann
    assert [person.subject.name for person in await gallery.people()] == ["Ann", "Anna"]


@pytest.mark.parametrize("after", [0.005, 0.03, 0.1])
async def test_what_was_stopped_anywhere_on_the_way_can_be_done_again(
    household: Household, gallery: Gallery, store: Store, after: float
) -> None:
    ann = await enrol(gallery, "Ann", *some_vectors(np.random.default_rng(7), PAGE + 8))
    before = await gallery.enrolments(ann.id)
    limbo = store.gallery(LIMBO)
    await stopped(household.set_aside(CHAT, ann.id, LIMBO), after)
    assert len(set(await photos_of(gallery, ann)) | set(await photos_of(limbo, ann))) == PAGE + 8
    await household.set_aside(CHAT, ann.id, LIMBO)
    assert len(await photos_of(limbo, ann)) == PAGE + 8
    await stopped(household.put_back(LIMBO, CHAT, ann.id), after)
    await household.put_back(LIMBO, CHAT, ann.id)
    (person,) = await gallery.people()
    assert (person.subject, person.photos) == (ann, PAGE + 8)
    assert facts(await gallery.enrolments(ann.id)) == facts(before)
    assert await limbo.known(ann.id) is None


async def test_what_other_models_made_comes_back_too(
    household: Household, store: Store, gallery: Gallery
) -> None:
    ann = await enrol(gallery, "Ann", ANN, CAT)
    beside = await made_anew(store, gallery, ann)
    before = [one.id for one in await beside.enrolments(ann.id)]
    await household.set_aside(CHAT, ann.id, LIMBO)
    assert await beside.enrolments(ann.id) == []
    await household.put_back(LIMBO, CHAT, ann.id)
    assert [one.id for one in await beside.enrolments(ann.id)] == before
    assert await store.others(LIMBO) == await store.galleries(LIMBO) == []


async def test_in_a_gallery_of_another_model_nobody_is_set_aside_and_all_can_be_forgotten(
    household: Household, store: Store, gallery: Gallery
) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    await made_anew(store, gallery, ann)
    await store.switch(CHAT, OTHER_MODEL)
    with pytest.raises(ModelMismatch):
        await household.set_aside(CHAT, ann.id, LIMBO)
    assert (await household.forget_subject(CHAT, ann.id)).photos == 2
    assert await store.others(CHAT) == await store.galleries(CHAT) == []


async def test_everybody_is_found_whichever_model_knows_them(
    household: Household, store: Store, gallery: Gallery
) -> None:
    ann, bob, cat = await enrol_all(gallery, {"Ann": [ANN], "Bob": [BOB], "Cat": [CAT]})
    assert {*await household.everybody(CHAT)} == {ann, bob, cat}
    await made_anew(store, gallery, ann, bob)
    assert {*await household.everybody(CHAT)} == {ann, bob, cat}
    assert await store.switch(CHAT, OTHER_MODEL)
    assert {*await household.everybody(CHAT)} == {ann, bob, cat}, "Cat was left behind"
    assert await household.known(CHAT, ann.id) == ann
    assert await household.known(CHAT, cat.id) == cat
    for one in (ann, bob, cat):
        await household.forget_subject(CHAT, one.id)
        assert await household.known(CHAT, one.id) is None
    assert list(await household.everybody(CHAT)) == []


# --- found and named ----------------------------------------------------------------------------


async def test_people_are_found_however_their_name_is_written(
    household: Household, gallery: Gallery
) -> None:
    await enrol_all(gallery, {"Zoë": [ANN], "Łukasz Żółć": [BOB], "محمد": [CAT]})
    await gallery.claim("Unlisted")

    async def found(written: str) -> list[str]:
        return [person.subject.name for person in await household.find(CHAT, written)]

    assert await found("ZOË") == ["Zoë"]
    assert await found("zoe") == ["Zoë"]
    assert await found("lukasz zolc") == ["Łukasz Żółć"]
    assert await found("مُحَمَّد") == ["محمد"]
    for nobody in ("Zoey", "Unlisted", "", "x" * 65):
        assert await found(nobody) == []
    await enrol(gallery, "Zoe", CAT)
    assert await found("zoe") == ["Zoe"], "exactly the one"
    assert await found("Zoé") == ["Zoe", "Zoë"], "or all who are as like"


async def test_whoever_is_meant_by_id_is_meant_under_any_name(
    household: Household, gallery: Gallery
) -> None:
    ann, bob = await enrol_all(gallery, {"Ann": [ANN, CAT], "Bob": [BOB]})
    assert (await household.rename_subject(CHAT, ann.id, "Anna")).name == "Anna"
    with pytest.raises(NameTaken):
        await household.rename_subject(CHAT, ann.id, "Bob")
    (listed, _) = await household.people(CHAT)
    assert await household.person(CHAT, ann.id) == listed
    first, second = await household.photos(CHAT, ann.id)
    assert set(await household.crops(CHAT, [first.id, second.id])) == {first.id, second.id}
    assert await household.remove_photos(CHAT, [first.id]) == 1
    person = await household.person(CHAT, ann.id)
    assert (person.photos, person.since) == (1, second.enrolled_at)
    assert (await household.forget_subject(CHAT, ann.id)).photos == 1
    for verb in (household.person, household.forget_subject):
        with pytest.raises(PersonGone):
            await verb(CHAT, ann.id)
    with pytest.raises(PersonGone):
        await household.rename_subject(CHAT, ann.id, "Ann")
    assert [one.subject for one in await household.people(CHAT)] == [bob]


# --- names that were taken once, and are refused by now ------------------------------------------

UNSEEN = "\u1160"


async def test_who_has_a_name_that_nobody_can_see_is_listed_moved_renamed_and_forgotten(
    household: Household, gallery: Gallery
) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    unseen = await gallery.admit(Subject("e" * 32, UNSEEN))
    await gallery.add([face(gallery, unseen, BOB)])
    assert {one.subject for one in await household.people(CHAT)} == {ann, unseen}
    assert [one.subject for one in await household.find(CHAT, "ANN")] == [ann]
    assert [one.subject for one in await household.find(CHAT, "änn")] == [ann]
    await household.set_aside(CHAT, unseen.id, LIMBO)
    assert await household.put_back(LIMBO, CHAT, unseen.id) == unseen
    await household.merge(CHAT, into="chat-2")
    assert {one.subject.name for one in await household.people("chat-2")} == {"Ann", UNSEEN}
    assert (await household.rename_subject("chat-2", unseen.id, "Bob")).name == "Bob"
    assert (await household.forget_subject("chat-2", unseen.id)).photos == 1
