"""`index`: against a real Elasticsearch, with templates that nobody's face made."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from core.bootstrap import encoder_of
from core.model import Enrolment, Template
from core.ports import Gallery
from core.settings import Settings
from core.stores.elastic import ElasticConnection, ElasticStore
from tests.command_line.commands import Run, runner
from tests.contract.made_up import MORNING, some_vectors

PEOPLE = 30
SIZE = 128


@pytest.fixture
def env(elasticsearch_url: str) -> Iterator[dict[str, str]]:
    prefix = f"test-{uuid4().hex[:12]}"
    yield {"ELASTICSEARCH_URL": elasticsearch_url, "ELASTICSEARCH_PREFIX": prefix}

    async def clean() -> None:
        client = ElasticConnection(urls=(elasticsearch_url,), prefix=prefix).client()
        made = await client.indices.get(index=f"{prefix}-*")
        if made.body:
            await client.indices.delete(index=list(made))
        await client.close()

    asyncio.run(clean())


@pytest.fixture
def core(env: dict[str, str]) -> Run:
    return runner(env)


def with_gallery(env: dict[str, str], work: Callable[[Gallery], Awaitable[Any]]) -> None:
    async def run() -> None:
        connection = ElasticConnection(
            urls=(env["ELASTICSEARCH_URL"],), prefix=env["ELASTICSEARCH_PREFIX"]
        )
        store = await ElasticStore.open(connection, encoder_of(Settings()).model)
        await work(store.gallery("default"))
        await store.close()

    asyncio.run(run())


async def fill(gallery: Gallery) -> None:
    model = encoder_of(Settings()).model
    for number, vector in enumerate(some_vectors(np.random.default_rng(1), PEOPLE, SIZE)):
        subject = await gallery.claim(f"Person {number}")
        kept = Enrolment(
            id=f"{number:032}",
            subject=subject,
            template=Template(vector, model),
            photo=f"{number:064}",
            crop=b"crop",
            enrolled_by="tester",
            enrolled_at=MORNING,
        )
        await gallery.add([kept])


def test_an_index_is_shown_upgraded_and_shown_again(
    core: Run, env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.stores.elastic.life.SECONDS", 0)  # nobody else searches it
    nothing = core("index", "status", "--json")
    assert (nothing.status, nothing.stdout) == (0, "")
    assert "the first enrolment makes it" in nothing.stderr
    with_gallery(env, fill)
    before = core("index", "status", "--json").lines[0]
    assert before["alias"].startswith(env["ELASTICSEARCH_PREFIX"] + "-faces-")
    assert before["index"] == before["alias"] + "-000001"
    assert (before["type"], before["shards"], before["replicas"]) == ("flat", 1, "0-1")
    assert (before["templates"], before["largest_gallery"]) == (PEOPLE, PEOPLE)
    assert (before["health"], before["mapping_version"], before["m"]) == ("green", 2, None)
    assert before["bytes"] > PEOPLE * SIZE * 4
    assert 0 < before["milliseconds"]["largest_gallery"] < 1000

    upgraded = core("index", "upgrade", "--to", "hnsw", "--json").lines[0]
    assert upgraded["seconds"] > 0
    assert upgraded == {
        "index": before["alias"],
        "from": "flat",
        "to": "hnsw",
        "seconds": upgraded["seconds"],
        "recall": None,
    }
    assert "is hnsw already" in core("index", "upgrade", "--to", "hnsw").stdout
    shown = core("index", "status").stdout
    assert "type       hnsw (m 32, ef_construction 200)" in shown
    assert f"templates  {PEOPLE}, {PEOPLE} in the largest gallery" in shown
    assert "Every search is exact" in core("index", "tune").stdout

    examined = core("doctor", "--json", ELASTICSEARCH_SHARDS="2", ELASTICSEARCH_REPLICAS="1")
    told = next(c for c in examined.lines[0]["checks"] if c["part"] == "indices")
    assert told["ok"]
    assert "it has 1 shard and ELASTICSEARCH_SHARDS is 2: only a new index" in told["message"]
    assert "its replicas are 0-1 and ELASTICSEARCH_REPLICAS is 1: PUT /" in told["message"]
    assert "it is hnsw and ELASTICSEARCH_INDEX_TYPE is flat: set it to hnsw" in told["message"]


def test_snapshots_are_listed_and_none_goes_before_its_time(core: Run, env: dict[str, str]) -> None:
    with_gallery(env, fill)
    repository = env["ELASTICSEARCH_PREFIX"]
    told = core("index", "snapshots", "--repository", repository)
    assert (told.status, "there is no snapshot repository" in told.stderr) == (1, True)

    async def take() -> None:
        client = ElasticConnection(urls=(env["ELASTICSEARCH_URL"],), prefix=repository).client()
        body = {"type": "fs", "settings": {"location": repository}}
        await client.snapshot.create_repository(name=repository, body=body)
        await client.snapshot.create(
            repository=repository,
            snapshot="monday",
            indices=f"{repository}-*",
            include_global_state=False,  # which brings indices of the server's own
            wait_for_completion=True,
        )
        await client.close()

    asyncio.run(take())
    command = ("index", "snapshots", "--repository", repository)
    unsaid = core(*command, "--expire")
    assert (unsaid.status, "BACKUPS_DAYS" in unsaid.stderr) == (2, True)
    (expired,) = core(*command, "--expire", "--json", BACKUPS_DAYS="2").lines
    assert expired == {"deleted": [], "left": [], "failed": []}
    (listed,) = core(*command, "--json").lines
    (one,) = listed["snapshots"]
    assert (one["name"], one["state"], one["ours_alone"]) == ("monday", "SUCCESS", True)
    assert core(*command).stdout.startswith("monday, of 20")


@pytest.mark.parametrize(
    "what", [["status"], ["upgrade", "--to", "hnsw"], ["tune"], ["snapshots"], ["role"]]
)
def test_with_sqlite_there_is_no_index(core: Run, what: list[str]) -> None:
    ran = core("index", *what, ELASTICSEARCH_URL="")
    assert (ran.status, ran.stdout) == (2, "")
    assert "only Elasticsearch has indices" in ran.stderr


def test_the_role_is_for_the_indices_of_the_prefix(core: Run) -> None:
    ran = core("index", "role", "--json", ELASTICSEARCH_PREFIX="team-a")
    (role,) = ran.lines
    assert role["indices"][0]["names"][:2] == ["team-a-faces-*", "team-a-subjects*"]
    assert 'POST /_security/api_key with {"name": "team-a"' in ran.stderr
    assert json.loads(core("index", "role", ELASTICSEARCH_PREFIX="team-a").stdout) == role
