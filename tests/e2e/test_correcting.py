"""Somebody says who a face of an answer is: it is learnt, and the answer says so."""

from __future__ import annotations

import asyncio

import pytest

from tests.e2e.asking import as_it_is, asked, asks_who, clicked
from tests.e2e.chatting import Talker, offers, words
from tests.e2e.conftest import Lone, Stage
from tests.e2e.groups import a_group, a_member
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, EILEEN_BLURRED, couple, person

pytestmark = pytest.mark.asyncio(loop_scope="session")


WRONG = "Is my photo of Ann wrong?"


async def test_somebody_unknown_is_named_and_known_from_then_on(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    await mira.shows(person(0)[0], "/enroll Ann")
    answer = await asked(mira, person(3)[0])
    assert words(answer).startswith("I don't know this person.")
    question = await asks_who(mira, answer, "Who is this?")
    assert words(question) == "Who is this? Send me the name."
    assert question.reply_to == answer.reply_to
    assert (await mira.says("Bob")).startswith("Learnt: I now know Bob from 1 photo.")
    told = await as_it_is(mira, answer)
    assert words(told) == "Noted: this is a photo of Bob. Thank you."
    assert offers(told) == []
    assert (await mira.shows(person(3)[1])).startswith("This looks like Bob.")


async def test_the_first_face_of_a_chat_can_be_named(stage: Stage) -> None:
    mira = await stage.newcomer()
    answer = await asked(mira, EILEEN)
    assert "I don't know anybody in this chat yet" in words(answer)
    assert offers(answer) == ["Who is this?"]
    await asks_who(mira, answer, "Who is this?")
    assert "I now know Eileen" in await mira.says("<Eileen>")
    assert words(await as_it_is(mira, answer)).startswith("Noted: this is a photo of Eileen.")


async def test_one_of_several_faces_is_named(stage: Stage) -> None:
    mira = await stage.newcomer()
    two = couple()
    await mira.shows(person(0)[0], "/enroll Ann")
    answer = await asked(mira, two)
    opened = await clicked(mira, answer, "2")
    question = await asks_who(mira, opened, "Who is this?")
    assert words(question) == "Who is number 2? Send me the name."
    assert "I now know Bob" in await mira.says("Bob")
    told = await as_it_is(mira, answer)
    assert told.has_photo
    assert words(told).startswith("1. This looks like Ann.\nAnn\u00a00.")
    assert words(told).endswith("\n\n2. Noted: this is a photo of Bob. Thank you.")
    assert offers(told) == ["1"], "there is nothing more to say of the other"
    again = words(await asked(mira, two))
    assert "1. This looks like Ann." in again
    assert "2. This looks like Bob.\nBob\u00a0" in again


async def test_a_wrong_name_is_corrected_by_a_button(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    await mira.shows(EILEEN, "/enroll Ann")
    await mira.shows(person(0)[0], "/enroll Bob")
    answer = await asked(mira, EILEEN_AGAIN)
    assert words(answer).startswith("This looks like Ann.")
    opened = await clicked(mira, answer, "Not Ann")
    assert words(opened) == words(answer)
    assert offers(opened) == ["Bob", "Somebody else", "I don't know", WRONG, "Back"]
    assert offers(await clicked(mira, opened, "Back")) == ["Why?", "Not Ann"]
    opened = await clicked(mira, answer, "Not Ann")
    click = await mira.clicks(opened, "Bob")
    assert "Bob" in click.text
    told = await mira.outcome_of(click)
    assert words(told) == "Corrected: this is a photo of Bob. Thank you."
    assert offers(told) == []
    assert "Bob – 2 photos" in await mira.says("/people")


async def test_somebody_else_is_asked_for(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Ann")
    answer = await asked(mira, EILEEN_AGAIN)
    opened = await clicked(mira, answer, "Not Ann")
    assert offers(opened) == ["Somebody else", "I don't know", WRONG, "Back"]
    await asks_who(mira, opened, "Somebody else")
    # Not asked whether it is Ann after all: somebody has just said that it is not.
    assert (await mira.says("Eileen")).startswith("Learnt: I now know Eileen from 1 photo.")
    told = await as_it_is(mira, answer)
    assert words(told) == "Corrected: this is a photo of Eileen. Thank you."


async def test_who_only_knows_who_it_is_not_says_so(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Ann")
    answer = await asked(mira, EILEEN_AGAIN)
    opened = await clicked(mira, answer, "Not Ann")
    told = await clicked(mira, opened, "I don't know")
    assert words(told).startswith("Not Ann, I was told. Then I don't know who it is.")
    assert offers(told) == ["Why?", "Who is this?"]
    assert "Ann – 1 photo" in await mira.says("/people")


async def test_a_poor_face_is_learnt_only_when_somebody_insists(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(person(0)[0], "/enroll Ann")
    answer = await asked(mira, EILEEN_BLURRED)
    await asks_who(mira, answer, "Who is this?")
    doubt = await mira.answer_to(await mira.sends("Eileen"))
    assert words(doubt).startswith("This face is blurred: its sharpness is 0.04")
    assert offers(doubt) == ["Use it anyway", "Leave it out"]
    assert words(await as_it_is(mira, answer)).startswith("I don't know this person.")
    learnt = await clicked(mira, doubt, "Use it anyway")
    assert words(learnt).startswith("Learnt: I now know Eileen from 1 photo.")
    told = await as_it_is(mira, answer)
    assert words(told) == "Noted: this is a photo of Eileen. Thank you."


async def test_a_face_that_looks_like_somebody_else_again_is_doubted(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(person(0)[0], "/enroll Ann")
    answer = await asked(mira, EILEEN)
    await mira.shows(EILEEN_AGAIN, "/enroll Eileen")
    await asks_who(mira, answer, "Who is this?")
    doubt = await mira.answer_to(await mira.sends("Bea"))
    assert "looks like Eileen (0.9" in words(doubt)
    assert words(await clicked(mira, doubt, "Add to Eileen")) == (
        "Added: I now know Eileen from 2 photos."
    )
    assert words(await as_it_is(mira, answer)).startswith("Noted: this is a photo of Eileen.")


async def test_who_was_forgotten_cannot_be_chosen(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Ann")
    await mira.shows(person(0)[0], "/enroll Bob")
    opened = await clicked(mira, await asked(mira, EILEEN_AGAIN), "Not Ann")
    await mira.says("/forget Bob")
    click = await mira.clicks(opened, "Bob")
    assert (click.text, click.show_alert) == ("I don't know that person here any more.", True)
    assert "Bob" not in await mira.says("/people")


async def test_a_name_that_cannot_be_kept_is_asked_for_again(stage: Stage) -> None:
    mira = await stage.newcomer()
    answer = await asked(mira, EILEEN)
    await asks_who(mira, answer, "Who is this?")
    assert (await mira.says("x" * 100)).startswith("A name needs 1 to")
    assert "I now know Eileen" in await mira.says("Eileen")


async def test_a_name_that_is_not_wanted_any_more_is_dropped(stage: Stage) -> None:
    mira = await stage.newcomer()
    await asks_who(mira, await asked(mira, EILEEN), "Who is this?")
    assert await mira.says("/cancel") == "Cancelled."
    assert "I don't know anybody" in await mira.says("/people")


async def test_in_a_group_whose_photo_it_is_or_an_admin_says_who_is_in_it(
    open_stage: Stage,
) -> None:
    mira = await a_group(open_stage)
    people = {name: await mira.playground.create_person(name) for name in ("Tom", "Lea")}
    for one in people.values():
        await mira.playground.add_member(mira.chat, one)
    tom = Talker(mira.playground, people["Tom"], mira.chat, mira.bot)
    await mira.shows(person(0)[0], "/enroll Ann")
    answer, _offer = await tom.answers_to(await tom.sends_photo(person(0)[1]), 2)
    assert offers(answer) == ["Why?", "Not Ann"]
    label = answer.buttons[1]
    refused = await mira.playground.click(answer, people["Lea"], label, seconds=30)
    assert refused.text == "Only the person who sent this photo, or an admin, can choose here."
    opened = await clicked(tom, answer, "Not Ann")
    question = await asks_who(mira, opened, "Somebody else")
    assert words(question) == "Who is this? Reply to this message with the name."
    assert question.raw["keyboard"]["force_reply"] is True
    learnt = await mira.says("Bea", reply_to=question.id)
    assert learnt.startswith("Learnt: I now know Bea from 1 photo.")
    await mira.has_been_answered()
    told = await mira.playground.message(mira.chat, answer.id)
    assert words(told) == "Corrected: this is a photo of Bea. Thank you."


async def test_where_admins_teach_nobody_else_does_so_by_a_correction(open_stage: Stage) -> None:
    mira = await a_group(open_stage)
    tom = Talker(mira.playground, await mira.playground.create_person("Tom"), mira.chat, mira.bot)
    await mira.playground.add_member(mira.chat, tom.person)
    await mira.shows(EILEEN, "/enroll Ann")
    await mira.shows(person(0)[0], "/enroll Bob")
    answer, _offer = await tom.answers_to(await tom.sends_photo(EILEEN_AGAIN), 2)
    opened = await clicked(tom, answer, "Not Ann")
    click = await tom.clicks(opened, "Bob")
    assert (click.text, click.show_alert) == (
        "In this group only its admins can tell me that.", True,
    )  # fmt: skip
    question = await asks_who(tom, opened, "Somebody else")
    assert "the admins decide" in await tom.says("Bea", reply_to=question.id)
    assert "Bob – 1 photo" in await mira.says("/people")


async def test_an_anonymous_admin_says_who_is_in_their_photo(open_stage: Stage) -> None:
    ours = await a_group(open_stage)
    await ours.playground.promote(ours.chat, ours.person, is_anonymous=True)
    unseen = {"as": "anonymous"}
    answer = await ours.answer_to(await ours.sends_photo(EILEEN, **unseen))
    question = await asks_who(ours, answer, "Who is this?")
    await ours.has_been_answered()  # in the name that the button was pressed in
    learnt = await ours.says("Eileen", reply_to=question.id, **unseen)
    assert learnt.startswith("Learnt: I now know Eileen from 1 photo.")


async def test_an_anonymous_admin_says_who_is_in_somebody_elses_photo(open_stage: Stage) -> None:
    ours = await a_group(open_stage)
    tom = await a_member(ours)
    await ours.playground.promote(ours.chat, ours.person, is_anonymous=True)
    answer = await tom.answer_to(await tom.sends_photo(EILEEN))
    question = await asks_who(ours, answer, "Who is this?")
    await ours.has_been_answered()  # in the name that the button was pressed in
    unseen = {"as": "anonymous"}
    learnt = await ours.says("Eileen", reply_to=question.id, **unseen)
    assert learnt.startswith("Learnt: I now know Eileen from 1 photo.")


async def test_killed_between_the_click_and_the_name_it_learns(lone: Lone) -> None:
    mira = lone.talker
    answer = await asked(mira, EILEEN)
    await asks_who(mira, answer, "Who is this?")
    # The moment that it takes to hear of its own question, and to note that it was asked.
    await asyncio.sleep(0.5)
    await lone.bot.kill()
    await lone.bot.start()
    assert "I now know Eileen" in await mira.says("Eileen")
    assert words(await as_it_is(mira, answer)).startswith("Noted: this is a photo of Eileen.")


async def test_killed_while_a_face_is_learnt_it_is_learnt_and_said(lone: Lone) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Ann")
    await mira.shows(person(0)[0], "/enroll Bob")
    opened = await clicked(mira, await asked(mira, EILEEN_AGAIN), "Not Ann")
    await mira.playground.add_fault("download", "slow_download", bytes_per_second=3000)
    click = await mira.clicks(opened, "Bob")
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    told = await mira.outcome_of(click)
    assert words(told) == "Corrected: this is a photo of Bob. Thank you."
    assert "Bob – 2 photos" in await mira.says("/people")


async def test_a_name_is_for_the_question_before_it_and_not_for_one_that_overtook_it(
    lone: Lone,
) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Eileen")
    first, second = [await asked(mira, person(number)[0]) for number in (0, 3)]
    await asks_who(mira, first, "Who is this?")
    await mira.playground.add_fault("download", "slow_download", bytes_per_second=5000, times=1)
    await mira.sends_photo(EILEEN)
    await mira.sends("Ann")
    # The name waits behind a slow photo; the click does not overtake it.
    await mira.clicks(second, "Who is this?")
    named = await as_it_is(mira, first)
    assert words(named) == "Noted: this is a photo of Ann. Thank you."
    assert words(await as_it_is(mira, second)).startswith("I don't know this person.")


async def test_an_answer_that_was_deleted_stays_away(stage: Stage) -> None:
    mira = await stage.newcomer()
    answer = await asked(mira, EILEEN)
    await asks_who(mira, answer, "Who is this?")
    await mira.playground.delete(answer, mira.person)
    assert "I now know Eileen" in await mira.says("Eileen")
    assert (await as_it_is(mira, answer)).is_deleted


async def test_who_asked_not_to_be_named_is_not(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll me")
    await mira.shows(person(0)[0], "/enroll Bob")
    before = await asked(mira, EILEEN_AGAIN)
    assert words(before).startswith("This looks like Mira.")
    await mira.says("/optout")
    answer = await asked(mira, EILEEN_AGAIN)
    assert words(answer).startswith("This looks like somebody who asked not to be named.")
    assert "Mira" not in words(answer)
    assert offers(answer) == []
    click = await mira.clicks(before, "Why?")
    why = await mira.playground.bot_message(mira.chat, click.seq, seconds=30)
    assert words(why) == "This looks like somebody who asked not to be named."
    assert not why.has_photo
