"""Everything that is measured of one number of templates."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.search import rivals
from bench.search.asking import (
    LONG,
    Way,
    by_library,
    chat,
    everything,
    in_turns,
    search_alone,
    ten_and_one,
)
from bench.search.auditing import audited
from bench.search.crowd import CHAT, Crowd, best_people
from bench.search.curve import curve_table, curves, draw, named_for
from bench.search.filling import fill
from bench.search.libraries import Library, numpy_exact
from bench.search.tables import against_first, megabytes, table, warming
from bench.search.variants import FLAT, USUAL, Indexed, Variant, deleted, opened, settled, upgraded
from core.stores.elastic.breadth import ALL

AUDITED = 200
"""Photos that are compared with everybody, by the audit and by brute force."""

EXACT = (numpy_exact, rivals.faiss_flat)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be measured.

    Attributes:
        url: of an Elasticsearch.
        graphs: which to make besides the usual ones.
        with_graphs: whether libraries make graphs too, which takes minutes of a million.
        picture: where the curves are drawn.
        chat_alone: whether only one chat is searched, and no graph made.
    """

    url: str
    graphs: Sequence[Variant]
    with_graphs: bool
    picture: Path
    chat_alone: bool


@dataclass(frozen=True, slots=True)
class Measuring:
    """One crowd, in every index.

    Attributes:
        asked: what is wanted.
        crowd: who is searched.
    """

    asked: Asked
    crowd: Crowd

    async def lines(self) -> AsyncIterator[str]:
        """Yield tables, each as soon as it is known."""
        drawn = self.crowd.drawn
        yield (
            f"\n## {self.crowd.templates:,} templates of {drawn.people:,} people in "
            f"{len(self.crowd.cuts) - 1:,} galleries\n"
        )
        begun = time.monotonic()
        store = await opened(self.asked.url, FLAT)
        indexed: list[Indexed] = []
        try:
            known = await fill(store, self.crowd)
            yield f"Filled in {time.monotonic() - begun:.0f} s, names and all.\n"
            indexed.append(await settled(store, FLAT, begun))
            if self.asked.chat_alone:
                async for line in self._chat(indexed, known):
                    yield line
                return
            for variant in dict.fromkeys([*USUAL, *self.asked.graphs]):
                indexed.append(await upgraded(indexed[0], variant))
            graphs = [
                make(drawn.vectors, drawn.owner)
                for make in (rivals.GRAPHS if self.asked.with_graphs else ())
            ]
            for line in _built(indexed, graphs):
                yield line
            yield await _heap(indexed[0])
            async for line in self._chat(indexed, known):
                yield line
            async for line in self._everything(indexed, graphs, known):
                yield line
            yield "\n### Exact audit\n"
            yield await audited(indexed[1], self.crowd, known, self.crowd.probes[:AUDITED])
        finally:
            for one in indexed:
                await deleted(one)
            await store.close()

    async def _chat(self, indexed: Sequence[Indexed], known: dict[str, int]) -> AsyncIterator[str]:
        vectors, owner = self.crowd.drawn.vectors[:CHAT], self.crowd.drawn.owner[:CHAT]
        probes = self.crowd.chat_probes
        truths = [best_people(vectors, owner, probe) for probe in probes]
        chats = [chat(one, known) for one in indexed]
        exact = [_only(make(vectors, owner)) for make in EXACT]
        yield f"\n### One chat of {CHAT:,} of them: {len(probes)} photos, one after the other\n"
        ways = [*exact, search_alone(indexed[0], known), *chats]
        timed = await in_turns(ways, probes, truths, LONG)
        for line in against_first(timed):
            yield line
        yield "\nWhat searches took before those, one way after the other:\n"
        for line in warming(timed):
            yield line
        yield "\n### Ten faces in one photo, in that chat\n"
        async for line in _ten(chats, probes):
            yield line

    async def _everything(
        self, indexed: Sequence[Indexed], graphs: Sequence[Library], known: dict[str, int]
    ) -> AsyncIterator[str]:
        vectors, owner, probes = self.crowd.drawn.vectors, self.crowd.drawn.owner, self.crowd.probes
        truths = [best_people(vectors, owner, probe) for probe in probes]
        flat, *others = indexed
        every = await curves(others, graphs, known, probes, truths)
        exact = [_only(make(vectors, owner)) for make in EXACT]
        timed = await in_turns([*exact, everything(flat, known, ALL)], probes, truths)
        yield f"\n### All of them: {len(probes)} photos, one after the other\n"
        for line in against_first([*timed, *map(named_for, every)]):
            yield line
        yield "\n### How much graphs find, and how long it takes\n"
        for line in curve_table(every):
            yield line
        draw(every, self.crowd.templates, self.asked.picture)
        yield "\n### Ten faces in one request, over all of them\n"
        wide = {curve.name: curve.enough.wide for curve in every}
        ways = [everything(flat, known, ALL)]
        for one in others:
            name = f"Elasticsearch {one.variant.name}"
            ways.append(everything(one, known, one.variant.wide(wide[name])))
        async for line in _ten(ways, probes):
            yield line


def _only(library: Library) -> Way:
    (search,) = library.search.values()
    return by_library(library.name, search)


async def _ten(ways: Sequence[Way], probes: np.ndarray) -> AsyncIterator[str]:
    rows = []
    for way in ways:
        ten, one = await ten_and_one(way, probes)
        rows.append([way.name, f"{one:.2f}", f"{ten:.2f}", f"{ten / one:.2f}"])
    for line in table(["", "one face, p50 ms", "ten faces, p50 ms", "times"], rows):
        yield line


def _built(indexed: Sequence[Indexed], graphs: Sequence[Library]) -> Iterator[str]:
    heads = [
        "index",
        "built in, s",
        "on disk, MB",
        "beside the heap, MB: vectors",
        "rounded vectors",
        "links",
    ]
    rows = [
        [f"Elasticsearch {one.variant.name}", f"{one.seconds:.1f}"]
        + [megabytes(count) for count in (one.size, *one.memory)]
        for one in indexed
    ]
    rows += [[one.name, f"{one.seconds:.1f}", "", "", "", ""] for one in graphs]
    return table(heads, rows)


async def _heap(one: Indexed) -> str:
    answer = await one.indices.cluster.call(
        lambda client: client.nodes.stats(metric="jvm", filter_path="nodes.*.jvm.mem")
    )
    memory = next(iter(answer["nodes"].values()))["jvm"]["mem"]
    return (
        f"\nHeap: {megabytes(memory['heap_used_in_bytes'])} of "
        f"{megabytes(memory['heap_max_in_bytes'])} MB used after that."
    )
