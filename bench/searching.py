"""What a search costs in the embedded store, beside the bare arithmetic."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bench.pairing import in_turns
from core.model import Box, Enrolment, ModelId, Probe, Template
from core.stores.sqlite import SqliteStore

MODEL = ModelId("Dlib", "dlib", "deepface")
DIMENSIONS = 128
SIZES = (1_000, 100_000)
ROUNDS = 30


async def lines(folder: Path) -> list[str]:
    """Measure and return what was found."""
    return [await _size(folder / f"{size}.db", size) for size in SIZES]


async def _size(path: Path, size: int) -> str:
    random = np.random.default_rng(5)
    vectors = random.normal(size=(size, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store = await SqliteStore.open(path, MODEL)
    gallery = store.gallery("bench")
    subjects = [await gallery.claim(f"person {number}") for number in range(size // 10)]
    enrolments = [
        Enrolment(
            f"{number:032x}",
            subjects[number % len(subjects)],
            Template(vector, MODEL),
            f"{number:064x}",
            b"",
            "bench",
            datetime.now(UTC),
        )
        for number, vector in enumerate(vectors)
    ]
    for start in range(0, size, 1000):
        await gallery.add(enrolments[start : start + 1000])
    probe = Probe(Template(vectors[7], MODEL), Box(0, 0, 1, 1), 1.0)
    loop = asyncio.get_running_loop()

    def search() -> object:
        return asyncio.run_coroutine_threadsafe(gallery.search([probe]), loop).result()

    def bare() -> object:
        return np.argpartition(vectors @ vectors[7], -5)[-5:]

    await asyncio.to_thread(search)
    ours, numpys = await asyncio.to_thread(in_turns, (search, bare), ROUNDS)
    await store.close()
    return (
        f"search {size:,} templates, SQLite / bare numpy: {ours.wall / numpys.wall:.2f} "
        f"({ours.wall:.2f} ms against {numpys.wall:.2f} ms)"
    )
