"""One playground process for all tests here, with fresh people, chats and bots in each test."""

import itertools
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.playground.actors import BotApi, Group, Talk
from tests.playground_client import PlaygroundClient, playground_process

NUMBERS = itertools.count(1)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playground_url() -> AsyncIterator[str]:
    async with playground_process("--empty", "--webhook-pause", "0.05") as url:
        yield url


@pytest.fixture
async def playground(playground_url: str) -> AsyncIterator[PlaygroundClient]:
    async with PlaygroundClient.connect(playground_url) as client:
        yield client
        await client.clear_faults()


@pytest.fixture
async def make_bot(playground: PlaygroundClient) -> AsyncIterator[Callable[..., Any]]:
    async with aiohttp.ClientSession() as session:

        async def make(**options: Any) -> BotApi:
            made = await playground.create_bot(f"helper_{next(NUMBERS)}_bot", **options)
            return BotApi(session, playground.url, made["token"], made["username"], int(made["id"]))

        yield make


@pytest.fixture
async def bot(make_bot: Callable[..., Any]) -> BotApi:
    made: BotApi = await make_bot()
    return made


@pytest.fixture
async def talk(playground: PlaygroundClient, bot: BotApi) -> Talk:
    person = await playground.create_person("Mira")
    key = await playground.private_chat(person, bot.username)
    await playground.send_text(key, person, "/start")
    await bot.updates()
    return Talk(person, key, bot)


@pytest.fixture
async def make_group(
    playground: PlaygroundClient, make_bot: Callable[..., Any]
) -> Callable[..., Any]:
    async def make(*, privacy: bool = True, **options: Any) -> Group:
        bot = await make_bot(privacy=privacy)
        owner = await playground.create_person("Mira")
        member = await playground.create_person("Jonas")
        made = await playground.create_group(
            "Hikers", owner, [member, f"@{bot.username}"], **options
        )
        await bot.updates()
        return Group(owner, member, made["key"], bot)

    return make
