"""The commands of docs/backup.md bring everything back."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from elasticsearch import AsyncElasticsearch

from core.errors import StoreRefused
from core.ports import Gallery
from core.stores.elastic.cluster import Cluster
from core.stores.elastic.snapshots import Snapshot, Snapshots
from tests.contract.databases import ElasticDatabase
from tests.contract.elastic_rooms import client, database
from tests.contract.made_up import enrol, probe, some_vectors, towards
from tests.elasticsearch_server import ElasticsearchServer

__all__ = ["client", "database"]

PAGE = Path(__file__).parents[2] / "docs" / "backup.md"
COMMAND = re.compile(r"^ *(PUT|POST) (/_snapshot/\S+) (\{.*\})$", re.MULTILINE)


def at(snapshot: Snapshot) -> datetime:
    return snapshot.taken_at + timedelta(minutes=1)


class Operator:
    """Somebody with the page before them, whose installation has another prefix."""

    def __init__(self, client: AsyncElasticsearch, prefix: str) -> None:
        self._client = client
        self._prefix = prefix
        self._commands = iter(COMMAND.findall(PAGE.read_text("utf-8")))

    async def types_the_next_command(self) -> dict[str, Any]:
        method, path, body = next(self._commands)
        answer = await self._client.perform_request(
            method,
            path,
            headers={"content-type": "application/json", "accept": "application/json"},
            body=json.loads(body.replace("familiar-", f"{self._prefix}-")),
        )
        done: dict[str, Any] = answer.body
        return done

    async def deletes_the_indices(self) -> None:
        made = await self._client.indices.get(index=f"{self._prefix}-*")
        assert len(made) == 3
        for name in made:
            await self._client.indices.delete(index=name)


async def found(gallery: Gallery) -> list[list[tuple[str, str, float]]]:
    """Return who a dozen probes are like, with ids and scores."""
    probes = [probe(vector) for vector in some_vectors(np.random.default_rng(7), 12)]
    return [
        [(one.subject.id, one.subject.name, one.score) for one in candidates]
        for candidates in (await gallery.search(probes)).candidates
    ]


async def test_what_was_snapshot_is_found_as_before_and_goes_on(
    elasticsearch_server: ElasticsearchServer,
    database: ElasticDatabase,
    client: AsyncElasticsearch,
) -> None:
    assert elasticsearch_server.url in database.connection.urls
    store = await database.open()
    gallery = store.gallery("chat-1")
    for number, vector in enumerate(some_vectors(np.random.default_rng(1), 12)):
        await enrol(gallery, f"Person {number}", vector)
    await store.records.create("settings", "chat-1", {"language": "eo"})
    before = await found(gallery)

    operator = Operator(client, database.connection.prefix)
    await operator.types_the_next_command()
    assert (await operator.types_the_next_command())["snapshot"]["state"] == "SUCCESS"
    await gallery.rename((await gallery.people())[0].subject.id, "Somebody later")
    await enrol(gallery, "Late", towards(1, 1))

    await operator.deletes_the_indices()
    await operator.types_the_next_command()
    assert await found(gallery) == before
    record = await store.records.get("settings", "chat-1")
    assert record is not None
    assert record.value == {"language": "eo"}

    # Names that were given later are free, those from then are not.
    assert await gallery.subject("Late") is None
    late = await enrol(gallery, "Late", towards(1, 1))
    assert late.name in {person.subject.name for person in await gallery.people()}
    assert await gallery.claim("Person 3") == await gallery.subject("Person 3")


async def test_a_snapshot_goes_before_it_is_older_than_people_were_told(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    await enrol((await database.open()).gallery("chat-1"), "Ann", towards(1))
    prefix, repository = database.connection.prefix, f"repository-{uuid4().hex[:8]}"
    await client.snapshot.create_repository(
        name=repository, body={"type": "fs", "settings": {"location": repository}}
    )
    stranger = f"{prefix}-b-faces-x-000001"
    await client.indices.create(index=stranger)
    for name, indices in (
        ("ours", f"{prefix}-faces-*,{prefix}-subjects-*"),
        ("with-others", f"{prefix}-*"),
        ("of-others", stranger),
    ):
        await client.snapshot.create(
            repository=repository,
            snapshot=name,
            indices=indices,
            include_global_state=False,
            wait_for_completion=True,
        )
    snapshots = Snapshots(Cluster(database.connection, client), repository)
    ours, mixed = await snapshots.all()
    assert [(one.name, one.ours_alone) for one in (ours, mixed)] == [
        ("ours", True),
        ("with-others", False),
    ]
    kept = await snapshots.expire(30, at(mixed) + timedelta(days=28))
    assert (kept.deleted, kept.left) == ((), ())
    for deleted in ((ours,), ()):
        expired = await snapshots.expire(30, at(mixed) + timedelta(days=29))
        assert (expired.deleted, expired.left) == (deleted, (mixed,))
    left = (await client.snapshot.get(repository=repository, snapshot="*"))["snapshots"]
    assert {one["snapshot"] for one in left} == {"with-others", "of-others"}
    with pytest.raises(StoreRefused, match="there is no snapshot repository nowhere"):
        await Snapshots(Cluster(database.connection, client), "nowhere").all()
