"""A photo of somebody that is wrong: found by the mistakes that come of it, and removed."""

from __future__ import annotations

import pytest

from tests.e2e.asking import asked, asks_who, clicked
from tests.e2e.chatting import offers, words
from tests.e2e.conftest import Stage
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, person

pytestmark = pytest.mark.asyncio(loop_scope="session")

WRONG = "Is my photo of Ann wrong?"


async def test_the_photo_that_misled_it_can_be_removed(any_stage: Stage) -> None:
    mira = await any_stage.newcomer()
    await mira.shows(EILEEN, "/enroll Ann")
    doubt = await asked(mira, person(0)[0], "/enroll Ann")
    await clicked(mira, doubt, "Yes, this is Ann")
    answer = await asked(mira, EILEEN_AGAIN)
    opened = await clicked(mira, answer, "Not Ann")
    shown = await asks_who(mira, opened, WRONG)
    assert shown.has_photo
    assert words(shown).startswith("This is the photo of Ann that the face is most like.")
    assert offers(shown) == ["Yes, remove it", "No, keep it"]
    assert (await mira.clicks(shown, "Yes, remove it")).text == "Removed."
    assert "1 photo" in await mira.says("/people")
    assert (await mira.playground.message(mira.chat, shown.id)).is_deleted
    assert (await mira.shows(EILEEN_AGAIN)).startswith("I don't know this person.")
    assert (await mira.shows(person(0)[1])).startswith("This looks like Ann.")


async def test_a_photo_that_is_right_after_all_is_kept(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.shows(EILEEN, "/enroll Ann")
    opened = await clicked(mira, await asked(mira, EILEEN_AGAIN), "Not Ann")
    shown = await asks_who(mira, opened, WRONG)
    await mira.clicks(shown, "No, keep it")
    assert (await mira.shows(EILEEN_AGAIN)).startswith("This looks like Ann.")
