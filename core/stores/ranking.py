"""The best people by exact cosine similarity, however many photos each has."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from core.model import Vector
from core.stores.templates import Matrix

Person = TypeVar("Person", bound=Hashable)
Row = TypeVar("Row")
Scores = npt.NDArray[np.float64]
Keys = npt.NDArray[np.int64]

SLACK = 2e-5
"""More than float32 arithmetic can err on a cosine of 4,096 dimensions (about 64 * 6e-8)."""

CHUNK = 4096
"""Rows that are widened to float64 at once: 4 MB at 128 dimensions."""


@dataclass(frozen=True, slots=True)
class Hit(Generic[Person, Row]):
    """A person with the template of theirs that scored best.

    Attributes:
        person: the store's key of the subject.
        row: the store's key of the template.
        score: cosine similarity, -1 to 1.
    """

    person: Person
    row: Row
    score: float


def cosines(matrix: Matrix, probe: Vector) -> Scores:
    """Return the cosine similarity of each row with the probe, summed in float64.

    Every row is summed in the same order, so that equal rows have equal scores (a BLAS product
    gives the rows at a block's edge another last digit).
    """
    wide = probe.astype(np.float64)
    wide /= np.linalg.norm(wide)
    found = np.empty(len(matrix), np.float64)
    for start in range(0, len(matrix), CHUNK):
        rows = matrix[start : start + CHUNK].astype(np.float64)
        norms = np.sqrt((rows * rows).sum(axis=1))
        found[start : start + CHUNK] = (rows * wide).sum(axis=1) / norms
    return np.clip(found, -1.0, 1.0)


def contenders(scores: npt.NDArray[np.float32], people: Keys, limit: int) -> npt.NDArray[np.intp]:
    """Return the rows that can be the best row of one of the `limit` best people.

    Args:
        scores: rough, shape (rows,), right to `SLACK`.
        people: whose each row is, shape (rows,).
        limit: how many people are wanted, at least 1.
    """
    width = 16 * limit
    while True:
        whole = width >= len(scores)
        rows = (
            np.arange(len(scores))
            if whole
            else np.argpartition(scores, len(scores) - width)[-width:]
        )
        rows = rows[np.argsort(-scores[rows], kind="stable")]
        _, first, whose = np.unique(people[rows], return_index=True, return_inverse=True)
        best = scores[rows[first]]
        least = float(np.sort(best)[-limit]) if len(best) >= limit else -np.inf
        if whole or (len(best) >= limit and float(scores[rows[-1]]) < least - SLACK):
            near = scores[rows] >= np.maximum(best[whose], np.float32(least)) - np.float32(SLACK)
            return rows[near]
        width *= 8


def best_people(
    matrix: Matrix, people: Keys, rows: Keys, probes: Matrix, limit: int
) -> list[list[Hit[int, int]]]:
    """Return for each probe the `limit` best people, and whoever ties with the last of them.

    Args:
        matrix: templates, shape (n, dimensions).
        people: the key of each template's subject, shape (n,).
        rows: the key of each template, shape (n,).
        probes: shape (p, dimensions).
        limit: how many people are wanted, at least 1.
    """
    found: list[list[Hit[int, int]]] = []
    for probe in probes:
        near = contenders(matrix @ probe, people, limit)
        exact = cosines(matrix[near], probe)
        hits = (
            Hit(int(people[row]), int(rows[row]), float(score))
            for row, score in zip(near, exact, strict=True)
        )
        found.append(merged(hits, limit))
    return found


def merged(hits: Iterable[Hit[Person, Row]], limit: int) -> list[Hit[Person, Row]]:
    """Return the best hit of each of the `limit` best people, and of those who tie, best first."""
    best: dict[Person, Hit[Person, Row]] = {}
    for hit in hits:
        if hit.person not in best or hit.score > best[hit.person].score:
            best[hit.person] = hit
    order = sorted(best.values(), key=lambda hit: -hit.score)
    if len(order) <= limit:
        return order
    least = order[limit - 1].score
    return [hit for hit in order if hit.score >= least]
