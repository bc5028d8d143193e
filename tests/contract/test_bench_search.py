"""The search benchmark's own doors, on a thousand templates: every index holds and finds them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import numpy as np
import pytest

from bench.search.asking import chat, everything, in_turns
from bench.search.crowd import Crowd, best_people, gathered
from bench.search.curve import curves
from bench.search.distribution import Distribution
from bench.search.filling import fill
from bench.search.libraries import numpy_exact
from bench.search.variants import FLAT, Indexed, Variant, deleted, opened, settled, upgraded
from core.stores.elastic import IndexType
from core.stores.elastic.breadth import ALL
from core.stores.elastic.shapes import mappings_of

GRAPH = Variant(IndexType.HNSW, 8, 50)


@pytest.fixture
async def indexed(elasticsearch_url: str) -> AsyncIterator[tuple[Crowd, dict[str, int], Indexed]]:
    crowd = gathered(Distribution.crude(128), 1_200, 20, np.random.default_rng(1))
    store = await opened(elasticsearch_url, FLAT)
    begun = time.monotonic()
    known = await fill(store, crowd)
    flat = await settled(store, FLAT, begun)
    yield crowd, known, flat
    await deleted(flat)


async def test_a_clone_gets_the_graph_asked_for_and_all_indices_find_everybody(
    indexed: tuple[Crowd, dict[str, int], Indexed],
) -> None:
    crowd, known, flat = indexed
    graph = await upgraded(flat, GRAPH)
    try:
        _, mappings = await mappings_of(graph.indices.cluster, graph.indices.faces)
        options = mappings["properties"]["vector"]["index_options"]
        assert options == {"type": "hnsw", "m": 8, "ef_construction": 50}
        assert len(known) == crowd.drawn.people
        for one in (flat, graph):
            assert one.size > 0
            assert one.memory[0] >= crowd.templates * 128 * 4
        vectors, owner = crowd.drawn.vectors, crowd.drawn.owner
        truths = [best_people(vectors, owner, probe) for probe in crowd.probes]
        ways = [everything(flat, known, ALL), everything(graph, known, GRAPH.wide(1_000))]
        assert [one.recall for one in await in_turns(ways, crowd.probes, truths, 1)] == [1.0, 1.0]
        cut = int(crowd.cuts[1])
        truths = [best_people(vectors[:cut], owner[:cut], probe) for probe in crowd.chat_probes]
        ways = [chat(flat, known), chat(graph, known)]
        timed = await in_turns(ways, crowd.chat_probes, truths, 1)
        assert [one.recall for one in timed] == [1.0, 1.0]
        library = numpy_exact(vectors, owner)
        every = await curves([graph], [library], known, crowd.chat_probes[:3], truths[:3])
        assert [curve.name for curve in every] == ["Elasticsearch hnsw 8/50", "numpy"]
    finally:
        await deleted(graph)
