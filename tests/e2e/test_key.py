"""How the bot starts where its faces are sealed, and where the key is not theirs."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from core.vault.keys import new_key, read_key
from core.vault.sealed import Sealed
from tests.contract.databases import SqliteDatabase
from tests.contract.made_up import enrol, towards
from tests.e2e.bot_process import run_to_its_end

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
async def settings(tmp_path: Path) -> dict[str, str]:
    """Of a bot whose faces are sealed; it never gets as far as asking Telegram."""
    key = tmp_path / "key"
    await asyncio.to_thread(new_key, key)
    database = SqliteDatabase(tmp_path / "faces.db", read_key(key))
    await enrol((await database.open()).gallery("chat-1"), "Ann", towards(1))
    await database.close()
    return {
        "TELEGRAM_BOT_TOKEN": "987654321:" + "tOkEn" * 7,
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
        "FACES_DB": str(database.path),
        "FACES_KEY_FILE": str(key),
    }


async def test_without_the_key_it_ends_with_a_sentence(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    status, printed = await run_to_its_end({**settings, "FACES_KEY_FILE": ""}, tmp_path)
    assert status == 2
    assert "are sealed: set FACES_KEY_FILE to the file of their key." in printed
    assert "Traceback" not in printed


async def test_with_another_key_it_ends_with_a_sentence(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    new_key(tmp_path / "another")
    status, printed = await run_to_its_end(
        {**settings, "FACES_KEY_FILE": str(tmp_path / "another")}, tmp_path
    )
    assert status == 2
    assert "are sealed with another key" in printed
    assert "Traceback" not in printed


async def test_a_key_that_others_can_read_ends_it_with_a_sentence(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    (tmp_path / "key").chmod(0o644)
    status, printed = await run_to_its_end(settings, tmp_path)
    assert status == 2
    assert "FACES_KEY_FILE is not usable: it must be a file that its owner alone" in printed
    assert (tmp_path / "key").read_text().strip() not in printed


async def test_the_doctor_says_that_faces_are_sealed_and_what_is_wrong_with_the_key(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    _, printed = await run_to_its_end(settings, tmp_path, "doctor")
    assert "1 person, faces sealed" in printed
    status, printed = await run_to_its_end({**settings, "FACES_KEY_FILE": ""}, tmp_path, "doctor")
    assert status == 1
    assert "FAIL  store: The faces in " in printed
    assert Sealed(read_key(tmp_path / "key")).check not in printed
