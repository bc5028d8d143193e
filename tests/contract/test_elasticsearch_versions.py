"""Indices of an earlier version go on where they are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from elasticsearch import AsyncElasticsearch

from core.errors import StoreRefused
from core.stores.elastic.cluster import Cluster
from core.stores.elastic.indices import Indices
from core.stores.elastic.mappings import MAPPING_VERSION, THOROUGH
from core.stores.elastic.snapshots import Snapshots
from tests.contract.databases import ElasticDatabase
from tests.contract.elastic_rooms import client, database, indices
from tests.contract.made_up import MODEL, OTHER_MODEL, enrol, face, names_found, towards

__all__ = ["client", "database", "indices"]

VECTOR: Sequence[Any] = ["vector"]
ANN, BOB = towards(1), towards(0, 1)


async def make_old(database: ElasticDatabase, client: AsyncElasticsearch, shards: int = 1) -> None:
    """Turn what is there into what version 1 made: `<alias>-1`, documents without a routing."""
    there = await client.indices.get(index=f"{database.connection.prefix}-*")
    await client.indices.refresh(index=list(there))
    for name, index in there.items():
        (alias,) = index["aliases"]
        mappings = index["mappings"]
        mappings.pop("_routing", None)
        mappings["_meta"]["mapping_version"] = 1
        settings: dict[str, Any] = {"number_of_shards": shards if "-faces-" in name else 1}
        if "-faces-" in name:
            settings["sort"] = {"field": "gallery"}
        every = await client.search(index=name, size=1000, fields=VECTOR)
        await client.indices.delete(index=name)
        await client.indices.create(
            index=f"{alias}-1",
            aliases={alias: {}},
            mappings=mappings,
            settings={"index": {"auto_expand_replicas": "0-1", **settings}},
        )
        lines: list[Any] = []
        for hit in every["hits"]["hits"]:
            lines += [json.dumps({"create": {"_id": hit["_id"]}}).encode()]
            lines += [json.dumps({**hit["_source"], **hit.get("fields", {})}).encode()]
        if lines:
            await client.bulk(index=alias, operations=lines, refresh=True)


async def fill(database: ElasticDatabase) -> None:
    store = await database.open()
    await enrol(store.gallery("chat-1"), "Ann", ANN, towards(0.9, 0.1))
    await enrol(store.gallery("chat-2"), "Cat", towards(0, 0, 1))
    other = (await database.open(OTHER_MODEL)).gallery("chat-3")
    dan = await other.claim("Dan")
    await other.add([face(other, dan, ANN, model=OTHER_MODEL)])
    await store.records.put("c", "k", {"n": 1})


async def versions(database: ElasticDatabase, client: AsyncElasticsearch) -> dict[str, int]:
    there = await client.indices.get_mapping(index=f"{database.connection.prefix}-*")
    return {name: index["mappings"]["_meta"]["mapping_version"] for name, index in there.items()}


async def test_indices_of_version_1_are_brought_forward_by_several_processes_at_once(
    database: ElasticDatabase, client: AsyncElasticsearch, indices: Indices
) -> None:
    await fill(database)
    await make_old(database, client)
    before = await client.indices.get_mapping(index=indices.faces)
    assert set((await versions(database, client)).values()) == {1}
    stores = await asyncio.gather(*(database.open() for _ in range(4)))
    after = await client.indices.get_mapping(index=indices.faces)
    assert len(await versions(database, client)) == 4, "two models' templates, subjects, records"
    assert set((await versions(database, client)).values()) == {MAPPING_VERSION}
    (old,), (new,) = before.values(), after.values()
    assert new["mappings"].pop("_meta") == {
        **old["mappings"].pop("_meta"),
        "mapping_version": MAPPING_VERSION,
    }
    assert new == old

    gallery = stores[0].gallery("chat-1")
    bob = await enrol(gallery, "Bob", BOB)
    ann = await gallery.subject("Ann")
    assert ann is not None
    assert await names_found(gallery, ANN) == ["Ann", "Bob"]
    kept = await gallery.enrolments(ann.id)
    assert await gallery.add(kept) == [False, False], "old ids are known, routing or not"
    assert len(await gallery.crops([one.id for one in kept])) == 2
    assert [one.id for one in await stores[1].galleries()] == ["chat-1", "chat-2", "chat-3"]
    assert (await stores[1].records.get("c", "k")) is not None
    assert await gallery.forget(ann.id) == 2
    assert await gallery.forget(bob.id) == 1
    left = await client.search(index=indices.faces, size=10)
    assert [hit["_source"]["gallery"] for hit in left["hits"]["hits"]] == ["chat-2"]
    (name,) = after
    assert name == f"{indices.faces}-1", "it goes on in its own index"


async def test_an_index_of_version_1_that_somebody_split_is_refused_as_it_is(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    await fill(database)
    await make_old(database, client, shards=2)
    with pytest.raises(StoreRefused, match="has 2 shards, and its templates lie on them by no"):
        await database.open(MODEL)


async def test_snapshots_of_them_are_ours_and_go_in_time(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    await fill(database)
    await make_old(database, client)
    await database.open()
    repository = f"repository-{uuid4().hex[:8]}"
    await client.snapshot.create_repository(
        name=repository, body={"type": "fs", "settings": {"location": repository}}
    )
    await client.snapshot.create(
        repository=repository,
        snapshot="monday",
        indices=f"{database.connection.prefix}-*",
        include_global_state=False,
        wait_for_completion=True,
    )
    snapshots = Snapshots(Cluster(database.connection, client), repository)
    (monday,) = await snapshots.all()
    assert monday.ours_alone
    expired = await snapshots.expire(30, monday.taken_at + timedelta(days=29, minutes=1))
    assert (expired.deleted, expired.left, expired.failed) == ((monday,), (), ())
    assert await snapshots.all() == []


async def test_all_deleted_documents_can_be_had_out_of_them(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    await fill(database)
    await make_old(database, client)
    await database.open()
    settings = await client.indices.get_settings(
        index=f"{database.connection.prefix}-*", flat_settings=True
    )
    allowed = [one["settings"].get(f"index.{key}") for one in settings.values() for key in THOROUGH]
    assert allowed == ["0"] * 4
