"""Each tale on its stores, told by a bot, and compared with its transcript.

Plainly each is told on one store, and on the other by a bot that dies; `EVERY_STORE=1` has all of
it on both.
"""

from __future__ import annotations

import os
from enum import IntEnum

import pytest

from tests.e2e.conftest import STORES, Stage
from tests.e2e.dying import Deaths, Dying
from tests.e2e.scribe import Scribe
from tests.e2e.scripts import SCRIPTS, Script
from tests.e2e.settling import desk_of
from tests.e2e.telling import Tale
from tests.e2e.transcript import WRITING, check


class Way(IntEnum):
    """How tales are told."""

    PLAINLY = 0
    DYING = 1


def told_with(fixture: str, way: Way) -> pytest.MarkDecorator:
    """Give each tale the fixture on the store, or the stores, on which it is told like this."""
    return pytest.mark.parametrize(
        (fixture, "script"),
        [
            pytest.param(store, script, id=f"{script.slug}-{store}")
            # One bot a store does for all of them, if they come one after the other.
            for store in STORES
            for place, script in enumerate(SCRIPTS)
            if store in _stores_of(place + way)
        ],
        indirect=[fixture],
    )


def _stores_of(place: int) -> tuple[str, ...]:
    if os.environ.get("EVERY_STORE") == "1":
        return STORES
    # Whoever writes transcripts need not have Elasticsearch.
    return STORES[:1] if WRITING else (STORES[place % len(STORES)],)


async def told(stage: Stage, script: Script, dying: Dying) -> None:
    """Tell a tale; it must go as its transcript says."""
    async with desk_of(stage.playground, stage.username, stage.bot.environment) as desk:
        scribe = Scribe(stage.playground, desk)
        deaths = Deaths(stage.bot, dying)
        await script.happens(Tale(scribe, deaths))
    check(script.slug, scribe.transcript(script.title, script.told))
    print(f"{script.slug}: {deaths.steps} steps, {deaths.count} deaths")  # noqa: T201 — figures, no condition
