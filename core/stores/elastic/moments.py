"""An index as it is at one moment, however long one reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from elasticsearch import NotFoundError

from core.errors import CoreError, StoreUnavailable
from core.stores.elastic.cluster import Cluster

KEPT = "2m"
"""How long the server keeps a moment after each search of it; files that were merged away since
cannot be deleted until then."""

HITS = ("hits.hits.fields", "hits.hits.sort", "hits.hits._score", "hits.total.value")


class Moment:
    """A point in time of an index: writes since then change nothing in what is found."""

    def __init__(self, cluster: Cluster, id_: str) -> None:
        self.id = id_
        self._cluster = cluster

    async def search(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Run one search; return its hits, with fields, sort values and scores, and their total.

        Raises:
            StoreUnavailable: the moment is lost, with the node that kept it or by a pause too long.
        """
        pit = {"id": self.id, "keep_alive": KEPT}
        try:
            answer = await self._cluster.call(
                lambda client: client.search(
                    **body,
                    pit=pit,
                    allow_partial_search_results=False,  # a part would look like all
                    filter_path=("pit_id", *HITS),
                )
            )
        except NotFoundError as error:
            raise StoreUnavailable(
                reason="the moment at which templates are compared was lost with a node that "
                "stopped: all of them must be compared anew"
            ) from error
        self.id = answer.get("pit_id", self.id)
        return dict(answer.get("hits", {}))


@asynccontextmanager
async def moment_of(
    cluster: Cluster, index: str, routing: str | None = None
) -> AsyncIterator[Moment]:
    """Open a moment of an index that is there, and close it at the end, whatever happens.

    Args:
        cluster: where it is.
        index: an alias.
        routing: what the templates that are sought were written with; every shard without.
    """
    opened = await cluster.call(
        lambda client: client.open_point_in_time(index=index, keep_alive=KEPT, routing=routing)
    )
    moment = Moment(cluster, opened["id"])
    try:
        yield moment
    finally:
        # Should this fail, the server closes it by itself when nobody has searched for a while.
        with suppress(CoreError, NotFoundError):
            await cluster.call(lambda client: client.close_point_in_time(id=moment.id))
