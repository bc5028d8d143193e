"""A store on a file, with what lies behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.stores.sqlite import SqliteStore
from core.stores.sqlite.connection import Connection
from core.stores.sqlite.matrices import Matrices
from tests.contract.made_up import (
    MODEL,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "faces.db"


async def opened(
    path: Path, patience: float = 5.0, memory: int = 2**20
) -> tuple[SqliteStore, Connection]:
    connection = Connection(path, patience)
    await connection.open()
    return SqliteStore(connection, MODEL, Matrices(memory)), connection
