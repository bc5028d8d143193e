"""What the bot remembers of an album that it learns, until its late parts have come."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.housekeeping import sweep
from bot.lessons import COLLECTIONS, Lesson, Lessons
from bot.questions import PATIENCE
from bot.request import PhotoRef, PhotoSent, Request, Whom
from bot.texts.enrolling import Asked, Failed, Learnt
from bot.texts.speech import Markup
from tests.unit.bot_rooms import Memory
from tests.unit.updates import ENGLISH, NOBODY

ANN = Whom("Ann", 7)
POOR = PhotoRef("file", 6, 1000)
LESSON = Lesson(
    {7: Asked(), 5: Learnt("Ann", True, 2, "a"), 6: Failed(Markup("<i>Too dark.</i>"))},  # noqa: FBT003 — new
    poor=(POOR,),
    message=9,
    offered=True,
    given=True,
)


def part(album: str = "A", chat: int = 7) -> Request:
    photo = PhotoSent(POOR)
    return Request(1, chat, True, None, 6, 7, NOBODY, photo, ENGLISH, album=album)  # noqa: FBT003 — a private chat


async def test_a_lesson_is_kept_as_it_is_for_its_album_alone(memory: Memory) -> None:
    lessons = Lessons(memory.store.records, memory.clock)
    await lessons.keep(part(), LESSON)
    assert await lessons.of(part()) == replace(LESSON, outcomes=dict(LESSON.in_order))
    assert [message for message, _ in LESSON.in_order] == [5, 6, 7]
    assert await lessons.of(part("B")) == Lesson({}) == await lessons.of(part(chat=-1))


async def test_whose_an_album_is_is_known_of_each_of_its_parts(memory: Memory) -> None:
    lessons = Lessons(memory.store.records, memory.clock)
    await lessons.begin(part(), ANN)
    assert await lessons.whose(part()) == ANN
    assert await lessons.whose(part("B")) is None
    assert await lessons.whose(replace(part(), album=None)) is None


async def test_it_ends_with_the_time_in_which_late_parts_are_known(memory: Memory) -> None:
    lessons = Lessons(memory.store.records, memory.clock)
    await lessons.begin(part(), ANN)
    await lessons.keep(part(), LESSON)
    memory.now += PATIENCE + timedelta(seconds=1)
    assert await lessons.of(part()) == Lesson({})
    assert await lessons.whose(part()) is None
    assert [await sweep(memory.store.records, name, memory.now) for name in COLLECTIONS] == [1, 1]
