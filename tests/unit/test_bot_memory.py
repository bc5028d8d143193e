"""What the bot remembers of chats and of its open questions."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from bot.chats import Chats
from bot.housekeeping import sweep
from bot.questions import COLLECTIONS, FaceWanted, NameWanted, PhotoWanted, Questions
from bot.request import PhotoRef, PhotoSent, Request
from core.decision import Policy
from core.encoders.deepface import DeepFaceEncoder
from core.model import Box, Enrolment, ModelId, Template, Vector
from core.ports import Store
from core.recognizer import Recognizer
from core.stores.sqlite import SqliteStore
from core.worker import Worker
from tests.unit.updates import NOW

MODEL = ModelId("Dlib", "dlib", "deepface")
PHOTO = PhotoRef("file", 1, 1000)


def asked(message: int = 1, sender: int = 7, chat: int = 7, album: str | None = None) -> Request:
    return Request(
        update_id=message, chat=chat, private=True, thread=None, message=message, sender=sender,
        ask=PhotoSent(PHOTO), album=album,
    )  # fmt: skip


@dataclass
class Memory:
    store: Store
    chats: Chats
    questions: Questions
    now: datetime = NOW

    async def enrol(self, chat: int, name: str, *numbers: int) -> None:
        gallery = self.store.gallery(await self.chats.gallery_to_fill(chat))
        subject = await gallery.claim(name)
        for number in numbers:
            vector: Vector = np.eye(128, dtype=np.float32)[number]
            await gallery.add(
                [
                    Enrolment(
                        f"{gallery.id}-{number}", subject, Template(vector, MODEL), f"{number:064}",
                        b"crop", "7", NOW,
                    )
                ]
            )  # fmt: skip

    async def people(self, chat: int) -> dict[str, int]:
        gallery = await self.chats.gallery(chat)
        if gallery is None:
            return {}
        known = await self.store.gallery(gallery).people()
        return {person.subject.name: person.photos for person in known}


@pytest.fixture
async def memory(tmp_path: Path) -> AsyncIterator[Memory]:
    store = await SqliteStore.open(tmp_path / "f.db", MODEL)
    worker = Worker()
    encoder = DeepFaceEncoder("Dlib", "dlib", tmp_path)
    recognizer = Recognizer(encoder, store, Policy(0.9, None), worker, clock=lambda: NOW)
    ids = map(str, itertools.count(1))
    chats = Chats(store.records, recognizer, new_id=lambda: next(ids))
    made = Memory(store, chats, Questions(store.records, clock=lambda: made.now))
    yield made
    await store.close()
    await worker.close()


# --- chats ------------------------------------------------------------------------------------


async def test_a_chat_gets_a_gallery_when_somebody_is_enrolled_and_keeps_it(
    memory: Memory,
) -> None:
    assert await memory.chats.gallery(7) is None
    made = await memory.chats.gallery_to_fill(7)
    assert await memory.chats.gallery_to_fill(7) == made == await memory.chats.gallery(7)
    assert await memory.chats.gallery_to_fill(8) != made


async def test_a_moved_group_keeps_its_people_and_moving_twice_changes_nothing(
    memory: Memory,
) -> None:
    await memory.enrol(-1, "Ann", 1, 2)
    for _ in range(2):
        await memory.chats.move(-1, -100)
        assert await memory.people(-100) == {"Ann": 2}
    assert await memory.people(-1) == {"Ann": 2}, "a message still on its way finds them too"


async def test_whoever_was_enrolled_before_the_news_of_the_move_is_kept(memory: Memory) -> None:
    await memory.enrol(-1, "Ann", 1)
    await memory.enrol(-100, "ann", 2)
    await memory.enrol(-100, "Bob", 3, 4)
    for _ in range(2):
        await memory.chats.move(-1, -100)
        assert await memory.people(-100) == {"Ann": 2, "Bob": 2}


async def test_a_group_without_people_moves_without_a_trace(memory: Memory) -> None:
    await memory.chats.move(-1, -100)
    assert await memory.chats.gallery(-100) is None


async def test_a_group_is_told_once_how_to_begin(memory: Memory) -> None:
    assert await memory.chats.first_hint(-1)
    assert not await memory.chats.first_hint(-1)
    assert await memory.chats.first_hint(-2)


# --- questions --------------------------------------------------------------------------------


async def test_a_question_waits_for_its_own_person_in_its_own_chat(memory: Memory) -> None:
    await memory.questions.ask_photo(asked(1), "Ann")
    assert await memory.questions.pending(asked(2)) == PhotoWanted("Ann", 1)
    assert await memory.questions.pending(asked(2, sender=8)) is None
    assert await memory.questions.pending(asked(2, chat=-1)) is None


async def test_a_later_question_replaces_an_earlier_one(memory: Memory) -> None:
    await memory.questions.ask_photo(asked(1), "Ann")
    await memory.questions.ask_name(asked(2), [PHOTO])
    assert await memory.questions.pending(asked(3)) == NameWanted((PHOTO,))


async def test_one_message_takes_the_question_and_finds_it_again(memory: Memory) -> None:
    await memory.questions.ask_photo(asked(1), "Ann")
    assert await memory.questions.take(asked(2))
    assert await memory.questions.take(asked(2)), "the same message, in another life"
    assert await memory.questions.pending(asked(2)) == PhotoWanted("Ann", 1)
    assert not await memory.questions.take(asked(3))
    assert await memory.questions.pending(asked(3)) is None


async def test_an_album_takes_the_question_whole(memory: Memory) -> None:
    await memory.questions.ask_photo(asked(1), "Ann")
    assert await memory.questions.take(asked(2, album="a"))
    assert await memory.questions.take(asked(3, album="a"))
    assert not await memory.questions.take(asked(4))


async def test_what_nobody_asked_cannot_be_taken_or_cancelled(memory: Memory) -> None:
    assert not await memory.questions.take(asked(1))
    assert not await memory.questions.cancel(asked(1))


async def test_questions_expire_and_are_swept(memory: Memory) -> None:
    await memory.questions.ask_photo(asked(1), "Ann")
    key = await memory.questions.ask_face(
        asked(1), FaceWanted("Ann", PHOTO, (Box(1, 2, 3, 4),), asked_by=7)
    )
    await memory.questions.caption_album(asked(1, album="a"), "Ann")
    memory.now += timedelta(minutes=16)
    assert await memory.questions.pending(asked(2)) is None
    assert await memory.questions.face(asked(2), key) is None
    assert await memory.questions.album_name(asked(2, album="a")) is None
    swept = [await sweep(memory.store.records, name, memory.now) for name in COLLECTIONS]
    assert swept == [1, 1, 1]


async def test_what_is_open_is_not_swept(memory: Memory) -> None:
    await memory.questions.ask_photo(asked(1), "Ann")
    assert await sweep(memory.store.records, COLLECTIONS[0], memory.now) == 0
    assert await memory.questions.pending(asked(2)) is not None


async def test_a_choice_of_faces_is_found_from_its_own_chat_alone(memory: Memory) -> None:
    question = FaceWanted("Ann", PHOTO, (Box(1, 2, 3, 4), Box(5, 6, 7, 8)), asked_by=7)
    key = await memory.questions.ask_face(asked(1), question)
    assert await memory.questions.face(asked(9), key) == question
    assert await memory.questions.face(asked(9, chat=-1), key) is None
    other = await memory.questions.ask_face(asked(1), replace(question, name="Bob"))
    assert other != key, "another name for the same photo is another question"
    await memory.questions.close_face(asked(9), key)
    assert await memory.questions.face(asked(9), key) is None


async def test_buttons_fit_into_what_telegram_carries(memory: Memory) -> None:
    question = FaceWanted("👩" * 64, replace(PHOTO, message_id=2**40), (), asked_by=7)
    key = await memory.questions.ask_face(asked(1, chat=-(2**50)), question)
    assert len(f"face:{key}:40".encode()) <= 64
