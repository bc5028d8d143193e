"""One playground, and one bot a store, for all stories; each story has people and chats of its own.

A story that kills its bot or its store brings its own.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.bot_process import BotProcess, running_bot
from tests.e2e.chatting import Talker
from tests.playground_client import PlaygroundClient, playground_process

NUMBERS = itertools.count(1)
Settings = dict[str, str]


@dataclass(frozen=True)
class Stage:
    """A bot that runs on a store, and the Telegram that it runs in."""

    playground: PlaygroundClient
    bot: BotProcess
    username: str

    async def newcomer(self, name: str = "Mira") -> Talker:
        """Return somebody new in their private chat with the bot."""
        person = await self.playground.create_person(name)
        chat = await self.playground.private_chat(person, self.username)
        return Talker(self.playground, person, chat, self.username)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playground_url() -> AsyncIterator[str]:
    async with playground_process("--empty", "--webhook-pause", "0.2") as url:
        yield url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playground(playground_url: str) -> AsyncIterator[PlaygroundClient]:
    async with PlaygroundClient.connect(playground_url) as client:
        yield client
        assert await client.unknown_parameters() == []


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all bots of a test run keep the model's weights."""
    return tmp_path_factory.mktemp("deepface")


@pytest.fixture(scope="session")
def new_settings(
    playground: PlaygroundClient, weights: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Awaitable[tuple[str, Settings]]]:
    """Make a bot in the playground: its name, and the settings of a process of it on SQLite."""

    async def make(**options: object) -> tuple[str, Settings]:
        made = await playground.create_bot(f"familiar{next(NUMBERS)}_bot", **options)
        folder = tmp_path_factory.mktemp("bot")
        return str(made["username"]), {
            "TELEGRAM_BOT_TOKEN": str(made["token"]),
            "TELEGRAM_API_URL": playground.url,
            "DEEPFACE_HOME": str(weights),
            "FACES_DB": str(folder / "faces.db"),
        }

    return make


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stage(
    playground: PlaygroundClient,
    new_settings: Callable[..., Awaitable[tuple[str, Settings]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Stage]:
    """A bot that is there for all stories that do not harm it."""
    username, settings = await new_settings()
    log = tmp_path_factory.mktemp("log") / "bot.log"
    async with running_bot(settings, log) as bot:
        yield Stage(playground, bot, username)


@dataclass
class Lone:
    """A bot that a story may kill and start again, with somebody in a private chat with it."""

    bot: BotProcess
    talker: Talker
    settings: Settings


@pytest_asyncio.fixture(loop_scope="session")
async def lone(
    playground: PlaygroundClient,
    new_settings: Callable[..., Awaitable[tuple[str, Settings]]],
    tmp_path: Path,
) -> AsyncIterator[Lone]:
    """A bot of this story's own, running."""
    username, settings = await new_settings()
    async with running_bot(settings, tmp_path / "bot.log") as bot:
        person = await playground.create_person("Mira")
        chat = await playground.private_chat(person, username)
        yield Lone(bot, Talker(playground, person, chat, username), settings)
        await playground.clear_faults()
