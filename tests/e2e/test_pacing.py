"""Telegram's flood limits, as the playground has them: foreseen, and in nobody's way who asks."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from bot.backlog import MOST_OF_A_CHAT
from bot.moderation.rules import Mode, Then, When
from tests.e2e.chatting import Talker, words
from tests.e2e.conftest import Stage
from tests.e2e.groups import a_group, a_member
from tests.e2e.pictures import EILEEN
from tests.e2e.rules import met, watches
from tests.playground_client import Message

pytestmark = pytest.mark.asyncio(loop_scope="session")

TOO_MANY_REQUESTS = 429


async def refused(stage: Stage) -> list[str]:
    """Return what Telegram refused because it came too fast.

    The bot is the module's: one that died has forgotten what it sent, and may have been told so.
    """
    calls = await stage.playground.calls()
    return [
        str(call["method"])
        for call in calls
        if call["bot"] == stage.username and call["status"] == TOO_MANY_REQUESTS
    ]


async def answers_by_photo(ours: Talker, photos: list[Message], seconds: float) -> list[int]:
    """Return how often each photo was answered, once all of them are."""
    counted: Counter[int | None] = Counter()
    seen = photos[0].seq
    while not all(counted[photo.id] for photo in photos):
        answer = await ours.playground.bot_message(ours.chat, seen, seconds=seconds)
        seen = answer.seq
        if "looks like Eileen" in words(answer):
            counted[answer.reply_to] += 1
    return [counted[photo.id] for photo in photos]


async def not_answered(ours: Talker, photos: list[Message]) -> list[Message]:
    """Return which photos are not answered yet."""
    answered = {answer.reply_to for answer in await ours.all_answers()}
    return [photo for photo in photos if photo.id not in answered]


async def test_who_asks_is_answered_at_once_though_a_burst_of_photos_waits(paced: Stage) -> None:
    before = await refused(paced)
    mira = await a_group(paced)
    await mira.shows(EILEEN, "/enroll Eileen")
    tom = await a_member(mira)
    photos = [await sender.sends_photo(EILEEN) for sender in [tom, tom, mira] * 4]
    first = await mira.answer_to(photos[0])
    assert first.reply_to == photos[0].id

    settings = await mira.sends("/settings")
    page = await mira.playground.bot_message(mira.chat, settings.seq)
    while not words(page).startswith("Settings"):
        page = await mira.playground.bot_message(mira.chat, page.seq)
    await mira.outcome_of(await mira.clicks(page, "Answers to photos"))
    assert len(await not_answered(mira, photos)) > 5, "photos wait for room, and she did not"

    other = await paced.newcomer("Zoe")
    assert "I don't know anybody" in await other.shows(EILEEN)
    await other.says("/people")

    assert await answers_by_photo(mira, photos, seconds=100) == [1] * len(photos)
    assert await refused(paced) == before


async def test_photos_that_wait_for_room_are_answered_though_the_bot_dies(paced: Stage) -> None:
    mira = await a_group(paced)
    await mira.shows(EILEEN, "/enroll Eileen")
    photos = [await mira.sends_photo(EILEEN) for _ in range(6)]
    await mira.answer_to(photos[0])
    await paced.bot.kill()
    waiting = await not_answered(mira, photos)
    assert waiting
    await paced.bot.start()
    answered = await answers_by_photo(mira, photos, seconds=30)
    assert min(answered) == 1, "every photo is answered"
    assert sum(answered) <= 7, "only what was on its way may come twice"


async def test_what_a_rule_watches_for_is_found_while_the_answers_wait(paced: Stage) -> None:
    before = await refused(paced)
    mira = await a_group(paced)
    await mira.shows(EILEEN, "/enroll Eileen")
    members = [await a_member(mira) for _ in range(3)]
    chat = await watches(paced, mira, When.PERSON, Then.BAN, Mode.DRY_RUN)
    flood = members * (MOST_OF_A_CHAT // 2)
    photos = [await sender.sends_photo(EILEEN) for sender in flood]
    posted = {photo.id for photo in photos}
    for _ in range(600):
        if await met(paced, chat) == posted:
            break
        await asyncio.sleep(0.1)
    assert await met(paced, chat) == posted
    assert len(await not_answered(mira, photos)) > len(photos) / 2
    assert await refused(paced) == before
