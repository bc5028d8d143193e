"""What an operator sees of a bot, and of commands beside it."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.bot_process import ROOT
from tests.e2e.conftest import Lone
from tests.e2e.pictures import EILEEN

pytestmark = pytest.mark.asyncio(loop_scope="session")

DONE = ["enrol", "enrol", "forget", "identify", "identify"]
"""By the bot and from the command line. Whom the bot forgets is told of when their time is over to
be put back (tests/unit/test_watching.py): those of other stories would be told of among these."""


@pytest.mark.parametrize("lone_store", ["elasticsearch"], indirect=True)
async def test_bot_and_command_line_tell_what_they_do_and_nobodys_name(
    lone: Lone, tmp_path: Path
) -> None:
    settings = lone.bot.environment
    mira = lone.talker
    await mira.shows(EILEEN, "/enroll Quirina")
    await mira.shows(EILEEN)
    photo = tmp_path / "quirina.jpg"
    photo.write_bytes(EILEEN)
    for command in (["enrol", "Quirina", photo], ["identify", photo], ["forget", "Quirina"]):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "core", *command,
            cwd=ROOT, env=settings, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        assert await process.wait() == 0
    for _ in range(200):  # a bot that saw its store away looks again after half a minute
        told = await events(settings)
        if len(told) == len(DONE):
            break
        await asyncio.sleep(0.2)
    assert sorted(event["verb"] for event in told) == DONE
    assert all(event["model"] == "Dlib/mmod/fast-1" for event in told)
    assert "quirina" not in json.dumps(told).lower()
    for_mira = next(event for event in told if event.get("match"))
    assert for_mira["total_ms"] > for_mira["looking_ms"] > 0


async def events(settings: dict[str, str]) -> list[dict[str, Any]]:
    """Return every event of a bot's indices, in the order in which they were told."""
    pattern = f"{settings['ELASTICSEARCH_URL']}/{settings['ELASTICSEARCH_PREFIX']}-events-*"
    async with httpx.AsyncClient() as client:
        await client.post(f"{pattern}/_refresh")
        answer = await client.get(
            f"{pattern}/_search", params={"size": 1000, "sort": "@timestamp:asc"}
        )
    return [hit["_source"] for hit in answer.json().get("hits", {}).get("hits", ())]
