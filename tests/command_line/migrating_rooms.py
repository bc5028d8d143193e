"""The command line on both stores, with the real model, as fixtures for what moves galleries."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from core.bootstrap import open_core
from core.cli.arguments import parse
from core.cli.running import run
from core.model import GallerySummary
from core.settings import Settings
from tests.photos import astronaut_photo, plain_photo

FAST, ACCURATE = "Dlib/mmod/fast-1", "Dlib/mmod/accurate-1"


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    stdout: str
    stderr: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stdout.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture(params=["sqlite", "elasticsearch"])
def env(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    weights = {"DEEPFACE_HOME": str(tmp_path_factory.getbasetemp() / "deepface")}
    if request.param == "sqlite":
        return {**weights, "FACES_DB": str(tmp_path / "data" / "faces.db")}
    return {
        **weights,
        "ELASTICSEARCH_URL": request.getfixturevalue("elasticsearch_url"),
        "ELASTICSEARCH_PREFIX": f"migrate-{uuid4().hex[:12]}",
    }


@pytest.fixture
def core(env: dict[str, str]) -> Run:
    def run_command(*arguments: object, **more: str) -> Ran:
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                status = run(parse([str(argument) for argument in arguments]), {**env, **more})
            except SystemExit as ended:
                status = int(ended.code or 0)
        return Ran(status, out.getvalue(), err.getvalue())

    return run_command


@pytest.fixture
def ann(tmp_path: Path) -> Path:
    path = tmp_path / "ann.jpg"
    path.write_bytes(astronaut_photo())
    return path


async def others(env: dict[str, str]) -> list[GallerySummary]:
    async with open_core(Settings.from_env(env)) as core:
        return await core.store.others()


async def enrol_somebody_without_a_face(env: dict[str, str], name: str, gallery_id: str) -> None:
    """Enrol somebody of whom what was kept shows no face, as if their photo had been another."""
    async with open_core(Settings.from_env(env)) as core:
        reading = await core.recognizer.read(astronaut_photo())
        gallery = core.store.gallery(gallery_id)
        subject = await gallery.claim(name)
        made = core.recognizer.enrolment(
            gallery_id, subject, reading.photo, reading.probes[0], "tester"
        )
        await gallery.add([replace(made, crop=plain_photo(side=80))])


def first_candidate(ran: Ran) -> dict[str, Any]:
    (face,) = ran.lines[0]["faces"]
    first: dict[str, Any] = face["candidates"][0]
    return first
