"""Databases that a contract test can open as often, and from as many processes, as it likes."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from core.model import ModelId
from core.ports import Store
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
        return f"sqlite:{self._path}"

    async def open(self, model: ModelId = MODEL) -> Store:
        store = await SqliteStore.open(self._path, model)
        self._open.append(store)
        return store

    async def close(self) -> None:
        for store in self._open:
            await store.close()


async def open_by_address(address: str) -> Store:
    kind, _, place = address.partition(":")
    assert kind == "sqlite"
    return await SqliteStore.open(Path(place), MODEL)
