"""Databases that a contract test can open as often, and from as many processes, as it likes."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol
from uuid import uuid4

from core.model import ModelId
from core.ports import Store
from core.stores.elastic import ElasticConnection, ElasticStore, IndexPlan
from core.stores.sqlite import SqliteStore
from tests.contract.made_up import MODEL


class Database(Protocol):
    @property
    def address(self) -> str:
        """What another process opens it by, through `open_by_address`."""

    async def open(self, model: ModelId = MODEL) -> Store:
        """Open one more store on it; closed after the test."""


class SqliteDatabase:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: list[Store] = []

    @property
    def address(self) -> str:
        return f"sqlite {self._path}"

    async def open(self, model: ModelId = MODEL) -> Store:
        store = await SqliteStore.open(self._path, model)
        self._open.append(store)
        return store

    async def close(self) -> None:
        for store in self._open:
            await store.close()


class ElasticDatabase:
    """Indices under a prefix of their own, deleted at the end."""

    def __init__(self, url: str) -> None:
        self.connection = ElasticConnection(
            urls=(url,), prefix=f"test-{uuid4().hex[:12]}", timeout=60.0
        )
        self._open: list[Store] = []

    @property
    def address(self) -> str:
        return f"elasticsearch {self.connection.urls[0]} {self.connection.prefix}"

    async def open(self, model: ModelId = MODEL, plan: IndexPlan | None = None) -> ElasticStore:
        store = await ElasticStore.open(self.connection, model, plan)
        self._open.append(store)
        return store

    async def close(self) -> None:
        for store in self._open:
            await store.close()
        client = self.connection.client()
        made = await client.indices.get(index=f"{self.connection.prefix}-*", features="aliases")
        if made.body:
            await client.indices.delete(index=list(made))
        await client.close()


async def open_by_address(address: str) -> Store:
    kind, *place = address.split()
    if kind == "sqlite":
        return await SqliteStore.open(Path(place[0]), MODEL)
    return await ElasticStore.open(
        ElasticConnection(urls=(place[0],), prefix=place[1], timeout=60.0), MODEL
    )
