"""An import that is killed goes on when it is run again; one whose Elasticsearch is, by itself."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from core.bootstrap import open_core
from core.cli.import_reading import BATCH
from core.settings import Settings
from tests.elasticsearch_server import ElasticsearchServer, is_green
from tests.photos import faces_dir

ROOT = Path(__file__).parents[2]
PHOTOS = 3 * BATCH + 10

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def mortal_server(elasticsearch_server: ElasticsearchServer) -> Iterator[ElasticsearchServer]:
    """One that is killed here, and there again for whoever comes next."""
    yield elasticsearch_server
    if not is_green(elasticsearch_server.url):
        elasticsearch_server.start()


@pytest.fixture
def env(
    mortal_server: ElasticsearchServer, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    return {
        "DEEPFACE_HOME": str(tmp_path_factory.getbasetemp() / "deepface"),
        "ELASTICSEARCH_URL": mortal_server.url,
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
        stderr=subprocess.PIPE,
        text=True,
    )


async def kept(env: dict[str, str]) -> int:
    """Return how many templates the gallery has."""
    async with open_core(Settings.from_env(env)) as core:
        return sum(gallery.templates for gallery in await core.store.galleries())


async def kept_more_than(
    templates: int, env: dict[str, str], process: subprocess.Popen[str]
) -> None:
    """Wait until there are more."""
    while await kept(env) <= templates:
        assert process.poll() is None
        await asyncio.sleep(0.1)


async def test_nothing_is_lost_or_doubled_whoever_is_killed(
    mortal_server: ElasticsearchServer, env: dict[str, str], people: Path
) -> None:
    first = importing(people, env)
    await kept_more_than(0, env, first)
    first.kill()
    await asyncio.to_thread(first.communicate)
    before = await kept(env)
    assert 0 < before < PHOTOS

    second = importing(people, env)
    assert second.stderr is not None
    await kept_more_than(before, env, second)
    mortal_server.kill()
    said = await asyncio.to_thread(second.stderr.readline)
    await asyncio.to_thread(mortal_server.start)
    out, more = await asyncio.to_thread(second.communicate)
    assert "The face store is not answering" in said
    # On a busy machine an event may be lost at the end, which is said below.
    assert more.splitlines()[0] == "The face store can be used again: going on."
    assert "Traceback" not in more
    report: dict[str, Any] = json.loads(out)
    assert "error" not in report
    assert report["photos"] == PHOTOS
    assert report["present"] == before
    assert report["present"] + report["templates"] + len(report["skipped"]) == PHOTOS
    assert await kept(env) == report["present"] + report["templates"], "nothing is doubled"
