"""Whatever Telegram handed over is answered, though the bot dies; and nothing is answered twice."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from tests.e2e.chatting import Talker, words
from tests.e2e.conftest import Lone, on_both_stores
from tests.e2e.pictures import EILEEN, TWO_FACES, person
from tests.playground_client import Message, PlaygroundClient

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def called(playground: PlaygroundClient, method: str, bot: str, times: int = 1) -> None:
    """Wait until the bot has made some call so often."""
    for _ in range(600):
        calls = [call for call in await playground.calls(method) if call["bot"] == bot]
        if len(calls) >= times:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{method} was not called {times} times")


async def answers_by_photo(talker: Talker) -> Counter[int | None]:
    """Return how often each message was answered, after everything before it was."""
    await talker.has_been_answered()
    return Counter(answer.reply_to for answer in await talker.all_answers())


@on_both_stores
async def test_killed_between_the_photo_and_the_reply_it_answers_once(lone: Lone) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Eileen")
    await mira.playground.add_fault("download", "slow_download", bytes_per_second=2000)
    photo = await mira.sends_photo(EILEEN)
    await called(mira.playground, "getFile", mira.bot, times=2)
    await lone.bot.kill()
    await mira.playground.clear_faults()
    assert photo.id not in {answer.reply_to for answer in await mira.all_answers()}

    await lone.bot.start()
    assert "This looks like Eileen." in words(await mira.answer_to(photo))
    assert (await answers_by_photo(mira))[photo.id] == 1


@on_both_stores
async def test_killed_in_the_middle_of_twenty_photos_it_answers_all(lone: Lone) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Eileen")
    photos = [await mira.sends_photo(EILEEN) for _ in range(20)]
    await mira.answers_to(photos[0], 5)
    await lone.bot.kill()
    await lone.bot.start()
    answered = await answers_by_photo(mira)
    counts = [answered[photo.id] for photo in photos]
    assert min(counts) == 1, "every photo is answered"
    assert sum(counts) <= 21, "only the one whose answer was not noted yet may come twice"


async def test_asked_to_stop_it_finishes_and_the_rest_comes_after_the_start(lone: Lone) -> None:
    mira = lone.talker
    photos = [await mira.sends_photo(EILEEN) for _ in range(8)]
    await mira.answers_to(photos[0], 2)
    assert await lone.bot.stop() == 0
    await lone.bot.start()
    answered = await answers_by_photo(mira)
    assert [answered[photo.id] for photo in photos] == [1] * 8


async def test_updates_that_come_twice_are_answered_once(lone: Lone) -> None:
    mira = lone.talker
    await mira.playground.add_fault("getUpdates", "duplicate_updates", times=None)
    await mira.playground.add_fault("getUpdates", "lost_confirmation", times=2)
    photos = [await mira.sends_photo(EILEEN) for _ in range(3)]
    answered = await answers_by_photo(mira)
    assert [answered[photo.id] for photo in photos] == [1, 1, 1]


async def test_what_kills_it_again_and_again_is_given_up_with_an_apology(lone: Lone) -> None:
    mira = lone.talker
    # A photo that is never done: each life of the bot ends in the middle of it.
    await mira.playground.add_fault("download", "slow_download", bytes_per_second=50, times=3)
    photo = await mira.sends_photo(EILEEN)
    for life in (1, 2, 3):
        await called(mira.playground, "getFile", mira.bot, times=life)
        await lone.bot.kill()
        await lone.bot.start(ready="familiar" if life < 3 else "is listening")
    told = await mira.answer_to(photo)
    assert told.reply_to == photo.id
    assert words(told).startswith("Sorry, I tried several times")
    assert "I don't know anybody" in await mira.says("/people")


async def test_open_questions_outlive_the_bot(lone: Lone) -> None:
    mira = lone.talker
    two_faces = TWO_FACES
    question = await mira.answer_to(await mira.sends_photo(two_faces, "/enroll Ann"))
    await mira.says("/enroll Bob")
    await lone.bot.kill()
    await lone.bot.start()
    assert "I now know Ann" in words(await mira.outcome_of(await mira.clicks(question, "1")))
    assert "I now know Bob" in await mira.shows(person(3)[0])


async def test_an_album_that_was_being_learnt_is_learnt_whole(lone: Lone) -> None:
    mira = lone.talker
    photos = person(0)[:4]
    sent = await mira.playground.send_album(mira.chat, mira.person, photos, "/enroll Ann")
    await called(mira.playground, "getFile", mira.bot, times=3)
    await lone.bot.kill()
    await lone.bot.start()
    told = words(await mira.answer_to(sent[0], seconds=60))
    assert told.endswith("I now know Ann from 4 photos.")
    assert len(await mira.all_answers()) == 1


async def test_the_photo_that_was_asked_for_is_taken_once_though_the_bot_dies(lone: Lone) -> None:
    mira = lone.talker
    await mira.says("/enroll Eileen")
    await mira.playground.add_fault("sendMessage", "server_error", times=None)
    photo = await mira.sends_photo(EILEEN)
    await called(mira.playground, "sendMessage", mira.bot, times=2)
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    assert "Eileen from 1 photo" in words(await last_answer(mira, photo))
    assert "This looks like Eileen." in await mira.shows(EILEEN)


async def last_answer(talker: Talker, photo: Message) -> Message:
    """Return the last answer to a photo, after everything before was answered."""
    await talker.has_been_answered()
    return [answer for answer in await talker.all_answers() if answer.reply_to == photo.id][-1]
