"""The same search by faiss and hnswlib, in memory, with one thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import faiss
import hnswlib
import numpy as np

from bench.search.crowd import first_people
from bench.search.distribution import Owners, Vectors
from bench.search.libraries import PHOTOS, Library, Search
from core.stores.elastic.mappings import EF_CONSTRUCTION, M

BUILDERS = 2
"""Threads that make a graph; a search has one."""

LADDER = (100, 200, 400, 700, 1000, 2000)
"""What `ef` is tried with."""


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


GRAPHS: Sequence[Callable[[Vectors, Owners], Library]] = (faiss_hnsw, hnswlib_graph)
