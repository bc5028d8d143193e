"""Elasticsearch is killed in the middle of enrolments, and started again on the same data."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import numpy as np
import pytest

from core.errors import StoreUnavailable
from core.stores.elastic import ElasticStore
from tests.contract.databases import ElasticDatabase
from tests.contract.made_up import MODEL, face, names_found, probe, some_vectors
from tests.elasticsearch_server import ElasticsearchServer


@pytest.fixture
async def database(elasticsearch_server: ElasticsearchServer) -> AsyncIterator[ElasticDatabase]:
    database = ElasticDatabase(elasticsearch_server.url)
    yield database
    await database.close()


async def test_whatever_was_acknowledged_is_there_and_a_second_run_completes_it(
    database: ElasticDatabase, elasticsearch_server: ElasticsearchServer
) -> None:
    store = await database.open()
    gallery = store.gallery("chat-1")
    people = [await gallery.claim(f"Person {number}") for number in range(10)]
    vectors = some_vectors(np.random.default_rng(1), 1500)
    faces = [
        face(gallery, people[number % 10], vector, f"photo {number}")
        for number, vector in enumerate(vectors)
    ]
    batches = [faces[start : start + 10] for start in range(0, len(faces), 10)]
    acknowledged: list[str] = []

    async def enrol_all() -> None:
        for batch in batches:
            await gallery.add(batch)
            acknowledged.extend(one.id for one in batch)

    running = asyncio.create_task(enrol_all())
    while len(acknowledged) < 100:
        await asyncio.sleep(0.01)
        assert not running.done()
    await asyncio.to_thread(elasticsearch_server.kill)
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        await running
    for call in (
        gallery.search([probe(vectors[0])]),
        gallery.claim("Somebody"),
        store.records.put("c", "k", {}),
        store.records.delete("c", "k"),
        ElasticStore.open(database.connection, MODEL),
    ):
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            await call
    assert time.monotonic() - begun < 60  # it does not wait for ever
    assert 100 <= len(acknowledged) < len(faces)

    await asyncio.to_thread(elasticsearch_server.start)
    assert set(await gallery.crops(acknowledged)) == set(acknowledged)
    assert (await names_found(gallery, vectors[0]))[0] == "Person 0"

    await enrol_all()
    assert [person.photos for person in await gallery.people()] == [150] * 10
    assert await gallery.add(faces[:20]) == [False] * 20
