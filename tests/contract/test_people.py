"""Who is in a gallery, and what they are called."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

import pytest

from core.errors import BadName, NameTaken, UnknownPerson
from core.ports import Gallery, Store
from tests.contract.databases import Database
from tests.contract.made_up import MORNING, enrol, face, names_found, towards

ANN, BOB, CAT = towards(1), towards(0, 1), towards(0, 0, 1)


async def test_an_empty_gallery_has_nobody(gallery: Gallery) -> None:
    assert await gallery.people() == []
    assert await gallery.subject("Ann") is None
    assert await gallery.enrolments("nobody") == []
    assert await gallery.crops(["none"]) == {}
    assert await gallery.photos_held("nobody", ["none"]) == set()
    assert await gallery.count("nobody") == 0
    assert await gallery.forget("nobody") == 0


async def test_a_claimed_name_keeps_its_subject(gallery: Gallery) -> None:
    ann = await gallery.claim("Ann")
    assert ann.name == "Ann"
    assert await gallery.claim("Ann") == ann
    assert await gallery.subject("Ann") == ann


async def test_case_width_and_spacing_do_not_make_another_person(gallery: Gallery) -> None:
    strasse = await gallery.claim("Ann  Straße")
    assert strasse.name == "Ann Straße"
    for spelling in ("ANN STRASSE", " ann\u00a0straße\n", "\uff21nn Straße"):  # fullwidth A
        assert await gallery.subject(spelling) == strasse
        assert await gallery.claim(spelling) == strasse


UNUSUAL = ["محمد علي", "😀👨‍👩‍👧", "Łukasz Żółć", "李小龍", "a/b\\c*?\"'%_", "-1", "null", "é" * 64]


@pytest.mark.parametrize("name", UNUSUAL)
async def test_unusual_names_are_kept_and_found(gallery: Gallery, name: str) -> None:
    subject = await enrol(gallery, name, ANN)
    assert subject.name == name
    assert await gallery.subject(name) == subject
    assert await names_found(gallery, ANN) == [name]
    assert [person.subject for person in await gallery.people()] == [subject]
    assert await gallery.forget(subject.id) == 1


@pytest.mark.parametrize("name", ["", "  \t", "x" * 65, "\x00", "\u3164"])
async def test_a_name_that_cannot_be_kept_is_refused(gallery: Gallery, name: str) -> None:
    with pytest.raises(BadName):
        await gallery.claim(name)
    with pytest.raises(BadName):
        await gallery.subject(name)
    ann = await gallery.claim("Ann")
    with pytest.raises(BadName):
        await gallery.rename(ann.id, name)


async def test_simultaneous_claims_make_one_person(database: Database) -> None:
    galleries = [(await database.open()).gallery("chat-1") for _ in range(4)]
    for name in ("Ann", "Bob", "Cat"):
        claims = [gallery.claim(name) for gallery in galleries for _ in range(5)]
        assert len(set(await asyncio.gather(*claims))) == 1


CLAIMER = """
import asyncio, sys
from tests.contract.databases import open_by_address

async def main():
    store = await open_by_address(sys.argv[1])
    sys.stdin.readline()
    for number in range(30):
        print((await store.gallery("chat-1").claim(f"Name {number}")).id)
    await store.close()

asyncio.run(main())
"""


async def test_claims_from_two_processes_make_one_person_each(database: Database) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            CLAIMER,
            database.address,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for _ in range(2)
    ]
    one, other = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
    ids = one[0].decode().split()
    assert len(set(ids)) == 30
    assert ids == other[0].decode().split()


async def test_people_are_listed_by_name_with_photos_and_first_day(gallery: Gallery) -> None:
    zoe = await enrol(gallery, "zoë", CAT, CAT)
    bob = await enrol(gallery, "Bob", BOB)
    ann = await enrol(gallery, "ann", ANN)
    late = face(gallery, bob, BOB, "earlier", minutes=-30)
    assert await gallery.add([late]) == [True]
    listed = await gallery.people()
    assert [person.subject for person in listed] == [ann, bob, zoe]
    assert [person.photos for person in listed] == [1, 2, 2]
    since = [person.since for person in listed]
    assert since == [MORNING, MORNING - timedelta(minutes=30), MORNING]
    assert [moment.utcoffset() for moment in since] == [timedelta(0)] * 3


async def test_somebody_without_templates_is_not_listed(gallery: Gallery) -> None:
    await gallery.claim("Ann")
    await enrol(gallery, "Bob", BOB)
    assert [person.subject.name for person in await gallery.people()] == ["Bob"]


async def test_a_rename_keeps_the_person(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    renamed = await gallery.rename(ann.id, "Anna  Maria")
    assert (renamed.id, renamed.name) == (ann.id, "Anna Maria")
    assert await gallery.subject("anna maria") == renamed
    assert await gallery.subject("Ann") is None
    assert await names_found(gallery, ANN) == ["Anna Maria"]
    assert [enrolment.subject for enrolment in await gallery.enrolments(ann.id)] == [renamed]
    assert [person.subject for person in await gallery.people()] == [renamed]


async def test_a_name_can_change_its_case(gallery: Gallery) -> None:
    ann = await enrol(gallery, "ann", ANN)
    assert (await gallery.rename(ann.id, "ANN")).name == "ANN"
    assert await names_found(gallery, ANN) == ["ANN"]
    assert (await gallery.claim("ann")).id == ann.id


async def test_a_name_that_became_free_can_be_had_by_somebody_else(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    await gallery.rename(ann.id, "Bob")
    another = await gallery.claim("Ann")
    assert another.id != ann.id
    with pytest.raises(NameTaken):
        await gallery.rename(another.id, "BOB")
    assert (await gallery.rename(another.id, "Cat")).name == "Cat"
    assert (await gallery.rename(ann.id, "Ann")).name == "Ann"


async def test_a_name_that_somebody_listed_has_is_taken(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    await enrol(gallery, "Bob", BOB)
    with pytest.raises(NameTaken) as caught:
        await gallery.rename(ann.id, "bob")
    assert caught.value.name == "Bob"
    assert await gallery.subject("Ann") == ann


async def test_a_name_that_nobody_listed_has_is_free(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    unlisted = await gallery.claim("Bob")
    bob = await gallery.rename(ann.id, "Bob")
    assert await gallery.subject("Bob") == bob
    with pytest.raises(UnknownPerson):
        await gallery.add([face(gallery, unlisted, BOB)])


async def test_nobody_cannot_be_renamed(gallery: Gallery) -> None:
    with pytest.raises(UnknownPerson):
        await gallery.rename("nobody", "Ann")
    ann = await enrol(gallery, "Ann", ANN)
    await gallery.forget(ann.id)
    with pytest.raises(UnknownPerson):
        await gallery.rename(ann.id, "Anna")


async def test_two_who_want_one_name_do_not_both_get_it(database: Database) -> None:
    galleries = [(await database.open()).gallery("chat-1") for _ in range(2)]
    people = [await enrol(galleries[0], f"Person {number}", ANN) for number in range(6)]
    tries = [
        galleries[number % 2].rename(person.id, "Chosen") for number, person in enumerate(people)
    ]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(outcome, NameTaken) for outcome in outcomes) == 5
    names = sorted(person.subject.name for person in await galleries[0].people())
    assert len(set(names)) == 6
    chosen = await galleries[1].subject("Chosen")
    assert chosen in [person.subject for person in await galleries[1].people()]


async def test_forgetting_leaves_nothing_of_a_person(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN, ANN)
    bob = await enrol(gallery, "Bob", BOB)
    kept = await gallery.enrolments(ann.id)
    assert await gallery.forget(ann.id) == 2
    assert await gallery.subject("Ann") is None
    assert await gallery.enrolments(ann.id) == []
    assert await gallery.crops([one.id for one in kept]) == {}
    assert await gallery.photos_held(ann.id, [one.photo for one in kept]) == set()
    assert await gallery.count(ann.id) == 0
    assert [person.subject for person in await gallery.people()] == [bob]
    assert await names_found(gallery, ANN) == ["Bob"]
    assert await gallery.forget(ann.id) == 0


async def test_somebody_forgotten_can_be_enrolled_again(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    await gallery.forget(ann.id)
    again = await enrol(gallery, "Ann", ANN)
    assert await names_found(gallery, ANN) == ["Ann"]
    assert [(person.subject, person.photos) for person in await gallery.people()] == [(again, 1)]


async def test_a_face_of_somebody_forgotten_meanwhile_is_refused(gallery: Gallery) -> None:
    ann = await gallery.claim("Ann")
    await gallery.forget(ann.id)
    with pytest.raises(UnknownPerson):
        await gallery.add([face(gallery, ann, ANN)])
    assert await names_found(gallery, ANN) == []


async def test_a_forgotten_person_is_gone_from_other_stores_at_once(database: Database) -> None:
    here, there = [(await database.open()).gallery("chat-1") for _ in range(2)]
    ann = await enrol(here, "Ann", ANN)
    await enrol(here, "Bob", BOB)
    assert await names_found(there, ANN) == ["Ann", "Bob"]
    await here.forget(ann.id)
    assert await names_found(there, ANN) == ["Bob"]
    await enrol(there, "Cat", CAT)
    assert await names_found(here, CAT) == ["Cat", "Bob"]


async def test_a_store_is_known_to_itself(store: Store) -> None:
    await enrol(store.gallery("chat-1"), "Ann", ANN)
    assert "1 person" in await store.check()
