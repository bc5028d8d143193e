"""A bot whose recipe is changed knows everybody that it knew, and forgets whom it is asked to."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from tests.e2e.bot_process import OUR_SETTINGS, ROOT, running_bot
from tests.e2e.chatting import Talker, words
from tests.e2e.conftest import NewBot, Stage
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, person
from tests.playground_client import PlaygroundClient

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def opts_out(tom: Talker, photo: bytes) -> str:
    """Ask to be named nowhere, with a photo; return the last words."""
    asked = await tom.answer_to(await tom.sends("/optout"))
    await tom.outcome_of(await tom.clicks(asked, "I agree"))
    return await tom.shows(photo)


async def migrated(settings: dict[str, str], *arguments: str) -> list[dict[str, object]]:
    """Run `migrate` beside the bot; return what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "core", "migrate", "--all", "--json", *arguments,
        cwd=ROOT, env={**os.environ, **dict.fromkeys(OUR_SETTINGS, ""), **settings},
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate()
    assert process.returncode == 0
    return [json.loads(line) for line in out.splitlines()]


async def test_a_bot_is_moved_to_another_recipe_while_it_runs(
    tmp_path: Path, playground: PlaygroundClient, new_bot: NewBot
) -> None:
    identity = await new_bot()
    after = {**identity.settings, "PROFILE": "accurate"}
    other = person(0)[0]
    async with running_bot(identity.settings, tmp_path / "bot.log") as bot:
        stage = Stage(playground, bot, identity)
        mira, noor = await stage.newcomer("Mira"), await stage.newcomer("Noor")
        await mira.shows(EILEEN, "/enroll Eileen")
        await noor.shows(other, "/enroll Dana")
        tom = await stage.newcomer("Tom")
        assert "every chat only that somebody" in await opts_out(tom, person(1)[0])
        seen = await playground.last_seq()
        moving = asyncio.create_task(migrated(after))
        assert "This looks like Eileen." in await mira.shows(EILEEN_AGAIN)
        assert [line["people"] for line in await moving] == [1, 1]
        waiting = await mira.sends_photo(EILEEN_AGAIN)
        told = words(await mira.answer_to(waiting))
        assert told.startswith("The faces here were learnt with another model than I use now")
        assert "Your message is kept" in told
        assert "Somebody" in await mira.says("/forget Somebody"), "nobody waits to be forgotten"
        await migrated(identity.settings)
        assert "This looks like Eileen." in words((await mira.answers_to(waiting, 3))[2])
        await migrated(after)
        kept = await mira.sends_photo(EILEEN_AGAIN)
        assert "learnt with another model" in words(await mira.answer_to(kept))
    assert "Traceback" not in bot.output

    async with running_bot(after, tmp_path / "bot.log"):
        # Of whom no picture is kept nothing can be made anew: they are asked for another photo.
        again = await playground.bot_message(tom.chat, seen, seconds=60)
        assert "send me /optout and a photo again" in words(again)
        assert "every chat only that somebody" in await opts_out(tom, person(1)[0])
        assert "This looks like Eileen." in words((await mira.answers_to(kept, 2))[1])
        assert "This looks like Eileen." in await mira.shows(EILEEN_AGAIN)
        assert "This looks like Dana." in await noor.shows(other)
        assert "Eileen" in await mira.says("/people")
        await mira.says("/forget Eileen")
        assert "don't know" in await mira.shows(EILEEN_AGAIN)
        dropped = await migrated(after, "--drop-old")
        assert [line["templates"] for line in dropped] == [1, 1], "and Eileen may still be put back"
        assert "This looks like Dana." in await noor.shows(other)
