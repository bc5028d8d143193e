"""Two processes begin at the same moment on a cluster that has nothing of ours yet."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.contract.conftest import CLUSTER
from tests.contract.databases import ElasticDatabase
from tests.contract.made_up import names_found, towards
from tests.elasticsearch_cluster import ElasticsearchCluster

ROOT = Path(__file__).parents[2]
ROUNDS = 20

BEGINNER = """
import asyncio, json, sys
from tests.contract.databases import open_by_address
from tests.contract.made_up import enrol, face, towards

async def begin(me, address):
    store = await open_by_address(address)
    gallery = store.gallery("chat-1")
    async def shared():
        ann = await gallery.claim("Ann")
        await gallery.add([face(gallery, ann, towards(1, me), f"Ann as {me} has her")])
        return ann.id
    ann, own, new = await asyncio.gather(
        shared(),
        enrol(gallery, f"Person {me}", towards(0, 0, 1, me)),
        store.records.create("settings", f"chat-{me}", {"of": me}),
    )
    await store.close()
    return {"ann": ann, "own": own.id, "new": new}

for line in sys.stdin:
    print(json.dumps(asyncio.run(begin(int(sys.argv[1]), line))), flush=True)
"""


@pytest.fixture
async def beginners() -> AsyncIterator[list[Process]]:
    """Two processes that begin on every database whose address they are given."""
    command = (sys.executable, "-c", BEGINNER)
    processes = [
        await asyncio.create_subprocess_exec(*command, str(me), cwd=ROOT, stdin=PIPE, stdout=PIPE)
        for me in (1, 2)
    ]
    yield processes
    for process in processes:
        await process.communicate(b"")


async def begin(process: Process, address: str) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{address}\n".encode())
    answer = await process.stdout.readline()
    assert answer, "it ended with an error"
    done: dict[str, Any] = json.loads(answer)
    return done


async def test_they_make_one_index_of_each_kind_and_one_of_everything_in_it(
    elasticsearch_cluster: ElasticsearchCluster, beginners: list[Process]
) -> None:
    mappings = []
    for _ in range(ROUNDS):
        database = ElasticDatabase(*elasticsearch_cluster.urls, plan=CLUSTER)
        try:
            mappings.append(await begun(database, beginners))
        finally:
            await database.close()
    assert all(mapping == mappings[0] for mapping in mappings)


async def begun(database: ElasticDatabase, beginners: list[Process]) -> dict[str, Any]:
    """Let both begin, look at what they made, and return the mapping of each alias."""
    one, other = await asyncio.gather(*(begin(process, database.address) for process in beginners))
    assert one["ann"] == other["ann"]
    assert len({one["ann"], one["own"], other["own"]}) == 3
    assert (one["new"], other["new"]) == (True, True)

    store = await database.open()
    gallery = store.gallery("chat-1")
    assert {person.subject.name: person.photos for person in await gallery.people()} == {
        "Ann": 2,
        "Person 1": 1,
        "Person 2": 1,
    }
    assert (await names_found(gallery, towards(0, 0, 1, 2)))[0] == "Person 2"
    assert len(await store.records.list("settings")) == 2

    client = database.connection.client()
    made = await client.indices.get(index=f"{database.connection.prefix}-*")
    await client.close()
    aliases = [alias for index in made.values() for alias in index["aliases"]]
    assert sorted(made) == sorted(f"{alias}-000001" for alias in aliases)
    assert len(aliases) == len(set(aliases)) == 3
    start = len(database.connection.prefix)
    return {name[start:]: index["mappings"] for name, index in made.items()}
