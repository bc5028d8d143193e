"""An answer that was given twice, because the bot died before it noted the first, becomes one."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import httpx
import pytest

from tests.e2e.asking import as_it_is, asked, clicked
from tests.e2e.chatting import Talker, offers, words
from tests.e2e.conftest import Stage
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, person
from tests.playground_client import Message

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def given_twice(stage: Stage) -> tuple[Talker, Message, Message]:
    """Return somebody with two answers to their photo, of which the first is noted."""
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Ann")
    await mira.shows(person(0)[0], "/enroll Bob")
    first = await asked(mira, EILEEN_AGAIN)
    settings, before = stage.identity.settings, await mira.playground.last_seq()
    async with httpx.AsyncClient() as client:
        url = f"{settings['TELEGRAM_API_URL']}/bot{settings['TELEGRAM_BOT_TOKEN']}/sendMessage"
        again = {
            "chat_id": mira.person,
            "text": words(first),
            "reply_markup": first.raw["keyboard"],
            "reply_parameters": {"message_id": first.reply_to},
        }
        (await client.post(url, json=again)).raise_for_status()
    return mira, first, await mira.playground.bot_message(mira.chat, before)


def note_as_given(stage: Stage, talker: Talker, answer: Message) -> None:
    """Note an answer where the bot does."""
    its = "collection = 'answers' AND key = ?"
    key = f"{talker.person}:{answer.reply_to}"
    with closing(sqlite3.connect(stage.identity.settings["FACES_DB"])) as file, file:
        ((text,),) = file.execute(f"SELECT value FROM records WHERE {its}", (key,))  # noqa: S608
        noted = json.dumps({**json.loads(text), "messages": [answer.id]})
        file.execute(f"UPDATE records SET value = ? WHERE {its}", (noted, key))  # noqa: S608


async def test_a_button_of_the_second_changes_the_first_and_the_second_makes_way(
    stage: Stage,
) -> None:
    mira, first, second = await given_twice(stage)
    await mira.clicks(second, "Not Ann")
    opened = await as_it_is(mira, first)
    assert offers(opened)[:2] == ["Bob", "Somebody else"]
    assert (await as_it_is(mira, second)).is_deleted


async def test_what_is_said_under_the_first_stands_there_though_the_second_was_noted(
    stage: Stage,
) -> None:
    mira, first, second = await given_twice(stage)
    note_as_given(stage, mira, second)
    opened = await clicked(mira, first, "Not Ann")
    told = await clicked(mira, opened, "Bob")
    assert told.id == first.id
    assert words(told) == "Corrected: this is a photo of Bob. Thank you."
    assert offers(told) == []
    assert (await as_it_is(mira, second)).is_deleted
