"""The tales go as docs/transcripts has them, and go on so with a bot that keeps dying.

Each is told on one store by a bot that all stories share, and on the other by one that dies before
anybody answers it. `EVERY_STORE=1` has all of it on both; `EVERY_STEP=1` has the bot die before
every step, whatever it is. `-s` shows how often it died.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.conftest import STORES, NewBot, Stage, staged
from tests.e2e.dying import Deaths, Dying
from tests.e2e.scribe import Scribe
from tests.e2e.scripts import SCRIPTS, Script
from tests.e2e.settling import desk_of
from tests.e2e.telling import Tale
from tests.e2e.transcript import CONTENTS, WRITING, check, contents, tales_kept
from tests.playground_client import PlaygroundClient

PLAIN, MORTAL = 0, 1
EVERY_STEP = os.environ.get("EVERY_STEP") == "1"


def told_with(fixture: str, how: int) -> pytest.MarkDecorator:
    """Give each tale the fixture on the store, or the stores, on which it is told like this."""
    return pytest.mark.parametrize(
        (fixture, "script"),
        [
            pytest.param(store, script, id=f"{script.slug}-{store}")
            # One bot a store does for all of them, if they come one after the other.
            for store in STORES
            for place, script in enumerate(SCRIPTS)
            if store in stores_of(place + how)
        ],
        indirect=[fixture],
    )


def stores_of(place: int) -> tuple[str, ...]:
    if os.environ.get("EVERY_STORE") == "1":
        return STORES
    # Whoever writes transcripts need not have Elasticsearch.
    return STORES[:1] if WRITING else (STORES[place % len(STORES)],)


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=STORES)
async def mortal(
    request: pytest.FixtureRequest,
    playground: PlaygroundClient,
    new_bot: NewBot,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Stage]:
    """A bot that a tale may kill, if it is started again."""
    url = request.getfixturevalue("elasticsearch_url") if request.param != "sqlite" else ""
    async with staged(playground, await new_bot(url), tmp_path_factory.mktemp("log")) as made:
        yield made


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.timeout(300)
@told_with("any_stage", PLAIN)
async def test_it_goes_as_the_transcript_says(any_stage: Stage, script: Script) -> None:
    await told(any_stage, script, Dying.NEVER)


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.timeout(900 if EVERY_STEP else 300)
@told_with("mortal", MORTAL)
async def test_it_goes_on_though_the_bot_dies_before_it_is_answered(
    mortal: Stage, script: Script
) -> None:
    await told(mortal, script, Dying.ALWAYS if EVERY_STEP else Dying.ANSWERED)


def test_every_transcript_is_of_a_tale() -> None:
    assert tales_kept() == {script.slug for script in SCRIPTS}


def test_the_list_of_transcripts_names_each() -> None:
    check(CONTENTS, contents([(one.slug, one.title, one.told) for one in SCRIPTS]))


async def told(stage: Stage, script: Script, dying: Dying) -> None:
    async with desk_of(stage.playground, stage.username, stage.bot.environment) as desk:
        scribe = Scribe(stage.playground, desk)
        deaths = Deaths(stage.bot, dying)
        await script.happens(Tale(scribe, deaths))
    check(script.slug, scribe.transcript(script.title, script.told))
    print(f"{script.slug}: {deaths.steps} steps, {deaths.count} deaths")  # noqa: T201 — figures, no condition
