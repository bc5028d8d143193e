"""One playground, and one bot a store, for all stories; each story has people and chats of its own.

A story that kills its bot or its store brings its own. Most stories run on SQLite; those that lean
on the store run on both.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import pytest
import pytest_asyncio

from tests.e2e.bot_process import BotProcess, running_bot
from tests.e2e.chatting import Talker
from tests.playground_client import PlaygroundClient, playground_process

NUMBERS = itertools.count(1)
STORES = ("sqlite", "elasticsearch")


@dataclass(frozen=True)
class Identity:
    """A bot's name, and the settings of a process of it."""

    username: str
    settings: dict[str, str]


class NewBot(Protocol):
    """Makes a bot in the playground that keeps its faces in an empty store."""

    def __call__(self, elasticsearch_url: str = "", **options: object) -> Awaitable[Identity]: ...


@dataclass(frozen=True)
class Stage:
    """A bot that runs on a store, and the Telegram that it runs in."""

    playground: PlaygroundClient
    bot: BotProcess
    identity: Identity

    @property
    def username(self) -> str:
        return self.identity.username

    async def newcomer(self, name: str = "Mira", **options: object) -> Talker:
        """Return somebody new in their private chat with the bot."""
        person = await self.playground.create_person(name, **options)
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
def new_bot(
    playground: PlaygroundClient, weights: Path, tmp_path_factory: pytest.TempPathFactory
) -> NewBot:
    async def make(elasticsearch_url: str = "", **options: object) -> Identity:
        name = f"familiar{next(NUMBERS)}"
        made = await playground.create_bot(f"{name}_bot", **options)
        settings = {
            "TELEGRAM_BOT_TOKEN": str(made["token"]),
            "TELEGRAM_API_URL": playground.url,
            # The playground's are off: stories about something else need not take their time.
            "TELEGRAM_LIMITS": "off",
            "DEEPFACE_HOME": str(weights),
            "FACES_DB": str(tmp_path_factory.mktemp("bot") / "faces.db"),
            "ELASTICSEARCH_URL": elasticsearch_url,
            "ELASTICSEARCH_PREFIX": name,
        }
        return Identity(str(made["username"]), settings)

    return make


@asynccontextmanager
async def staged(
    playground: PlaygroundClient, identity: Identity, folder: Path
) -> AsyncIterator[Stage]:
    """Run a bot; it must end cleanly, unless the story killed it."""
    async with running_bot(identity.settings, folder / "bot.log") as bot:
        yield Stage(playground, bot, identity)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stage(
    playground: PlaygroundClient, new_bot: NewBot, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    """A bot on SQLite for all stories that do not harm it."""
    async with staged(playground, await new_bot(), tmp_path_factory.mktemp("log")) as made:
        yield made


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def elastic_stage(
    playground: PlaygroundClient,
    new_bot: NewBot,
    elasticsearch_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Stage]:
    """A bot on Elasticsearch for all stories that do not harm it."""
    identity = await new_bot(elasticsearch_url)
    async with staged(playground, identity, tmp_path_factory.mktemp("log")) as made:
        yield made


@pytest.fixture(params=STORES)
def any_stage(request: pytest.FixtureRequest) -> Stage:
    """For stories that lean on the store: each of the two."""
    name = "stage" if request.param == "sqlite" else "elastic_stage"
    made: Stage = request.getfixturevalue(name)
    return made


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def open_stage(
    playground: PlaygroundClient, new_bot: NewBot, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    """A bot whose privacy mode is off: groups show it everything. Its operator limits backups."""
    identity = await new_bot(privacy=False)
    identity.settings["BACKUPS_DAYS"] = "30"
    async with staged(playground, identity, tmp_path_factory.mktemp("log")) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def paced(
    playground: PlaygroundClient, new_bot: NewBot, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    """A bot of a module's own, which a Telegram with limits shows every message of groups."""
    identity = await new_bot(privacy=False)
    settings = {**identity.settings, "TELEGRAM_LIMITS": "on"}
    paced = replace(identity, settings=settings)
    await playground.limit_rates()
    try:
        async with staged(playground, paced, tmp_path_factory.mktemp("log")) as stage:
            yield stage
    finally:
        await playground.limit_rates(on=False)


@dataclass(frozen=True)
class Lone:
    """A bot that a story may kill and start again, with somebody in a private chat with it."""

    bot: BotProcess
    talker: Talker


@pytest.fixture(params=["sqlite"])
def lone_store(request: pytest.FixtureRequest) -> str:
    """The address of the store of a lone bot: SQLite, unless a story asks for more."""
    if request.param == "sqlite":
        return ""
    url: str = request.getfixturevalue("elasticsearch_url")
    return url


on_both_stores = pytest.mark.parametrize("lone_store", STORES, indirect=True)


@pytest_asyncio.fixture(loop_scope="session")
async def lone(
    playground: PlaygroundClient, new_bot: NewBot, lone_store: str, tmp_path: Path
) -> AsyncIterator[Lone]:
    """A bot of this story's own, running."""
    async with staged(playground, await new_bot(lone_store), tmp_path) as made:
        yield Lone(made.bot, await made.newcomer())
        await playground.clear_faults()
