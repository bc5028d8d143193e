"""Teaching the bot a face, in every way that people do it."""

from __future__ import annotations

import pytest

from tests.e2e.chatting import words
from tests.e2e.conftest import Stage
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, couple, person
from tests.photos import plain_photo

pytestmark = pytest.mark.asyncio(loop_scope="session")


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


async def test_a_late_part_of_an_album_still_belongs_to_its_name(stage: Stage) -> None:
    mira = await stage.newcomer()
    photos = person(0)[:2]
    sent = await mira.playground.send_album(mira.chat, mira.person, photos, "/enroll Ann", spread=4)
    first, second = await mira.answers_to(sent[0], 2)
    assert words(first).startswith("Learnt: I now know Ann from 1 photo.")
    assert words(second) == "Added: I now know Ann from 2 photos."


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
    assert (click.text, click.show_alert) == ("Only who asked can choose here.", True)
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
