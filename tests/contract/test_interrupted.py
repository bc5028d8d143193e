"""Whatever is interrupted, wherever, leaves a gallery that makes sense and can go on."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import numpy as np
import pytest

from core.errors import NameTaken, UnknownPerson
from core.names import name_key
from core.ports import Gallery
from tests.contract.databases import Database
from tests.contract.kinds import WHATEVER_THE_INDEX
from tests.contract.made_up import enrol, face, probe, some_vectors

pytestmark = WHATEVER_THE_INDEX

NAMES = ["Ann", "Bob", "Cat", "Dan", "Eve"]


async def add_a_face(gallery: Gallery, name: str, number: int) -> None:
    subject = await gallery.claim(name)
    vector = some_vectors(np.random.default_rng(number), 1)[0]
    await gallery.add([face(gallery, subject, vector, f"photo {number}")])


async def rename_somebody(gallery: Gallery, old: str, new: str) -> None:
    subject = await gallery.subject(old)
    if subject is not None:
        await gallery.rename(subject.id, new)


async def forget_somebody(gallery: Gallery, name: str) -> None:
    subject = await gallery.subject(name)
    if subject is not None:
        await gallery.forget(subject.id)


async def interrupted(doing: Coroutine[Any, Any, None], after: float) -> None:
    """Stop a coroutine where it stands, as a crash would: what it has sent may be done or not."""
    task = asyncio.create_task(doing)
    await asyncio.wait([task], timeout=after)
    task.cancel()
    outcome = (await asyncio.gather(task, return_exceptions=True))[0]
    if not isinstance(outcome, None | asyncio.CancelledError | NameTaken | UnknownPerson):
        raise outcome


@pytest.mark.parametrize("seed", range(4))
async def test_interruptions_at_any_moment_leave_no_contradiction(
    database: Database, seed: int
) -> None:
    random = np.random.default_rng(seed)
    galleries = [(await database.open()).gallery("chat-1") for _ in range(3)]
    for wave in range(12):
        doings = []
        for number in range(6):
            gallery = galleries[number % 3]
            one, other = (str(name) for name in random.choice(NAMES, 2))
            after = float(random.choice([random.uniform(0, 0.05), 30.0]))
            kind = random.choice(["add", "add", "rename", "forget"])
            if kind == "add":
                doing = add_a_face(gallery, one, wave * 6 + number)
            elif kind == "rename":
                doing = rename_somebody(gallery, one, other)
            else:
                doing = forget_somebody(gallery, one)
            doings.append(interrupted(doing, after))
        await asyncio.gather(*doings)
        await comes_to_agree_with_itself(galleries[wave % 3])

    gallery = galleries[0]
    for person in await gallery.people():
        await gallery.forget(person.subject.id)
    assert await gallery.people() == []
    for number, name in enumerate(NAMES):  # whatever was left half done, every name can be had
        await enrol(gallery, name, some_vectors(random, 1)[0])
        assert len(await gallery.people()) == number + 1
    await agrees_with_itself(gallery)


async def comes_to_agree_with_itself(gallery: Gallery) -> None:
    """What was interrupted may still be on its way: only what stays is a contradiction."""
    for _ in range(20):
        try:
            await agrees_with_itself(gallery)
        except AssertionError:
            await asyncio.sleep(0.2)
        else:
            return
    await agrees_with_itself(gallery)


async def agrees_with_itself(gallery: Gallery) -> None:
    people = await gallery.people()
    keys = [name_key(person.subject.name) for person in people]
    assert len(set(keys)) == len(keys)
    for person in people:
        assert await gallery.subject(person.subject.name) == person.subject
        assert await gallery.count(person.subject.id) == person.photos
        assert len(await gallery.enrolments(person.subject.id)) == person.photos
    found = await gallery.search([probe(some_vectors(np.random.default_rng(99), 1)[0])], 100)
    assert found.templates == sum(person.photos for person in people)
    assert {one.subject for one in found.candidates[0]} == {person.subject for person in people}
