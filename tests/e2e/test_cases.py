"""A case outlives the bot: killed before a click, or before the deed, it is decided once.

The case is opened by another process of the same bot, as with several replicas.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.connection import connect
from bot.moderation.cases import Case, Finding, Sureness
from bot.moderation.rules import Mode, Then
from bot.request import KnownAs, PhotoRef, PhotoSent, Request
from bot.settings import BotSettings
from bot.stories import Stories
from core.bootstrap import open_core
from core.settings import Settings
from tests.bot_life import LANGUAGES, a_life
from tests.e2e.chatting import words
from tests.e2e.conftest import Lone, on_both_stores
from tests.playground_client import Message, PlaygroundClient, PlaygroundError

pytestmark = pytest.mark.asyncio(loop_scope="session")


@asynccontextmanager
async def another_replica(environment: Mapping[str, str]) -> AsyncIterator[Stories]:
    """The stories of another process of a bot, on the same store."""
    settings = BotSettings.from_env(environment)
    async with open_core(Settings.from_env(environment)) as core:
        bot = connect(settings, lambda: None)
        await bot.initialize()
        yield a_life(core, bot, settings.token, lambda: datetime.now(UTC))[0]
        await bot.shutdown()


def a_case(posted: Message, poster: int) -> tuple[Request, Case]:
    """What judging hands on about a photo that Telegram does not give any more."""
    photo = PhotoRef("gone", posted.id, None)
    chat = int(posted.chat)
    request = Request(
        1, chat, False, None, posted.id, poster, KnownAs("Tom"), PhotoSent(photo),  # noqa: FBT003 — a group
        LANGUAGES.of("en"),
    )  # fmt: skip
    case = Case(
        id=f"{posted.id}-r1",
        chat=chat,
        gallery="g",
        thread=None,
        messages=(posted.id,),
        photos=(photo,),
        poster=poster,
        posted_as="Tom",
        finding=Finding("r1", Sureness.CERTAIN),
        then=Then.BAN,
        mode=Mode.ASKING,
    )
    return request, case


async def tried(playground: PlaygroundClient, method: str, bot: str) -> None:
    """Wait until the bot has called something."""
    for _ in range(600):
        if any(call["bot"] == bot for call in await playground.calls(method)):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{method} was not called")


@on_both_stores
async def test_whenever_it_is_killed_the_decision_is_carried_out_once(lone: Lone) -> None:
    mira, playground = lone.talker, lone.talker.playground
    await mira.says("/start")
    tom = await playground.create_person("Tom")
    made = await playground.create_group("Friends", mira.person, [tom, f"@{mira.bot}"])
    group = str(made["key"])
    await playground.promote(group, mira.bot)
    posted = await playground.send_text(group, tom, "look")
    before = await playground.last_seq()
    async with another_replica(lone.bot.environment) as replica:
        await replica.ruling.report(*a_case(posted, tom))
    card = await playground.bot_message(mira.chat, before)
    assert "Shall I delete this photo and ban who posted it?" in words(card)

    await lone.bot.kill()
    await lone.bot.start()
    await playground.add_fault("banChatMember", "server_error", times=None)
    clicking = asyncio.create_task(mira.clicks(card, "Delete, ban"))
    await tried(playground, "banChatMember", mira.bot)
    await lone.bot.kill()
    await playground.clear_faults()
    assert (await playground.message(group, posted.id)).is_deleted
    await playground.send_text(group, tom, "still here")

    await lone.bot.start()
    click = await clicking
    decided = await mira.outcome_of(click)
    assert "Mira: deleted, banned." in words(decided)
    with pytest.raises(PlaygroundError, match="is not in"):
        await playground.send_text(group, tom, "and now")
    bans = [call for call in await playground.calls("banChatMember") if call["bot"] == mira.bot]
    assert sum(call["status"] == 200 for call in bans) == 1

    lifted = await mira.outcome_of(await mira.clicks(decided, "Take it back"))
    assert "Mira: taken back." in words(lifted)
    await playground.add_member(group, tom)
