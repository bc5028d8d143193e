"""A database on Elasticsearch, and what lies behind its store, as fixtures."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from elasticsearch import AsyncElasticsearch

from core.ports import Gallery
from core.stores.elastic.cluster import Cluster
from core.stores.elastic.indices import Indices
from tests.contract.databases import ElasticDatabase
from tests.contract.made_up import MODEL


@pytest.fixture
async def database(elasticsearch_url: str) -> AsyncIterator[ElasticDatabase]:
    database = ElasticDatabase(elasticsearch_url)
    yield database
    await database.close()


@pytest.fixture
async def client(database: ElasticDatabase) -> AsyncIterator[AsyncElasticsearch]:
    client = database.connection.client()
    yield client
    await client.close()


@pytest.fixture
async def gallery(database: ElasticDatabase) -> Gallery:
    return (await database.open()).gallery("chat-1")


@pytest.fixture
def indices(database: ElasticDatabase, client: AsyncElasticsearch) -> Indices:
    return Indices(Cluster(database.connection, client), MODEL)
