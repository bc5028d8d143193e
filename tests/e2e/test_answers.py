"""One answer a photo, in one place; why it says what it says."""

from __future__ import annotations

import asyncio
from io import BytesIO

import pytest
from PIL import Image

from tests.e2e.asking import asked, clicked
from tests.e2e.chatting import Talker, called, is_looking, offers, words
from tests.e2e.conftest import Lone, Stage, on_both_stores
from tests.e2e.groups import a_group
from tests.e2e.pictures import EILEEN, TWO_FACES, couple, person
from tests.photos import plain_photo
from tests.playground_client import Message

pytestmark = pytest.mark.asyncio(loop_scope="session")

SLOWLY = {"bytes_per_second": 5_000}
"""So that a photo of these stories takes seconds to come."""


async def first_words(talker: Talker, sent: Message) -> Message:
    """Return what is said first after something was sent, as it was then."""
    return await talker.playground.bot_message(talker.chat, sent.seq, seconds=30)


async def slowed(talker: Talker) -> None:
    """Let photos come slowly from now on."""
    await talker.playground.add_fault("download", "slow_download", **SLOWLY)


async def noted() -> None:
    """Leave the bot the moment that it takes to hear of its own message, and to note it."""
    await asyncio.sleep(0.5)


async def test_a_slow_answer_takes_the_place_of_the_word_that_it_is_being_looked_at(
    lone: Lone,
) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Eileen")
    await slowed(mira)
    sent = await mira.sends_photo(EILEEN)
    first = await first_words(mira, sent)
    assert is_looking(first)
    assert first.reply_to == sent.id
    answer = await mira.looked(first)
    assert answer.id == first.id
    assert words(answer).startswith("This looks like Eileen.")
    assert offers(answer) == ["Why?", "Not Eileen"]


async def test_words_become_a_picture_where_there_are_several_faces(lone: Lone) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Eileen")
    await slowed(mira)
    sent = await mira.sends_photo(TWO_FACES)
    first = await first_words(mira, sent)
    assert not first.has_photo
    answer = await mira.looked(first)
    assert answer.has_photo
    assert words(answer).startswith("1. This looks like Eileen.")
    assert offers(answer) == ["1", "2"]
    assert len([one for one in await mira.all_answers() if one.reply_to == sent.id]) == 1


async def test_a_fault_takes_that_place_too(lone: Lone) -> None:
    mira = lone.talker
    await slowed(mira)
    sent = await mira.sends_photo(plain_photo(side=1200))
    answer = await mira.answer_to(sent)
    assert answer.edits == 1
    assert words(answer).startswith("I can't see a face in this photo.")


async def test_a_group_is_not_told_that_a_photo_is_looked_at(lone: Lone) -> None:
    mira = lone.talker
    before = await mira.playground.last_seq()
    group = await mira.playground.create_group("Friends", mira.person, [mira.bot])
    await mira.playground.promote(str(group["key"]), mira.bot)
    ours = mira.in_chat(str(group["key"]))
    await ours.playground.bot_messages(ours.chat, before, 2)
    await ours.shows(EILEEN, "/enroll Eileen")
    await slowed(ours)
    answer = await first_words(ours, await ours.sends_photo(EILEEN))
    assert words(answer).startswith("This looks like Eileen.")
    assert answer.edits == 0
    html = str(answer.raw["entities"])
    assert "expandable_blockquote" in html, "the list takes no room in a group"


@on_both_stores
async def test_killed_while_it_looks_it_answers_in_the_same_place(lone: Lone) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Eileen")
    await slowed(mira)
    sent = await mira.sends_photo(EILEEN)
    first = await first_words(mira, sent)
    assert is_looking(first)
    await noted()
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    answer = await mira.looked(first)
    assert words(answer).startswith("This looks like Eileen.")
    await mira.has_been_answered()
    assert len([one for one in await mira.all_answers() if one.reply_to == sent.id]) == 1


async def test_killed_after_the_answer_it_says_nothing_twice(lone: Lone) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Eileen")
    await slowed(mira)
    sent = await mira.sends_photo(TWO_FACES)
    first = await first_words(mira, sent)
    await mira.playground.add_fault("editMessageMedia", "drop", when="after", times=1)
    answer = await mira.looked(first)
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    await mira.has_been_answered()
    answers = [one for one in await mira.all_answers() if one.reply_to == sent.id]
    assert [one.id for one in answers] == [answer.id]
    assert words(answers[0]).startswith("1. This looks like Eileen.")


@on_both_stores
async def test_killed_as_soon_as_it_answered_its_buttons_are_heard_all_the_same(lone: Lone) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Eileen")
    await mira.playground.add_fault("sendMessage", "drop", when="after", times=None)
    sent = await mira.sends_photo(EILEEN)
    answer = await first_words(mira, sent)
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await slowed(mira)  # so that the click comes before the photo, should it be looked at again
    await lone.bot.start()
    offered = await clicked(mira, answer, "Not Eileen")
    assert offered.id == answer.id
    assert "Somebody else" in offers(offered)
    await mira.playground.clear_faults()
    await mira.has_been_answered()


async def test_who_deletes_the_word_that_it_looks_is_answered_all_the_same(lone: Lone) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Eileen")
    await slowed(mira)
    sent = await mira.sends_photo(EILEEN)
    first = await first_words(mira, sent)
    await mira.playground.delete(first, mira.person)
    answer = await mira.answer_to(Message(sent.raw, first.seq))
    assert words(answer).startswith("This looks like Eileen.")


async def test_what_is_given_up_is_said_in_the_same_place(lone: Lone) -> None:
    mira = lone.talker
    await mira.playground.add_fault("download", "slow_download", **SLOWLY, times=None)
    sent = await mira.sends_photo(EILEEN)
    first = await first_words(mira, sent)
    await noted()
    for life in range(1, 4):
        await called(mira.playground, "getFile", mira.bot, times=life)
        await lone.bot.kill()
        await lone.bot.start()
    await mira.playground.clear_faults()
    answer = await mira.looked(first)
    assert answer.id == first.id
    assert words(answer).startswith("Sorry, I tried several times")
    assert len(await mira.all_answers()) == 1


async def test_why_shows_the_face_beside_those_it_resembles_and_counts_strangers(
    any_stage: Stage,
) -> None:
    mira = await any_stage.newcomer()
    for number in range(3):
        await mira.shows(person(number)[0], f"/enroll Person {number}")
    answer = await asked(mira, person(2)[1])
    click = await mira.clicks(answer, "Why?")
    assert click.text == "Comparing…"
    why = await mira.playground.bot_message(mira.chat, click.seq, seconds=30)
    assert why.has_photo
    assert why.reply_to == answer.id
    told = words(why)
    assert told.startswith("This looks like Person 2. At most 1 stranger in 1,000 would come this")
    assert "\n1. Person 2 – 0.9" in told
    assert "\n3. Person " in told
    picture = Image.open(BytesIO(await mira.playground.download(str(why.raw["file_url"]))))
    assert picture.width > 1000

    again = await mira.clicks(answer, "Why?")
    assert again.text == "I have answered that already: see above."
    await mira.has_been_answered()
    assert len([one for one in await mira.all_answers() if one.reply_to == answer.id]) == 1


async def test_why_names_the_nearest_of_somebody_unknown(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(person(0)[0], "/enroll Ann")
    answer = await asked(mira, person(3)[0])
    assert offers(answer) == ["Why?", "Who is this?"]
    click = await mira.clicks(answer, "Why?")
    why = await mira.playground.bot_message(mira.chat, click.seq, seconds=30)
    assert words(why).startswith("I don't know this person. The nearest is Ann. ")
    assert "stranger" in words(why)


async def test_why_of_one_of_several_faces(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(person(0)[0], "/enroll Ann")
    answer = await asked(mira, couple())
    assert offers(answer) == ["1", "2"]
    opened = await mira.outcome_of(await mira.clicks(answer, "1"))
    assert opened.id == answer.id
    assert words(opened) == words(answer)
    assert offers(opened) == ["Why?", "Not Ann", "Back"]
    click = await mira.clicks(opened, "Why?")
    why = await mira.playground.bot_message(mira.chat, click.seq, seconds=30)
    assert words(why).startswith("This looks like Ann.")
    closed = await mira.outcome_of(await mira.clicks(opened, "Back"))
    assert offers(closed) == ["1", "2"]
    opened = await mira.outcome_of(await mira.clicks(closed, "2"))
    assert offers(opened) == ["Why?", "Who is this?", "Back"]


async def test_who_was_forgotten_meanwhile_is_not_shown(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    await mira.shows(person(0)[0], "/enroll Ann")
    await mira.shows(person(2)[0], "/enroll Bob")
    answer = await asked(mira, person(0)[1])
    await mira.says("/forget Ann")
    click = await mira.clicks(answer, "Why?")
    why = await mira.playground.bot_message(mira.chat, click.seq, seconds=30)
    assert "Ann" not in words(why)
    assert "1. Bob – " in words(why)


async def test_why_of_a_chat_that_knows_nobody_any_more(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    answer = await asked(mira, EILEEN)
    await mira.says("/forget Eileen")
    click = await mira.clicks(answer, "Why?")
    why = await mira.playground.bot_message(mira.chat, click.seq, seconds=30)
    assert words(why).startswith("I don't know anybody in this chat any more")


async def test_why_says_it_when_telegram_has_the_photo_no_more(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    answer = await asked(mira, EILEEN)
    await mira.playground.add_fault(
        "getFile", "error", status=400, description="Bad Request: wrong file_id", times=1
    )
    click = await mira.clicks(answer, "Why?")
    why = await mira.playground.bot_message(mira.chat, click.seq, seconds=30)
    assert words(why) == "Telegram no longer gives me this photo. Please send it again."


async def test_killed_between_the_click_and_the_picture_it_is_shown_once(lone: Lone) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Eileen")
    answer = await asked(mira, EILEEN)
    await slowed(mira)
    click = await mira.clicks(answer, "Why?")
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    why = await mira.playground.bot_message(mira.chat, click.seq, seconds=60)
    assert words(why).startswith("This looks like Eileen.")
    assert (await mira.clicks(answer, "Why?")).text == "I have answered that already: see above."
    assert len([one for one in await mira.all_answers() if one.has_photo]) == 1


async def test_in_a_group_anybody_may_ask_why(open_stage: Stage) -> None:
    ours = await a_group(open_stage)
    tom = await ours.playground.create_person("Tom")
    await ours.playground.add_member(ours.chat, tom)
    await ours.shows(EILEEN, "/enroll Eileen")
    answer, _offer = await ours.answers_to(await ours.sends_photo(EILEEN), 2)
    click = await ours.playground.click(answer, tom, "Why?", seconds=30)
    assert click.text == "Comparing…"
    why = await ours.playground.bot_message(ours.chat, click.seq, seconds=30)
    assert words(why).startswith("This looks like Eileen.")
