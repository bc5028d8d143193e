"""Teaching the bot a face, in every way that people do it."""

from __future__ import annotations

import asyncio

import pytest

from tests.e2e.chatting import Talker, offers, words
from tests.e2e.conftest import Lone, Stage
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, EILEEN_BLURRED, couple, person
from tests.photos import blurred_photo, plain_photo
from tests.playground_client import Message

pytestmark = pytest.mark.asyncio(loop_scope="session")

LATE = 2.5
"""Seconds between the parts of an album, after which nobody waits for the next any more."""


async def test_a_photo_with_a_caption_teaches_a_face(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    answer = await mira.shows(EILEEN, "/enroll Eileen")
    assert answer.startswith("Learnt: I now know Eileen from 1 photo.")
    assert "This looks like Eileen." in await mira.shows(EILEEN_AGAIN)


@pytest.mark.parametrize("caption", ["/enrol Eileen", "/ENROLL  <Eileen> ", "/enroll\nEileen\nhi"])
async def test_the_caption_may_be_written_as_people_write(stage: Stage, caption: str) -> None:
    mira = await stage.newcomer()
    assert "I now know Eileen" in await mira.shows(EILEEN, caption)


async def test_a_reply_to_a_photo_teaches_a_face(stage: Stage) -> None:
    mira = await stage.newcomer()
    photo = await mira.sends_photo(EILEEN)
    assert "I don't know anybody" in words(await mira.answer_to(photo))
    assert "I now know Eileen" in await mira.says("/enroll Eileen", reply_to=photo.id)


async def test_the_command_may_come_first_and_the_photo_after(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    assert "Send me a photo of Eileen" in await mira.says("/enroll Eileen")
    assert "waiting for a photo of Eileen" in await mira.says("in a minute")
    assert "I now know Eileen" in await mira.shows(EILEEN)
    assert "This looks like Eileen." in await mira.shows(EILEEN_AGAIN)


async def test_the_name_is_asked_for_when_it_is_missing(stage: Stage) -> None:
    mira = await stage.newcomer()
    assert "Whose face shall I learn?" in await mira.says("/enroll")
    assert "Send me a photo of Eileen" in await mira.says("Eileen")
    assert "I now know Eileen" in await mira.shows(EILEEN)


async def test_the_name_is_asked_for_when_only_the_photo_came(stage: Stage) -> None:
    mira = await stage.newcomer()
    assert "Who is this?" in await mira.shows(EILEEN, "/enroll")
    assert "I now know Eileen" in await mira.says("Eileen")


async def test_a_question_can_be_cancelled(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.says("/enroll Eileen")
    assert await mira.says("/cancel") == "Cancelled."
    assert await mira.says("/cancel") == "There is nothing to cancel."
    assert "I don't know anybody" in await mira.shows(EILEEN)


async def test_a_known_name_gains_a_photo_and_the_same_photo_is_noticed(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    assert await mira.shows(EILEEN, "/enroll eileen") == (
        "I had this photo already. I know Eileen from 1 photo."
    )
    assert await mira.shows(EILEEN_AGAIN, "/enroll EILEEN") == (
        "Added: I now know Eileen from 2 photos."
    )


async def test_an_album_with_one_caption_belongs_to_it_whole(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    photos = person(0)[:3]
    sent = await mira.playground.send_album(mira.chat, mira.person, photos, "/enroll Ann")
    assert words(await mira.answer_to(sent[0])) == "Added 3: I now know Ann from 3 photos."
    assert len(await mira.all_answers()) == 1


async def test_an_album_is_one_even_when_its_caption_comes_last(stage: Stage) -> None:
    mira = await stage.newcomer()
    photos = person(0)[:3]
    sent = await mira.playground.send_album(
        mira.chat, mira.person, photos, "/enroll Ann", spread=0.4, order=[2, 1, 0]
    )
    assert words(await mira.answer_to(sent[0])) == "Added 3: I now know Ann from 3 photos."


async def test_late_parts_of_an_album_are_learnt_and_told_in_its_answer(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    first, second, *_ = person(0)
    sent = await mira.playground.send_album(
        mira.chat, mira.person, [first, plain_photo(), second], "/enroll Ann",
        spread=LATE, order=[0, 2, 1],
    )  # fmt: skip
    answer = await mira.answer_to(sent[0])
    told = await mira.becomes(answer, "Photo 2: I can't see a face")
    assert words(told).splitlines()[0] == "Added 2: I now know Ann from 2 photos."
    await mira.has_been_answered()
    assert [one.id for one in await mira.all_answers() if one.reply_to] == [answer.id]


async def test_a_late_poor_photo_is_asked_about_with_the_others_in_one_place(stage: Stage) -> None:
    mira = await stage.newcomer()
    sent = await mira.playground.send_album(
        mira.chat, mira.person, [EILEEN_BLURRED, EILEEN, blurred_photo(radius=4)], "/enroll Eileen",
        spread=LATE,
    )  # fmt: skip
    answer = await mira.becomes(await mira.answer_to(sent[0]), "Photo 3:")
    assert "Photo 1:" in words(answer)
    assert offers(answer) == ["Use them anyway", "Leave them out"]
    told = await mira.outcome_of(await mira.clicks(answer, "Use them anyway"))
    assert words(told) == "Added 2: I now know Eileen from 3 photos."


async def test_an_album_whose_name_comes_last_is_learnt_whole_though_it_was_looked_at(
    stage: Stage,
) -> None:
    mira = await stage.newcomer()
    photos = person(0)[:3]
    sent = await mira.playground.send_album(
        mira.chat, mira.person, photos, "/enroll Ann", spread=LATE, order=[1, 2, 0]
    )
    answer = await mira.answer_to(sent[0])
    assert "I don't know anybody in this chat yet" in words(answer)
    told = await mira.becomes(answer, "Added")
    assert words(told) == "Added 3: I now know Ann from 3 photos."


async def handed(talker: Talker, sent: Message) -> None:
    """Wait until the bot was handed a message of somebody's private chat."""
    wanted = (talker.person, sent.id)
    for _ in range(600):
        for call in await talker.playground.calls("getUpdates"):
            updates = call["answer"].get("result")
            for update in updates if isinstance(updates, list) else ():
                message = update.get("message")
                if message and (message["chat"]["id"], message["message_id"]) == wanted:
                    return
        await asyncio.sleep(0.05)
    raise AssertionError("it was not handed to the bot")


async def test_late_parts_wait_for_the_name_too_and_those_after_it_join_its_answer(
    stage: Stage,
) -> None:
    mira = await stage.newcomer()
    sent = await mira.playground.send_album(
        mira.chat, mira.person, person(0)[:3], "/enroll", spread=4.0
    )
    assert "Who is this?" in words(await mira.answer_to(sent[0]))
    await handed(mira, sent[1])
    answer = await mira.answer_to(await mira.sends("Ann"))
    assert answer.reply_to == sent[0].id
    told = await mira.becomes(answer, "3 photos")
    assert words(told) == "Added 3: I now know Ann from 3 photos."
    assert len(await mira.all_answers()) == 2


async def test_while_it_learns_an_album_it_says_how_far_it_is_and_then_what_came_of_it(
    lone: Lone,
) -> None:
    mira = lone.talker
    await mira.playground.add_fault(
        "download", "slow_download", bytes_per_second=25_000, times=None
    )
    sent = await mira.playground.send_album(mira.chat, mira.person, person(0)[:3], "/enroll Ann")
    first = await mira.playground.bot_message(mira.chat, sent[0].seq, seconds=30)
    assert words(first).startswith("Looking\u2026 ")
    assert words(first).endswith(" of 3")
    further = await mira.playground.bot_message(mira.chat, first.seq, kinds=("edit",), seconds=60)
    assert words(further) in {"Looking\u2026 2 of 3", "Looking\u2026 3 of 3"}
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    told = await mira.becomes(first, "I now know Ann from 3 photos.")
    assert (told.id, told.reply_to) == (first.id, sent[0].id)
    assert len(await mira.all_answers()) == 1


async def test_an_album_after_the_command_belongs_to_it_whole(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.says("/enroll Ann")
    first, second, *_ = person(0)
    photos = [first, plain_photo(), second]
    sent = await mira.playground.send_album(mira.chat, mira.person, photos)
    told = words(await mira.answer_to(sent[0])).splitlines()
    assert told[0] == "Added 2: I now know Ann from 2 photos."
    assert told[1].startswith("Photo 2: I can't see a face")


async def test_of_several_faces_the_person_chooses_one(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    two = couple()
    question = await mira.answer_to(await mira.sends_photo(two, "/enroll Ann"))
    assert question.has_photo
    assert words(question) == "Which one is Ann?"
    assert question.buttons == ["1", "2", "Cancel"]

    told = await mira.outcome_of(await mira.clicks(question, "2"))
    assert words(told).startswith("Learnt: I now know Ann from 1 photo.")
    assert told.buttons == []
    verdicts = await mira.shows(two)
    assert "2. This looks like Ann." in verdicts
    assert "1. I don't know this person." in verdicts


async def test_choosing_can_be_cancelled(stage: Stage) -> None:
    mira = await stage.newcomer()
    two = couple()
    question = await mira.answer_to(await mira.sends_photo(two, "/enroll Ann"))
    told = await mira.outcome_of(await mira.clicks(question, "Cancel"))
    assert words(told) == "Cancelled: Ann was not learnt from this photo."
    assert told.buttons == []
    assert "I don't know anybody" in await mira.says("/people")


async def test_only_who_asked_may_choose(stage: Stage) -> None:
    mira = await stage.newcomer()
    tom = await mira.playground.create_person("Tom")
    before = await mira.playground.last_seq()
    group = await mira.playground.create_group("Friends", mira.person, [tom, stage.username])
    ours = mira.in_chat(group["key"])
    await ours.playground.bot_message(ours.chat, before)
    two = couple()
    question = await ours.answer_to(await ours.sends_photo(two, "/enroll Ann"))
    click = await mira.playground.click(question, tom, "1")
    assert (click.text, click.show_alert) == ("Only the person who asked can choose here.", True)
    assert "I don't know anybody" in await ours.says("/people")
    told = await ours.outcome_of(await ours.clicks(question, "1"))
    assert "I now know Ann" in words(told)


async def test_a_caption_that_is_edited_in_teaches_once(stage: Stage) -> None:
    mira = await stage.newcomer()
    photo = await mira.sends_photo(EILEEN)
    await mira.answer_to(photo)
    edited = await mira.playground.edit(photo, mira.person, "/enroll Eileen")
    assert "I now know Eileen" in words(await mira.answer_to(edited))
    again = await mira.playground.edit(photo, mira.person, "/enroll Eileen ")
    await mira.silence_after(again)


async def test_an_edited_command_does_not_run_again(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    asked = await mira.sends("/people")
    await mira.answer_to(asked)
    edited = await mira.playground.edit(asked, mira.person, "/forget Eileen")
    await mira.silence_after(edited)
    assert "Eileen" in await mira.says("/people")


@pytest.mark.parametrize(
    "name", ["عائشة", "דוד", "Zoë <b>&amp; Co</b>", "王小明", "👩‍🚀 Eileen", "x" * 64]
)
async def test_names_of_every_script_come_back_as_they_were(stage: Stage, name: str) -> None:
    mira = await stage.newcomer()
    assert f"I now know {name} from" in await mira.shows(EILEEN, f"/enroll {name}")
    assert f"This looks like {name}." in await mira.shows(EILEEN)
    assert f"Forgotten: {name}," in await mira.says(f"/forget {name}")


@pytest.mark.parametrize("name", ["x" * 65, "\u200b\u200e"])
async def test_a_name_that_cannot_be_kept_is_refused(stage: Stage, name: str) -> None:
    mira = await stage.newcomer()
    told = await mira.shows(EILEEN, f"/enroll {name}")
    assert "A name needs 1 to 64 visible characters." in told
    assert "I don't know anybody" in await mira.says("/people")


async def test_forgetting_is_complete(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    assert await mira.says("/forget EILEEN") == "Forgotten: Eileen, with 1 photo."
    assert "I don't know anybody called Eileen" in await mira.says("/forget Eileen")
    assert "I don't know anybody" in await mira.says("/people")
    assert "I don't know anybody" in await mira.shows(EILEEN)
