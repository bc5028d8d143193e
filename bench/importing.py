"""An import beside its parts: the model alone, and the stores alone."""

from __future__ import annotations

import asyncio
import shutil
import time
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from statistics import median
from typing import NamedTuple, ParamSpec, TypeVar

import numpy as np
import pytest

from bench.people import People
from core.bootstrap import Core, open_core
from core.cli.import_reading import BATCH, NewPhoto, ReadingSide
from core.cli.import_tally import Tally
from core.cli.import_writing import WritingSide
from core.cli.importing import import_folder
from core.cli.output import Output
from core.cli.patience import Patience
from core.cli.photos import pictures
from core.model import Enrolment, ModelId, Subject, Template
from core.settings import Settings
from core.worker import Worker
from tests.elasticsearch_server import ElasticsearchServer

PHOTOS = 4 * BATCH

GENERATED = 4096
PHOTOS_EACH = 4
DIMENSIONS = 128
CROP = 8_000
"""Bytes, about what the crop of a photo of LFW has."""

SIZES = (1, 16, BATCH, 512)

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

Way = Callable[[str], Awaitable[object]]
"""Imports into the gallery of an id."""


class Taken(NamedTuple):
    """How long something took, and the share of it in which the model had nothing to do."""

    seconds: float
    idle: float


class TimedWorker(Worker):
    """Tells how many seconds it was at work."""

    def __init__(self) -> None:
        super().__init__()
        self.busy = 0.0

    async def run(
        self,
        work: Callable[Arguments, Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """See `Worker.run`."""

        def timed() -> Result:
            begun = time.perf_counter()
            try:
                return work(*args, **kwargs)
            finally:
                self.busy += time.perf_counter() - begun

        return await super().run(timed)


def lines(people: People, home: Path, folder: Path, rounds: int) -> Iterator[str]:
    """Measure on SQLite, and on an Elasticsearch that is started for it."""
    photos = _copied(people, folder / "people")
    yield from asyncio.run(_measured("SQLite", _settings(home, folder), photos, rounds))
    try:
        server = ElasticsearchServer(heap="1g", on_disk=True)
        server.start()
    except pytest.skip.Exception as lacking:
        yield f"imports into Elasticsearch: not measured, {lacking}"
        return
    try:
        there = _settings(home, folder, server.url)
        yield from asyncio.run(_measured("Elasticsearch", there, photos, rounds))
    finally:
        server.close()


def _settings(home: Path, folder: Path, url: str | None = None) -> Settings:
    return Settings(
        deepface_home=home,
        faces_db=folder / "faces.db",
        elasticsearch_urls=(url,) if url else (),
        events_days=0,
    )


def _copied(people: People, folder: Path) -> Path | None:
    if people.lfw is None:
        return None
    for path in sorted(people.lfw.glob("*/*.jpg"))[:PHOTOS]:
        (folder / path.parent.name).mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / path.parent.name / path.name)
    return folder


async def _measured(name: str, settings: Settings, photos: Path | None, rounds: int) -> list[str]:
    async with open_core(settings) as core:
        told = [await _alone(name, core, size) for size in SIZES]
        if photos is None:
            return [*told, f"import into {name}: not measured, FACES_DIR has no lfw-dev"]
        return [*told, await _beside_the_model(name, core, photos, rounds)]


async def _alone(name: str, core: Core, size: int) -> str:
    """Write templates as fast as the store takes them."""
    gallery = core.store.gallery(f"alone-{size}")
    some = min(GENERATED, 128 * size)
    faces = await asyncio.to_thread(_generated, core.encoder.model, some)
    begun = time.perf_counter()
    for start in range(0, some, size):
        batch = faces[start : start + size]
        subjects = await gallery.claim_all([face.subject.name for face in batch])
        owned = [
            replace(face, subject=subject) for face, subject in zip(batch, subjects, strict=True)
        ]
        await gallery.add(owned)
    seconds = time.perf_counter() - begun
    return f"{name} alone, batches of {size}: {some / seconds:,.0f} templates/s"


def _generated(model: ModelId, count: int) -> list[Enrolment]:
    random = np.random.default_rng(5)
    vectors = random.normal(size=(count, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return [
        Enrolment(
            f"{number:032x}",
            Subject("", f"Person {number // PHOTOS_EACH}"),
            Template(vector, model),
            f"{number:064x}",
            random.bytes(CROP),
            "bench",
            datetime.now(UTC),
        )
        for number, vector in enumerate(vectors)
    ]


async def _beside_the_model(name: str, core: Core, folder: Path, rounds: int) -> str:
    worker = TimedWorker()
    timed = replace(core, worker=worker)
    ways: dict[str, Way] = {
        "model": lambda id_: _model_alone(timed, id_, folder),
        "import": lambda id_: _imported(timed, id_, folder),
        "in turns": lambda id_: _in_turns(timed, id_, folder),
    }
    await ways["model"]("warm")
    taken: dict[str, list[Taken]] = {way: [] for way in ways}
    for number in range(rounds):
        for way, do in ways.items():
            begun, worker.busy = time.perf_counter(), 0.0
            await do(f"{way} {number}")
            seconds = time.perf_counter() - begun
            taken[way].append(Taken(seconds, 1 - worker.busy / seconds))
    await worker.close()
    model, together, apart = (Taken(*map(median, zip(*taken[way], strict=True))) for way in ways)
    return (
        f"{PHOTOS} photos of LFW: the model alone {PHOTOS / model.seconds:.1f} photos/s; imported "
        f"into {name} {PHOTOS / together.seconds:.1f}, in {together.seconds / model.seconds:.2f} "
        f"times the time, {together.idle:.1%} of which the model has nothing to do; when it waits "
        f"for the store in turns, {PHOTOS / apart.seconds:.1f}, "
        f"{apart.seconds / model.seconds:.2f} times and {apart.idle:.1%}"
    )


def _sides(core: Core, gallery_id: str) -> tuple[ReadingSide, WritingSide]:
    tally, patience = Tally(lambda: None), Patience(0, lambda _: None)
    gallery = core.store.gallery(gallery_id)
    return ReadingSide(core, gallery_id, tally, patience), WritingSide(gallery, tally, patience)


def _people(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def _model_alone(core: Core, gallery_id: str, folder: Path) -> None:
    reading, _ = _sides(core, gallery_id)

    async def new() -> AsyncIterator[list[NewPhoto]]:
        for place in _people(folder):
            yield [NewPhoto(place.name, path) for path in pictures(place)]

    async for _ in reading.batches(new()):
        pass


async def _in_turns(core: Core, gallery_id: str, folder: Path) -> None:
    reading, writing = _sides(core, gallery_id)
    async for batch in reading.batches(reading.new_photos(_people(folder))):
        await writing.write(batch)


async def _imported(core: Core, gallery_id: str, folder: Path) -> None:
    with redirect_stdout(StringIO()):
        await import_folder(core, Namespace(folder=folder, gallery=gallery_id), Output(json=True))
