"""A gallery moved to a recipe by the real encoder, from crops of a real face."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from skimage.data import astronaut

from core import images
from core.encoders.fast import FastEncoder
from core.errors import ModelMismatch
from core.images import crop
from core.migration import Migrated, Migration
from core.model import Box, GallerySummary, Photo, Probe, Subject
from core.ports import Encoder, Gallery, Store
from core.worker import Worker
from tests.contract.databases import Database
from tests.contract.kinds import ONE_OF_EACH
from tests.contract.made_up import MODEL, face, names_found, some_vectors
from tests.photos import faces_dir, plain_photo

pytestmark = ONE_OF_EACH


@dataclass(frozen=True)
class House:
    """A gallery of made-up templates with real crops, and what moves it."""

    database: Database
    store: Store
    gallery: Gallery
    worker: Worker
    encoder: FastEncoder
    probe: Probe
    crop: bytes

    def migration(
        self, to: Encoder | None = None, seen: Callable[[], None] = lambda: None
    ) -> Migration:
        return Migration(self.store, to or self.encoder, self.worker, self.gallery.id, seen)

    async def moved(self, to: Encoder | None = None) -> Migrated:
        return await self.migration(to).run()

    async def now(self, encoder: Encoder | None = None) -> Gallery:
        """Return the gallery as a bot with the new settings sees it."""
        return (await self.database.open((encoder or self.encoder).model)).gallery(self.gallery.id)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.getbasetemp() / "deepface" / "familiar"


@pytest.fixture(scope="module")
def encoder(home: Path) -> FastEncoder:
    return FastEncoder(home)


@pytest.fixture(scope="module")
def read(encoder: FastEncoder) -> tuple[Photo, Probe]:
    pixels = np.asarray(astronaut())
    photo = Photo(pixels, pixels.shape[1], pixels.shape[0], "0" * 64)
    (probe,) = encoder.encode(photo)
    return photo, probe


@pytest.fixture
async def house(
    database: Database, store: Store, encoder: FastEncoder, read: tuple[Photo, Probe]
) -> AsyncIterator[House]:
    worker = Worker()
    photo, probe = read
    kept = crop(photo, probe.box)
    yield House(database, store, store.gallery("chat-1"), worker, encoder, probe, kept)
    await worker.close()


async def enrol(gallery: Gallery, name: str, *crops: bytes) -> Subject:
    """Enrol somebody with a made-up template a crop, each of a photo of its own."""
    subject = await gallery.claim(name)
    vectors = some_vectors(np.random.default_rng(len(name)), len(crops))
    faces = [
        replace(face(gallery, subject, vector, f"{name} {number}", minutes=number), crop=kept)
        for number, (vector, kept) in enumerate(zip(vectors, crops, strict=True))
    ]
    assert all(await gallery.add(faces))
    return subject


async def ids(gallery: Gallery, *subjects: Subject) -> list[str]:
    return sorted([one.id for who in subjects for one in await gallery.enrolments(who.id)])


async def test_a_gallery_is_moved_and_the_old_is_kept(house: House) -> None:
    ann = await enrol(house.gallery, "Ann", house.crop, house.crop)
    bob = await enrol(house.gallery, "Bob", house.crop)
    before = await ids(house.gallery, ann, bob)
    counted: list[None] = []
    moved = await house.migration(seen=lambda: counted.append(None)).run()
    assert moved == Migrated(before=MODEL, people=2, made=3, present=0, failed=0, lost=())
    assert len(counted) == 3

    now = await house.now()
    assert await ids(now, ann, bob) == before
    found = await now.search([house.probe])
    assert found.templates == 3
    assert {one.subject for one in found.candidates[0]} == {ann, bob}
    assert min(one.score for one in found.candidates[0]) > 0.99, "the crop is as good as the photo"
    assert await house.store.others() == [GallerySummary("chat-1", MODEL, people=2, templates=3)]
    again = await house.moved()
    assert again == Migrated(house.encoder.model, people=2, made=0, present=3, failed=0, lost=())


async def test_whose_crop_shows_no_face_is_told_and_is_found_again_when_enrolled_again(
    house: House,
) -> None:
    ann = await enrol(house.gallery, "Ann", house.crop, plain_photo(side=100))
    bob = await enrol(house.gallery, "Bob", plain_photo(side=100))
    cat = await enrol(house.gallery, "Cat", b"no picture at all")
    moved = await house.moved()
    assert (moved.people, moved.made, moved.failed) == (1, 1, 3)
    assert [(one.subject, one.error.code) for one in moved.lost] == [
        (bob, "no_face"),
        (cat, "not_an_image"),
    ]
    now = await house.now()
    assert [person.subject for person in await now.people()] == [ann]

    claimed = await now.claim("bob")
    assert claimed == bob
    vector = some_vectors(np.random.default_rng(0), 1, 128)[0]
    await now.add([face(now, bob, vector, "new", model=house.encoder.model)])
    again = await house.moved()
    assert [one.subject for one in again.lost] == [cat]
    assert (again.people, again.made) == (2, 0)


async def test_a_gallery_of_which_nothing_can_be_moved_stays_as_it_is(house: House) -> None:
    bob = await enrol(house.gallery, "Bob", plain_photo(side=100))
    moved = await house.moved()
    assert (moved.people, [one.subject for one in moved.lost]) == (0, [bob])
    assert await house.store.galleries() == [GallerySummary("chat-1", MODEL, 1, 1)]
    assert [person.subject for person in await house.gallery.people()] == [bob]


async def test_where_nobody_is_there_is_nothing_to_do(house: House) -> None:
    moved = await house.moved()
    assert moved == Migrated(before=None, people=0, made=0, present=0, failed=0, lost=())
    assert await house.store.galleries() == []


async def test_there_and_back_makes_only_what_is_new(house: House, home: Path) -> None:
    accurate = FastEncoder(home, "accurate")
    ann = await enrol(house.gallery, "Ann", house.crop)
    await house.moved()
    fast = await house.now()
    assert (await house.moved(accurate)).made == 1
    assert [one.model for one in await house.store.others()] == [MODEL, house.encoder.model]
    other = await house.now(accurate)
    new = replace((await other.enrolments(ann.id))[0], id="f" * 32, photo="1" * 64)
    await other.add([new])

    back = await house.moved()
    assert back == Migrated(accurate.model, people=1, made=1, present=1, failed=0, lost=())
    assert len(await fast.enrolments(ann.id)) == 2
    assert await house.store.switch("chat-1", MODEL), "what was the first is still there, too"
    assert len(await house.gallery.enrolments(ann.id)) == 1


@pytest.mark.parametrize("after", [0.05, 0.3, 0.8])
async def test_what_was_interrupted_goes_on(
    house: House, after: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.migration.BATCH", 2)
    people = [await enrol(house.gallery, f"Person {n}", house.crop, house.crop) for n in range(6)]
    before = await ids(house.gallery, *people)
    running = asyncio.create_task(house.moved())
    await asyncio.wait([running], timeout=after)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    moved = await house.moved()
    assert (moved.people, moved.made + moved.present, moved.lost) == (6, 12, ())
    now = await house.now()
    assert await ids(now, *people) == before
    assert await house.store.others() == [GallerySummary("chat-1", MODEL, 6, 12)]


async def test_what_is_enrolled_meanwhile_is_moved_too_and_who_is_forgotten_is_gone(
    house: House,
) -> None:
    """A bot with the old settings goes on until the switch; then it is refused."""
    ann = await enrol(house.gallery, "Ann", *[house.crop] * 12)
    gone = await enrol(house.gallery, "Gone", house.crop, house.crop)
    bot = (await house.database.open()).gallery("chat-1")
    acknowledged: set[str] = set()
    answered: list[list[str]] = []

    async def use_the_bot() -> None:
        for turn in range(1000):
            vector = some_vectors(np.random.default_rng(turn), 1)[0]
            new = replace(face(bot, ann, vector, f"new {turn}"), crop=house.crop)
            try:
                await bot.add([new])
                acknowledged.add(new.id)
                answered.append(await names_found(bot, vector, 1))
            except ModelMismatch:
                return
            if turn == 1:
                await bot.forget(gone.id)
            await asyncio.sleep(0.2)

    using = asyncio.create_task(use_the_bot())
    moved = await house.moved()
    await using
    assert answered
    assert all(names == ["Ann"] for names in answered)
    assert moved.lost == ()
    now = await house.now()
    assert acknowledged <= set(await ids(now, ann))
    assert [person.subject for person in await now.people()] == [ann]
    for model in (MODEL, house.encoder.model):
        assert await house.store.beside("chat-1", model).enrolments(gone.id) == []


async def test_a_photo_that_is_removed_while_it_is_made_anew_does_not_come_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is removed when its template is ready and not written: the worst moment."""
    ann = await enrol(house.gallery, "Ann", house.crop, house.crop)
    first, second = await ids(house.gallery, ann)
    flush, to_remove = Migration._flush, [first]

    async def removed_first(self: Migration, source: Gallery) -> None:
        if to_remove:  # once: a second time would remove what came back, too
            await house.gallery.remove([to_remove.pop()])
        await flush(self, source)

    monkeypatch.setattr(Migration, "_flush", removed_first)
    moved = await house.moved()
    now = await house.now()
    assert await ids(now, ann) == [second]
    assert await ids(house.store.beside("chat-1", MODEL), ann) == [second]
    assert moved.people == 1


async def test_two_at_once_do_not_double_anything(house: House) -> None:
    people = [await enrol(house.gallery, f"Person {n}", house.crop) for n in range(4)]
    one, other = await asyncio.gather(house.moved(), house.moved())
    assert one.made + other.made == 4
    now = await house.now()
    assert await ids(now, *people) == await ids(house.store.beside("chat-1", MODEL), *people)


async def test_a_face_that_fills_its_crop_to_the_edge_is_found(house: House) -> None:
    """Of a photo at whose edge somebody is cut off; the detector finds them in a wider picture."""
    photo = images.load((faces_dir() / "deepface" / "selfie-many-people.jpg").read_bytes())
    at_the_edge = crop(photo, Box(430, 313, 170, 257))
    assert house.encoder.encode(images.load(at_the_edge)) == []
    await enrol(house.gallery, "Eve", at_the_edge)
    assert (await house.moved()).lost == ()
