"""Every kind of database that the suite holds to the same promises."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from core.ports import Gallery, Records, Store
from core.stores.elastic import IndexPlan, IndexType
from tests.contract.databases import Database, ElasticDatabase, SqliteDatabase
from tests.elasticsearch_cluster import ElasticsearchCluster

ONE_NODE = {type_.value: IndexPlan(type=type_) for type_ in IndexType}
"""How templates lie on a node of its own, by the name of the index type."""

CLUSTER = IndexPlan(shards=2, replicas=1)

KEY = bytes(range(32))
"""Of the databases whose faces are sealed."""


@pytest.fixture(scope="session")
def prefix() -> str:
    """What the names of the indices begin with that one test leaves to the next."""
    return f"test-{uuid4().hex[:8]}"


@pytest.fixture(params=["sqlite", *ONE_NODE, "cluster"])
def any_database(
    request: pytest.FixtureRequest, tmp_path: Path, prefix: str
) -> SqliteDatabase | ElasticDatabase:
    kind, _, sealed = request.param.partition(" ")
    key = KEY if sealed else None
    if kind == "sqlite":
        return SqliteDatabase(tmp_path / "faces.db", key)
    ours = f"{prefix}-{request.param}".replace(" ", "-").replace("_", "-")
    if kind == "cluster":
        cluster: ElasticsearchCluster = request.getfixturevalue("elasticsearch_cluster")
        return ElasticDatabase(*cluster.urls, plan=CLUSTER, key=key, prefix=ours)
    url = request.getfixturevalue("elasticsearch_url")
    return ElasticDatabase(url, plan=ONE_NODE[kind], key=key, prefix=ours)


@pytest.fixture
async def database(any_database: SqliteDatabase | ElasticDatabase) -> AsyncIterator[Database]:
    yield any_database
    await any_database.close()


@pytest.fixture
async def store(database: Database) -> Store:
    return await database.open()


@pytest.fixture
def gallery(store: Store) -> Gallery:
    return store.gallery("chat-1")


@pytest.fixture
def records(store: Store) -> Records:
    return store.records
