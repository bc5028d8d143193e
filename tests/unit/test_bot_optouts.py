"""Who is to be named nowhere: one face an account, gone when they say so or the model changes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from bot.optouts import OptOuts
from bot.request import Removed, Request
from core import images
from core.decision import Policy
from core.doubts import PoorPhoto
from core.encoders.deepface import DeepFaceEncoder
from core.errors import SeveralFaces
from core.model import Box, ModelId, Probe, Template, Vector, unnamed_gallery
from core.recognizer import Reading, Recognizer
from core.stores.sqlite import SqliteStore
from core.worker import Worker
from tests.photos import astronaut_photo
from tests.unit.bot_rooms import MODEL
from tests.unit.updates import ENGLISH, NOBODY, NOW

OTHER = ModelId("Dlib", "mmod", "fast-1")
MIRA, TOM = 7, 8
FACE = Box(170, 60, 110, 140)
DARK = Box(0, 0, 20, 20)


@dataclass
class Life:
    """A process of the bot, with a model of its own, on the file of all."""

    store: SqliteStore
    optouts: OptOuts
    model: ModelId

    def reading(self, *directions: int, box: Box = FACE, side: int = 512) -> Reading:
        photo = images.load(astronaut_photo(side=side))
        basis: Vector = np.eye(128, dtype=np.float32)
        probes = [Probe(Template(basis[one], self.model), box, 1.0) for one in directions]
        return Reading(photo, tuple(probes))

    async def kept(self) -> dict[str, int]:
        people = await self.store.gallery(unnamed_gallery(self.model)).people()
        return {person.subject.name: person.photos for person in people}


@pytest.fixture
async def lives(tmp_path: Path) -> AsyncIterator[tuple[Life, Life, Life]]:
    """Two processes of one model, and one of another."""
    worker, made = Worker(), []
    for model in (MODEL, MODEL, OTHER):
        store = await SqliteStore.open(tmp_path / "f.db", model)
        encoder = DeepFaceEncoder("Dlib", "dlib", tmp_path)
        recognizer = Recognizer(encoder, store, Policy(0.9, None), worker, clock=lambda: NOW)
        made.append(Life(store, OptOuts(store, recognizer, model, lambda: NOW), model))
    one, same, other = made
    yield one, same, other
    for life in made:
        await life.store.close()
    await worker.close()


def asks(account: int) -> Request:
    return Request(1, account, True, None, 1, account, NOBODY, Removed(), ENGLISH)  # noqa: FBT003 — a private chat


async def test_a_face_of_one_account_is_told_from_all_others(lives: tuple[Life, ...]) -> None:
    one, *_ = lives
    await one.optouts.keep(asks(MIRA), one.reading(1))
    await one.optouts.keep(asks(TOM), one.reading(2))
    assert await one.optouts.among(one.reading(2, 5, 1)) == (TOM, None, MIRA)
    assert await one.optouts.among(one.reading()) == ()
    assert [kept.crop for kept in await one.optouts.everything(MIRA)] == [b""]


async def test_another_photo_takes_the_place_of_the_first(lives: tuple[Life, ...]) -> None:
    one, *_ = lives
    await one.optouts.keep(asks(MIRA), one.reading(1))
    for _ in range(2):
        await one.optouts.keep(asks(MIRA), one.reading(2, side=500))
        assert await one.kept() == {"7": 1}
    assert await one.optouts.among(one.reading(1, 2)) == (None, MIRA)


async def test_a_photo_that_will_not_do_changes_nothing(lives: tuple[Life, ...]) -> None:
    one, *_ = lives
    with pytest.raises(SeveralFaces):
        await one.optouts.keep(asks(MIRA), one.reading(1, 2))
    with pytest.raises(PoorPhoto):
        await one.optouts.keep(asks(MIRA), one.reading(1, box=DARK))
    assert await one.optouts.of(MIRA) is None
    assert await one.kept() == {}


async def test_who_takes_it_back_leaves_nothing(lives: tuple[Life, ...]) -> None:
    one, *_ = lives
    await one.optouts.keep(asks(MIRA), one.reading(1))
    assert await one.optouts.drop(MIRA)
    assert not await one.optouts.drop(MIRA)
    assert await one.optouts.everything(MIRA) == []
    assert await one.kept() == {}
    assert await one.optouts.among(one.reading(1)) == (None,)


async def test_what_an_operator_deletes_does_not_hold_any_more(lives: tuple[Life, ...]) -> None:
    one, *_ = lives
    await one.optouts.keep(asks(MIRA), one.reading(1))
    assert await one.optouts.holds(MIRA)
    gallery = one.store.gallery(unnamed_gallery(MODEL))
    (person,) = await gallery.people()
    await gallery.forget(person.subject.id)
    assert not await one.optouts.holds(MIRA)
    assert await one.optouts.drop(MIRA), "and its record goes, too"


async def test_another_process_hears_of_the_first_one_when_it_looks(
    lives: tuple[Life, ...],
) -> None:
    one, same, _ = lives
    await same.optouts.refresh()
    await one.optouts.keep(asks(MIRA), one.reading(1))
    assert await same.optouts.among(same.reading(1)) == (None,), "it need not search for nobody"
    await same.optouts.refresh()
    assert await same.optouts.among(same.reading(1)) == (MIRA,)


async def test_after_a_change_of_model_each_is_asked_once_for_another_photo(
    lives: tuple[Life, ...],
) -> None:
    one, _, other = lives
    await one.optouts.keep(asks(MIRA), one.reading(1))
    assert [asked async for asked in one.optouts.outdated()] == []
    (outdated,) = [asked async for asked in other.optouts.outdated()]
    assert (outdated.account, outdated.language) == (MIRA, "en")
    await other.optouts.note_reminded(outdated)
    assert [asked async for asked in other.optouts.outdated()] == []
    assert not await other.optouts.holds(MIRA)
    assert len(await other.optouts.everything(MIRA)) == 1, "it is kept, so it is told"
    assert await one.optouts.among(one.reading(1)) == (MIRA,), "the model may be changed back"

    await other.optouts.keep(asks(MIRA), other.reading(1))
    assert await other.optouts.holds(MIRA)
    assert (await one.kept(), await other.kept()) == ({}, {"7": 1})
    # Who was told too late, after they had sent one, is not told again.
    await one.optouts.note_reminded(replace(outdated, reminded=str(MODEL)))
    assert await other.optouts.holds(MIRA)
