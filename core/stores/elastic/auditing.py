"""Every template compared, whatever the index is: slices of one moment, each mapped on its own."""

from __future__ import annotations

import asyncio
from binascii import a2b_base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.archive import Told
from core.errors import StoreUnavailable
from core.stores.elastic.moments import Moment
from core.stores.elastic.scopes import Scope
from core.stores.elastic.vectors import ONLY_VECTORS
from core.stores.leaders import Leader, Leaders, Page
from core.stores.templates import Matrix

SLICES = 2
"""How many parts are read and compared at once: while one waits for the server, another computes
here. Four were no faster on two cores, and keep twice as many pages."""

PAGE_BYTES = 3 * 2**20
"""Of one answer; 4,000 templates of 128 numbers."""

AROUND = 250
"""Bytes of a template in an answer beside its vector."""

LARGEST_PAGE = 10_000
"""Hits of one answer (`index.max_result_window`)."""

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Compared:
    """What a scan found.

    Attributes:
        templates: how many were compared.
        best: for each probe the best people, best first.
        limit: how many of them there are at most.
    """

    templates: int
    best: Sequence[Sequence[Leader]]
    limit: int


async def compared(
    moment: Moment, scope: Scope, probes: Matrix, limit: int, told: Told, *, slices: int = SLICES
) -> Compared:
    """Compare each probe with each template of a scope.

    In memory are one page and `limit` people a probe for each slice, however many templates there
    are.

    Args:
        moment: of the index.
        scope: what is searched.
        probes: shape (p, dimensions), at least one; dimensions as the index has.
        limit: how many people are wanted of each.
        told: of the progress.
        slices: in how many parts.

    Raises:
        StoreUnavailable: the moment was lost, or the server gave fewer templates than it has.
    """
    counting = {"query": scope.templates, "size": 0, "track_total_hits": True}
    total = int((await moment.search(counting))["total"]["value"])
    told(0, total)
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        told(done, total)

    parts = [Leaders(probes, limit) for _ in range(slices)]
    readings = [
        asyncio.create_task(
            _read(moment, {**_body(scope, probes), **_slice(n, slices)}, part, advance)
        )
        for n, part in enumerate(parts)
    ]
    try:
        await asyncio.gather(*readings)
    finally:
        for reading in readings:
            reading.cancel()
        await asyncio.gather(*readings, return_exceptions=True)
    if done != total:
        raise StoreUnavailable(
            reason=f"Elasticsearch gave {done} of the {total} templates that it counts"
        )
    whole = await asyncio.to_thread(Leaders.reduced, parts)
    return Compared(total, whole.best, limit)


async def _read(moment: Moment, body: dict[str, Any], part: Leaders, advance: Advance) -> None:
    while True:
        hits = (await moment.search(body)).get("hits", [])
        await asyncio.to_thread(_map, part, hits)
        advance(len(hits))
        if len(hits) < body["size"]:
            return
        body["search_after"] = hits[-1]["sort"]


def _map(part: Leaders, hits: Sequence[Mapping[str, Any]]) -> None:
    if hits:
        part.take(_page([hit["fields"] for hit in hits]))


def _page(fields: Sequence[Mapping[str, Any]]) -> Page:
    vectors = [one["vector"][0] for one in fields]
    if isinstance(vectors[0], str):
        read = np.frombuffer(b"".join(map(a2b_base64, vectors)), ">f4").astype(np.float32)
        matrix = read.reshape(len(fields), -1)
    else:  # version 9.3 writes numbers
        matrix = np.array(vectors, np.float32)
    return Page(
        matrix=matrix,
        whose=[(one["subject"][0], one["gallery"][0]) for one in fields],
        templates=[one["template"][0] for one in fields],
    )


def _body(scope: Scope, probes: Matrix) -> dict[str, Any]:
    each = 4 * probes.shape[1] * 4 // 3 + AROUND  # base64 takes four bytes for three
    return {
        **ONLY_VECTORS,
        "docvalue_fields": ["gallery", *ONLY_VECTORS["docvalue_fields"]],
        "query": scope.templates,
        "size": min(max(1, PAGE_BYTES // each), LARGEST_PAGE),
        "sort": [{"_shard_doc": "asc"}],
    }


def _slice(number: int, slices: int) -> dict[str, Any]:
    # One slice is the whole, and the server refuses to call it a slice.
    return {} if slices == 1 else {"slice": {"id": number, "max": slices}}
