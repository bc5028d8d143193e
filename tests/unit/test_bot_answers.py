"""What the bot remembers of its answers, so that their buttons work."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import housekeeping
from bot.answer import AlbumAnswered, Answer, AnsweredFace, Remark, Resemblance
from bot.answers import ANSWERS, COLLECTIONS, LIFE, Answers
from bot.erasing import Erasing
from bot.questions import PENDING, Questions
from bot.request import FaceRef, PhotoRef, PhotoSent, Request, Whom
from bot.texts.speech import Markup
from core.findings import Decision
from core.model import Box, ModelId
from core.stores.sqlite import SqliteStore
from tests.unit.updates import ENGLISH, NOBODY, NOW

CHAT, MIRA = -100, 7
PHOTOS = (PhotoRef("one", 5, 1000), PhotoRef("two", 6, None))
ANSWER = Answer(
    key=5,
    owner=MIRA,
    thread=3,
    photos=PHOTOS,
    messages=(8, 9),
    picture=True,
    faces=(
        AnsweredFace(
            "1",
            FaceRef(PHOTOS[0], Box(1, 2, 3, 4)),
            Decision.MATCH,
            (Resemblance("a", 0.9), Resemblance("b", -0.1)),
            explained=12,
            learnt="b",
        ),
        AnsweredFace(
            "2", FaceRef(PHOTOS[1], None), Decision.UNKNOWN, (), ruled_out=True, suspect="t"
        ),
    ),
    remarks=(Remark("3", Markup("Nothing."), 2),),
    measured=False,
    given=True,
)


class Desk:
    """Answers, with a clock that can be set forward."""

    def __init__(self, store: SqliteStore) -> None:
        self.records = store.records
        self.now = NOW
        self.answers = Answers(store.records, lambda: self.now)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store = await SqliteStore.open(tmp_path / "f.db", ModelId("Dlib", "dlib", "deepface"))
    yield Desk(store)
    await store.close()


def part(message: int, album: str = "A") -> Request:
    photo = PhotoSent(PhotoRef("f", message, None))
    return Request(1, CHAT, False, None, message, MIRA, NOBODY, photo, ENGLISH, album=album)  # noqa: FBT003 — no private chat


async def test_an_answer_is_kept_as_it_is_for_its_chat_alone(desk: Desk) -> None:
    await desk.answers.keep(CHAT, ANSWER)
    assert await desk.answers.of(CHAT, 5) == ANSWER
    assert await desk.answers.of(CHAT, 6) is None
    assert await desk.answers.of(MIRA, 5) is None


async def test_it_expires_after_a_day_and_is_swept(desk: Desk) -> None:
    await desk.answers.keep(CHAT, ANSWER)
    await desk.answers.note_album(part(5), PHOTOS, 5, asked=False)
    desk.now = NOW + LIFE - timedelta(minutes=1)
    await desk.answers.change(CHAT, 5, lambda one: replace(one, picture=False))
    desk.now = NOW + LIFE + timedelta(minutes=1)
    assert await desk.answers.of(CHAT, 5) is None, "a change does not keep it longer"
    assert await desk.answers.change(CHAT, 5, lambda one: one) is None
    swept = [await housekeeping.sweep(desk.records, name, desk.now) for name in COLLECTIONS]
    assert swept == [1, 1]


async def test_what_several_people_press_at_the_same_moment_is_all_kept(desk: Desk) -> None:
    await desk.answers.keep(CHAT, ANSWER)

    async def press(number: int) -> None:
        await desk.answers.change(
            CHAT, 5, lambda one: one.with_face(number, explained=one.key + number)
        )

    await asyncio.gather(*(press(number) for number in (1, 2, 1, 2, 1)))
    kept = await desk.answers.of(CHAT, 5)
    assert kept is not None
    assert [face.explained for face in kept.faces] == [6, 7]


async def test_who_is_erased_leaves_their_place_and_no_id(desk: Desk) -> None:
    erasing = Erasing(desk.records, desk.answers)
    first, second = ANSWER.faces
    suspected = replace(ANSWER, faces=(replace(first, suspect="t", learnt=None), second))
    await desk.answers.keep(CHAT, ANSWER)
    await desk.answers.keep(CHAT, replace(suspected, key=6))
    await desk.answers.keep(MIRA, ANSWER)
    for person in ("a", "b", "b"):
        await erasing.erase(CHAT, person)
    erased = [await desk.answers.of(CHAT, key) for key in (5, 6)]
    faces = [one.faces[0] for one in erased if one is not None]
    assert [face.alike for face in faces] == [(Resemblance("", 0.9), Resemblance("", -0.1))] * 2
    assert [face.learnt for face in faces] == ["", None], "who it is was said, and is no question"
    assert [face.suspect for face in faces] == [None, None]
    assert await desk.answers.of(MIRA, 5) == ANSWER


async def test_no_picture_no_template_and_no_name_is_kept(desk: Desk) -> None:
    await desk.answers.keep(CHAT, ANSWER)
    record = await desk.records.get(ANSWERS, f"{CHAT}:5")
    assert record is not None
    face = record.value["faces"][0]
    assert set(face) == {
        "label", "photo", "box", "decision", "alike", "explained", "learnt", "ruled_out", "suspect",
        "unnamed",
    }  # fmt: skip
    assert len(json.dumps(record.value)) < 1000


async def test_parts_of_an_album_that_were_answered_are_known(desk: Desk) -> None:
    assert await desk.answers.album(part(5)) == AlbumAnswered()
    await desk.answers.note_album(part(5), PHOTOS, 5, asked=True)
    await desk.answers.note_album(part(5), [PhotoRef("late", 7, None)], None, asked=False)
    assert await desk.answers.album(part(9)) == AlbumAnswered(frozenset({5, 6, 7}), 5, asked=True)
    assert await desk.answers.album(part(9, album="B")) == AlbumAnswered()


async def test_a_question_with_the_name_of_who_is_erased_is_closed_whatever_else_is_in_it(
    desk: Desk,
) -> None:
    erasing = Erasing(desk.records, desk.answers)
    questions = Questions(desk.records, lambda: desk.now)
    photo = PhotoRef("AgACAgIAAxkBAAI" * 6, 7, None)
    for name, person in (("Ann", MIRA), ("Bob", MIRA + 1)):
        await questions.ask_photo(replace(part(5), sender=person), Whom(name))
    await questions.ask_name(replace(part(5), sender=MIRA + 2), [photo])
    await erasing.close_questions(CHAT, "a", "ANN")
    left = [record.key for record in await desk.records.list(PENDING, limit=9)]
    assert left == [f"{CHAT}:{MIRA + 1}", f"{CHAT}:{MIRA + 2}"]
