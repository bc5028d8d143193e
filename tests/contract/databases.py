"""Databases that a contract test can open as often, and from as many processes, as it likes."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from core.model import ModelId
from core.ports import Store
from core.stores.elastic import ElasticConnection, ElasticStore, IndexPlan, IndexType
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
    """Indices under a prefix of their own, made as a plan says, deleted at the end."""

    def __init__(self, *urls: str, plan: IndexPlan | None = None, timeout: float = 60.0) -> None:
        self.connection = ElasticConnection(
            urls=urls, prefix=f"test-{uuid4().hex[:12]}", timeout=timeout
        )
        self._plan = plan or IndexPlan()
        self._open: list[Store] = []

    @property
    def address(self) -> str:
        return address_of(self.connection, self._plan)

    async def open(self, model: ModelId = MODEL, plan: IndexPlan | None = None) -> ElasticStore:
        store = await ElasticStore.open(self.connection, model, plan or self._plan)
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


def address_of(connection: ElasticConnection, plan: IndexPlan) -> str:
    """Return what `open_by_address` opens, as one line."""
    return json.dumps(
        {
            "urls": connection.urls,
            "prefix": connection.prefix,
            "timeout": connection.timeout,
            "plan": asdict(plan),
        }
    )


async def open_by_address(address: str) -> Store:
    if address.startswith("sqlite "):
        return await SqliteStore.open(Path(address.removeprefix("sqlite ")), MODEL)
    given = json.loads(address)
    plan = given.pop("plan")
    connection = ElasticConnection(**given | {"urls": tuple(given["urls"])})
    return await ElasticStore.open(
        connection, MODEL, IndexPlan(**plan | {"type": IndexType(plan["type"])})
    )
