"""The same templates indexed in each way, side by side.

They are enrolled once, into a flat index. The others are clones of it, upgraded in place as an
operator would (`python -m core index upgrade`), each behind aliases of a prefix of its own, so that
a whole store of the product stands on each.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import Any

from bench.search.filling import MODEL
from core.stores.elastic import ElasticConnection, ElasticStore, IndexPlan, IndexType
from core.stores.elastic.breadth import OVERSAMPLE, Breadth
from core.stores.elastic.indices import FIRST, Indices
from core.stores.elastic.mappings import EF_CONSTRUCTION, M, index_options
from core.stores.elastic.shapes import mappings_of
from core.stores.elastic.upgrading import BEGUN, Upgrade

PATIENCE = 120.0
"""Seconds that a request may take: a merge makes others wait."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to index.

    Attributes:
        type: of index.
        m: links of a template in the graph; 0 where there is none.
        ef_construction: how widely each was looked for.
    """

    type: IndexType
    m: int = 0
    ef_construction: int = 0

    @property
    def name(self) -> str:
        """For tables: "hnsw 32/200"."""
        graph = f" {self.m}/{self.ef_construction}" if self.m else ""
        return f"{self.type}{graph}"

    @property
    def slug(self) -> str:
        """What the names of its indices begin with."""
        return "bench-" + self.name.replace(" ", "-").replace("/", "-").replace("_", "-")

    @property
    def options(self) -> dict[str, Any]:
        """`index_options` of its mapping."""
        graph = {"m": self.m, "ef_construction": self.ef_construction} if self.m else {}
        return {**index_options(self.type), **graph}

    def wide(self, candidates: int) -> Breadth:
        """Return how widely the product looks with so many candidates."""
        rough = self.type is IndexType.INT8_HNSW
        return Breadth(candidates, OVERSAMPLE if rough else None)


FLAT = Variant(IndexType.FLAT)
USUAL = (
    Variant(IndexType.HNSW, M, EF_CONSTRUCTION),
    Variant(IndexType.INT8_HNSW, M, EF_CONSTRUCTION),
)
"""What an operator gets who asks for a graph."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """An index that is there.

    Attributes:
        variant: how it is indexed.
        store: the product's, on it.
        seconds: that it took; of a clone, that the graph took.
        size: bytes on disk.
        memory: bytes that should be in memory beside the heap, as Elasticsearch tells them: the
            whole vectors, the rounded ones, and the graph's links.
    """

    variant: Variant
    store: ElasticStore
    seconds: float
    size: int
    memory: tuple[int, int, int]

    @property
    def indices(self) -> Indices:
        """Where to ask."""
        return self.store.life.indices


async def opened(url: str, variant: Variant) -> ElasticStore:
    """Open a store whose indices are indexed so, whether they are there or not."""
    connection = ElasticConnection((url,), prefix=variant.slug, timeout=PATIENCE)
    return await ElasticStore.open(connection, MODEL, IndexPlan(type=variant.type))


async def settled(store: ElasticStore, variant: Variant, begun: float) -> Indexed:
    """Merge a flat index into one segment, and wait until it is green.

    Args:
        store: on it.
        variant: flat.
        begun: when the filling began, by `time.monotonic`.
    """
    indices = store.life.indices
    await merged(indices)
    for name in (indices.faces, indices.subjects):  # else they could not be cloned
        await indices.cluster.call(
            lambda client, name=name: client.indices.put_settings(  # type: ignore[misc]
                index=name, settings={"index.blocks.write": True}
            )
        )
    return await _looked_at(store, variant, time.monotonic() - begun)


async def deleted(one: Indexed) -> None:
    """Delete its indices, and close its store."""
    indices = one.indices
    for name in (indices.faces, indices.subjects):
        found = await indices.cluster.call(
            lambda client, name=name: client.indices.get_alias(  # type: ignore[misc]
                index=name, ignore_unavailable=True
            )
        )
        for index in found:
            await indices.cluster.call(
                lambda client, index=index: client.indices.delete(index=index)  # type: ignore[misc]
            )
    await one.store.close()


async def merged(indices: Indices) -> None:
    """Merge the templates into one segment, however long it takes."""
    answer = await indices.cluster.call(
        lambda client: client.indices.forcemerge(
            index=indices.faces, max_num_segments=1, wait_for_completion=False
        )
    )
    headers = {"accept": "application/json"}
    while True:
        task = await indices.cluster.call(
            lambda client: client.perform_request(
                "GET", f"/_tasks/{answer['task']}", headers=headers
            )
        )
        if task["completed"]:
            return
        await asyncio.sleep(0.2)


async def upgraded(flat: Indexed, variant: Variant) -> Indexed:
    """Clone a flat index and give the clone its graph."""
    source = flat.indices
    copy = replace(source.cluster.connection, prefix=variant.slug)
    store = await ElasticStore.open(copy, MODEL, IndexPlan(type=variant.type))
    target = store.life.indices
    await _clone(source, source.faces, target.faces)
    await _clone(source, source.subjects, target.subjects)
    index, mappings = await mappings_of(target.cluster, target.faces)
    # As an upgrade leaves it that was interrupted after its first step: it says which graph.
    vector = {**mappings["properties"]["vector"], "index_options": variant.options}
    meta = {**mappings["_meta"], BEGUN: str(variant.type)}
    await target.cluster.call(
        lambda client: client.indices.put_mapping(
            index=index, meta=meta, properties={"vector": vector}
        )
    )
    begun = time.monotonic()
    await Upgrade(target.cluster, target.faces, notice=0).to(variant.type, lambda _: None)
    return await _looked_at(store, variant, time.monotonic() - begun)


async def _clone(source: Indices, name: str, target: str) -> None:
    await source.cluster.call(
        lambda client: client.indices.clone(
            index=f"{name}-{FIRST}",
            target=f"{target}-{FIRST}",
            aliases={target: {}},
            settings={"index.blocks.write": None},
        )
    )


async def _looked_at(store: ElasticStore, variant: Variant, seconds: float) -> Indexed:
    indices = store.life.indices
    await indices.cluster.call(
        lambda client: client.cluster.health(
            index=indices.faces, wait_for_status="green", timeout=f"{PATIENCE:.0f}s"
        )
    )
    stats = await indices.cluster.call(
        lambda client: client.indices.stats(index=indices.faces, metric="store,dense_vector")
    )
    kept = stats["_all"]["primaries"]
    beside = kept["dense_vector"].get("off_heap", {})
    parts = ("total_vec_size_bytes", "total_veq_size_bytes", "total_vex_size_bytes")
    whole, rounded, links = (int(beside.get(part, 0)) for part in parts)
    return Indexed(
        variant, store, seconds, int(kept["store"]["size_in_bytes"]), (whole, rounded, links)
    )
