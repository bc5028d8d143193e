"""The verbs, over the embedded store and an encoder that finds what a test says."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.decision import Policy
from core.doubts import ANYTHING, DoubtfulPerson, LooksLikeAnother, PoorPhoto
from core.errors import (
    BadName,
    NameTaken,
    NoFace,
    NoSuchFace,
    NotAnImage,
    SeveralFaces,
    UnknownPerson,
)
from core.findings import Decision
from core.model import ModelId
from core.recognizer import Recognizer
from core.stores.sqlite import SqliteStore
from core.worker import Worker
from tests.bands import MODEL, SHIPPED, BandEncoder, photo

OTHER_MODEL = ModelId("Made-up", "none", "other")
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def encoder() -> BandEncoder:
    return BandEncoder()


@pytest.fixture
async def recognizer(tmp_path: Path, encoder: BandEncoder) -> AsyncIterator[Recognizer]:
    store, worker = await SqliteStore.open(tmp_path / "faces.db", MODEL), Worker()
    yield Recognizer(encoder, store, Policy(SHIPPED, None), worker, clock=lambda: NOON)
    await worker.close()
    await store.close()


async def enrol(recognizer: Recognizer, name: str, *colours: str, face: int | None = None) -> None:
    reading = await recognizer.read(photo(*colours))
    await recognizer.enrol("chat", name, reading, by="me", face=face)


async def test_who_was_enrolled_is_recognised_and_a_stranger_is_not(recognizer: Recognizer) -> None:
    await enrol(recognizer, "Ann", "red")
    reading = await recognizer.read(photo("red", "lime"))
    known, stranger = await recognizer.identify("chat", reading)
    assert known.decision is Decision.MATCH
    assert known.candidates[0].subject.name == "Ann"
    assert stranger.decision is Decision.UNKNOWN
    assert (known.gallery_size, stranger.gallery_size) == (1, 1)


async def test_photos_are_read_away_from_the_event_loop(
    recognizer: Recognizer, encoder: BandEncoder
) -> None:
    await recognizer.read(photo("red"))
    assert encoder.threads.isdisjoint({threading.main_thread().name})


async def test_a_known_name_gains_a_photo_and_the_same_photo_is_no_new_one(
    recognizer: Recognizer,
) -> None:
    first = await recognizer.read(photo("red"))
    enrolled = await recognizer.enrol("chat", "Ann", first, by="me")
    assert (enrolled.new, enrolled.photos) == (True, 1)
    again = await recognizer.enrol("chat", "ANN ", first, by="somebody else")
    assert (again.new, again.photos, again.subject) == (False, 1, enrolled.subject)
    other = await recognizer.read(photo("red", size=60))
    more = await recognizer.enrol("chat", "ann", other, by="me")
    assert (more.new, more.photos, more.subject) == (True, 2, enrolled.subject)


async def test_of_several_faces_somebody_must_say_which(recognizer: Recognizer) -> None:
    reading = await recognizer.read(photo("red", "blue"))
    with pytest.raises(SeveralFaces) as caught:
        await recognizer.enrol("chat", "Ann", reading, by="me")
    assert caught.value.faces == 2
    await recognizer.enrol("chat", "Ann", reading, by="me", face=1)
    (found,) = await recognizer.identify("chat", await recognizer.read(photo("blue")))
    assert found.candidates[0].score == pytest.approx(1, abs=1e-6)


async def test_what_cannot_be_enrolled_says_why_and_leaves_nobody(recognizer: Recognizer) -> None:
    nobody = await recognizer.read(photo("black"))
    somebody = await recognizer.read(photo("red"))
    with pytest.raises(NoFace):
        await recognizer.enrol("chat", "Ann", nobody, by="me")
    with pytest.raises(NoSuchFace):
        await recognizer.enrol("chat", "Ann", somebody, by="me", face=1)
    with pytest.raises(NoSuchFace):
        await recognizer.enrol("chat", "Ann", somebody, by="me", face=-1)
    with pytest.raises(BadName):
        await recognizer.enrol("chat", "  ", somebody, by="me")
    with pytest.raises(NotAnImage):
        await recognizer.read(b"not a photo")
    assert list(await recognizer.people("chat")) == []


async def test_a_photo_without_faces_is_a_result(recognizer: Recognizer) -> None:
    assert await recognizer.identify("chat", await recognizer.read(photo("black"))) == ()


async def test_an_empty_gallery_knows_nobody(recognizer: Recognizer) -> None:
    (found,) = await recognizer.identify("chat", await recognizer.read(photo("red")))
    assert (found.candidates, found.decision, found.gallery_size) == ((), Decision.UNKNOWN, 0)


async def test_one_chat_does_not_know_the_people_of_another(recognizer: Recognizer) -> None:
    await enrol(recognizer, "Ann", "red")
    reading = await recognizer.read(photo("red"))
    (found,) = await recognizer.identify("elsewhere", reading)
    assert found.candidates == ()
    for attempt in (
        recognizer.forget("elsewhere", "Ann"),
        recognizer.rename("elsewhere", "Ann", "B"),
    ):
        with pytest.raises(UnknownPerson):
            await attempt


async def test_a_rename_keeps_the_person_and_takes_nobody_elses_name(
    recognizer: Recognizer,
) -> None:
    await enrol(recognizer, "Ann", "red")
    await enrol(recognizer, "Bo", "blue")
    with pytest.raises(NameTaken):
        await recognizer.rename("chat", "Ann", "BO")
    await recognizer.rename("chat", "ann", "Anna")
    assert [p.subject.name for p in await recognizer.people("chat")] == ["Anna", "Bo"]


async def test_who_is_forgotten_is_a_stranger(recognizer: Recognizer) -> None:
    await enrol(recognizer, "Ann", "red")
    forgotten = await recognizer.forget("chat", "ANN")
    assert (forgotten.subject.name, forgotten.photos) == ("Ann", 1)
    (found,) = await recognizer.identify("chat", await recognizer.read(photo("red")))
    assert found.candidates == ()
    with pytest.raises(UnknownPerson):
        await recognizer.forget("chat", "Ann")


async def test_who_is_forgotten_while_a_photo_of_theirs_is_learnt_is_somebody_new(
    tmp_path: Path, encoder: BandEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, worker = await SqliteStore.open(tmp_path / "faces.db", MODEL), Worker()
    recognizer = Recognizer(encoder, store, Policy(SHIPPED, None), worker, clock=lambda: NOON)
    await enrol(recognizer, "Ann", "red")
    (before,) = await recognizer.people("chat")
    run = worker.run

    async def slow(job: Any, *given: Any, **more: Any) -> Any:
        if job == recognizer.enrolment and len(await recognizer.people("chat")) == 1:
            await recognizer.forget("chat", "Ann")
        return await run(job, *given, **more)

    monkeypatch.setattr(worker, "run", slow)
    reading = await recognizer.read(photo("red", size=60))
    kept = await recognizer.enrol("chat", "Ann", reading, by="me")
    assert (kept.subject.name, kept.new, kept.photos) == ("Ann", True, 1)
    assert kept.subject.id != before.subject.id
    await worker.close()
    await store.close()


async def test_two_photos_of_one_person_verify_and_two_people_do_not(
    recognizer: Recognizer,
) -> None:
    red, large_red, blue = [
        await recognizer.read(data) for data in (photo("red"), photo("red", size=60), photo("blue"))
    ]
    assert recognizer.verify(red, large_red).decision is Decision.MATCH
    different = recognizer.verify(red, blue)
    assert different.decision is Decision.UNKNOWN
    assert different.threshold == SHIPPED
    assert different.distance == pytest.approx((2 - 2 * different.score) ** 0.5)


async def test_merged_galleries_have_one_person_of_a_name_however_often_it_is_tried(
    recognizer: Recognizer,
) -> None:
    await enrol(recognizer, "Ann", "red")
    other = await recognizer.read(photo("red", size=60))
    await recognizer.enrol("new chat", "ann", other, by="me")
    await recognizer.merge("chat", into="new chat")
    await recognizer.merge("chat", into="new chat")
    assert [(p.subject.name, p.photos) for p in await recognizer.people("new chat")] == [("ann", 2)]
    assert list(await recognizer.people("chat")) == []


async def test_who_asks_to_be_forgotten_is_forgotten_whatever_the_model(
    recognizer: Recognizer, tmp_path: Path
) -> None:
    await enrol(recognizer, "Ann", "red")
    store, worker = await SqliteStore.open(tmp_path / "faces.db", OTHER_MODEL), Worker()
    policy = Policy(SHIPPED, None)
    other = Recognizer(BandEncoder(), store, policy, worker, clock=lambda: NOON)
    assert (await other.forget("chat", "Ann")).photos == 1
    assert list(await recognizer.people("chat")) == []
    await worker.close()
    await store.close()


async def test_a_photo_of_somebody_known_under_another_name_is_doubted(
    recognizer: Recognizer,
) -> None:
    await enrol(recognizer, "Ann", "red")
    reading = await recognizer.read(photo("red", size=56))
    with pytest.raises(LooksLikeAnother) as caught:
        await recognizer.enrol("chat", "Bo", reading, by="me")
    doubt = caught.value
    assert (doubt.name, doubt.other, doubt.known) == ("Bo", "Ann", False)
    assert doubt.score == pytest.approx(1, abs=1e-6)
    assert [p.subject.name for p in await recognizer.people("chat")] == ["Ann"]

    await recognizer.enrol("chat", "Bo", reading, by="me", despite=(DoubtfulPerson,))
    assert [p.subject.name for p in await recognizer.people("chat")] == ["Ann", "Bo"]


async def test_of_two_who_are_known_the_nearer_one_is_named(recognizer: Recognizer) -> None:
    await enrol(recognizer, "Ann", "red")
    await enrol(recognizer, "Bo", "blue")
    with pytest.raises(LooksLikeAnother) as caught:
        await recognizer.enrol("chat", "bo", await recognizer.read(photo("red", size=56)), by="me")
    assert (caught.value.other, caught.value.known) == ("Ann", True)


async def test_a_poor_photo_is_doubted_once_and_never_again(recognizer: Recognizer) -> None:
    poor = await recognizer.read(photo("red", size=16))
    with pytest.raises(PoorPhoto) as caught:
        await recognizer.enrol("chat", "Ann", poor, by="me")
    assert (caught.value.code, caught.value.seen) == ("face_too_small", 16)
    assert list(await recognizer.people("chat")) == []
    insisted = await recognizer.enrol("chat", "Ann", poor, by="me", despite=ANYTHING)
    assert insisted.new
    again = await recognizer.enrol("chat", "Ann", poor, by="me")
    assert (again.new, again.photos) == (False, 1)


async def test_who_insists_on_a_poor_photo_is_still_asked_whose_it_is(
    recognizer: Recognizer,
) -> None:
    await enrol(recognizer, "Ann", "red")
    poor = await recognizer.read(photo("red", size=16))
    with pytest.raises(LooksLikeAnother):
        await recognizer.enrol("chat", "Bo", poor, by="me", despite=(PoorPhoto,))


async def test_without_measured_thresholds_no_photo_is_called_unlike_the_others(
    recognizer: Recognizer,
) -> None:
    await enrol(recognizer, "Ann", "red")
    await enrol(recognizer, "Ann", "blue")
    assert [p.photos for p in await recognizer.people("chat")] == [2]
