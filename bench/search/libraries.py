"""The same search in memory, with one thread: what a library is, and numpy.

numpy has as many threads as OPENBLAS_NUM_THREADS says: `make bench-search` says one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bench.search.crowd import first_people
from bench.search.distribution import Owners, Vectors

PHOTOS = 50
"""Photos that are asked for to have five people: as many as the product asks for."""

Search = Callable[[Vectors], list[int]]
"""The five best people for a probe, best first."""


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
