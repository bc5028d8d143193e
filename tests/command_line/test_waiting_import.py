"""An import whose database is locked by another program waits for it, for a while."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from argparse import Namespace
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.bootstrap import Core
from core.cli import importing
from core.cli.import_reading import BATCH
from core.cli.importing import import_folder
from core.cli.output import Output
from core.decision import Policy
from core.events import Untold
from core.recognizer import Recognizer
from core.stores.sqlite import SqliteStore
from core.stores.sqlite.connection import Connection
from core.stores.sqlite.matrices import Matrices
from core.worker import Worker
from tests.bands import MODEL, SHIPPED, BandEncoder, photo

PEOPLE = BATCH + 6


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "faces.db"


@pytest.fixture
async def core(path: Path) -> AsyncIterator[Core]:
    """On a file for which it waits a moment only, so that patience is the import's."""
    connection, worker = Connection(path, patience=0.05), Worker()
    await connection.open()
    store, policy = SqliteStore(connection, MODEL, Matrices(2**20)), Policy(SHIPPED, None)
    encoder = BandEncoder()
    recognizer = Recognizer(encoder, store, policy, worker, lambda: datetime.now(UTC))
    yield Core(recognizer, policy, store, encoder, worker, Untold())
    await worker.close()
    await store.close()


@pytest.fixture
def wanted(tmp_path: Path) -> Namespace:
    folder = tmp_path / "people"
    for number in range(PEOPLE):
        place = folder / f"Person {number:02}"
        place.mkdir(parents=True)
        (place / "photo.png").write_bytes(photo(f"hsl({number * 360 // PEOPLE}, 90%, 50%)"))
    return Namespace(folder=folder, gallery="chat-1")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


def reported(capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], list[str]]:
    """Return the report, and the remarks."""
    out, err = capsys.readouterr()
    report: dict[str, Any] = json.loads(out)
    return report, err.splitlines()


async def test_it_goes_on_when_the_lock_is_gone_and_told_so_once(
    core: Core, path: Path, wanted: Namespace, capsys: pytest.CaptureFixture[str]
) -> None:
    with locked(path):
        running = asyncio.create_task(import_folder(core, wanted, Output(json=True)))
        said = ""
        while not said:
            assert not running.done()
            await asyncio.sleep(0.05)
            said = capsys.readouterr().err
    assert await running
    report, remarks = reported(capsys)
    assert "another program keeps" in said
    assert remarks == ["The face store can be used again: going on."]
    assert (report["templates"], report["present"], report["skipped"]) == (PEOPLE, 0, [])
    assert "error" not in report
    assert len(await core.store.gallery("chat-1").people()) == PEOPLE


async def test_it_stops_when_the_lock_stays_and_goes_on_when_run_again(
    core: Core,
    path: Path,
    wanted: Namespace,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "WAITED_FOR", 0.3)
    with locked(path):
        assert not await import_folder(core, wanted, Output(json=True))
    report, remarks = reported(capsys)
    assert report["error"]["code"] == "store_unavailable"
    assert (report["templates"], report["present"], report["skipped"]) == (0, 0, [])
    assert len(remarks) == 1

    assert await import_folder(core, wanted, Output(json=False))
    told = capsys.readouterr().out
    assert f"{PEOPLE} templates added" in told
    assert await import_folder(core, wanted, Output(json=True))
    again, _ = reported(capsys)
    assert (again["templates"], again["present"], again["people"]) == (0, PEOPLE, PEOPLE)
