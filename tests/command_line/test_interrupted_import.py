"""An import whose Elasticsearch is killed half-way goes on when it is run again."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from core.bootstrap import open_core
from core.cli.importing import BATCH
from core.settings import Settings
from tests.elasticsearch_server import ElasticsearchServer
from tests.photos import faces_dir

ROOT = Path(__file__).parents[2]
PHOTOS = BATCH + 30

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def env(
    elasticsearch_server: ElasticsearchServer, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    return {
        "DEEPFACE_HOME": str(tmp_path_factory.getbasetemp() / "deepface"),
        "ELASTICSEARCH_URL": elasticsearch_server.url,
        "ELASTICSEARCH_PREFIX": f"import-{uuid4().hex[:12]}",
    }


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A folder of so many people that they are written in more than one batch."""
    folder = tmp_path / "people"
    for photo in sorted((faces_dir() / "lfw-dev").glob("*/*.jpg"))[:PHOTOS]:
        place = folder / photo.parent.name
        place.mkdir(parents=True, exist_ok=True)
        (place / photo.name).symlink_to(photo)
    return folder


def importing(people: Path, env: dict[str, str]) -> subprocess.Popen[str]:
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    return subprocess.Popen(
        [sys.executable, "-m", "core", "import", "--json", str(people)],
        cwd=people.parent,
        env={**kept, **env, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def reported(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, _ = process.communicate()
    report: dict[str, Any] = json.loads(out)
    return report


async def kept(env: dict[str, str]) -> int:
    """Return how many templates the gallery has."""
    async with open_core(Settings.from_env(env)) as core:
        return sum(gallery.templates for gallery in await core.store.galleries())


async def test_a_killed_elasticsearch_ends_the_import_in_words_and_the_next_run_completes_it(
    elasticsearch_server: ElasticsearchServer, env: dict[str, str], people: Path
) -> None:
    process = importing(people, env)
    while not await kept(env):
        assert process.poll() is None
        await asyncio.sleep(0.1)
    elasticsearch_server.kill()
    first = await asyncio.to_thread(reported, process)
    assert process.returncode == 1
    assert first["error"]["code"] == "store_unavailable"
    assert first["templates"] == BATCH

    await asyncio.to_thread(elasticsearch_server.start)
    assert await kept(env) == BATCH, "what was acknowledged is there"
    again = importing(people, env)
    second = await asyncio.to_thread(reported, again)
    assert "error" not in second
    assert second["photos"] == PHOTOS
    assert second["present"] == BATCH
    assert second["present"] + second["templates"] + len(second["skipped"]) == PHOTOS
    assert await kept(env) == second["present"] + second["templates"], "nothing is doubled"
