"""Searches one after the other, whoever searches in turns, so that noise is everybody's."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from bench.search.crowd import PEOPLE, found
from bench.search.distribution import Vectors
from bench.search.filling import CHAT_NAME, MODEL
from bench.search.libraries import Search
from bench.search.tables import Timed
from bench.search.variants import Indexed
from core.model import Box, Probe, Template
from core.stores.elastic.breadth import Breadth
from core.stores.elastic.complaints import of_item
from core.stores.elastic.names import routing_of
from core.stores.elastic.search import EACH_OF_FLAT, WANTED, Asked

WARM = 30
"""Searches by each way before the first that counts."""

LONG = 5_000
"""The same where a search is short, and half of it the server's code: Java makes that faster for
thousands of searches (the table of `warming`), and a server that answers people is past them."""

SEED = 3

TEN = 10
"""Faces in one photo."""

Asking = Callable[[Vectors], Awaitable[list[list[int]]]]
"""The best people for each of some probes, shape (probes, dimensions)."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to search.

    Attributes:
        name: for tables.
        ask: does it.
    """

    name: str
    ask: Asking


def by_library(name: str, search: Search) -> Way:
    """Return the way of a library: one probe after the other."""

    async def ask(probes: Vectors) -> list[list[int]]:
        return [search(probe) for probe in probes]

    return Way(name, ask)


def chat(one: Indexed, known: Mapping[str, int]) -> Way:
    """Return the way of a chat: what the product does for a photo, names and vectors and all."""
    gallery = one.store.gallery(CHAT_NAME)

    async def ask(probes: Vectors) -> list[list[int]]:
        faces = [Probe(Template(probe, MODEL), Box(0, 0, 1, 1), 1.0) for probe in probes]
        result = await gallery.search(faces, PEOPLE)
        return [
            [known[candidate.subject.id] for candidate in candidates]
            for candidates in result.candidates
        ]

    return Way(f"Elasticsearch {one.variant.name}", ask)


def search_alone(one: Indexed, known: Mapping[str, int]) -> Way:
    """Return the way of a chat without the names and vectors that the product gets besides.

    Args:
        one: a flat index, of which the first search counts, too.
        known: who is who.
    """
    indices, routing = one.indices, routing_of(CHAT_NAME)

    async def ask(probes: Vectors) -> list[list[int]]:
        found = []
        for probe in probes:
            asked = Asked(probe, PEOPLE, EACH_OF_FLAT)
            body = asked.body_with_count(CHAT_NAME)
            while not asked.done:
                (answer,) = await indices.cluster.searches(
                    [(indices.faces, body)], WANTED, routing=routing
                )
                if "error" in answer:
                    raise of_item(answer)
                asked.take(answer)
                body = asked.body(CHAT_NAME)
            found.append([known[hit.person] for hit in asked.hits[:PEOPLE]])
        return found

    return Way(f"Elasticsearch {one.variant.name}, ids alone", ask)


def everything(one: Indexed, known: Mapping[str, int], wide: Breadth) -> Way:
    """Return the way over all galleries: all probes in one request, again for those not done."""
    indices = one.indices

    async def ask(probes: Vectors) -> list[list[int]]:
        every = [Asked(probe, PEOPLE) for probe in probes]
        while waiting := [asked for asked in every if not asked.done]:
            answers = await indices.cluster.searches(
                [(indices.faces, asked.body(None, wide)) for asked in waiting], WANTED
            )
            for asked, answer in zip(waiting, answers, strict=True):
                if "error" in answer:
                    raise of_item(answer)
                asked.take(answer)
        return [[known[hit.person] for hit in asked.hits[:PEOPLE]] for asked in every]

    return Way(f"Elasticsearch {one.variant.name}", ask)


async def in_turns(
    ways: Sequence[Way], probes: Vectors, truths: list[list[int]], warm: int = WARM
) -> list[Timed]:
    """Search by each way for each probe, after some searches to warm up.

    Args:
        ways: how.
        probes: shape (probes, dimensions).
        truths: the best people for each.
        warm: searches by each way before.
    """
    seconds: list[list[float]] = [[] for _ in ways]
    answers: list[list[list[int]]] = [[] for _ in ways]
    before = [
        [(await _timed(way, probes[number % len(probes), None]))[0] for number in range(warm)]
        for way in ways
    ]
    order = np.random.default_rng(SEED)
    for probe in probes:
        # Another order each time: whoever comes after a long search finds the caches cold.
        for number in order.permutation(len(ways)):
            taken, people = await _timed(ways[number], probe[None])
            seconds[number].append(taken)
            answers[number] += people
    return [
        Timed(way.name, tuple(taken), found(people, truths), tuple(first))
        for way, taken, people, first in zip(ways, seconds, answers, before, strict=True)
    ]


async def ten_and_one(way: Way, probes: Vectors) -> tuple[float, float]:
    """Return the median milliseconds of ten probes in one search, and of one, in turns."""
    ten: list[float] = []
    one: list[float] = []
    await way.ask(probes[:TEN])
    for start in range(0, len(probes) - TEN + 1, TEN):
        ten.append((await _timed(way, probes[start : start + TEN]))[0])
        one.append((await _timed(way, probes[start : start + 1]))[0])
    return 1000 * median(ten), 1000 * median(one)


async def _timed(way: Way, probes: Vectors) -> tuple[float, list[list[int]]]:
    begun = time.perf_counter()
    people = await way.ask(probes)
    return time.perf_counter() - begun, people
