"""What an operator is told of real indices, and that doing it is enough."""

from __future__ import annotations

import json
import re

from elasticsearch import AsyncElasticsearch

from core.stores.elastic import ElasticStore, IndexPlan
from tests.contract.databases import ElasticDatabase
from tests.contract.elastic_rooms import client, database
from tests.contract.made_up import enrol, towards

__all__ = ["client", "database"]

REQUEST = re.compile(r"PUT /(\S+)/_settings (\{.*\}) changes it at once")


async def fill(store: ElasticStore) -> None:
    await enrol(store.gallery("chat-1"), "Ann", towards(1))
    await store.records.put("c", "k", {"n": 1})


async def told(store: ElasticStore, *words: str) -> list[str]:
    """Return what is said with one of these words; how fast a busy machine is does not matter."""
    return [said for said in await store.life.advice() if any(word in said for word in words)]


async def test_other_replicas_are_asked_for_of_every_index_until_all_have_them(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    await fill(await database.open(plan=IndexPlan(replicas=0)))
    now = await database.open(plan=IndexPlan())
    requests = [REQUEST.search(said) for said in await told(now, "replicas")]
    prefix = database.connection.prefix
    assert len(requests) == 3, "faces, subjects and records"
    for request in requests:
        assert request is not None
        index, settings = request.groups()
        assert index.startswith(f"{prefix}-")
        await client.indices.put_settings(index=index, settings=json.loads(settings))
    assert await told(now, "replicas", "copy") == []


async def test_an_index_with_too_few_nodes_and_one_that_is_on_none_are_told(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    store = await database.open()
    await fill(store)
    prefix = database.connection.prefix
    subjects, records = f"{prefix}-subjects-000001", f"{prefix}-records-000001"
    many = {"index.auto_expand_replicas": False, "index.number_of_replicas": 9}
    await client.indices.put_settings(index=subjects, settings=many)
    made = (await client.indices.get(index=records))[records]
    await client.indices.delete(index=records)
    await client.indices.create(
        index=records,
        mappings=made["mappings"],
        aliases=made["aliases"],
        settings={"index.routing.allocation.require._name": "nobody"},
        wait_for_active_shards="0",
    )
    lost, missing = await told(store, "copy", "on no node")
    assert lost.startswith(f"{prefix}-records: parts of it are on no node")
    assert missing.startswith(f"{prefix}-subjects: a copy is missing")
