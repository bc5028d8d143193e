"""Requests that wait and try again for a while, and tell what went wrong in words."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from elastic_transport import TransportError
from elasticsearch import ApiError, AsyncElasticsearch, ConflictError, NotFoundError

from core.stores.elastic.complaints import PASSING, in_words, is_passing, of_item
from core.stores.elastic.connection import ElasticConnection

Result = TypeVar("Result")

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)
"""The longest pause in seconds before each further try; the real one is drawn below it."""

LARGEST_BULK = 4 * 2**20
"""Bytes of one bulk request: Elastic advises a few megabytes, and takes at most 100."""

MISSING_INDEX = "index_not_found_exception"


@dataclass(frozen=True, slots=True)
class Document:
    """A document with the version by which a write can be made conditional.

    Attributes:
        source: its fields.
        seq_no: with `term`, changes with every write.
        term: of the shard's primary.
    """

    source: Mapping[str, Any]
    seq_no: int
    term: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document is: an alias, an id and, if it was written with one, its routing."""

    index: str
    id: str
    routing: str | None = None


class Cluster:
    """Everything that is sent goes through here."""

    def __init__(
        self,
        connection: ElasticConnection,
        client: AsyncElasticsearch,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.connection = connection
        self._client = client
        self._pause = pause

    async def call(
        self,
        request: Callable[[AsyncElasticsearch], Awaitable[Result]],
        *,
        repeatable: bool = True,
    ) -> Result:
        """Send a request, and again while it fails in a way that passes.

        Args:
            request: sends it by the client that it is given.
            repeatable: False when a request that was lost on the way must not be sent again,
                because its answer would be another the second time.

        Raises:
            StoreUnavailable: it kept failing, for about 3 seconds or the connection's timeout.
            StoreRefused: it failed in a way that does not pass.
            NotFoundError, ConflictError: the client's own; these are answers.
        """
        begun = time.monotonic()
        for attempt in range(len(PAUSES) + 1):
            try:
                return await request(self._client)
            except (ApiError, TransportError) as error:
                if _is_answer(error):
                    raise
                again = is_passing(error) and (repeatable or isinstance(error, ApiError))
                late = time.monotonic() - begun >= self.connection.timeout
                others = attempt < len(self.connection.urls)  # each try goes to the next node
                if not again or attempt == len(PAUSES) or (late and not others):
                    raise in_words(error, self.connection) from error
            await self._pause(PAUSES[attempt] * random.random())  # noqa: S311 — spreads the tries, guards nothing
        raise AssertionError("unreachable: the last try returns or raises")

    async def documents(
        self, places: Sequence[Place], fields: Sequence[str] | None = None
    ) -> list[Document | None]:
        """Return each document as it is now, written or refreshed or not; None where there is none.

        Args:
            places: where they are.
            fields: which fields are wanted; all without.
        """
        if not places:
            return []
        docs: list[dict[str, Any]] = [
            {"_index": one.index, "_id": one.id, **_routed(one.routing)} for one in places
        ]
        answer = await self._items(
            lambda client: client.mget(docs=docs, source_includes=fields), "docs"
        )
        return [_document(item) for item in answer]

    async def searches(
        self,
        searches: Sequence[tuple[str, Mapping[str, Any]]],
        wanted: Sequence[str],
        *,
        routing: str | None = None,
    ) -> list[Mapping[str, Any]]:
        """Run several searches in one request.

        Args:
            searches: an alias and a body each; an alias that is not there holds nothing.
            wanted: the paths of an answer that are wanted.
            routing: what the documents that are sought were written with; every shard without.

        Returns:
            An answer each. One that failed for good has "error" and "status".
        """
        lines: list[Mapping[str, Any]] = []
        for index, body in searches:
            lines += [
                {
                    "index": index,
                    "ignore_unavailable": True,
                    "allow_partial_search_results": False,  # half an answer would look like a whole
                    **_routed(routing),
                },
                body,
            ]
        paths = [f"responses.{path}" for path in (*wanted, "error", "status")]
        return await self._items(
            lambda client: client.msearch(searches=lines, filter_path=paths), "responses"
        )

    async def search(
        self, index: str, body: Mapping[str, Any], *, routing: str | None = None
    ) -> Mapping[str, Any]:
        """Run one search; an index that is not there holds nothing."""
        wanted = ("hits", "aggregations")
        (answer,) = await self.searches([(index, body)], wanted, routing=routing)
        if "error" in answer:
            raise of_item(answer)
        return answer

    async def count(
        self, index: str, filters: Sequence[Mapping[str, Any]], *, routing: str | None = None
    ) -> int:
        """Return how many documents pass all filters."""
        query = {"bool": {"filter": list(filters)}}
        body = {"size": 0, "track_total_hits": True, "query": query}
        answer = await self.search(index, body, routing=routing)
        return int(answer["hits"]["total"]["value"])

    async def refresh(self, index: str) -> None:
        """Make everything written findable; nothing to do where there is no index."""
        await self.call(lambda client: client.indices.refresh(index=index, ignore_unavailable=True))

    async def bulk(
        self, index: str, operations: Sequence[tuple[bytes, ...]], *, refresh: bool
    ) -> list[Mapping[str, Any]]:
        """Run operations, each an action line and, mostly, a document line, as JSON.

        Returns:
            The answer of each operation: its "status" and, where it failed for good, "error".
        """
        answers: list[Mapping[str, Any]] = []
        batches = _batches(operations)
        for batch in batches:
            answers += await self._batch(index, batch, refresh=refresh and len(batches) == 1)
        if refresh and len(batches) > 1:
            await self.refresh(index)
        return answers

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()

    async def _batch(
        self, index: str, operations: Sequence[tuple[bytes, ...]], *, refresh: bool
    ) -> list[Mapping[str, Any]]:
        answers: dict[int, Mapping[str, Any]] = {}
        for pause in (*PAUSES, None):
            # One that the server was too busy for is sent again; the others keep their answer.
            waiting = [number for number in range(len(operations)) if number not in answers]
            lines = [line for number in waiting for line in operations[number]]
            answer = await self.call(
                lambda client, lines=lines: client.bulk(  # type: ignore[misc]
                    index=index, operations=lines, refresh=refresh, require_alias=True
                )
            )
            items = [next(iter(item.values())) for item in answer["items"]]
            for number, item in zip(waiting, items, strict=True):
                if item["status"] not in PASSING:
                    answers[number] = item
                elif pause is None:
                    raise of_item(item)
            if len(answers) == len(operations):
                break
            await self._pause((pause or 0) * random.random())  # noqa: S311 — as above
        return [answers[number] for number in range(len(operations))]

    async def _items(
        self, request: Callable[[AsyncElasticsearch], Awaitable[Any]], key: str
    ) -> list[Mapping[str, Any]]:
        """Send a reading request, again while one of its items fails in a way that passes."""
        for pause in (*PAUSES, None):
            items: list[Mapping[str, Any]] = (await self.call(request))[key]
            busy = [item for item in items if _fails_for_now(item)]
            if not busy:
                return items
            if pause is None:
                raise of_item(busy[0])
            await self._pause(pause * random.random())  # noqa: S311 — as above
        raise AssertionError("unreachable: the last try returns or raises")


def _routed(routing: str | None) -> dict[str, str]:
    return {} if routing is None else {"routing": routing}


def _is_answer(error: Exception) -> bool:
    return (
        isinstance(error, NotFoundError | ConflictError)
        and "x-elastic-product" in error.meta.headers  # else a web server's own 404
    )


def _fails_for_now(item: Mapping[str, Any]) -> bool:
    # mget gives no status with the error of a document: a missing index, or a shard that is away.
    error = item.get("error")
    return error is not None and (
        item["status"] in PASSING if "status" in item else error["type"] != MISSING_INDEX
    )


def _document(item: Mapping[str, Any]) -> Document | None:
    if not item.get("found"):
        return None
    return Document(item["_source"], item["_seq_no"], item["_primary_term"])


def _batches(operations: Sequence[tuple[bytes, ...]]) -> list[list[tuple[bytes, ...]]]:
    batches: list[list[tuple[bytes, ...]]] = []
    room = 0
    for operation in operations:
        size = sum(map(len, operation))
        if size > room:
            batches.append([])
            room = LARGEST_BULK
        batches[-1].append(operation)
        room -= size
    return batches
