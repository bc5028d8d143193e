"""A folder of people: taken in, and searched, beside `DeepFace.find`."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from bench.pairing import in_turns
from bench.people import People
from bench.processes import run_core
from core.bootstrap import open_core
from core.encoders.deepface import DeepFaceEncoder
from core.settings import Settings

PHOTOS = 200
"""Taken in by us."""

SEARCHED = 100
"""Of them in deepface's folder, which takes it minutes to make."""


def lines(people: People, home: Path, folder: Path, rounds: int) -> Iterator[str]:
    """Import, then search for one who is there."""
    if people.lfw is None:
        yield "bulk import and `DeepFace.find`: not measured, FACES_DIR has no lfw-dev"
        return
    paths = sorted(people.lfw.glob("*/*.jpg"))[:PHOTOS]
    few, many = folder / "few", folder / "many"
    for number, path in enumerate(paths):
        for place in (many, few) if number < SEARCHED else (many,):
            (place / path.parent.name).mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place / path.parent.name / path.name)
    ran = run_core(home, folder / "many.db", "import", "--json", many)
    told = json.loads(ran.stdout)
    yield (
        f"bulk import of {told['photos']} photos of LFW, the process's start included: "
        f"{told['photos'] / ran.seconds:.1f} photos/s, {told['photos'] / ran.work:.1f} a second "
        f"of work, peak {ran.peak:.0f} MB"
    )
    run_core(home, folder / "few.db", "import", few)
    yield from _searched(paths[SEARCHED - 1], home, folder, rounds)


def _searched(path: Path, home: Path, folder: Path, rounds: int) -> Iterator[str]:
    DeepFaceEncoder("Dlib", "dlib", home).dimensions()
    from deepface import DeepFace  # noqa: PLC0415 — looks for its home when it is imported

    def theirs() -> object:
        return DeepFace.find(
            str(path),
            str(folder / "few"),
            model_name="Dlib",
            detector_backend="dlib",
            silent=True,
        )

    settings = Settings(deepface_home=home, faces_db=folder / "few.db")
    with asyncio.Runner() as runner:
        opened = open_core(settings)
        core = runner.run(opened.__aenter__())

        async def ours() -> object:
            data = await asyncio.to_thread(path.read_bytes)
            reading = await core.recognizer.read(data)
            return await core.recognizer.identify("default", reading)

        (first,) = in_turns([theirs], 1)
        yield (
            f"`DeepFace.find`, the first time over a folder of {SEARCHED} photos: "
            f"{1000 * SEARCHED / first.wall:.1f} photos/s, {1000 * SEARCHED / first.work:.1f} a "
            "second of work"
        )
        runner.run(ours())
        mine, its = in_turns((lambda: runner.run(ours()), theirs), rounds)
        runner.run(opened.__aexit__(None, None, None))
    yield (
        f"identify one photo of LFW among {SEARCHED}, ms (work): ours {mine}, `DeepFace.find` "
        f"{its}: {mine.times(its)} times as much"
    )
