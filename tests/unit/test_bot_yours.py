"""/mydata: what is kept of somebody because groups are watched."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.unit.court_rooms import Court, in_session


@pytest.fixture
async def court(tmp_path: Path) -> AsyncIterator[Court]:
    async with in_session(tmp_path) as made:
        yield made


async def handed(court: Court, person: int, chat: str) -> dict[str, Any]:
    """Somebody asks what is kept of them; return what the file says."""
    await court.playground.send_text(chat, person, "/mydata")
    for request in await court.heard():
        await court.stories.routing.answer(request)
    last = (await court.playground.messages(chat))[-1]
    data = await court.playground.download(last.raw["file_url"])
    with ZipFile(io.BytesIO(data)) as zipped:
        told: dict[str, Any] = json.loads(zipped.read("about-you.json"))
    return told


async def test_who_made_a_rule_finds_it_without_whom_it_is_about(court: Court) -> None:
    ann = await court.enrols("Ann", 1)
    await court.watches(ann)
    told = await handed(court, court.mira, court.desk)
    assert told["watch_rules_made"] == [
        {
            "chat": "Hikers",
            "made_at": "2030-05-06T12:00:00+00:00",
            "when": "person",
            "people": 1,
            "posted_by": "anybody",
            "then": "ask",
            "mode": "ask",
        }
    ]
    assert ann.id not in json.dumps(told)
    assert "Ann" not in json.dumps(told)


async def test_who_is_in_a_watched_group_finds_since_when(court: Court) -> None:
    await court.watches(await court.enrols("Ann", 1))
    for posted in await court.posts():
        await court.stories.routing.answer(posted)
    ben = await court.playground.create_person("Ben")
    await court.playground.add_member(court.group, ben)
    bens, toms = await court.speaks(ben), await court.speaks(court.tom)
    for request in await court.heard():
        await court.stories.routing.answer(request)
    for person, chat, seen in ((court.tom, toms, False), (ben, bens, True)):
        told = await handed(court, person, chat)
        assert told["watch_rules_made"] == []
        assert told["seen_in_watched_groups"] == [
            {"chat": "Hikers", "since": "2030-05-06T12:00:00+00:00", "seen_to_come": seen}
        ]


async def test_of_others_nothing_is_handed_over(court: Court) -> None:
    await court.watches(await court.enrols("Ann", 1))
    told = await handed(court, court.olga, await court.speaks(court.olga))
    assert told["watch_rules_made"] == []
    assert told["seen_in_watched_groups"] == []
