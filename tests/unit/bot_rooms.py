"""What the bot remembers, on a real SQLite file, for tests of what leans on it."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from bot.chats import Chats
from bot.moderation.keeping import Keeping, keeping_in
from bot.questions import Questions
from core.decision import Policy
from core.encoders.deepface import DeepFaceEncoder
from core.model import Enrolment, ModelId, Subject, Template, Vector
from core.ports import Store
from core.recognizer import Recognizer
from core.stores.sqlite import SqliteStore
from core.worker import Worker
from tests.unit.updates import NOW

MODEL = ModelId("Dlib", "dlib", "deepface")


@dataclass
class Memory:
    store: Store
    recognizer: Recognizer
    chats: Chats
    questions: Questions
    now: datetime = NOW

    def clock(self) -> datetime:
        return self.now

    async def enrol(self, chat: int, name: str, *numbers: int) -> Subject:
        gallery = self.store.gallery(await self.chats.gallery_to_fill(chat))
        subject = await gallery.claim(name)
        for number in numbers:
            vector: Vector = np.eye(128, dtype=np.float32)[number]
            await gallery.add(
                [
                    Enrolment(
                        f"{gallery.id}-{number}", subject, Template(vector, MODEL), f"{number:064}",
                        b"crop", "7", self.now,
                    )
                ]
            )  # fmt: skip
        return subject

    async def people(self, chat: int) -> dict[str, int]:
        gallery = await self.chats.gallery(chat)
        if gallery is None:
            return {}
        known = await self.store.gallery(gallery).people()
        return {person.subject.name: person.photos for person in known}


def keeping_of(memory: Memory) -> Keeping:
    return keeping_in(memory.store.records, memory.clock)


@asynccontextmanager
async def remembering(folder: Path) -> AsyncIterator[Memory]:
    store = await SqliteStore.open(folder / "f.db", MODEL)
    worker = Worker()
    encoder = DeepFaceEncoder("Dlib", "dlib", folder)
    recognizer = Recognizer(encoder, store, Policy(0.9, None), worker, clock=lambda: NOW)
    ids = map(str, itertools.count(1))
    chats = Chats(store.records, recognizer, new_id=lambda: next(ids))
    made = Memory(store, recognizer, chats, Questions(store.records, clock=lambda: made.now))
    yield made
    await store.close()
    await worker.close()
