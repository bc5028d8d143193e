"""How widely an index must be searched to find enough: measured on its own templates.

A probe is one of its templates, moved by the difference of two others: so it lies where faces lie,
as far from the template as two photos of one person are from each other.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.model import Vector
from core.stores.elastic.breadth import OVERSAMPLE, WIDEST, Breadth
from core.stores.elastic.cluster import Cluster
from core.stores.elastic.complaints import of_item
from core.stores.elastic.curves import META, Curve, Point
from core.stores.elastic.names import routing_of
from core.stores.elastic.plan import IndexType
from core.stores.elastic.search import WANTED, Asked
from core.stores.elastic.shapes import Shape, mappings_of
from core.stores.elastic.vectors import ONLY_VECTORS, template_and_vector

LADDER = (100, 200, 400, 700, 1000, 1500, 2000, 3000, 5000, 7000, WIDEST)
"""The candidates that are tried, until `ENOUGH` is found, or more if more is wanted."""

ENOUGH = 0.999

PROBES = 200
PEOPLE = 5

LIKENESS = 0.95
"""The cosine of a probe with the template it was made of: dlib's, of two photos of a person."""

Advance = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is searched: a gallery, or all of them."""

    gallery: str | None
    probes: Sequence[Vector]
    truth: Sequence[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Tuning:
    """The measurement of one index.

    Attributes:
        cluster: where it is.
        alias: of the index.
        probes: how many searches are made at each point.
        wanted: the share of the best people that searches are to find, 0 to 1.
    """

    cluster: Cluster
    alias: str
    probes: int = PROBES
    wanted: float = ENOUGH

    async def measure(self, advance: Advance = lambda: None) -> Curve | None:
        """Measure, and keep the curve with the index.

        All galleries are searched at once, and the largest gallery alone if it is too large to be
        searched exactly: the curve is of whichever finds less.

        Returns:
            The curve; None, and nothing is measured, where every search is exact: the index is
            flat, or no larger than what is searched exactly.

        Raises:
            StoreRefused: there is no such index.
        """
        index, mappings = await mappings_of(self.cluster, self.alias)
        shape = Shape.of(mappings)
        templates = await self.cluster.count(self.alias, [{"exists": {"field": "gallery"}}])
        if shape.type is IndexType.FLAT or templates <= WIDEST:
            return None
        scopes = await self._scopes(shape)
        points: list[Point] = []
        for candidates in LADDER:
            points.append(await self._point(scopes, shape, candidates))
            advance()
            if points[-1].recall >= max(ENOUGH, self.wanted):
                break
        curve = Curve(shape.type, templates, self.probes, tuple(points))
        _, now = await mappings_of(self.cluster, self.alias)
        meta = {**now["_meta"], META: curve.as_meta()}
        await self.cluster.call(lambda client: client.indices.put_mapping(index=index, meta=meta))
        return curve

    async def _scopes(self, shape: Shape) -> list[Scope]:
        scopes = [await self._scope(None, shape)]
        body = {"size": 0, "aggs": {"largest": {"terms": {"field": "gallery", "size": 1}}}}
        answer = await self.cluster.search(self.alias, body)
        (bucket,) = answer["aggregations"]["largest"]["buckets"]
        if bucket["doc_count"] > WIDEST:
            scopes.append(await self._scope(bucket["key"], shape))
        return scopes

    async def _scope(self, gallery: str | None, shape: Shape) -> Scope:
        probes = await self._draw(gallery)
        widest = [await self._people(one, gallery, _wide(shape, WIDEST)) for one in probes]
        return Scope(gallery, probes, widest)

    async def _point(self, scopes: Sequence[Scope], shape: Shape, candidates: int) -> Point:
        wide = _wide(shape, candidates)
        recalls, medians = [], []
        for scope in scopes:
            found, seconds = 0, []
            for probe, truth in zip(scope.probes, scope.truth, strict=True):
                begun = time.monotonic()
                people = await self._people(probe, scope.gallery, wide)
                seconds.append(time.monotonic() - begun)
                found += len(people & truth)
            recalls.append(found / sum(map(len, scope.truth)))
            medians.append(statistics.median(seconds))
        return Point(candidates, round(min(recalls), 4), round(1000 * max(medians), 2))

    async def _people(self, probe: Vector, gallery: str | None, wide: Breadth) -> frozenset[str]:
        asked = Asked(probe, PEOPLE)
        routing = None if gallery is None else routing_of(gallery)
        while not asked.done:
            (answer,) = await self.cluster.searches(
                [(self.alias, asked.body(gallery, wide))], WANTED, routing=routing
            )
            if "error" in answer:
                raise of_item(answer)
            asked.take(answer)
        return frozenset(hit.person for hit in asked.hits[:PEOPLE])

    async def _draw(self, gallery: str | None) -> list[Vector]:
        term = {"exists": {"field": "gallery"}} if gallery is None else _term(gallery)
        chance = {"seed": random.randrange(2**31), "field": "_seq_no"}  # noqa: S311 — a sample
        body: dict[str, Any] = {
            "query": {"function_score": {"query": term, "random_score": chance}},
            "size": 3 * self.probes,
            **ONLY_VECTORS,
        }
        answer = await self.cluster.search(self.alias, body)
        drawn = [template_and_vector(hit)[1] for hit in answer["hits"]["hits"]]
        return await asyncio.to_thread(_moved, drawn)


def _wide(shape: Shape, candidates: int) -> Breadth:
    return Breadth(candidates, OVERSAMPLE if shape.type is IndexType.INT8_HNSW else None)


def _term(gallery: str) -> dict[str, Any]:
    return {"term": {"gallery": gallery}}


def _moved(drawn: Sequence[Vector]) -> list[Vector]:
    """Return a third as many vectors: each moved by the difference of two others."""
    each = len(drawn) // 3
    moved: list[Vector] = []
    length = np.sqrt(1.0 / LIKENESS**2 - 1.0)
    for one, other, third in zip(drawn[:each], drawn[each:], drawn[2 * each :], strict=False):
        step = other - third
        step -= one * float(step @ one)  # across it, so that the likeness is as said
        probe = one + step * (length / max(float(np.linalg.norm(step)), 1e-6))
        moved.append(np.asarray(probe / np.linalg.norm(probe), np.float32))
    return moved
