"""Indices of several shards: a gallery lies on one of them, and nothing is looked for elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from elasticsearch import AsyncElasticsearch

from core.model import GallerySummary
from core.ports import Gallery
from core.stores.elastic import ElasticStore, IndexPlan
from core.stores.elastic.indices import Indices
from core.stores.elastic.names import routing_of
from tests.contract.databases import ElasticDatabase
from tests.contract.elastic_rooms import client, database, indices
from tests.contract.made_up import MODEL, enrol, enrol_all, names_found, some_vectors, towards

__all__ = ["client", "database", "indices"]

SHARDS = 3
GALLERIES = [*(f"chat-{number}" for number in range(8)), "one, two", ""]
"""The last but one would be two routings, if it were sent as it is."""


@pytest.fixture
async def store(database: ElasticDatabase) -> ElasticStore:
    return await database.open(plan=IndexPlan(shards=SHARDS, replicas=0))


async def documents(client: AsyncElasticsearch, indices: Indices) -> list[dict[str, Any]]:
    await client.indices.refresh(index=indices.faces)
    found = await client.search(index=indices.faces, size=1000, explain=True)
    return list(found["hits"]["hits"])


async def test_each_gallery_lies_on_one_shard_and_all_shards_are_used(
    store: ElasticStore, client: AsyncElasticsearch, indices: Indices
) -> None:
    random = np.random.default_rng(1)
    for gallery_id in GALLERIES:
        vectors = some_vectors(random, 3)
        await enrol_all(
            store.gallery(gallery_id), {f"{number}": [v] for number, v in enumerate(vectors)}
        )
    shards: dict[str, set[str]] = {}
    for hit in await documents(client, indices):
        assert hit["_routing"] == routing_of(hit["_source"]["gallery"])
        shards.setdefault(hit["_source"]["gallery"], set()).add(hit["_shard"])
    assert set(shards) == set(GALLERIES)
    assert {len(on) for on in shards.values()} == {1}
    assert len(set.union(*shards.values())) == SHARDS
    expected = [GallerySummary(one, MODEL, 3, 3) for one in sorted(GALLERIES)]
    assert await store.galleries() == expected


@pytest.mark.parametrize("gallery_id", ["chat-0", "chat-1", "chat-2", "chat-3", "one, two"])
async def test_a_gallery_is_read_searched_and_forgotten_on_its_shard(
    store: ElasticStore, client: AsyncElasticsearch, indices: Indices, gallery_id: str
) -> None:
    gallery: Gallery = store.gallery(gallery_id)
    ann = await enrol(gallery, "Ann", towards(1), towards(0.9, 0.1))
    bob = await enrol(gallery, "Bob", towards(0, 1))
    kept = await gallery.enrolments(ann.id)
    assert await gallery.add(kept) == [False, False]
    assert await gallery.crops([one.id for one in kept]) == {one.id: one.crop for one in kept}
    assert await gallery.photos_held(ann.id, [kept[0].photo, "0" * 64]) == {kept[0].photo}
    assert await names_found(gallery, towards(1)) == ["Ann", "Bob"]
    assert [person.photos for person in await gallery.people()] == [2, 1]
    assert await gallery.forget(ann.id) == 2
    assert [hit["_source"]["subject"] for hit in await documents(client, indices)] == [bob.id]
    assert await names_found(gallery, towards(1)) == ["Bob"]
    assert await gallery.forget(bob.id) == 1
    assert await documents(client, indices) == []
