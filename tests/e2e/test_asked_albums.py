"""An album without a command: one answer for all of its photos."""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.e2e.chatting import Talker, is_looking, offers, words
from tests.e2e.conftest import Lone, Stage
from tests.e2e.groups import a_group
from tests.e2e.pictures import EILEEN, couple, person
from tests.photos import plain_photo
from tests.playground_client import Message

pytestmark = pytest.mark.asyncio(loop_scope="session")

LATE = 2.5
"""Seconds between the parts of an album, after which nobody waits for the next any more."""


async def sends_album(talker: Talker, photos: list[bytes], **options: Any) -> list[Message]:
    return await talker.playground.send_album(talker.chat, talker.person, photos, **options)


async def answers_about(talker: Talker, sent: list[Message]) -> list[int]:
    """Return the bot's messages that reply to a part of an album, once all was answered."""
    await talker.has_been_answered()
    about = {message.id for message in sent}
    return [one.id for one in await talker.all_answers() if one.reply_to in about]


async def test_an_album_is_answered_once_with_a_line_a_photo(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    await mira.shows(person(0)[0], "/enroll Ann")
    await mira.shows(person(2)[0], "/enroll Bob")
    photos = [person(3)[0], person(0)[1], plain_photo(), person(2)[1]]
    sent = await sends_album(mira, photos)
    answer = await mira.answer_to(sent[0])
    assert answer.reply_to == sent[0].id
    assert not answer.has_photo
    lines = words(answer).splitlines()
    assert lines[:5] == [
        "In these 4 photos:",
        "1. I don't know this person.",
        "2. This looks like Ann.",
        "3. I can't see a face in it.",
        "4. This looks like Bob.",
    ]
    assert lines[6].startswith("2: Ann\u00a00.9")
    assert "expandable_blockquote" in str(answer.raw["entities"])
    assert offers(answer) == ["1", "2", "4"]
    await mira.has_been_answered()
    about = {message.id for message in sent}
    assert len([one for one in await mira.all_answers() if one.reply_to in about]) == 1


async def test_photos_of_several_faces_share_a_picture_with_their_numbers(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(person(0)[0], "/enroll Ann")
    sent = await sends_album(mira, [couple(), person(0)[1], couple()])
    answer = await mira.answer_to(sent[0])
    assert answer.has_photo
    picture = await mira.playground.download(str(answer.raw["file_url"]))
    assert max(Image.open(BytesIO(picture)).size) <= 1280
    lines = words(answer).splitlines()
    assert [line.split(" ")[0] for line in lines[1:6]] == ["1.1.", "1.2.", "2.", "3.1.", "3.2."]
    assert offers(answer) == ["1.1", "1.2", "2", "3.1", "3.2"]


async def test_a_face_of_an_album_can_be_asked_about_and_named(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(person(0)[0], "/enroll Ann")
    sent = await sends_album(mira, [person(0)[1], person(3)[0]])
    answer = await mira.answer_to(sent[0])
    opened = await mira.outcome_of(await mira.clicks(answer, "2"))
    assert offers(opened) == ["Why?", "Who is this?", "Back"]
    click = await mira.clicks(opened, "Who is this?")
    question = await mira.playground.bot_message(mira.chat, click.seq, seconds=30)
    assert question.reply_to == sent[1].id
    assert words(question) == "Who is number 2? Send me the name."
    assert "I now know Bob" in await mira.says("Bob")
    await mira.has_been_answered()
    told = words(await mira.playground.message(mira.chat, answer.id))
    assert "1. This looks like Ann." in told
    assert "2. Noted: this is a photo of Bob. Thank you." in told


async def test_parts_that_come_in_any_order_are_numbered_as_they_were_sent(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(person(0)[0], "/enroll Ann")
    photos = [person(3)[0], person(0)[1], person(3)[1]]
    sent = await sends_album(mira, photos, spread=0.4, shuffle=True)
    answer = await mira.answer_to(sent[0])
    assert answer.reply_to == min(message.id for message in sent)
    assert words(answer).splitlines()[1:4] == [
        "1. I don't know this person.",
        "2. This looks like Ann.",
        "3. I don't know this person.",
    ]


async def test_parts_that_come_late_join_the_answer_as_if_they_had_come_in_time(
    any_stage: Stage,
) -> None:
    mira = await any_stage.newcomer()
    await mira.shows(person(0)[0], "/enroll Ann")
    photos = [couple(), person(0)[1], plain_photo(), person(3)[0]]
    sent = await sends_album(mira, photos, spread=LATE, order=[1, 3, 2, 0])
    first = await mira.answer_to(sent[0])
    assert first.reply_to == sent[1].id
    answer = await mira.becomes(first, "1.1.")
    assert answer.has_photo
    lines = words(answer).splitlines()
    assert lines[0] == "In these 4 photos:"
    assert [line.split(" ")[0] for line in lines[1:6]] == ["1.1.", "1.2.", "2.", "3.", "4."]
    assert lines[3:6] == [
        "2. This looks like Ann.",
        "3. I can't see a face in it.",
        "4. I don't know this person.",
    ]
    assert offers(answer) == ["1.1", "1.2", "2", "4"]
    assert await answers_about(mira, sent) == [answer.id]

    opened = await mira.outcome_of(await mira.clicks(answer, "4"))
    click = await mira.clicks(opened, "Who is this?")
    question = await mira.playground.bot_message(mira.chat, click.seq, seconds=30)
    assert question.reply_to == sent[3].id
    assert "I now know Bob" in await mira.says("Bob")
    await mira.has_been_answered()
    told = words(await mira.playground.message(mira.chat, answer.id))
    assert "4. Noted: this is a photo of Bob. Thank you." in told


async def test_what_somebody_said_of_a_face_stays_when_a_part_comes_late(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(person(0)[0], "/enroll Ann")
    sent = await sends_album(mira, [person(3)[0], person(0)[1]], spread=9.0, order=[1, 0])
    answer = await mira.answer_to(sent[0])
    await mira.clicks(await mira.outcome_of(await mira.clicks(answer, "Not Ann")), "I don't know")
    joined = await mira.becomes(answer, "In these 2 photos:")
    assert words(joined).splitlines()[1].startswith("1. I don't know this person.")
    assert words(joined).splitlines()[2].startswith("2. Not Ann, I was told.")


async def test_a_part_that_comes_after_a_crash_joins_the_answer(lone: Lone) -> None:
    mira = lone.talker
    await mira.shows(person(0)[0], "/enroll Ann")
    sent = await sends_album(mira, [person(0)[1], person(3)[0]], spread=LATE)
    answer = await mira.answer_to(sent[0])
    await mira.has_been_answered()
    await lone.bot.kill()
    await lone.bot.start()
    joined = await mira.becomes(answer, "2. I don't know this person.")
    assert words(joined).splitlines()[1] == "1. This looks like Ann."
    assert await answers_about(mira, sent) == [answer.id]


async def test_a_late_part_of_an_album_that_a_group_asked_about_is_asked_about_too(
    open_stage: Stage,
) -> None:
    ours = await a_group(open_stage)
    await ours.shows(EILEEN, "/enroll Eileen")
    sent = await sends_album(ours, [EILEEN, plain_photo()], caption="/who", spread=LATE)
    answer = await ours.becomes(await ours.answer_to(sent[0]), "In these 2 photos:")
    assert words(answer).splitlines()[1:3] == [
        "1. This looks like Eileen.",
        "2. I can't see a face in it.",
    ]
    assert await answers_about(ours, sent) == [answer.id]


async def test_while_it_looks_at_an_album_it_says_how_far_it_is(lone: Lone) -> None:
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Eileen")
    await mira.playground.add_fault("download", "slow_download", bytes_per_second=8_000, times=None)
    sent = await sends_album(mira, [EILEEN] * 4)
    first = await mira.playground.bot_message(mira.chat, sent[0].seq, seconds=30)
    places, seen = [], first
    while is_looking(seen):
        place, of = (int(word) for word in words(seen).removeprefix("Looking\u2026").split(" of "))
        assert of == 4
        places.append(place)
        seen = await mira.playground.bot_message(mira.chat, seen.seq, kinds=("edit",), seconds=60)
    assert len(places) >= 2
    assert places == sorted(set(places))
    assert (seen.id, words(seen).splitlines()[0]) == (first.id, "In these 4 photos:")


async def test_a_group_hears_of_the_faces_of_an_album_alone(open_stage: Stage) -> None:
    ours = await a_group(open_stage)
    await ours.shows(EILEEN, "/enroll Eileen")
    sent = await sends_album(ours, [plain_photo(), EILEEN])
    answer, _offer = await ours.answers_to(sent[0], 2)
    assert words(answer).splitlines()[:2] == ["In these 2 photos:", "2. This looks like Eileen."]
    quiet = await sends_album(ours, [plain_photo(), plain_photo("navy")])
    await ours.silence_after(quiet[0])


async def test_an_album_without_a_face_is_told_once(stage: Stage) -> None:
    mira = await stage.newcomer()
    sent = await sends_album(mira, [plain_photo(), plain_photo("navy")])
    answer = await mira.answer_to(sent[0])
    assert words(answer).splitlines()[1:] == [
        "1. I can't see a face in it.",
        "2. I can't see a face in it.",
    ]


async def test_an_album_in_a_chat_that_knows_nobody_is_told_how_to_begin(stage: Stage) -> None:
    mira = await stage.newcomer()
    sent = await sends_album(mira, [EILEEN, EILEEN])
    told = words(await mira.answer_to(sent[0]))
    assert told.startswith("I see 2 faces, but I don't know anybody in this chat yet.")


async def test_killed_while_it_looks_at_an_album_it_answers_once_in_the_same_place(
    lone: Lone,
) -> None:
    mira = lone.talker
    await mira.shows(person(0)[0], "/enroll Ann")
    await mira.playground.add_fault("download", "slow_download", bytes_per_second=20_000)
    sent = await sends_album(mira, [person(0)[1], person(3)[0], person(0)[2]])
    first = await mira.playground.bot_message(mira.chat, sent[0].seq, seconds=30)
    assert is_looking(first)
    # The moment that it takes to hear of its own message, and to note it.
    await asyncio.sleep(0.5)
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    answer = await mira.looked(first)
    assert words(answer).splitlines()[0] == "In these 3 photos:"
    await mira.has_been_answered()
    about = {message.id for message in sent}
    assert len([one for one in await mira.all_answers() if one.reply_to in about]) == 1
