"""Each tale on its stores, told by a bot, and compared with its transcript.

Plainly each is told on one store; every second one is told on the other by a bot that dies, too.
`EVERY_STORE=1` has all of it on both (`make tales`).
"""

from __future__ import annotations

import os
from enum import Enum

import pytest

from tests.e2e.conftest import STORES, Stage
from tests.e2e.dying import Deaths, Dying
from tests.e2e.scribe import Scribe
from tests.e2e.scripts import SCRIPTS, Script
from tests.e2e.settling import desk_of
from tests.e2e.telling import Tale
from tests.e2e.transcript import WRITING, check


class Way(Enum):
    """How tales are told."""

    PLAINLY = "by a bot that lives"
    DYING = "by one that dies"


def told_with(fixture: str, way: Way) -> pytest.MarkDecorator:
    """Give tales the fixture on the store, or the stores, on which they are told like this."""
    return pytest.mark.parametrize(
        (fixture, "script"),
        [
            pytest.param(store, script, id=f"{script.slug}-{store}")
            # One bot a store does for all of them, if they come one after the other.
            for store in STORES
            for place, script in enumerate(SCRIPTS)
            if store in _stores_of(place, way)
        ],
        indirect=[fixture],
    )


def _stores_of(place: int, way: Way) -> tuple[str, ...]:
    if os.environ.get("EVERY_STORE") == "1":
        return STORES
    if way is Way.DYING and place % 2:
        return ()
    # Two tales on one store, two on the other, so that on each every second one dies.
    store = (place // 2 + (way is Way.DYING)) % len(STORES)
    # Whoever writes transcripts need not have Elasticsearch.
    return STORES[:1] if WRITING else (STORES[store],)


async def told(stage: Stage, script: Script, dying: Dying) -> None:
    """Tell a tale; it must go as its transcript says."""
    async with desk_of(stage.playground, stage.username, stage.bot.environment) as desk:
        scribe = Scribe(stage.playground, desk)
        deaths = Deaths(stage.bot, dying)
        await script.happens(Tale(scribe, deaths))
    check(script.slug, scribe.transcript(script.title, script.told))
    print(f"{script.slug}: {deaths.steps} steps, {deaths.count} deaths")  # noqa: T201 — figures, no condition
