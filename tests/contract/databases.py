"""Databases that a contract test can open as often, and from as many processes, as it likes."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from elasticsearch import AsyncElasticsearch

from core.model import ModelId
from core.ports import Store
from core.stores.elastic import ElasticConnection, ElasticStore, IndexPlan, IndexType
from core.stores.elastic.indices import FIRST
from core.stores.elastic.mappings import Kind
from core.stores.sqlite import SqliteStore
from core.vault.covers import BARE, Cover
from core.vault.sealed import Sealed
from tests.contract.made_up import MODEL


class Database(Protocol):
    @property
    def address(self) -> str:
        """What another process opens it by, through `open_by_address`."""

    async def open(self, model: ModelId = MODEL) -> Store:
        """Open one more store on it; closed after the test."""


class SqliteDatabase:
    def __init__(self, path: Path, key: bytes | None = None) -> None:
        self.path = path
        self._key = key
        self._open: list[Store] = []

    @property
    def address(self) -> str:
        return json.dumps({"file": str(self.path), "key": _hex(self._key)})

    async def open(self, model: ModelId = MODEL) -> Store:
        return await self.open_by(self._key, model)

    async def open_by(self, key: bytes | None, model: ModelId = MODEL) -> Store:
        """Open it with a key of the test's choice."""
        store = await SqliteStore.open(self.path, model, cover_of(key))
        self._open.append(store)
        return store

    async def close(self) -> None:
        for store in self._open:
            await store.close()


class ElasticDatabase:
    """Indices under a prefix of their own, made as a plan says, deleted at the end.

    With a prefix that is given, those that are alike for every model are left behind without a
    document, for the next one of the same prefix and plan: to make and delete indices takes a
    server longer than most tests do.
    """

    def __init__(
        self,
        *urls: str,
        plan: IndexPlan | None = None,
        timeout: float = 60.0,
        key: bytes | None = None,
        prefix: str = "",
    ) -> None:
        self.connection = ElasticConnection(
            urls=urls, prefix=prefix or f"test-{uuid4().hex[:12]}", timeout=timeout
        )
        self._is_kept = bool(prefix)
        self._plan = plan or IndexPlan()
        self._key = key
        self._open: list[Store] = []

    @property
    def address(self) -> str:
        return address_of(self.connection, self._plan, self._key)

    async def open(self, model: ModelId = MODEL, plan: IndexPlan | None = None) -> ElasticStore:
        return await self.open_by(self._key, model, plan)

    async def open_by(
        self, key: bytes | None, model: ModelId = MODEL, plan: IndexPlan | None = None
    ) -> ElasticStore:
        """Open it with a key of the test's choice."""
        store = await ElasticStore.open(
            self.connection, model, plan or self._plan, cover=cover_of(key)
        )
        self._open.append(store)
        return store

    async def close(self) -> None:
        for store in self._open:
            await store.close()
        client = self.connection.client()
        prefix = self.connection.prefix
        made = await client.indices.get(index=f"{prefix}-*", features="aliases")
        kept = {f"{prefix}-{kind}-{FIRST}" for kind in (Kind.SUBJECTS, Kind.RECORDS)} & set(made)
        if not self._is_kept:
            kept = set()
        if going := set(made) - kept:
            await client.indices.delete(index=list(going))
        for index in kept:
            await _empty(client, index)
        await client.close()


async def _empty(client: AsyncElasticsearch, index: str) -> None:
    """Delete every document of an index."""
    await client.indices.refresh(index=index)
    while found := (await client.search(index=index, size=5000, source=False))["hits"]["hits"]:
        deletions = [{"delete": {"_id": hit["_id"]}} for hit in found]
        await client.bulk(index=index, operations=deletions, refresh=True)


def cover_of(key: bytes | None) -> Cover:
    return BARE if key is None else Sealed(key)


def _hex(key: bytes | None) -> str | None:
    return None if key is None else key.hex()


def address_of(connection: ElasticConnection, plan: IndexPlan, key: bytes | None = None) -> str:
    """Return what `open_by_address` opens, as one line."""
    return json.dumps(
        {
            "urls": connection.urls,
            "prefix": connection.prefix,
            "timeout": connection.timeout,
            "plan": asdict(plan),
            "key": _hex(key),
        }
    )


async def open_by_address(address: str) -> Store:
    given = json.loads(address)
    key = given.pop("key")
    cover = cover_of(None if key is None else bytes.fromhex(key))
    if "file" in given:
        return await SqliteStore.open(Path(given["file"]), MODEL, cover)
    plan = given.pop("plan")
    connection = ElasticConnection(**given | {"urls": tuple(given["urls"])})
    return await ElasticStore.open(
        connection, MODEL, IndexPlan(**plan | {"type": IndexType(plan["type"])}), cover=cover
    )
