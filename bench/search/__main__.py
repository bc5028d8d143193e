"""`make bench-search`: what a search costs, from a thousand templates to a million, in one run.

An Elasticsearch is started for it, with a heap of 1 GB and nothing else set. Everything is asked
one after the other; faiss and hnswlib have one thread, numpy as many as OPENBLAS_NUM_THREADS.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from bench.search.crowd import gathered
from bench.search.likeness import compared, fitted
from bench.search.measuring import Asked, Measuring
from bench.search.variants import Variant
from core.stores.elastic import IndexType
from tests.elasticsearch_server import ElasticsearchServer

SIZES = (1_000, 10_000, 100_000, 1_000_000)
HEAP = "1g"
SEED = 2026


def main() -> None:
    """Measure, and print a table as soon as it is known."""
    given = _options()
    faces = Path(os.environ.get("FACES_DIR", "../shared/faces")) / "lfw-dev"
    distribution, real = fitted(faces, given.home, given.build / "templates")
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "as many as cores")
    print(f"Threads of numpy: {threads}; of faiss and hnswlib: 1, but 2 to make a graph.")
    print(f"Templates are drawn from a distribution fitted to {distribution.origin}.\n")
    if real is not None:
        print(*compared(distribution, real), sep="\n", flush=True)
    with _server(given.url) as url:
        for size in given.sizes or [size for size in SIZES if size <= given.most]:
            picture = given.build / f"search-{size}.png"
            asked = Asked(url, given.graphs, given.libraries, picture, given.one_chat)
            random = np.random.default_rng(SEED)
            crowd = gathered(distribution, size, given.probes, random)
            asyncio.run(_print(Measuring(asked, crowd)))


async def _print(measuring: Measuring) -> None:
    async for line in measuring.lines():
        print(line, flush=True)


@contextmanager
def _server(url: str | None) -> Iterator[str]:
    if url is not None:
        yield url
        return
    try:
        server = ElasticsearchServer(heap=HEAP, on_disk=True)
        server.start()
    except pytest.skip.Exception as lacking:
        raise SystemExit(f"{lacking}; or name a running one: --url http://…") from None
    try:
        yield server.url
    finally:
        server.close()


def _graph(text: str) -> Variant:
    m, ef_construction = map(int, text.split(","))
    return Variant(IndexType.HNSW, m, ef_construction)


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, prog="python -m bench.search")
    options.add_argument("--most", type=int, default=SIZES[-1], help="stop at so many templates")
    options.add_argument(
        "--sizes", type=int, nargs="*", help="these numbers of templates instead, from 1,000 on"
    )
    options.add_argument(
        "--graphs",
        type=_graph,
        nargs="*",
        default=[],
        metavar="M,EF",
        help="graphs to make besides the usual ones: m and ef_construction",
    )
    options.add_argument("--probes", type=int, default=300, help="photos that are searched for")
    options.add_argument(
        "--no-library-graphs",
        dest="libraries",
        action="store_false",
        help="make no graphs by faiss and hnswlib",
    )
    options.add_argument(
        "--one-chat", action="store_true", help="search one chat alone; make no graphs"
    )
    options.add_argument("--url", help="an Elasticsearch that is up; else one is started")
    options.add_argument("--home", type=Path, default=Path("data/deepface/familiar"))
    options.add_argument("--build", type=Path, default=Path("build"))
    return options.parse_args()


if __name__ == "__main__":
    main()
