"""Somebody asks to be named nowhere: not where others taught their face either."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zipfile import ZipFile

import pytest

from tests.e2e.chatting import Talker, called, offers, words
from tests.e2e.conftest import Lone, Stage
from tests.e2e.groups import a_group, a_member
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, EILEEN_BLURRED, TWO_FACES, couple, person

pytestmark = pytest.mark.asyncio(loop_scope="session")

UNNAMED = "This looks like somebody who asked not to be named."
BUTTON = "Also where others taught you my face"


async def agrees(tom: Talker) -> None:
    asked = await tom.answer_to(await tom.sends("/optout"))
    assert "nothing else: no picture and no name" in words(asked)
    assert offers(asked) == ["I agree", "No"]
    wanted = await tom.outcome_of(await tom.clicks(asked, "I agree"))
    assert "send me one photo of yourself" in words(wanted)


@asynccontextmanager
async def opted_out(stage: Stage, photo: bytes = EILEEN) -> AsyncIterator[Talker]:
    """Give somebody, whom nobody links with anybody, who is not to be named until the end."""
    tom = await stage.newcomer("Tom")
    await agrees(tom)
    try:
        assert "I say in every chat only that somebody" in await tom.shows(photo)
        yield tom
    finally:
        # Other stories show the same face to the same bot.
        await tom.says("/optin")


async def test_who_agreed_to_it_is_named_in_no_chat_until_they_take_it_back(
    any_stage: Stage,
) -> None:
    mira = await any_stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    before = await mira.answer_to(await mira.sends_photo(EILEEN_AGAIN))
    assert "This looks like Eileen." in words(before)
    async with opted_out(any_stage) as tom:
        answer = await mira.answer_to(await mira.sends_photo(EILEEN_AGAIN))
        assert words(answer) == UNNAMED
        assert offers(answer) == []
        click = await mira.clicks(before, "Why?")
        why = await mira.playground.bot_message(mira.chat, click.seq, seconds=30)
        assert (words(why), why.has_photo) == (UNNAMED, False), "it looks anew"
        two = await mira.answer_to(await mira.sends_photo(TWO_FACES))
        assert words(two) == f"1. {UNNAMED}\n\n2. {UNNAMED}"

        refused = await mira.shows(EILEEN_AGAIN, "/enroll Somebody")
        assert "I do not learn this face from others" in refused
        assert "Somebody" not in await mira.says("/people")
        assert "I now know Tom" in await tom.shows(EILEEN_AGAIN, "/enroll me")
        assert await tom.shows(EILEEN) == UNNAMED, "that holds where they are linked, too"

        handed = await tom.answer_to(await tom.sends("/mydata"))
        data = await tom.playground.download(handed.raw["file_url"])
        with ZipFile(io.BytesIO(data)) as archive:
            (kept,) = json.loads(archive.read("about-you.json"))["not_to_be_named_anywhere"]
        assert len(kept["numbers"]) == 128
        assert "picture" not in kept
    assert "This looks like Eileen." in await mira.shows(EILEEN_AGAIN)
    assert "I now know Somebody" in await mira.shows(person(0)[0], "/enroll Somebody")


async def test_only_a_photo_with_one_clear_face_will_do_and_another_is_waited_for(
    stage: Stage,
) -> None:
    tom = await stage.newcomer("Tom")
    await agrees(tom)
    assert "a photo with one face in it" in await tom.shows(TWO_FACES)
    assert "This face is blurred" in await tom.shows(EILEEN_BLURRED)
    assert "send me one photo of yourself" in await tom.says("What now?")
    assert await tom.says("/cancel") == "Cancelled."
    assert "I don't know anybody in this chat yet" in await tom.shows(EILEEN)
    assert "I don't know which of the people" in await tom.says("/optin"), "nothing was kept"


async def test_only_their_face_is_passed_over_in_silence(stage: Stage) -> None:
    mira = await stage.newcomer()
    ann, *_ = person(0)
    await mira.shows(ann, "/enroll Ann")
    await mira.shows(EILEEN, "/enroll Eileen")
    async with opted_out(stage, ann):
        theirs, another = (await mira.shows(couple())).split("\n\n")
        assert theirs == f"1. {UNNAMED}"
        assert another.startswith("2. I don't know this person.")
        assert "This looks like Eileen." in await mira.shows(EILEEN)


async def test_being_forgotten_deletes_it(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Eileen")
    async with opted_out(stage) as tom:
        told = words(await tom.answer_to(await tom.sends("/mydata")))
        assert told.startswith("Of you I keep the numbers of your face, so as to name you nowhere")
        asked = await tom.answer_to(await tom.sends("/forgetme"))
        assert "I delete the numbers of your face" in words(asked)
        gone = await tom.outcome_of(await tom.clicks(asked, "Forget me"))
        assert words(gone).splitlines()[:2] == [
            "Nothing of a face is linked with your account any more.",
            "The numbers of your face that I kept so as not to name you are deleted.",
        ]
        assert "This looks like Eileen." in await mira.shows(EILEEN_AGAIN)


async def test_who_is_linked_may_ask_for_it_elsewhere_and_think_better_of_it(stage: Stage) -> None:
    tom = await stage.newcomer("Tom")
    await tom.shows(EILEEN, "/enroll me")
    told = await tom.answer_to(await tom.sends("/optout"))
    assert words(told).startswith("I will not say your name any more.")
    assert offers(told) == [BUTTON]
    asked = await tom.outcome_of(await tom.clicks(told, BUTTON))
    assert offers(asked) == ["I agree", "No"]
    left = await tom.outcome_of(await tom.clicks(asked, "No"))
    assert words(left) == "All right, nothing is kept."


async def test_a_group_that_wants_only_who_is_known_hears_nothing_of_them(
    open_stage: Stage,
) -> None:
    mira = await a_group(open_stage)
    guest = await a_member(mira)
    await mira.shows(EILEEN, "/enroll Eileen")
    settings = await mira.answer_to(await mira.sends("/settings"))
    for label in ("Answers to photos", "Only when I know somebody"):
        settings = await mira.outcome_of(await mira.clicks(settings, label))
    assert "This looks like Eileen." in await guest.shows(EILEEN)
    async with opted_out(open_stage) as tom:
        await guest.silence_after(await guest.sends_photo(EILEEN), "/cancel")
        here = Talker(mira.playground, tom.person, mira.chat, mira.bot)
        await mira.playground.add_member(mira.chat, tom.person)
        await mira.says("/forget Eileen")
        assert "I now know Tom" in await here.shows(EILEEN, "/enroll me")
        assert "that still holds" in await here.says("/optin")
        assert "I say your name nowhere" in await here.says("/optout")


async def test_a_bot_that_dies_over_the_photo_keeps_it_when_it_is_back(lone: Lone) -> None:
    tom = lone.talker
    mira = Talker(tom.playground, await tom.playground.create_person("Mira"), "", tom.bot)
    mira = mira.in_chat(await mira.playground.private_chat(mira.person, mira.bot))
    await mira.shows(EILEEN, "/enroll Eileen")
    await agrees(tom)
    await tom.playground.add_fault("download", "slow_download", bytes_per_second=2000)
    sent = await tom.sends_photo(EILEEN)
    await called(tom.playground, "getFile", tom.bot, times=2)
    await lone.bot.kill()
    await tom.playground.clear_faults()
    await lone.bot.start()
    assert "I say in every chat only that somebody" in words(await tom.answer_to(sent))
    assert await mira.shows(EILEEN_AGAIN) == UNNAMED
    await lone.bot.kill()
    await lone.bot.start()
    assert await mira.shows(EILEEN_AGAIN) == UNNAMED, "nothing of it is in the process alone"
