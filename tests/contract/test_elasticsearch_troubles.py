"""What an operator can mend: each is told by a name of its own, and passes without a new start."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from elasticsearch import AsyncElasticsearch

from core.errors import ModelMismatch, StoreUnavailable
from core.model import ModelId
from core.store_errors import StoreBusy, StoreFull
from core.stores.elastic import ElasticConnection, ElasticStore
from tests.contract.databases import ElasticDatabase
from tests.contract.elastic_rooms import client, database
from tests.contract.made_up import MODEL, enrol, names_found, towards
from tests.contract.waiting import before_long
from tests.elasticsearch_gate import Gate
from tests.elasticsearch_server import QUICKLY, ElasticsearchServer
from tests.unit.elastic_answers import BUSY

__all__ = ["client", "database"]


@pytest.fixture
async def gate(elasticsearch_url: str) -> AsyncIterator[Gate]:
    async with Gate(elasticsearch_url) as made:
        yield made


async def test_an_index_that_takes_no_writes(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    store = await database.open()
    gallery = store.gallery("chat-1")
    await enrol(gallery, "Ann", towards(1))
    await store.records.put("c", "k", {})
    indices = f"{database.connection.prefix}-*"
    for block in ("read_only_allow_delete", "read_only", "write"):
        await client.indices.put_settings(index=indices, settings={f"index.blocks.{block}": True})
        with pytest.raises(StoreFull, match="takes no writes now"):
            await enrol(gallery, "Ben", towards(0, 1))
        with pytest.raises(StoreFull, match="takes no writes now"):
            await store.records.put("c", "k", {})
        with pytest.raises(StoreFull, match="takes no writes now"):
            await store.check()
        assert await names_found(gallery, towards(1)) == ["Ann"], "searches go on"
        await client.indices.put_settings(index=indices, settings={f"index.blocks.{block}": None})
        await store.check()
    await enrol(gallery, "Ben", towards(0, 1))
    assert await names_found(gallery, towards(0, 1)) == ["Ben", "Ann"]


async def test_a_server_without_room_for_a_write() -> None:
    """The real one's own 429."""
    server = ElasticsearchServer(java=QUICKLY, indexing_pressure__memory__limit="1b")
    try:
        await asyncio.to_thread(server.start)
        store = await ElasticStore.open(ElasticConnection(urls=(server.url,)), MODEL)
        with pytest.raises(StoreBusy, match=r"too busy or not whole \(status 429\)"):
            await store.records.put("c", "k", {})
        assert await store.records.get("c", "k") is None, "what is read is not held up"
        await store.close()
    finally:
        server.close()


async def test_a_queue_that_is_full_for_a_while(database: ElasticDatabase, gate: Gate) -> None:
    connection = ElasticConnection(urls=(gate.url,), prefix=database.connection.prefix)
    store = await ElasticStore.open(connection, MODEL)
    gallery = store.gallery("chat-1")
    await enrol(gallery, "Ann", towards(1))
    await gate.answer(429, BUSY)
    with pytest.raises(StoreBusy):
        await names_found(gallery, towards(1))
    await gate.open()
    assert await names_found(gallery, towards(1)) == ["Ann"]
    await store.close()


async def test_a_cluster_that_is_away_is_asked_for_once_in_a_while(
    database: ElasticDatabase, gate: Gate
) -> None:
    connection = ElasticConnection(urls=(gate.url,), prefix=database.connection.prefix, timeout=0.3)
    store = await ElasticStore.open(connection, MODEL)
    gallery = store.gallery("chat-1")
    await enrol(gallery, "Ann", towards(1))
    await gate.jam()
    with pytest.raises(StoreUnavailable, match="gave no answer within"):
        await names_found(gallery, towards(1))
    knocks = gate.knocks
    outcomes = await asyncio.gather(
        *(names_found(gallery, towards(1)) for _ in range(200)), return_exceptions=True
    )
    assert {type(outcome) for outcome in outcomes} == {StoreUnavailable}
    assert gate.knocks - knocks <= 2, "nobody else knocked"
    await gate.open()
    assert await before_long(lambda: names_found(gallery, towards(1))) == ["Ann"]
    await store.close()


async def test_a_cluster_that_is_away_at_the_start_is_found_when_it_is_there(
    database: ElasticDatabase, gate: Gate
) -> None:
    connection = ElasticConnection(urls=(gate.url,), prefix=database.connection.prefix, timeout=0.3)
    await gate.jam()
    with pytest.raises(StoreUnavailable):
        await ElasticStore.open(connection, MODEL)
    store = await ElasticStore.open(connection, MODEL, patient=True)
    with pytest.raises(StoreUnavailable):
        await store.records.get("c", "k")
    await gate.open()
    assert await before_long(lambda: store.records.create("c", "k", {}))
    await store.close()


async def test_of_three_nodes_one_that_hangs_costs_its_own_time_alone(
    database: ElasticDatabase, elasticsearch_url: str, gate: Gate
) -> None:
    others = (elasticsearch_url, elasticsearch_url.replace("127.0.0.1", "localhost"))
    connection = ElasticConnection(
        urls=(gate.url, *others), prefix=database.connection.prefix, timeout=3600.0
    )
    store = await ElasticStore.open(connection, MODEL)
    gallery = store.gallery("chat-1")
    await enrol(gallery, "Ann", towards(1))
    await gate.jam()
    for _ in range(3):
        assert await names_found(gallery, towards(1)) == ["Ann"]
    assert gate.knocks
    await store.close()


async def test_templates_of_another_model_under_the_name_of_ours(
    database: ElasticDatabase, client: AsyncElasticsearch, gate: Gate
) -> None:
    store = await database.open()
    await enrol(store.gallery("chat-1"), "Ann", towards(1))
    alias = f"{database.connection.prefix}-faces-{MODEL.slug}"
    (found,) = (await client.indices.get_mapping(index=alias)).body.values()
    meta = found["mappings"]["_meta"]
    theirs = meta | {"model": str(ModelId("ArcFace", "dlib", "deepface"))}
    await client.indices.put_mapping(index=alias, meta=theirs)
    connection = ElasticConnection(urls=(gate.url,), prefix=database.connection.prefix)
    with pytest.raises(ModelMismatch, match="ArcFace"):
        await ElasticStore.open(connection, MODEL)
    waiting = await ElasticStore.open(connection, MODEL, patient=True)
    with pytest.raises(ModelMismatch, match="ArcFace"):
        await names_found(waiting.gallery("chat-1"), towards(1))
    await client.indices.put_mapping(index=alias, meta=meta)
    found_again = await before_long(lambda: names_found(waiting.gallery("chat-1"), towards(1)))
    assert found_again == ["Ann"]
    await waiting.close()


async def test_an_installation_whose_prefix_begins_with_ours_is_none_of_our_trouble(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    store = await database.open()
    await store.records.put("c", "k", {})
    beside = ElasticDatabase(*database.connection.urls, prefix=f"{database.connection.prefix}-b")
    theirs = await beside.open()
    await enrol(theirs.gallery("chat-1"), "Ann", towards(1))
    await theirs.records.put("c", "k", {})
    indices = f"{beside.connection.prefix}-*"
    await client.indices.put_settings(index=indices, settings={"index.blocks.write": True})
    with pytest.raises(StoreFull):
        await theirs.check()
    assert "0 people" in await store.check()
    await client.indices.put_settings(index=indices, settings={"index.blocks.write": None})
    await beside.close()
