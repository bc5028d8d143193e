"""A migration that is killed half-way changes nothing, and goes on when it is run again."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.bootstrap import open_core
from core.migration import BATCH
from core.settings import Settings
from tests.command_line.commands import Run
from tests.command_line.migrating_rooms import FAST, ann, core, env, first_candidate, others
from tests.photos import faces_dir

__all__ = ["ann", "core", "env"]

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(600)
def test_a_migration_that_is_killed_goes_on_when_it_is_run_again(
    core: Run, env: dict[str, str], ann: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "people"
    for photo in sorted((faces_dir() / "lfw-dev").glob("*/*.jpg"))[: BATCH + 25]:
        place = folder / photo.parent.name
        place.mkdir(parents=True, exist_ok=True)
        (place / photo.name).symlink_to(photo)
    core("import", folder)
    core("enrol", "Ann", ann)
    (gallery,) = core("galleries", "--json").lines[0]["galleries"]

    with _process(["migrate", "--to", "Dlib/mmod/accurate"], env, tmp_path) as process:
        asyncio.run(_killed_when_some_are_made(process, env))
    assert process.returncode == -signal.SIGKILL
    assert first_candidate(core("identify", "--json", ann))["name"] == "Ann", "it is as it was"
    (unfinished,) = asyncio.run(others(env))
    assert 0 < unfinished.templates < gallery["templates"]

    again = core("migrate", "--to", "Dlib/mmod/accurate", "--json")
    assert again.status == 0
    (report,) = again.lines
    assert report["present"] == unfinished.templates
    assert report["present"] + report["templates"] == gallery["templates"]
    assert report["people"] == gallery["people"]
    (old,) = asyncio.run(others(env))
    assert (str(old.model), old.templates) == (FAST, gallery["templates"])
    assert first_candidate(core("identify", "--json", ann, PROFILE="accurate"))["name"] == "Ann"


def _process(
    arguments: Sequence[str], env: dict[str, str], folder: Path
) -> subprocess.Popen[bytes]:
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    return subprocess.Popen(
        [sys.executable, "-m", "core", *arguments],
        cwd=folder,
        env={**kept, **env, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    )


async def _killed_when_some_are_made(process: subprocess.Popen[bytes], env: dict[str, str]) -> None:
    async with open_core(Settings.from_env(env)) as core:
        while not await core.store.others():
            assert process.poll() is None
            await asyncio.sleep(0.05)
        process.kill()
