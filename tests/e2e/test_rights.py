"""Whose face it is: who may teach it, and what everybody may ask about themselves."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.e2e.chatting import Talker, offers, words
from tests.e2e.conftest import Stage
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAME = "Tomasz Zielonka"


async def members(stage: Stage) -> tuple[Talker, Talker]:
    """Return the owner of a new group, and a member who is no admin."""
    mira, tom = await stage.newcomer(), await stage.newcomer(NAME)
    before = await mira.playground.last_seq()
    group = await mira.playground.create_group("Friends", mira.person, [stage.username])
    chat = str(group["key"])
    await mira.playground.bot_message(chat, before)
    await mira.playground.add_member(chat, tom.person)
    return mira.in_chat(chat), tom.in_chat(chat)


async def test_in_a_group_admins_decide_whom_it_learns_and_forgets(open_stage: Stage) -> None:
    mira, tom = await members(open_stage)
    refused = await tom.shows(EILEEN, "/enroll Eileen")
    assert refused.startswith("In this group the admins decide whose faces I learn.")
    assert "/enroll me" in refused
    assert "I don't know anybody" in await mira.says("/people")
    assert "I now know Eileen" in await mira.shows(EILEEN, "/enroll Eileen")
    assert "only the admins can have me forget" in await tom.says("/forget Eileen")
    assert "Forgotten: Eileen" in await mira.says("/forget Eileen")


async def test_everybody_may_teach_and_have_forgotten_their_own_face(open_stage: Stage) -> None:
    _, tom = await members(open_stage)
    assert f"I now know {NAME}" in await tom.shows(EILEEN, "/enroll me")
    assert f"{NAME} from 2 photos" in await tom.shows(EILEEN_AGAIN, "/enroll me")
    answer, _ = await tom.answers_to(await tom.sends_photo(EILEEN), 2)
    assert f"This looks like {NAME}." in words(answer)
    assert f"Forgotten: {NAME}" in await tom.says(f"/forget {NAME}")


async def test_nobody_takes_the_name_of_somebody_else_for_their_own(open_stage: Stage) -> None:
    mira, tom = await members(open_stage)
    await tom.shows(EILEEN, "/enroll me")
    twin = Talker(mira.playground, await mira.playground.create_person(NAME), mira.chat, mira.bot)
    await mira.playground.add_member(mira.chat, twin.person)
    asked = await twin.answer_to(await twin.sends_photo(EILEEN_AGAIN, "/enroll me"))
    assert words(asked) == f"Somebody else here is called {NAME}. What else shall I call you?"
    told = await twin.answer_to(await twin.sends("Tomasz the other", reply_to=asked.id))
    assert "whom I know already" in words(told), "it looks like him, after all"


async def test_forgetting_oneself_takes_a_word_and_then_nobody_is_known(any_stage: Stage) -> None:
    tom = await any_stage.newcomer(NAME)
    assert "I don't know which of the people I know is you" in await tom.says("/forgetme")
    await tom.shows(EILEEN, "/enroll me")
    asked = await tom.answer_to(await tom.sends("/forgetme"))
    assert "Shall I forget you?" in words(asked)
    assert offers(asked) == ["Forget me", "No, keep me"]
    kept = await tom.outcome_of(await tom.clicks(asked, "No, keep me"))
    assert words(kept) == "All right, nothing was deleted."
    assert f"This looks like {NAME}." in await tom.shows(EILEEN)
    asked = await tom.answer_to(await tom.sends("/forgetme"))
    gone = await tom.outcome_of(await tom.clicks(asked, "Forget me"))
    assert words(gone).startswith("You are forgotten, with 1 photo: your name,")
    assert "I don't know anybody" in await tom.says("/people")
    assert "I don't know which of the people" in await tom.says("/forgetme")


async def test_no_page_of_the_file_knows_who_had_themselves_forgotten(stage: Stage) -> None:
    name = "Wenceslas Unforgettable"
    tom = await stage.newcomer(name)
    await tom.shows(EILEEN, "/enroll me")
    database = Path(stage.identity.settings["FACES_DB"])
    assert name in traces(database)
    asked = await tom.answer_to(await tom.sends("/forgetme"))
    await tom.outcome_of(await tom.clicks(asked, "Forget me"))
    for _ in range(60):
        if name not in traces(database):
            return
        await asyncio.sleep(0.5)
    raise AssertionError("the file still shows the name")


async def test_only_who_asked_to_be_forgotten_can_say_so(open_stage: Stage) -> None:
    mira, tom = await members(open_stage)
    await tom.shows(EILEEN, "/enroll me")
    asked = await tom.answer_to(await tom.sends("/forgetme"))
    assert "Shall I forget you in this chat?" in words(asked)
    click = await mira.clicks(asked, "Forget me")
    assert click.show_alert
    assert "Only the person who asked" in click.text
    assert NAME in await mira.says("/people")


async def test_what_is_kept_of_somebody_is_handed_over_in_private(open_stage: Stage) -> None:
    _, tom = await members(open_stage)
    await tom.shows(EILEEN, "/enroll me")
    assert "in our private chat" in await tom.says("/mydata")
    alone = tom.in_chat(await tom.playground.private_chat(tom.person, open_stage.username))
    handed = await alone.answer_to(await alone.sends("/mydata"))
    assert "1 photo's description and picture" in words(handed)
    data = await tom.playground.download(handed.raw["file_url"])
    with ZipFile(io.BytesIO(data)) as archive:
        told = json.loads(archive.read("about-you.json"))
        (place,) = told["enrolled"]
        assert (place["chat"], place["name"]) == ("Friends", NAME)
        (photo,) = place["photos"]
        assert len(photo["numbers"]) == 128
        assert archive.read(photo["picture"]).startswith(b"\xff\xd8")


async def test_admins_read_who_did_what_by_the_names_of_today(open_stage: Stage) -> None:
    mira, tom = await members(open_stage)
    assert "Nothing was done here yet" in await mira.says("/audit")
    await mira.shows(EILEEN, "/enroll Eileen")
    await mira.says("/forget Eileen")
    await tom.shows(EILEEN_AGAIN, "/enroll me")
    assert "Only the admins" in await tom.says("/audit")
    told = (await mira.says("/audit")).splitlines()
    assert told[1].endswith(f"{NAME} taught me {NAME}.")
    assert "Mira had me forget somebody who is forgotten, no. " in told[2]
    assert "Mira taught me somebody who is forgotten, no. " in told[3]


def traces(database: Path) -> str:
    files = [database, database.with_name(database.name + "-wal")]
    return "".join(file.read_bytes().decode("utf-8", "ignore") for file in files if file.exists())
