"""The command line on both stores, with the real model, as fixtures for what moves galleries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from core.bootstrap import open_core
from core.model import GallerySummary
from core.settings import Settings
from tests.command_line.commands import Ran, Run, runner
from tests.photos import astronaut_photo, plain_photo

FAST, ACCURATE = "Dlib/mmod/fast-1", "Dlib/mmod/accurate-1"


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
    return runner(env)


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


async def begin_to_move(env: dict[str, str], name: str, gallery_id: str) -> None:
    """Lay one person's templates by the other profile beside, as a migration that stops then."""
    async with open_core(Settings.from_env({**env, "PROFILE": "accurate"})) as core:
        reading = await core.recognizer.read(astronaut_photo())
        (own,) = await core.store.galleries(gallery_id)
        source = core.store.beside(gallery_id, own.model)
        subject = await source.subject(name)
        assert subject is not None
        made = [
            replace(kept, template=reading.probes[0].template)
            for kept in await source.enrolments(subject.id)
        ]
        await core.store.beside(gallery_id, core.encoder.model).add(made)


def first_candidate(ran: Ran) -> dict[str, Any]:
    (face,) = ran.lines[0]["faces"]
    first: dict[str, Any] = face["candidates"][0]
    return first
