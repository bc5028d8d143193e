"""A key made, given to a store and changed, as it is typed, with nobody lost."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from core.bootstrap import open_core
from core.settings import Settings
from core.stores.elastic import ElasticConnection
from core.vault.keys import new_key
from tests.command_line.commands import Run, runner
from tests.photos import astronaut_photo


@dataclass(frozen=True)
class Place:
    """A store, by its settings."""

    env: dict[str, str]

    @property
    def core(self) -> Run:
        return runner(self.env)

    def without_faces(self, key: Path | None) -> Place:
        """Take all faces out as docs/encryption.md says; return it with another key."""
        new = {**self.env, "FACES_KEY_FILE": str(key or "")}
        if "ELASTICSEARCH_URL" in new:
            asyncio.run(self._delete_indices_of_faces())
            return Place(new)
        new["FACES_DB"] += ".new"
        with (
            closing(sqlite3.connect(self.env["FACES_DB"])) as old,
            closing(sqlite3.connect(new["FACES_DB"], isolation_level=None)) as file,
        ):
            old.backup(file)
            file.executescript("PRAGMA foreign_keys = ON; DELETE FROM templates; VACUUM")
        return Place(new)

    async def _delete_indices_of_faces(self) -> None:
        url, prefix = self.env["ELASTICSEARCH_URL"], self.env["ELASTICSEARCH_PREFIX"]
        client = ElasticConnection(urls=(url,)).client()
        made = await client.indices.get(index=f"{prefix}-faces-*")
        await client.indices.delete(index=list(made))
        await client.close()

    async def remembers(self) -> tuple[object, str]:
        """Return a record of the bot's, and Ann's id in the gallery that it speaks of."""
        async with open_core(Settings.from_env(self.env)) as core:
            record = await core.store.records.get("chats", "7")
            ann = await core.store.gallery("default").subject("Ann")
            assert ann is not None
            return record, ann.id

    async def remember(self) -> None:
        async with open_core(Settings.from_env(self.env)) as core:
            await core.store.records.put("chats", "7", {"gallery": "default"})


Made = Callable[..., Place]
"""Makes an empty store, with a key or without."""


@pytest.fixture(params=["sqlite", "elasticsearch"])
def empty(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    weights = {"DEEPFACE_HOME": str(tmp_path_factory.getbasetemp() / "deepface")}

    def made(key: Path | None = None) -> Place:
        word = f"sealed-{uuid4().hex[:12]}"
        env = {"FACES_DB": str(tmp_path / f"{word}.db"), "FACES_KEY_FILE": str(key or "")}
        if request.param == "elasticsearch":
            url = request.getfixturevalue("elasticsearch_url")
            env |= {"ELASTICSEARCH_URL": url, "ELASTICSEARCH_PREFIX": word}
        return Place({**weights, **env})

    return made


@pytest.fixture
def ann(tmp_path: Path) -> Path:
    photo = tmp_path / "ann.jpg"
    photo.write_bytes(astronaut_photo())
    return photo


def found(core: Run, photo: Path) -> tuple[str, str, float]:
    (face,) = core("identify", photo, "--json").lines[0]["faces"]
    first = face["candidates"][0]
    return face["decision"], first["name"], first["score"]


def kept(export: Path) -> dict[str, Any]:
    _, line, _ = export.read_text("utf-8").splitlines()
    template: dict[str, Any] = json.loads(line)
    return {key: template[key] for key in ("name", "photo", "crop", "enrolled_by", "enrolled_at")}


def test_plain_then_sealed_then_another_key_then_plain_again(
    empty: Made, ann: Path, tmp_path: Path
) -> None:
    """First into another store, then twice into the same without its faces."""
    keys = [tmp_path / "one.key", tmp_path / "other.key"]
    for path in keys:
        ran = empty().core("key", "new", path)
        assert ran.status == 0, ran.stderr
        assert "Keep a copy where the database and its backups are not" in ran.stdout
        assert path.stat().st_mode & 0o777 == 0o600
    before, files = empty(), [tmp_path / f"{number}" for number in range(4)]
    assert before.core("enrol", "Ann", ann).status == 0
    decision, name, score = found(before.core, ann)
    assert (decision, name) == ("match", "Ann")
    assert before.core("export", files[0]).status == 0
    for number, key in enumerate([*keys, None]):
        refused = before.core("people", FACES_KEY_FILE=str(key or ""))
        assert refused.status == 2
        assert "FACES_KEY_FILE" in refused.stderr
        if number:
            known = asyncio.run(before.remembers())
            after = before.without_faces(key)
        else:
            after = empty(key)
        ran = after.core("restore", files[number])
        assert ran.status == 0, ran.stderr
        again, who, near = found(after.core, ann)
        assert (again, who) == (decision, name)
        assert near == pytest.approx(score, abs=1e-5)
        assert after.core("export", files[number + 1]).status == 0
        assert kept(files[number + 1]) == kept(files[0])
        if number:
            assert asyncio.run(after.remembers()) == known
        else:
            asyncio.run(after.remember())
        before = after


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_each_wrong_key_is_told_by_its_own_code(empty: Made, ann: Path, tmp_path: Path) -> None:
    right, other = tmp_path / "right", tmp_path / "other"
    new_key(right)
    new_key(other)
    sealed, plain = empty(right).core, empty().core
    for core in (sealed, plain):
        assert core("enrol", "Ann", ann).status == 0
    for core, key, code in (
        (sealed, "", "missing_key"),
        (sealed, str(other), "wrong_key"),
        (plain, str(right), "unwanted_key"),
        (plain, str(tmp_path / "nowhere"), "settings"),
    ):
        ran = core("identify", ann, "--json", FACES_KEY_FILE=key)
        assert (ran.status, ran.lines[0]["error"]["code"]) == (2, code)
        checks = core("doctor", "--json", FACES_KEY_FILE=key).lines[0]["checks"]
        (store,) = [check for check in checks if check["part"] == "store"]
        assert not store["ok"]
        assert "FACES_KEY_FILE" in store["message"]
    checks = sealed("doctor", "--json").lines[0]["checks"]
    assert [check["ok"] for check in checks] == [True] * len(checks)
    assert checks[1]["message"].endswith("1 person, faces sealed")


def test_a_key_is_made_though_the_settings_name_it_already(tmp_path: Path) -> None:
    key = tmp_path / "key"
    core = runner({"FACES_KEY_FILE": str(key), "FACES_DB": str(tmp_path / "faces.db")})
    assert core("people").status == 2
    ran = core("key", "new", key, "--json")
    assert (ran.status, ran.lines) == (0, [{"file": str(key)}])
    again = core("key", "new", key, "--json")
    assert (again.status, again.lines[0]["error"]["code"]) == (1, "unwritable_file")
    assert core("people").status == 0
