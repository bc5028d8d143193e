from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.ports import Gallery, Records, Store
from tests.contract.databases import Database, SqliteDatabase


@pytest.fixture(params=["sqlite"])
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    sqlite = SqliteDatabase(tmp_path / "faces.db")
    yield sqlite
    await sqlite.close()


@pytest.fixture
async def store(database: Database) -> Store:
    return await database.open()


@pytest.fixture
def gallery(store: Store) -> Gallery:
    return store.gallery("chat-1")


@pytest.fixture
def records(store: Store) -> Records:
    return store.records
