"""A group whose newcomers may post one photo in ten minutes, chosen by buttons."""

from __future__ import annotations

import pytest

from tests.e2e.chatting import words
from tests.e2e.conftest import Stage
from tests.e2e.groups import a_group, a_member
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_newcomers_second_photo_is_deleted_and_not_answered_and_the_first_is(
    open_stage: Stage,
) -> None:
    ours = await a_group(open_stage)
    await ours.playground.promote(ours.chat, ours.bot)
    await ours.shows(EILEEN, "/enroll Eileen")
    page = await ours.answer_to(await ours.sends("/settings"))
    for label in ("Photos of newcomers", "One in ten minutes"):
        page = await ours.outcome_of(await ours.clicks(page, label))
    assert "Photos of newcomers: One in ten minutes" in words(page)
    tom = await a_member(ours)
    assert "looks like Eileen" in await tom.shows(EILEEN_AGAIN)
    await tom.has_been_answered()
    further = await tom.sends_photo(EILEEN_AGAIN)
    told = await tom.answer_to(further)
    assert words(told).startswith("Tom, whoever is new here can post one photo in ten minutes")
    assert (await ours.playground.message(ours.chat, further.id)).is_deleted
    assert "looks like Eileen" in await ours.shows(EILEEN_AGAIN)
