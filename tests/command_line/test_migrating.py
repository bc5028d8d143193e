"""`migrate`, with real photos: to another recipe and back, killed, on both stores."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
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
from core.migration import BATCH
from core.model import GallerySummary
from core.settings import Settings
from tests.photos import astronaut_photo, faces_dir, plain_photo

ROOT = Path(__file__).parents[2]

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


def test_from_deepface_to_the_fast_encoder_as_everybody_must(core: Run, ann: Path) -> None:
    """The defaults have changed: whoever has a gallery is told what to do, and does it."""
    before = {"MODEL": "Dlib", "DETECTOR": "dlib"}
    core("enrol", "Ann", ann, **before)
    core("enrol", "Änne", ann, "--gallery", "chat 2", **before)
    refused = core("identify", ann)
    assert refused.status == 1
    assert "Dlib/dlib/deepface" in refused.stderr
    assert "run `python -m core migrate --all`" in refused.stderr
    examined = core("doctor")
    assert examined.status == 1
    assert "FAIL  galleries: These galleries are of another recipe than Dlib/mmod/fast-1" in (
        examined.stdout
    )
    assert (
        "chat 2 (Dlib/dlib/deepface, 1 templates), default (Dlib/dlib/deepface" in examined.stdout
    )
    assert first_candidate(core("identify", "--json", ann, **before))["name"] == "Ann"

    moved = core("migrate", "--all", "--json")
    assert (moved.status, moved.stderr) == (0, "")
    assert [line["gallery"] for line in moved.lines] == ["chat 2", "default"]
    for line in moved.lines:
        assert line.pop("seconds") >= 0
        del line["gallery"]
        assert line == {
            "from": "Dlib/dlib/deepface",
            "to": FAST,
            "people": 1,
            "templates": 1,
            "present": 0,
            "failed": 0,
            "lost": [],
        }
    found = first_candidate(core("identify", "--json", ann))
    assert found["name"] == "Ann"
    assert found["score"] > 0.99
    assert "This gallery was made with Dlib/mmod/fast-1" in core("people", **before).stderr

    healthy = core("doctor")
    assert healthy.status == 0
    assert "ok    galleries: 2 of Dlib/mmod/fast-1; kept from before: chat 2 (" in healthy.stdout
    assert "migrate --all --drop-old" in healthy.stdout
    dropped = core("migrate", "--drop-old", "--json").lines
    assert dropped == [{"gallery": "default", "model": "Dlib/dlib/deepface", "templates": 1}]
    assert (
        "chat 2: what was of Dlib/dlib/deepface is deleted, 1 in number"
        in core("migrate", "--drop-old", "--all").stdout
    )
    assert "Nothing is kept from before." in core("migrate", "--drop-old", "--all").stderr
    assert first_candidate(core("identify", "--json", ann))["name"] == "Ann"


def test_to_another_recipe_and_back_and_what_to_set_is_said(
    core: Run, env: dict[str, str], ann: Path
) -> None:
    core("enrol", "Ann", ann)
    ran = core("migrate", "--to", "Dlib/mmod/accurate")
    assert ran.status == 0
    assert f"default is of {ACCURATE} now: 1 person. Templates: 1 made" in ran.stdout
    assert f"The templates of {FAST} are kept until `python -m core migrate --drop-old`" in (
        ran.stdout
    )
    assert "Now set MODEL=Dlib, DETECTOR=mmod, PROFILE=accurate" in ran.stderr
    assert core("identify", ann).status == 1
    assert first_candidate(core("identify", "--json", ann, PROFILE="accurate"))["name"] == "Ann"

    core("enrol", "Bo", ann, PROFILE="accurate")
    (back,) = core("migrate", "--json", PROFILE="fast").lines
    assert (back["from"], back["to"]) == (ACCURATE, FAST)
    assert (back["people"], back["templates"], back["present"]) == (2, 1, 1)
    assert core("identify", ann).status == 0
    assert [one.templates for one in asyncio.run(others(env))] == [2]
    assert core("forget", "Ann").status == 0
    assert [one.templates for one in asyncio.run(others(env))] == [1], "Bo's alone"


def test_who_is_lost_is_named_and_is_enrolled_again(
    core: Run, env: dict[str, str], ann: Path
) -> None:
    core("enrol", "Ann", ann)
    asyncio.run(enrol_somebody_without_a_face(env, "Bo", "default"))
    ran = core("migrate", "--to", "dlib/MMOD/accurate-1", "--json")
    assert ran.status == 1
    (report,) = ran.lines
    assert (report["people"], report["templates"], report["failed"]) == (1, 1, 1)
    ((lost),) = report["lost"]
    assert (lost["name"], lost["code"]) == ("Bo", "no_face")
    assert "Bo must be enrolled again (no_face" in core("migrate", PROFILE="accurate").stdout

    assert core("enrol", "Bo", ann, PROFILE="accurate").status == 0
    assert core("migrate", PROFILE="accurate").status == 0
    assert core("migrate", "--drop-old", PROFILE="accurate").status == 0
    listed = core("people", "--json", PROFILE="accurate").lines[0]["people"]
    assert [person["name"] for person in listed] == ["Ann", "Bo"]


def test_nothing_happens_where_nobody_can_be_moved(core: Run, env: dict[str, str]) -> None:
    asyncio.run(enrol_somebody_without_a_face(env, "Bo", "default"))
    ran = core("migrate", "--to", "Dlib/mmod/accurate")
    assert ran.status == 1
    assert "default is as it was" in ran.stdout
    assert core("people").status == 0


def test_an_empty_gallery_is_told_where_the_others_are(core: Run, ann: Path) -> None:
    assert "There is no gallery yet" in core("migrate", "--all").stderr
    core("enrol", "Ann", ann, "--gallery", "chat")
    ran = core("migrate", PROFILE="accurate")
    assert ran.status == 0
    assert "Nobody is enrolled in default. `galleries` lists those there are" in ran.stdout


@pytest.mark.parametrize("env", ["sqlite"], indirect=True)
def test_weights_that_are_not_here_change_nothing(core: Run, ann: Path) -> None:
    core("enrol", "Ann", ann)
    ran = core("migrate", "--to", "ArcFace/dlib")
    assert ran.status == 1
    assert "arcface_weights.onnx" in ran.stderr
    assert "Stopped early. Run the same command again" in ran.stderr
    assert core("identify", ann).status == 0


@pytest.mark.parametrize("env", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        ("ArcFace", "MODEL/DETECTOR/PROFILE"),
        ("Dlib/mmod/fast/1", "MODEL/DETECTOR/PROFILE"),
        ("Dlib//fast", "MODEL/DETECTOR/PROFILE"),
        ("Dlib/mmod/best", "Dlib/mmod/accurate"),
        ("Dlib/mmod/fast-7", "fast-1 is what this program makes"),
        ("Dlib/mmod/deepface", "Dlib/mmod/accurate"),
        ("ArcFace/retinaface/fast", "profiles are for Dlib/mmod alone"),
        ("Nobody/dlib", "MODEL names nothing"),
        ("ArcFace/mmod", "DETECTOR names nothing"),
        ("Dlib/eyes", "DETECTOR names nothing"),
    ],
)
def test_a_recipe_that_there_is_not_is_one_sentence(core: Run, recipe: str, words: str) -> None:
    ran = core("migrate", "--to", recipe)
    assert (ran.status, ran.stdout) == (2, "")
    assert words in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize("env", ["sqlite"], indirect=True)
def test_moving_and_deleting_at_once_is_a_wrong_use(core: Run) -> None:
    assert core("migrate", "--to", "Dlib/mmod/fast", "--drop-old").status == 2


@pytest.mark.timeout(600)
def test_a_migration_that_is_killed_goes_on_when_it_is_run_again(
    core: Run, env: dict[str, str], ann: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "people"
    for photo in sorted((faces_dir() / "lfw-dev").glob("*/*.jpg"))[: BATCH + 25]:
        place = folder / photo.parent.name
        place.mkdir(parents=True, exist_ok=True)
        (place / photo.name).symlink_to(photo)
    core("import", folder)
    core("enrol", "Ann", ann)
    (gallery,) = core("galleries", "--json").lines[0]["galleries"]

    with _process(["migrate", "--to", "Dlib/mmod/accurate"], env, tmp_path) as process:
        asyncio.run(_killed_when_some_are_made(process, env))
    assert process.returncode == -signal.SIGKILL
    assert first_candidate(core("identify", "--json", ann))["name"] == "Ann", "it is as it was"
    (unfinished,) = asyncio.run(others(env))
    assert 0 < unfinished.templates < gallery["templates"]

    again = core("migrate", "--to", "Dlib/mmod/accurate", "--json")
    assert again.status == 0
    (report,) = again.lines
    assert report["present"] == unfinished.templates
    assert report["present"] + report["templates"] == gallery["templates"]
    assert report["people"] == gallery["people"]
    (old,) = asyncio.run(others(env))
    assert (str(old.model), old.templates) == (FAST, gallery["templates"])
    assert first_candidate(core("identify", "--json", ann, PROFILE="accurate"))["name"] == "Ann"


def _process(
    arguments: Sequence[str], env: dict[str, str], folder: Path
) -> subprocess.Popen[bytes]:
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    return subprocess.Popen(
        [sys.executable, "-m", "core", *arguments],
        cwd=folder,
        env={**kept, **env, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    )


async def _killed_when_some_are_made(process: subprocess.Popen[bytes], env: dict[str, str]) -> None:
    async with open_core(Settings.from_env(env)) as core:
        while not await core.store.others():
            assert process.poll() is None
            await asyncio.sleep(0.05)
        process.kill()
