"""Parts that misbehave on purpose, which the real ones do only on a bad day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.errors import StoreUnavailable
from core.model import Record
from core.ports import Records


class MoodyRecords:
    """Real records that are not reachable for the next so many calls."""

    def __init__(self, real: Records) -> None:
        self._real = real
        self.failures = 0

    async def get(self, collection: str, key: str) -> Record | None:
        self._mood()
        return await self._real.get(collection, key)

    async def put(
        self, collection: str, key: str, value: Mapping[str, Any], *, version: str | None = None
    ) -> Record:
        self._mood()
        return await self._real.put(collection, key, value, version=version)

    async def create(self, collection: str, key: str, value: Mapping[str, Any]) -> bool:
        self._mood()
        return await self._real.create(collection, key, value)

    async def delete(self, collection: str, key: str) -> bool:
        self._mood()
        return await self._real.delete(collection, key)

    async def list(self, collection: str, *, after: str = "", limit: int = 1000) -> list[Record]:
        self._mood()
        return await self._real.list(collection, after=after, limit=limit)

    def _mood(self) -> None:
        if self.failures:
            self.failures -= 1
            raise StoreUnavailable(reason="it is having a day")
