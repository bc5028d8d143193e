"""How each index is, as an operator wants to know it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.stores.elastic.breadth import breadth
from core.stores.elastic.complaints import of_item
from core.stores.elastic.indices import Indices
from core.stores.elastic.mappings import OURS
from core.stores.elastic.names import routing_of
from core.stores.elastic.plan import IndexPlan
from core.stores.elastic.search import WANTED, Asked
from core.stores.elastic.shapes import Shape
from core.stores.elastic.upgrading import BEGUN
from core.stores.elastic.vectors import ONLY_VECTORS, template_and_vector

LOOKS = 5
"""Searches that are timed."""

PEOPLE = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """One index of templates.

    Attributes:
        alias: by which it is used.
        index: its own name.
        model: whose templates it holds, as `str` writes it.
        version: of its mapping.
        shape: how it is searched.
        shards: how many.
        replicas: of each shard: a number, or "0-1" where it follows the number of nodes.
        health: "green", "yellow" or "red".
        templates: how many.
        largest: those of the largest gallery.
        size: bytes on disk, of one copy.
        everything: milliseconds that a search over all galleries takes; None of an empty index.
        one: milliseconds that a search of the largest gallery takes.
        upgrading: the type that an unfinished upgrade was to make; None without one.
    """

    alias: str
    index: str
    model: str
    version: int
    shape: Shape
    shards: int
    replicas: int | str
    health: str
    templates: int
    largest: int
    size: int
    everything: float | None
    one: float | None
    upgrading: str | None


@dataclass(frozen=True, slots=True)
class SmallStanding:
    """One of the other indices: of subjects, or of records.

    Attributes:
        alias: by which it is used.
        index: its own name.
        replicas: as of `Standing`.
        health: as of `Standing`.
    """

    alias: str
    index: str
    replicas: int | str
    health: str


@dataclass(frozen=True, slots=True)
class Standings:
    """Looks at the indices.

    Attributes:
        indices: ours; those of templates of whichever model.
        plan: for the recall that is asked for.
    """

    indices: Indices
    plan: IndexPlan

    async def all(self) -> list[Standing]:
        """Return how each index of templates is, by alias; it is searched a few times for that."""
        answer = await self.indices.cluster.call(
            lambda client: client.indices.get(
                index=self.indices.every_faces, ignore_unavailable=True
            )
        )
        found = [
            await self._standing(name, index)
            for name, index in answer.items()
            if index["mappings"].get("_meta", {}).get("made_by") == OURS and index["aliases"]
        ]
        return sorted(found, key=lambda one: one.alias)

    async def small(self) -> list[SmallStanding]:
        """Return how the others are, by alias."""
        names = [self.indices.subjects, self.indices.records]
        answer = await self.indices.cluster.call(
            lambda client: client.indices.get(index=names, ignore_unavailable=True)
        )
        found = [
            SmallStanding(
                alias=min(index["aliases"], default=name),
                index=name,
                replicas=_replicas(index["settings"]["index"]),
                health=await self._health(name),
            )
            for name, index in answer.items()
        ]
        return sorted(found, key=lambda one: one.alias)

    async def _standing(self, name: str, index: Mapping[str, Any]) -> Standing:
        cluster = self.indices.cluster
        meta, settings = index["mappings"]["_meta"], index["settings"]["index"]
        shape = Shape.of(index["mappings"])
        (alias, *_) = sorted(index["aliases"])
        stats = await cluster.call(lambda client: client.indices.stats(index=name, metric="store"))
        counted = await cluster.search(alias, _COUNTED)
        templates = int(counted["hits"]["total"]["value"])
        buckets = counted["aggregations"]["largest"]["buckets"]
        largest = buckets[0]["doc_count"] if buckets else 0
        return Standing(
            alias=alias,
            index=name,
            model=meta["model"],
            version=meta["mapping_version"],
            shape=shape,
            shards=int(settings["number_of_shards"]),
            replicas=_replicas(settings),
            health=await self._health(name),
            templates=templates,
            largest=largest,
            size=int(stats["_all"]["primaries"]["store"]["size_in_bytes"]),
            everything=await self._timed(alias, shape, templates, None),
            one=await self._timed(alias, shape, largest, buckets[0]["key"]) if buckets else None,
            upgrading=meta.get(BEGUN),
        )

    async def _health(self, index: str) -> str:
        answer = await self.indices.cluster.call(lambda client: client.cluster.health(index=index))
        return str(answer["status"])

    async def _timed(
        self, alias: str, shape: Shape, templates: int, gallery: str | None
    ) -> float | None:
        """Return the median milliseconds of some searches for templates that are there."""
        routing = None if gallery is None else routing_of(gallery)
        query = _SOME if gallery is None else {"term": {"gallery": gallery}}
        body = {"query": query, "size": LOOKS, **ONLY_VECTORS}
        hits = (await self.indices.cluster.search(alias, body, routing=routing))["hits"]["hits"]
        wide = breadth(shape, templates, self.plan.recall)
        taken: list[float] = []
        for hit in [*hits[:1], *hits]:  # the first one twice: it warms up
            asked = Asked(template_and_vector(hit)[1], PEOPLE)
            begun = time.monotonic()
            (answer,) = await self.indices.cluster.searches(
                [(alias, asked.body(gallery, wide))], WANTED, routing=routing
            )
            taken.append(1000 * (time.monotonic() - begun))
            if "error" in answer:
                raise of_item(answer)
        return round(statistics.median(taken[1:]), 2) if taken else None


_SOME = {"exists": {"field": "gallery"}}

_COUNTED: Mapping[str, Any] = {
    "query": _SOME,
    "size": 0,
    "track_total_hits": True,
    "aggs": {"largest": {"terms": {"field": "gallery", "size": 1}}},
}


def _replicas(settings: Mapping[str, Any]) -> int | str:
    expand = settings.get("auto_expand_replicas", "false")
    return int(settings["number_of_replicas"]) if expand == "false" else str(expand)
