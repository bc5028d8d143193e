"""What an operator can mend: the chat is told, the photo is kept, and nothing is restarted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from elasticsearch import AsyncElasticsearch

from core.cli.doctor import examine_store
from core.settings import Settings
from tests.certificates import Authority
from tests.e2e.chatting import words
from tests.e2e.conftest import NewBot, staged
from tests.e2e.pictures import EILEEN
from tests.elasticsearch_gate import Gate
from tests.playground_client import PlaygroundClient
from tests.unit.elastic_answers import BUSY, UNKNOWN_USER, VERSION_7

pytestmark = pytest.mark.asyncio(loop_scope="session")

Deed = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Trouble:
    """What is done to the store, what is undone, and what is said of it meanwhile."""

    begin: Deed
    end: Deed
    chat: str
    doctor: str


async def found_by_doctor(settings: dict[str, str]) -> str:
    """Return what `doctor` says is wrong."""
    checks = await examine_store(Settings.from_env(settings))
    return " ".join(check.told for check in checks if not check.ok)


@asynccontextmanager
async def operator(url: str) -> AsyncIterator[AsyncElasticsearch]:
    client = AsyncElasticsearch(url, request_timeout=60)
    yield client
    await client.close()


async def test_each_is_told_kept_and_answered_when_it_is_mended(
    tmp_path: Path, playground: PlaygroundClient, new_bot: NewBot, elasticsearch_url: str
) -> None:
    ours, strangers = (Authority.made(tmp_path / name) for name in ("ours", "strangers"))
    async with (
        Gate(elasticsearch_url, ours.certify()) as gate,
        operator(elasticsearch_url) as mends,
    ):
        identity = await new_bot(gate.url)
        identity.settings["ELASTICSEARCH_CA_CERTS"] = str(ours.file)
        identity.settings["ELASTICSEARCH_USERNAME"] = "familiar"
        identity.settings["ELASTICSEARCH_PASSWORD"] = "not-looked-at-without-security"
        indices = f"{identity.settings['ELASTICSEARCH_PREFIX']}-*"

        async def blocked(word: str | None) -> None:
            block = {"index.blocks.read_only_allow_delete": word}
            await mends.indices.put_settings(index=indices, settings=block)

        async def shown(authority: Authority) -> None:
            gate.show(authority.certify())
            await gate.part()

        troubles = {
            "a wrong password": Trouble(
                lambda: gate.answer(401, UNKNOWN_USER), gate.open,
                "My memory does not let me in: whoever runs me has to look at my password",
                "does not accept ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD",
            ),
            "a certificate of another authority": Trouble(
                lambda: shown(strangers), lambda: shown(ours),
                "I cannot be sure that it is my memory that answers",
                "not of an authority that we trust: set ELASTICSEARCH_CA_CERTS",
            ),
            "a flooded disk": Trouble(
                lambda: blocked("true"), lambda: blocked(None),
                "My memory is full and takes nothing in: whoever runs me has to make room",
                "takes no writes now, mostly for want of disk space",
            ),
            "a full queue": Trouble(
                lambda: gate.answer(429, BUSY), gate.open,
                "So much is asked of my memory just now that it cannot follow.",
                "too busy or not whole (status 429)",
            ),
            "version 7": Trouble(
                lambda: gate.answer(200, VERSION_7, ours=False), gate.open,
                "My memory is of a version that is too old for me",
                "is of version 7.10.2, and 9.3 or newer is needed",
            ),
            "somebody else": Trouble(
                lambda: gate.answer(200, {"hello": "world"}, ours=False), gate.open,
                "Something else answers where my memory should be",
                "is not Elasticsearch: check ELASTICSEARCH_URL",
            ),
        }  # fmt: skip
        await gate.shut()
        async with staged(playground, identity, tmp_path) as stage:
            mira = await stage.newcomer()
            waiting = await mira.sends_photo(EILEEN, "/enroll Eileen")
            assert words(await mira.answer_to(waiting)).startswith("My memory is not answering")
            await gate.open()
            assert "I now know Eileen" in words((await mira.answers_to(waiting, 2, 60))[1])
            for name, trouble in troubles.items():
                await trouble.begin()
                waiting = await mira.sends_photo(EILEEN)
                told = words(await mira.answer_to(waiting))
                assert told.startswith(trouble.chat), name
                assert "Your message is kept" in told, name
                assert trouble.doctor in await found_by_doctor(identity.settings), name
                await trouble.end()
                answer = words((await mira.answers_to(waiting, 2, 60))[1])
                assert "This looks like Eileen." in answer, name
                await mira.has_been_answered()
            assert await found_by_doctor(identity.settings) == ""
        assert "Traceback" not in stage.bot.output
        assert stage.bot.output.count("can be used again") == 1 + len(troubles)
