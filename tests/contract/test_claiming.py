"""Many names asked for at once: one person each, whoever asks at the same time."""

from __future__ import annotations

import asyncio
import sys

import pytest

from core.errors import BadName
from core.ports import Gallery, Store
from tests.contract.databases import Database
from tests.contract.kinds import WHATEVER_THE_INDEX
from tests.contract.made_up import enrol, enrol_all, face, names_found, towards

ANN, BOB = towards(1), towards(0, 1)

# How vectors are indexed does not concern names.
pytestmark = WHATEVER_THE_INDEX


async def test_nobody_is_asked_for(gallery: Gallery) -> None:
    assert await gallery.claim_all([]) == []


async def test_those_who_are_there_are_told_and_the_others_made(gallery: Gallery) -> None:
    bob = await gallery.claim("Bob")
    ann, same, cat = await gallery.claim_all(["Ann", "BOB", "Cat"])
    assert same == bob
    assert [one.name for one in (ann, cat)] == ["Ann", "Cat"]
    assert len({ann, bob, cat}) == 3
    assert [await gallery.subject(name) for name in ("ann", "bob", "cat")] == [ann, bob, cat]
    assert await gallery.claim_all(["Cat", "Ann", "Bob"]) == [cat, ann, bob]


async def test_a_name_that_comes_twice_is_one_persons(gallery: Gallery) -> None:
    first, bob, second = await gallery.claim_all(["Ann  Straße", "Bob", "ANN STRASSE"])
    assert first == second != bob
    assert first.name == "Ann Straße"


async def test_a_bad_name_among_good_ones_makes_nobody(gallery: Gallery) -> None:
    with pytest.raises(BadName):
        await gallery.claim_all(["Ann", "", "Bob"])
    assert await gallery.subject("Ann") is None
    assert await gallery.subject("Bob") is None


async def test_more_names_than_one_request_reads(gallery: Gallery) -> None:
    names = [f"Person {number}" for number in range(1100)]
    subjects = await gallery.claim_all(names)
    assert [one.name for one in subjects] == names
    assert len(set(subjects)) == len(names)
    assert await gallery.claim_all(names[::-1]) == subjects[::-1]


async def test_who_was_claimed_with_others_can_be_enrolled(gallery: Gallery) -> None:
    ann, bob = await gallery.claim_all(["Ann", "Bob"])
    assert await gallery.add([face(gallery, ann, ANN), face(gallery, bob, BOB)]) == [True, True]
    assert await names_found(gallery, ANN) == ["Ann", "Bob"]


async def test_galleries_claim_names_of_their_own(store: Store) -> None:
    names = ["Ann", "Bob"]
    mine, theirs = store.gallery("chat-1"), store.gallery("chat-2")
    assert set(await mine.claim_all(names)).isdisjoint(await theirs.claim_all(names))


async def test_a_name_of_somebody_forgotten_or_renamed_is_somebody_elses(gallery: Gallery) -> None:
    ann, bob = await enrol_all(gallery, {"Ann": [ANN], "Bob": [BOB]})
    await gallery.forget(ann.id)
    await gallery.rename(bob.id, "Bert")
    new_ann, new_bob, bert = await gallery.claim_all(["Ann", "Bob", "Bert"])
    assert new_ann.id != ann.id
    assert new_bob.id != bob.id
    assert bert.id == bob.id


async def test_overlapping_lists_claimed_at_once_make_one_person_a_name(database: Database) -> None:
    galleries = [(await database.open()).gallery("chat-1") for _ in range(3)]
    names = [f"Name {number}" for number in range(60)]
    lists = [names[start : start + 30] for start in (0, 10, 20, 30)] + [names[::-1]]
    claims = [gallery.claim_all(some) for gallery in galleries for some in lists]
    answers = await asyncio.gather(*claims)
    known = dict(zip(names, await galleries[0].claim_all(names), strict=True))
    assert len(set(known.values())) == len(names)
    for some, answer in zip(lists * len(galleries), answers, strict=True):
        assert answer == [known[name] for name in some]


CLAIMER = """
import asyncio, sys
from tests.contract.databases import open_by_address

async def main():
    store = await open_by_address(sys.argv[1])
    first = int(sys.argv[2])
    sys.stdin.readline()
    for start in range(first, first + 200, 50):
        names = [f"Name {number % 200}" for number in range(start, start + 50)]
        for subject in await store.gallery("chat-1").claim_all(names):
            print(subject.name.removeprefix("Name "), subject.id)
    await store.close()

asyncio.run(main())
"""


async def test_two_processes_that_claim_the_same_lists_make_one_person_each(
    database: Database,
) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            CLAIMER,
            database.address,
            str(first),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for first in (0, 25)
    ]
    outs = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
    one, other = (dict(line.split() for line in out.decode().splitlines()) for out, _ in outs)
    assert len(set(one.values())) == 200
    assert one == other


async def test_names_claimed_while_their_people_are_forgotten_are_somebodys(
    database: Database,
) -> None:
    here, there = [(await database.open()).gallery("chat-1") for _ in range(2)]
    names = [f"Name {number}" for number in range(6)]
    people = await enrol_all(here, {name: [ANN] for name in names})
    forgetting = asyncio.gather(*(here.forget(person.id) for person in people))
    await there.claim_all(names)
    await forgetting
    now = await there.claim_all(names)
    assert set(now).isdisjoint(people)
    assert await there.people() == []
    assert [await here.subject(name) for name in names] == now
    await enrol(there, names[0], BOB)
    assert [person.subject for person in await here.people()] == [now[0]]
