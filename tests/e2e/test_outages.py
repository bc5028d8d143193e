"""Elasticsearch goes away and comes back; no photo is lost meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.chatting import words
from tests.e2e.conftest import NewBot, staged
from tests.e2e.pictures import EILEEN
from tests.elasticsearch_server import ElasticsearchServer, is_green
from tests.playground_client import PlaygroundClient

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def mortal_server(elasticsearch_server: ElasticsearchServer) -> Iterator[ElasticsearchServer]:
    """One that is killed here, and there again for whoever comes next."""
    yield elasticsearch_server
    if not is_green(elasticsearch_server.url):
        elasticsearch_server.start()


async def test_killed_between_the_photo_and_the_reply_it_is_answered_when_it_is_back(
    tmp_path: Path,
    playground: PlaygroundClient,
    new_bot: NewBot,
    mortal_server: ElasticsearchServer,
) -> None:
    identity = await new_bot(mortal_server.url)
    async with staged(playground, identity, tmp_path) as stage:
        mira = await stage.newcomer()
        await mira.shows(EILEEN, "/enroll Eileen")
        await playground.add_fault("getFile", "delay", seconds=4, times=1, bot=stage.username)
        photo = await mira.sends_photo(EILEEN)
        looking = await playground.bot_message(mira.chat, photo.seq, seconds=90)
        assert words(looking) == "Looking\u2026"
        await asyncio.sleep(0.5)  # until it is noted where the answer stands
        mortal_server.kill()
        kept = await playground.bot_message(
            mira.chat, looking.seq, kinds=("message", "edit"), seconds=90
        )
        assert kept.id == looking.id
        assert words(kept).startswith("My memory is not answering just now. Your message is kept")

        during = await mira.sends_photo(EILEEN)
        await asyncio.sleep(2)
        await asyncio.to_thread(mortal_server.start)
        first = await playground.bot_message(mira.chat, during.seq, kinds=("edit",), seconds=120)
        second = await mira.answer_to(during, seconds=120)
        assert (first.id, second.reply_to) == (looking.id, during.id)
        assert all("This looks like Eileen." in words(answer) for answer in (first, second))
        await mira.has_been_answered()
        assert not [a for a in await mira.all_answers() if "memory" in words(a)]
