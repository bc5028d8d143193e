"""The same search in memory: numpy, faiss and hnswlib, with one thread each.

numpy's is set in `bench.search`, before it is imported.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import faiss
import hnswlib
import numpy as np

from bench.search.crowd import first_people
from bench.search.distribution import Owners, Vectors
from core.stores.elastic.mappings import EF_CONSTRUCTION, M

PHOTOS = 50
"""Photos that are asked for to have five people: as many as the product asks for."""

BUILDERS = 2
"""Threads that make a graph; a search has one."""

Search = Callable[[Vectors], list[int]]
"""The five best people for a probe, best first."""

LADDER = (100, 200, 400, 700, 1000, 2000)
"""What `ef` is tried with."""


@dataclass(frozen=True, slots=True)
class Library:
    """One of them, on some templates.

    Attributes:
        name: for tables.
        seconds: that building took.
        search: by how widely a graph is searched; one entry, of 0, where all is compared.
    """

    name: str
    seconds: float
    search: dict[int, Search]


def numpy_exact(vectors: Vectors, owner: Owners) -> Library:
    """Compare with every template by numpy."""
    count = min(PHOTOS, len(vectors))

    def search(probe: Vectors) -> list[int]:
        scores = vectors @ probe
        rows = np.argpartition(scores, -count)[-count:]
        return first_people(owner[rows[np.argsort(-scores[rows])]])

    return Library("numpy", 0.0, {0: search})


def faiss_flat(vectors: Vectors, owner: Owners) -> Library:
    """Compare with every template by faiss."""
    faiss.omp_set_num_threads(1)
    begun = time.perf_counter()
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    seconds = time.perf_counter() - begun

    def search(probe: Vectors) -> list[int]:
        _, rows = index.search(probe[None], min(PHOTOS, len(vectors)))
        return first_people(owner[rows[0]])

    return Library("faiss flat", seconds, {0: search})


def faiss_hnsw(vectors: Vectors, owner: Owners) -> Library:
    """Follow a graph by faiss."""
    begun = time.perf_counter()
    index = faiss.IndexHNSWFlat(vectors.shape[1], M, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = EF_CONSTRUCTION
    faiss.omp_set_num_threads(BUILDERS)
    index.add(vectors)
    faiss.omp_set_num_threads(1)
    seconds = time.perf_counter() - begun

    def searching(wide: int) -> Search:
        def search(probe: Vectors) -> list[int]:
            index.hnsw.efSearch = wide
            _, rows = index.search(probe[None], PHOTOS)
            return first_people(owner[rows[0]])

        return search

    return Library(
        f"faiss hnsw {M}/{EF_CONSTRUCTION}", seconds, {wide: searching(wide) for wide in LADDER}
    )


def hnswlib_graph(vectors: Vectors, owner: Owners) -> Library:
    """Follow a graph by hnswlib."""
    begun = time.perf_counter()
    index = hnswlib.Index("ip", vectors.shape[1])
    index.init_index(len(vectors), EF_CONSTRUCTION, M)
    index.set_num_threads(BUILDERS)
    index.add_items(vectors)
    index.set_num_threads(1)
    seconds = time.perf_counter() - begun

    def searching(wide: int) -> Search:
        def search(probe: Vectors) -> list[int]:
            index.set_ef(wide)
            rows, _ = index.knn_query(probe[None], PHOTOS)
            return first_people(owner[rows[0].astype(np.int64)])

        return search

    return Library(
        f"hnswlib {M}/{EF_CONSTRUCTION}", seconds, {wide: searching(wide) for wide in LADDER}
    )


EXACT: Sequence[Callable[[Vectors, Owners], Library]] = (numpy_exact, faiss_flat)
GRAPHS: Sequence[Callable[[Vectors, Owners], Library]] = (faiss_hnsw, hnswlib_graph)
