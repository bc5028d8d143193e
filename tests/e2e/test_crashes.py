"""Whatever Telegram handed over is answered, though the bot dies; and nothing is answered twice."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from tests.e2e.asking import as_it_is, clicked
from tests.e2e.chatting import LOOKING, Talker, called, words
from tests.e2e.conftest import Identity, Lone, on_both_stores
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, TWO_FACES, person
from tests.e2e.traces import everything
from tests.playground_client import Message

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def noted(lone: Lone, answer: Message) -> None:
    """Wait until the bot has written down where an answer stands."""
    identity = Identity(lone.talker.bot, lone.bot.environment)
    for _ in range(600):
        answers = [one for one in await everything(identity) if one.collection == "answers"]
        if any(answer.id in one.value["messages"] for one in answers):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it was not noted")


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


async def test_an_edit_that_asks_is_answered_where_it_was_being_worked_on(lone: Lone) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Eileen")
    photo = await mira.sends_photo(EILEEN)
    first = await mira.answer_to(photo)
    await mira.playground.add_fault("download", "slow_download", bytes_per_second=2000)
    edited = await mira.playground.edit(photo, mira.person, "/who")
    looking = await mira.playground.bot_message(mira.chat, edited.seq)
    assert words(looking) in LOOKING
    await noted(lone, looking)
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    second = await mira.looked(looking)
    assert "This looks like Eileen." in words(second)
    assert (await answers_by_photo(mira))[photo.id] == 2

    wrong = await clicked(mira, first, "Not Eileen")
    ruled_out = await clicked(mira, wrong, "I don't know")
    assert (ruled_out.id, words(ruled_out).splitlines()[0]) == (
        first.id,
        "Not Eileen, I was told. Then I don't know who it is.",
    )
    assert "This looks like Eileen." in words(await as_it_is(mira, second))


async def test_what_an_edit_taught_is_told_though_the_bot_died_before(lone: Lone) -> None:
    mira = lone.talker
    photo = await mira.sends_photo(EILEEN)
    await mira.answer_to(photo)
    await mira.playground.add_fault("sendMessage", "server_error", times=None)
    edited = await mira.playground.edit(photo, mira.person, "/enroll Eileen")
    await called(mira.playground, "sendMessage", mira.bot, times=2)
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    told = await mira.answer_to(edited)
    assert told.reply_to == photo.id
    assert "I know Eileen from 1 photo." in words(told)


async def test_killed_between_learning_a_face_and_saying_so_it_says_so(lone: Lone) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Ann")
    await mira.shows(person(0)[0], "/enroll Bob")
    answer = await mira.answer_to(await mira.sends_photo(EILEEN_AGAIN))
    opened = await clicked(mira, answer, "Not Ann")
    calls = await mira.playground.calls("editMessageText")
    before = sum(call["bot"] == mira.bot for call in calls)
    await mira.playground.add_fault("editMessageText", "server_error", times=None)
    click = await mira.clicks(opened, "Bob")
    await called(mira.playground, "editMessageText", mira.bot, times=before + 1)
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    told = await mira.outcome_of(click)
    assert words(told) == "Corrected: this is a photo of Bob. Thank you."


async def test_who_was_forgotten_can_be_put_back_though_the_bot_died_before_it_said_so(
    lone: Lone,
) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Eileen")
    await mira.playground.add_fault("sendMessage", "server_error", times=None)
    asked = await mira.sends("/forget Eileen")
    await called(mira.playground, "sendMessage", mira.bot, times=2)
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    told = await mira.answer_to(asked)
    assert words(told) == "Forgotten: Eileen, with 1 photo."
    back = await clicked(mira, told, "Undo (5 minutes)")
    assert words(back) == "Eileen is back."

    card = await clicked(mira, await mira.answer_to(await mira.sends("/people")), "1")
    sure = await clicked(mira, card, "Forget")
    await mira.playground.add_fault("sendMessage", "server_error", times=None)
    before = len(await mira.playground.failed_calls(mira.bot))
    click = await mira.clicks(sure, "Yes, forget")
    await called(mira.playground, "sendMessage", mira.bot, times=before + 4)
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    told = await mira.playground.bot_message(mira.chat, click.seq, seconds=30)
    assert words(told) == "Forgotten: Eileen, with 1 photo."
    assert words(await clicked(mira, told, "Undo (5 minutes)")) == "Eileen is back."


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
    await mira.playground.add_fault("getFile", "delay", seconds=0.7, times=None, bot=mira.bot)
    sent = await mira.playground.send_album(mira.chat, mira.person, photos, "/enroll Ann")
    # That "Looking…" goes on says that it is noted: not, that Telegram has it and nobody knows.
    await mira.playground.bot_message(mira.chat, sent[-1].seq, kinds=("edit",))
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    told = words(await mira.answer_to(sent[0], seconds=60))
    assert told.endswith("I now know Ann from 4 photos.")
    assert len(await mira.all_answers()) == 1


@pytest.mark.parametrize(
    ("caption", "said"),
    [("", "In these 2 photos:"), ("/enroll Bea", "Added 2: I now know Bea from 2 photos.")],
    ids=["asked about", "learnt"],
)
async def test_killed_when_a_late_part_of_an_album_was_told_it_says_the_same_and_once(
    lone: Lone, caption: str, said: str
) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Eileen")
    sent = await mira.playground.send_album(
        mira.chat, mira.person, person(2)[:2], caption, spread=2.5
    )
    answer = await mira.answer_to(sent[0])
    # Telegram has it, and the bot does not hear so.
    await mira.playground.add_fault("editMessageText", "drop", when="after", times=None)
    told = await mira.becomes(answer, said)
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    await mira.has_been_answered()
    about = [one for one in await mira.all_answers() if one.reply_to in {part.id for part in sent}]
    assert [(one.id, one.text) for one in about] == [(answer.id, told.text)]


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
