"""Asking the bot who is in a photo."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image

from tests.e2e.chatting import words
from tests.e2e.conftest import Stage
from tests.e2e.pictures import EILEEN, couple, person, small
from tests.photos import article_identities, faces_dir, turned_photo

pytestmark = pytest.mark.asyncio(loop_scope="session")

LINE = re.compile(r"^(\d)\. (.+) – (−?\d\.\d{3})$", re.MULTILINE)


async def test_five_names_come_with_their_scores_best_first(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    for number in range(7):
        await mira.shows(person(number)[0], f"/enroll Person {number}")
    asked = await mira.sends_photo(person(2)[1])
    answer = await mira.answer_to(asked)
    assert answer.reply_to == asked.id
    assert words(answer).startswith("This looks like Person 2.")
    lines = LINE.findall(words(answer))
    assert [int(place) for place, _, _ in lines] == [1, 2, 3, 4, 5]
    scores = [float(score.replace("−", "-")) for _, _, score in lines]
    assert scores == sorted(scores, reverse=True)
    assert lines[0][1] == "Person 2"
    assert len({name for _, name, _ in lines}) == 5
    assert "%" not in words(answer)


async def test_the_articles_experiment_names_the_right_person(stage: Stage) -> None:
    mira = await stage.newcomer()
    people = article_identities()[:4]
    target = faces_dir() / "deepface" / "target.jpg"
    for number, photos in enumerate(people):
        kept = [small(path) for path in photos if path != target][:2]
        sent = await mira.playground.send_album(
            mira.chat, mira.person, kept, f"/enroll Person {number}"
        )
        await mira.answer_to(sent[0], seconds=60)
    assert (await mira.shows(small(target))).startswith("This looks like Person 0.")


async def test_a_stranger_is_unknown(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(person(0)[0], "/enroll Ann")
    answer = await mira.shows(person(3)[0])
    assert answer.startswith("I don't know this person.")
    assert "looks like" not in answer
    assert LINE.search(answer)


async def test_several_faces_are_numbered_on_the_picture_and_in_the_text(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    two = couple()
    await mira.shows(person(0)[0], "/enroll Ann")
    asked = await mira.sends_photo(two)
    answer = await mira.answer_to(asked)
    assert answer.has_photo
    assert answer.reply_to == asked.id
    assert words(answer).startswith("1. This looks like Ann.\nAnn\u00a00.")
    assert "\n\n2. I don't know this person.\nAnn\u00a00." in words(answer)

    picture = await mira.playground.download(str(answer.raw["file_url"]))
    drawn = Image.open(BytesIO(picture)).convert("RGB")
    plain = Image.open(BytesIO(two)).convert("RGB").resize(drawn.size)
    changed = sum(a != b for a, b in zip(drawn.histogram(), plain.histogram(), strict=True))
    assert changed > 0


async def test_photos_are_answered_in_the_order_they_came(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    sent = [await mira.sends_photo(EILEEN) for _ in range(3)]
    asked = await mira.sends("/people")
    answers = await mira.answers_to(sent[0], 4)
    assert [answer.reply_to for answer in answers] == [*(photo.id for photo in sent), None]
    assert asked.id < answers[-1].id


async def test_a_picture_sent_as_a_file_is_looked_at_upright(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    assert "This looks like Eileen." in await mira.hands(turned_photo(), "turned.jpg")


async def test_work_is_shown_while_it_lasts(stage: Stage) -> None:
    mira = await stage.newcomer()
    sent = await mira.sends_photo(EILEEN)
    await mira.answer_to(sent)
    events = await mira.playground.events(sent.seq, chat=mira.chat)
    kinds = [event["kind"] for event in events]
    assert "chat_action" in kinds
    assert kinds.index("chat_action") < kinds.index("message")


async def test_nothing_is_said_to_be_certain(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    answer = await mira.shows(EILEEN)
    assert re.search(r"1\. Eileen – 0\.99\d", answer)
    assert " is Eileen" not in answer


async def test_the_bots_answer_comes_though_the_photo_was_deleted(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    sent = await mira.sends_photo(EILEEN)
    await mira.playground.delete(sent, mira.person)
    answer = await mira.answer_to(sent)
    assert "Eileen" in words(answer)
