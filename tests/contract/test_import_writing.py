"""The writing side of an import: what the store refuses, forgets or does not answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.cli.import_reading import ReadFace
from core.cli.import_tally import Tally
from core.cli.import_writing import WritingSide
from core.cli.patience import Patience
from core.errors import ModelMismatch, StoreRefused, StoreUnavailable
from core.model import Enrolment, Subject, Template, Vector
from core.ports import Gallery
from tests.contract.databases import Database
from tests.contract.kinds import ONE_OF_EACH
from tests.contract.made_up import (
    BOX,
    MODEL,
    OTHER_MODEL,
    face,
    some_vectors,
    towards,
)

# How vectors are indexed does not concern who is refused.
pytestmark = ONE_OF_EACH

PEOPLE = 12


@pytest.fixture
def tally() -> Tally:
    return Tally(lambda: None)


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def patience(told: list[str]) -> Patience:
    return Patience(30, told.append)


@pytest.fixture
def writing(gallery: Gallery, tally: Tally, patience: Patience) -> WritingSide:
    return WritingSide(gallery, tally, patience)


def read(gallery: Gallery, name: str, vector: Vector, photo: str = "") -> ReadFace:
    """Return a face as the reading side gives it."""
    photo = photo or f"{name}.jpg"
    unowned = face(gallery, Subject("", name), vector, photo)
    return ReadFace(name, Path(photo), BOX, unowned)


@pytest.fixture
def batch(gallery: Gallery) -> list[ReadFace]:
    vectors = some_vectors(np.random.default_rng(3), PEOPLE)
    return [read(gallery, f"Person {number:02}", one) for number, one in enumerate(vectors)]


async def listed(gallery: Gallery) -> list[str]:
    return [person.subject.name for person in await gallery.people()]


def damaged(one: ReadFace) -> ReadFace:
    """Return it with a template that no store takes."""
    vector = one.unowned.template.vector.copy()
    vector[0] = np.nan
    return replace(one, unowned=replace(one.unowned, template=Template(vector, MODEL)))


async def test_a_batch_is_kept_under_its_names_once(
    gallery: Gallery, writing: WritingSide, batch: list[ReadFace], tally: Tally
) -> None:
    await writing.write(batch)
    assert await listed(gallery) == [one.name for one in batch]
    assert (tally.templates, tally.present, len(tally.people)) == (PEOPLE, 0, PEOPLE)
    await writing.write(batch)
    assert (tally.templates, tally.present, len(tally.people)) == (PEOPLE, PEOPLE, PEOPLE)
    assert tally.skipped == []


async def test_those_that_are_refused_are_skipped_alone(
    gallery: Gallery, writing: WritingSide, batch: list[ReadFace], tally: Tally
) -> None:
    for place in (2, 7, 8):
        batch[place] = damaged(batch[place])
    await writing.write(batch)
    assert [(one["photo"], one["code"]) for one in tally.skipped] == [
        (f"Person {number:02}.jpg", "store_refused") for number in (2, 7, 8)
    ]
    assert all("norm 1" in one["message"] for one in tally.skipped)
    assert tally.templates == len(await listed(gallery)) == PEOPLE - 3
    assert tally.present == 0


async def test_a_store_that_refuses_everything_stops_the_import(
    gallery: Gallery, writing: WritingSide, batch: list[ReadFace], tally: Tally
) -> None:
    with pytest.raises(StoreRefused, match="norm 1"):
        await writing.write([damaged(one) for one in batch])
    assert (tally.templates, tally.skipped, await listed(gallery)) == (0, [], [])


async def test_a_gallery_of_another_recipe_stops_the_import(
    database: Database, gallery: Gallery, writing: WritingSide, batch: list[ReadFace], tally: Tally
) -> None:
    other = (await database.open(OTHER_MODEL)).gallery(gallery.id)
    await other.add([face(other, await other.claim("Ann"), towards(1), model=OTHER_MODEL)])
    with pytest.raises(ModelMismatch):
        await writing.write(batch)
    assert (tally.templates, tally.skipped) == (0, [])


class Disturbed:
    """A real gallery in which something happens the first times that templates are added."""

    def __init__(self, real: Gallery, times: int = 1) -> None:
        self._real = real
        self.left = times

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    async def add(self, enrolments: Sequence[Enrolment]) -> list[bool]:
        if not self.left:
            return await self._real.add(enrolments)
        self.left -= 1
        return await self.disturbed(self._real, enrolments)

    async def disturbed(self, real: Gallery, enrolments: Sequence[Enrolment]) -> list[bool]:
        raise NotImplementedError


class Forgetting(Disturbed):
    """Somebody else forgets the third person just before."""

    async def disturbed(self, real: Gallery, enrolments: Sequence[Enrolment]) -> list[bool]:
        await real.forget(enrolments[2 % len(enrolments)].subject.id)
        return await real.add(enrolments)


class Losing(Disturbed):
    """It is done, and the answer is lost."""

    async def disturbed(self, real: Gallery, enrolments: Sequence[Enrolment]) -> list[bool]:
        await real.add(enrolments)
        raise StoreUnavailable(reason="the answer was lost")


async def test_who_is_forgotten_meanwhile_is_somebody_new(
    gallery: Gallery, patience: Patience, batch: list[ReadFace], tally: Tally
) -> None:
    forgetting: Gallery = Forgetting(gallery)  # type: ignore[assignment]  # the rest is the real one's
    await WritingSide(forgetting, tally, patience).write(batch)
    assert await listed(gallery) == [one.name for one in batch]
    assert (tally.templates, tally.present, tally.skipped) == (PEOPLE, 0, [])


async def test_who_is_forgotten_again_and_again_is_skipped_alone(
    gallery: Gallery, patience: Patience, tally: Tally
) -> None:
    """The whole batch twice, a half twice, and one alone twice."""
    vectors = some_vectors(np.random.default_rng(3), 3)
    ann, bob, cat = (
        read(gallery, name, one) for name, one in zip(("Ann", "Bob", "Cat"), vectors, strict=True)
    )
    forgetting: Gallery = Forgetting(gallery, times=4)  # type: ignore[assignment]  # as above
    await WritingSide(forgetting, tally, patience).write([ann, bob, cat])
    assert [(one["photo"], one["code"]) for one in tally.skipped] == [("Ann.jpg", "unknown_person")]
    assert await listed(gallery) == ["Bob", "Cat"]
    assert tally.templates == 2


async def test_what_was_written_though_its_answer_was_lost_counts_as_written(
    gallery: Gallery, patience: Patience, batch: list[ReadFace], tally: Tally, told: list[str]
) -> None:
    again = replace(batch[0], path=Path("copy.jpg"))
    writing = WritingSide(Losing(gallery), tally, patience)  # type: ignore[arg-type]  # as above
    await writing.write([batch[0], again, *batch[1:]])
    assert (tally.templates, tally.present, tally.skipped) == (PEOPLE, 1, [])
    assert await listed(gallery) == [one.name for one in batch]
    assert len(told) == 2
    assert "not answering (the answer was lost)" in told[0]
    assert told[1] == "The face store can be used again: going on."


async def test_a_copy_in_the_next_batch_is_no_second_template_whatever_was_lost(
    gallery: Gallery, patience: Patience, batch: list[ReadFace], tally: Tally
) -> None:
    losing = Losing(gallery, times=0)
    writing = WritingSide(losing, tally, patience)  # type: ignore[arg-type]  # as above
    await writing.write(batch)
    losing.left = 1
    another = read(gallery, batch[-1].name, towards(1), "another.jpg")
    await writing.write([replace(batch[-1], path=Path("copy.jpg")), another])
    assert (tally.templates, tally.present) == (PEOPLE + 1, 1)


async def test_a_store_that_stays_away_ends_patience(
    gallery: Gallery, batch: list[ReadFace], tally: Tally, told: list[str]
) -> None:
    writing = WritingSide(Losing(gallery, times=100), tally, Patience(0.2, told.append))  # type: ignore[arg-type]  # as above
    with pytest.raises(StoreUnavailable):
        await writing.write(batch)
    assert (tally.templates, tally.present, len(told)) == (0, 0, 1)
