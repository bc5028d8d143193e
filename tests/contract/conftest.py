from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.ports import Gallery, Records, Store
from tests.contract.databases import Database, ElasticDatabase, SqliteDatabase


@pytest.fixture(params=["sqlite", "elasticsearch"])
def any_database(
    request: pytest.FixtureRequest, tmp_path: Path
) -> SqliteDatabase | ElasticDatabase:
    if request.param == "sqlite":
        return SqliteDatabase(tmp_path / "faces.db")
    return ElasticDatabase(request.getfixturevalue("elasticsearch_url"))


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
