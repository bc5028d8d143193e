"""Names that people have, and names that they make up to see what happens."""

from __future__ import annotations

import pytest

from tests.e2e.chatting import words
from tests.e2e.conftest import Stage
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN

pytestmark = pytest.mark.asyncio(loop_scope="session")

KEPT = {
    "<b>": "b",  # brackets round the whole are taken for those of "/enroll <name>"
    "<b>Ann</b>": "<b>Ann</b>",
    "Robert'; DROP TABLE people;--": "Robert'; DROP TABLE people;--",
    '&amp; \\ " `': '&amp; \\ " `',
    "\U0001f600" * 64: "\U0001f600" * 64,
    "عائشة": "عائشة",
    "דנה Ann": "דנה Ann",
    "Zoe\u0308": "Zoë",
    "नन्दिनी": "नन्दिनी",
    "  two\t words ": "two words",
    "{ $name }": "{ $name }",
}
"""What is written, and how it is kept and shown."""

REFUSED = ("\u200b\u200b", "\U0001f600" * 65, "\u0301", "\u202e", "\u3164")


@pytest.mark.parametrize("written", KEPT, ids=range(len(KEPT)))
async def test_a_name_is_kept_shown_and_found_as_it_is(any_stage: Stage, written: str) -> None:
    mira, name = await any_stage.newcomer(), KEPT[written]
    learnt = await mira.shows(EILEEN, f"/enroll {written}")
    assert learnt.startswith(f"Learnt: I now know {name} from 1 photo.")
    assert f"This looks like {name}." in await mira.shows(EILEEN_AGAIN)
    assert f"1. {name} \u2013 1 photo" in await mira.says("/people")
    assert await mira.says(f"/forget {written}") == f"Forgotten: {name}, with 1 photo."


@pytest.mark.parametrize("written", REFUSED, ids=range(len(REFUSED)))
async def test_what_is_no_name_is_refused_with_words(stage: Stage, written: str) -> None:
    mira = await stage.newcomer()
    told = await mira.shows(EILEEN, f"/enroll {written}")
    assert told.startswith("A name needs 1 to 64 visible characters.")


async def test_a_name_ends_with_its_line(stage: Stage) -> None:
    mira = await stage.newcomer()
    learnt = await mira.shows(EILEEN, "/enroll Ann\nfrom the office")
    assert learnt.startswith("Learnt: I now know Ann from 1 photo.")


async def test_where_there_is_no_name_it_is_asked_for(stage: Stage) -> None:
    mira = await stage.newcomer()
    asked = await mira.answer_to(await mira.sends_photo(EILEEN, "/enroll"))
    assert words(asked) == "Who is this? Send me the name."
