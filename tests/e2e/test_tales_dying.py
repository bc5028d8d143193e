"""The tales go as docs/transcripts has them, though the bot keeps dying.

It dies before anybody answers it, or first presses a button of a message; with `EVERY_STEP=1`
before every step, whatever it is. `EVERY_STORE=1` has every tale, on both stores. `-s` shows how
often it died.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.conftest import STORES, NewBot, Stage, staged
from tests.e2e.dying import Dying
from tests.e2e.repertoire import Way, told, told_with
from tests.e2e.scripts import Script
from tests.playground_client import PlaygroundClient

EVERY_STEP = os.environ.get("EVERY_STEP") == "1"


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
@pytest.mark.timeout(900 if EVERY_STEP else 300)
@told_with("mortal", Way.DYING)
async def test_it_goes_on_though_the_bot_dies_before_it_is_answered(
    mortal: Stage, script: Script
) -> None:
    await told(mortal, script, Dying.ALWAYS if EVERY_STEP else Dying.ANSWERED)
