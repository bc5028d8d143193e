"""What the bot remembers of chats and of its open questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.buttons import Buttons
from bot.housekeeping import sweep
from bot.questions import BUTTON_LIFE, COLLECTIONS
from bot.request import FaceRef, PhotoRef, PhotoSent, Request, Whom
from bot.wanted import ConsentWanted, FaceWanted, NameWanted, PhotoWanted
from core.model import Box
from tests.unit.bot_rooms import Memory
from tests.unit.updates import ENGLISH, NOBODY, NOW

ANN, BOB = Whom("Ann", 7), Whom("Bob")
PHOTO = PhotoRef("file", 1, 1000)
CONSENT = ConsentWanted(
    whom=BOB,
    faces=(FaceRef(PHOTO, None), FaceRef(PhotoRef("other", 2, None), Box(1, 2, 3, 4))),
    other="Ann",
    person=True,
)


def asked(message: int = 1, sender: int = 7, chat: int = 7, album: str | None = None) -> Request:
    return Request(
        update_id=message, chat=chat, private=True, thread=None, message=message, sender=sender,
        known_as=NOBODY,
        ask=PhotoSent(PHOTO), speech=ENGLISH, album=album,
    )  # fmt: skip


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
    await memory.questions.ask_photo(asked(1), ANN)
    assert await memory.questions.pending(asked(2)) == PhotoWanted(ANN, 1)
    assert await memory.questions.pending(asked(2, sender=8)) is None
    assert await memory.questions.pending(asked(2, chat=-1)) is None


async def test_a_later_question_replaces_an_earlier_one(memory: Memory) -> None:
    await memory.questions.ask_photo(asked(1), ANN)
    await memory.questions.ask_name(asked(2), [PHOTO])
    assert await memory.questions.pending(asked(3)) == NameWanted((PHOTO,))


async def test_one_message_takes_the_question_and_finds_it_again(memory: Memory) -> None:
    await memory.questions.ask_photo(asked(1), ANN)
    assert await memory.questions.take(asked(2))
    assert await memory.questions.take(asked(2)), "the same message, in another life"
    assert await memory.questions.pending(asked(2)) == PhotoWanted(ANN, 1)
    assert not await memory.questions.take(asked(3))
    assert await memory.questions.pending(asked(3)) is None


async def test_a_photo_from_before_the_question_is_no_answer_to_it(memory: Memory) -> None:
    await memory.questions.ask_photo(asked(5), ANN)
    assert await memory.questions.pending(asked(4)) is None
    assert await memory.questions.pending(asked(6)) == PhotoWanted(ANN, 5)


async def test_an_album_takes_the_question_whole(memory: Memory) -> None:
    await memory.questions.ask_photo(asked(1), ANN)
    assert await memory.questions.take(asked(2, album="a"))
    assert await memory.questions.take(asked(3, album="a"))
    assert not await memory.questions.take(asked(4))


async def test_what_nobody_asked_cannot_be_taken_or_cancelled(memory: Memory) -> None:
    assert not await memory.questions.take(asked(1))
    assert not await memory.questions.cancel(asked(1))


async def test_questions_expire_and_are_swept(memory: Memory) -> None:
    await memory.questions.ask_photo(asked(1), ANN)
    key = await memory.questions.ask_face(asked(1), FaceWanted(ANN, PHOTO, (Box(1, 2, 3, 4),)))
    consent = await memory.questions.ask_consent(asked(1), CONSENT)
    await memory.questions.asked_in(asked(1), 7)
    memory.now += timedelta(minutes=16)
    assert await memory.questions.pending(asked(2)) is None
    assert await memory.questions.face(asked(2), key) is None
    assert await memory.questions.consent(asked(2), consent) is None
    swept = [await sweep(memory.store.records, name, memory.now) for name in COLLECTIONS]
    assert swept == [1, 1, 1, 1]


async def test_a_question_about_doubts_is_found_from_its_own_chat_alone(memory: Memory) -> None:
    key = await memory.questions.ask_consent(asked(1), CONSENT)
    assert await memory.questions.consent(asked(2), key) == CONSENT
    assert await memory.questions.consent(asked(2, chat=-1), key) is None
    await memory.questions.close_consent(asked(2), key)
    assert await memory.questions.consent(asked(2), key) is None


async def test_other_doubts_about_the_same_photos_are_another_question(memory: Memory) -> None:
    poor = replace(CONSENT, other=None, person=False)
    keys = {await memory.questions.ask_consent(asked(1), one) for one in (CONSENT, poor, CONSENT)}
    assert len(keys) == 2


async def test_what_is_open_is_not_swept(memory: Memory) -> None:
    await memory.questions.ask_photo(asked(1), ANN)
    assert await sweep(memory.store.records, COLLECTIONS[0], memory.now) == 0
    assert await memory.questions.pending(asked(2)) is not None


async def test_a_choice_of_faces_is_found_from_its_own_chat_alone(memory: Memory) -> None:
    question = FaceWanted(ANN, PHOTO, (Box(1, 2, 3, 4), Box(5, 6, 7, 8)))
    key = await memory.questions.ask_face(asked(1), question)
    assert await memory.questions.face(asked(9), key) == question
    assert await memory.questions.face(asked(9, chat=-1), key) is None
    other = await memory.questions.ask_face(asked(1), replace(question, whom=BOB))
    assert other != key, "another name for the same photo is another question"
    await memory.questions.close_face(asked(9), key)
    assert await memory.questions.face(asked(9), key) is None


async def test_buttons_fit_into_what_telegram_carries(memory: Memory) -> None:
    async def nobody(_: int, __: int) -> bool:
        return False

    buttons = Buttons("42:token", lambda: NOW, nobody)
    question = FaceWanted(Whom("👩" * 64), replace(PHOTO, message_id=2**40), ())
    largest = asked(1, sender=-(2**50), chat=-(2**50))
    face = await memory.questions.ask_face(largest, question)
    sure = await memory.questions.ask_consent(largest, CONSENT)
    for says in (f"face:{face}:40", f"sure:{sure}:other"):
        assert len(buttons.make(largest, "A label", says, life=BUTTON_LIFE).data) <= 64
