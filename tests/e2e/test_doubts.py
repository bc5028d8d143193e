"""A photo that had better not be learnt, or that is of somebody else: the bot asks."""

from __future__ import annotations

import pytest

from tests.e2e.chatting import Talker, offers, words
from tests.e2e.conftest import Lone, Stage
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, EILEEN_BLURRED, couple, person
from tests.playground_client import Message

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def asked(talker: Talker, photo: bytes, caption: str) -> Message:
    """Send a photo and return the bot's question about it."""
    return await talker.answer_to(await talker.sends_photo(photo, caption))


async def clicked(talker: Talker, question: Message, label: str) -> Message:
    """Press a button and return what the question became."""
    return await talker.outcome_of(await talker.clicks(question, label))


async def test_a_blurred_photo_is_learnt_only_when_somebody_insists(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    question = await asked(mira, EILEEN_BLURRED, "/enroll Eileen")
    assert words(question).startswith("This face is blurred: its sharpness is 0.04")
    assert words(question).endswith("Please send a sharper photo.")
    assert offers(question) == ["Use it anyway", "Leave it out"]
    assert "I don't know anybody" in await mira.says("/people")

    told = await clicked(mira, question, "Use it anyway")
    assert words(told).startswith("Learnt: I now know Eileen from 1 photo.")
    assert told.buttons == []
    assert "This looks like Eileen." in await mira.shows(EILEEN)
    assert "I had this photo already" in await mira.shows(EILEEN_BLURRED, "/enroll Eileen")


async def test_a_poor_photo_can_be_left_out(stage: Stage) -> None:
    mira = await stage.newcomer()
    question = await asked(mira, EILEEN_BLURRED, "/enroll Eileen")
    told = await clicked(mira, question, "Leave it out")
    assert words(told) == "All right, I did not learn Eileen from this photo."
    assert told.buttons == []
    assert "I don't know anybody" in await mira.says("/people")


async def test_a_face_that_looks_like_somebody_known_can_be_added_to_them(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    question = await asked(mira, EILEEN_AGAIN, "/enroll Bob")
    told = words(question)
    assert told.startswith("This looks like Eileen (0.99")
    assert told.endswith("whom I know already. Shall I add the photo to Eileen?")
    assert offers(question) == ["Add to Eileen", "No, this is Bob", "Cancel"]

    answer = await clicked(mira, question, "Add to Eileen")
    assert words(answer) == "Added: I now know Eileen from 2 photos."
    assert "Bob" not in await mira.says("/people")


async def test_a_twin_can_be_learnt_all_the_same(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    question = await asked(mira, EILEEN_AGAIN, "/enroll Bob")
    answer = await clicked(mira, question, "No, this is Bob")
    assert words(answer).startswith("Learnt: I now know Bob from 1 photo.")
    listed = await mira.says("/people")
    assert "Bob" in listed
    assert "Eileen" in listed


async def test_of_two_who_are_known_it_is_said_whom_the_photo_is_like(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    await mira.shows(person(0)[0], "/enroll Ann")
    question = await asked(mira, EILEEN_AGAIN, "/enroll Ann")
    assert "This looks like Eileen (0.99" in words(question)
    assert words(question).endswith("more than like the Ann I know. Whose photo is it?")
    assert offers(question) == ["Add to Eileen", "Add to Ann", "Cancel"]
    assert words(await clicked(mira, question, "Cancel")) == (
        "All right, I did not learn Ann from this photo. I know Ann from 1 photo."
    )


async def test_a_photo_unlike_the_persons_others_is_asked_about(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Ann")
    question = await asked(mira, person(3)[0], "/enroll Ann")
    assert words(question).startswith("This does not look like the Ann I know (the most alike of")
    assert words(question).endswith("Is it really Ann?")
    assert offers(question) == ["Yes, this is Ann", "No"]
    answer = await clicked(mira, question, "Yes, this is Ann")
    assert words(answer) == "Added: I now know Ann from 2 photos."


async def test_one_doubt_may_lead_to_another_in_the_same_message(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    question = await asked(mira, EILEEN_BLURRED, "/enroll Bob")
    next_one = await clicked(mira, question, "Use it anyway")
    assert next_one.id == question.id
    assert words(next_one).startswith("This looks like Eileen (0.9")
    answer = await clicked(mira, next_one, "Add to Eileen")
    assert words(answer) == "Added: I now know Eileen from 2 photos."


async def test_a_chosen_face_is_doubted_under_its_picture(stage: Stage) -> None:
    mira = await stage.newcomer()
    two = couple()
    await clicked(mira, await asked(mira, two, "/enroll Ann"), "2")
    question = await clicked(mira, await asked(mira, two, "/enroll Bea"), "2")
    assert question.has_photo
    assert words(question).startswith("This looks like Ann (1.000), whom I know already.")
    answer = await clicked(mira, question, "No, this is Bea")
    assert words(answer).startswith("Learnt: I now know Bea from 1 photo.")
    assert answer.has_photo
    assert answer.buttons == []


async def test_each_photo_of_an_album_that_is_doubted_is_told_once(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    first, second, *_ = person(0)
    photos = [first, EILEEN_BLURRED, second, EILEEN_AGAIN, EILEEN]
    sent = await mira.playground.send_album(mira.chat, mira.person, photos, "/enroll Ann")
    summary, like_another = await mira.answers_to(sent[0], 2)
    assert words(like_another).startswith("Photos 4, 5: This looks like Eileen (")
    assert offers(like_another) == ["Add to Eileen", "Add to Ann", "Cancel"]
    lines = words(summary).splitlines()
    assert lines[0] == "Added 2: I now know Ann from 2 photos."
    assert lines[1].startswith("Photo 2: This face is blurred:")
    assert len(lines) == 2
    assert offers(summary) == ["Use it anyway", "Leave it out"]

    added = await clicked(mira, like_another, "Add to Eileen")
    assert words(added) == "Added 1: I now know Eileen from 2 photos."
    assert words(await clicked(mira, summary, "Leave it out")).startswith("All right")


async def test_a_question_outlives_the_bot(lone: Lone) -> None:
    mira = lone.talker
    question = await asked(mira, EILEEN_BLURRED, "/enroll Eileen")
    await lone.bot.kill()
    await lone.bot.start()
    answer = await clicked(mira, question, "Use it anyway")
    assert words(answer).startswith("Learnt: I now know Eileen from 1 photo.")


async def test_only_who_asked_may_answer(stage: Stage) -> None:
    mira = await stage.newcomer()
    tom = await mira.playground.create_person("Tom")
    before = await mira.playground.last_seq()
    group = await mira.playground.create_group("Friends", mira.person, [tom, stage.username])
    ours = mira.in_chat(group["key"])
    await ours.playground.bot_message(ours.chat, before)
    question = await asked(ours, EILEEN_BLURRED, "/enroll Eileen")
    click = await mira.playground.click(question, tom, "Use it anyway")
    assert (click.text, click.show_alert) == ("Only the person who asked can choose here.", True)
    assert "I don't know anybody" in await ours.says("/people")
    assert "I now know Eileen" in words(await clicked(ours, question, "Use it anyway"))
