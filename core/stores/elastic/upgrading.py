"""An index of templates made one with a graph, where it is, while it is searched.

The mapping is changed first: from then on what is newly written gets a graph. What was written
before lies in segments that stay as they are until Lucene merges them, so that is asked for. But a
shard that is one segment already counts as merged, and nothing would be done: therefore a document
without a template is written to each shard, which makes a second segment, and deleted afterwards.

Whatever stops in between, the index can be searched all along. Its `_meta` says that an upgrade was
begun; running it again finishes it.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import NotFoundError

from core.errors import StoreRefused, StoreUnavailable
from core.stores.elastic.cluster import Cluster
from core.stores.elastic.complaints import of_item
from core.stores.elastic.mappings import PATIENT, THOROUGH, index_options
from core.stores.elastic.plan import IndexType
from core.stores.elastic.shapes import SECONDS, Shape, mappings_of

BEGUN = "upgrading"
"""Where `_meta` says that an upgrade was begun, and to what."""

ORDER = (IndexType.FLAT, IndexType.HNSW, IndexType.INT8_HNSW)
"""Elasticsearch goes this way alone (tried with 9.5)."""

LOOK = 0.5
"""Seconds between two looks at how far it is."""

Told = Callable[[str], None]
"""Takes what is being done, in a few words."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What came of an upgrade.

    Attributes:
        before: the type before.
        after: the type now.
        seconds: that it took.
    """

    before: IndexType
    after: IndexType
    seconds: float


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The upgrade of one index.

    Attributes:
        cluster: where it is.
        alias: of the index.
        notice: seconds after which every process has seen that the mapping is another.
    """

    cluster: Cluster
    alias: str
    notice: float = SECONDS

    async def to(self, type_: IndexType, told: Told) -> Upgraded:
        """Change the type, make the graphs, and wait until they are made.

        Raises:
            StoreRefused: there is no such index, or no way from its type to this one.
            StoreUnavailable: the cluster went away meanwhile; running it again goes on.
        """
        begun = time.monotonic()
        index, mappings = await mappings_of(self.cluster, self.alias)
        shape, meta = Shape.of(mappings), mappings["_meta"]
        if ORDER.index(type_) < ORDER.index(shape.type):
            raise StoreRefused(reason=_no_way_back(index, shape.type, type_))
        if shape.type is type_ and BEGUN not in meta:
            return Upgraded(shape.type, type_, 0.0)
        vector = dict(mappings["properties"]["vector"])
        if shape.type is not type_:
            vector["index_options"] = index_options(type_, shape.m or 0)
        before = meta.get(BEGUN)
        if before not in {None, str(type_)}:
            # While it says so of the other type, whoever runs this again waits here, too, and does
            # not take that merge for one that makes this graph.
            told(f"waiting until the graph of {before}, which was begun, is made")
            await self._wait_for(await self._running(index))
        await self.cluster.call(
            lambda client: client.indices.put_settings(
                index=index, settings={"index": {**PATIENT, **THOROUGH}}
            )
        )
        await self._put(index, {**meta, BEGUN: str(type_)}, {"vector": vector})
        told("waiting until whoever searches has noticed")
        await asyncio.sleep(self.notice)
        told("making the graph")
        left = await self._running(index)
        await self._wait_for(left)
        await self._rebuild(index, merged=bool(left) and before == str(type_))
        _, after = await mappings_of(self.cluster, self.alias)
        done = {key: value for key, value in after["_meta"].items() if key != BEGUN}
        await self._put(index, done, {})
        return Upgraded(shape.type, type_, time.monotonic() - begun)

    async def _rebuild(self, index: str, *, merged: bool) -> None:
        marks = await self._marks(index)
        if not merged:  # else whoever began has done it, and only their marks are left
            await self._bulk("index", marks)
            await self._merge(index)
        await self._bulk("delete", marks)

    async def _merge(self, index: str) -> None:
        answer = await self.cluster.call(
            lambda client: client.indices.forcemerge(
                index=index, max_num_segments=1, wait_for_completion=False
            )
        )
        await self._wait_for([answer["task"]])

    async def _marks(self, index: str) -> Mapping[int, str]:
        """Return a routing for each shard."""
        found: dict[int, str] = {}
        shards = 1
        number = 0
        while len(found) < shards:
            routing = f"mark-{number}"
            number += 1
            one = await self.cluster.call(
                lambda client, routing=routing: client.search_shards(  # type: ignore[misc]
                    index=index, routing=routing
                )
            )
            found.setdefault(one["shards"][0][0]["shard"], routing)
            if number == 1:
                every = await self.cluster.call(lambda client: client.search_shards(index=index))
                shards = len(every["shards"])
        return found

    async def _bulk(self, verb: str, marks: Mapping[int, str]) -> None:
        operations: list[tuple[bytes, ...]] = []
        for shard, routing in marks.items():
            action = json.dumps({verb: {"_id": f"mark-{shard}", "routing": routing}}).encode()
            operations.append((action, b"{}") if verb == "index" else (action,))
        for answer in await self.cluster.bulk(self.alias, operations, refresh=True):
            if "error" in answer:
                raise of_item(answer)

    async def _running(self, index: str) -> list[str]:
        """Return the tasks that merge this index at this moment: of an upgrade that was left."""
        wanted = {"actions": "indices:admin/forcemerge", "detailed": "true", "group_by": "none"}
        answer = await self._tasks("", wanted)
        return [
            f"{task['node']}:{task['id']}"
            for task in answer["tasks"]
            if f"[{index}]" in task["description"]
        ]

    async def _wait_for(self, tasks: Sequence[str]) -> None:
        for task in tasks:
            while True:
                try:
                    answer = await self._tasks(f"/{task}", {})
                except NotFoundError as gone:
                    raise StoreUnavailable(
                        reason="the node that was making the graph went away: "
                        "run the same command again"
                    ) from gone
                if answer["completed"]:
                    _check(answer)
                    break
                await asyncio.sleep(LOOK)

    async def _tasks(self, path: str, wanted: Mapping[str, str]) -> Any:
        # As it is: the client warns whoever uses it that this might change some day.
        headers = {"accept": "application/json"}
        return await self.cluster.call(
            lambda client: client.perform_request(
                "GET", f"/_tasks{path}", params=wanted, headers=headers
            )
        )

    async def _put(
        self, index: str, meta: Mapping[str, Any], properties: Mapping[str, Any]
    ) -> None:
        await self.cluster.call(
            lambda client: client.indices.put_mapping(
                index=index, meta=meta, properties=properties or None
            )
        )


def _check(answer: Mapping[str, Any]) -> None:
    failed = answer.get("error") or answer.get("response", {}).get("_shards", {}).get("failures")
    if failed:
        raise StoreRefused(reason=f"Elasticsearch could not make the graph: {str(failed)[:300]}")


def _no_way_back(index: str, before: IndexType, after: IndexType) -> str:
    return (
        f"the index {index} is {before}, and Elasticsearch cannot make it {after} where it is: "
        "export the galleries, set ELASTICSEARCH_PREFIX to another word and "
        f"ELASTICSEARCH_INDEX_TYPE to {after}, and restore them (docs/transfer.md)"
    )
