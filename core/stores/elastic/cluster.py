"""Requests that wait and try again for a while, and tell what went wrong in words."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, TypeVar

import orjson
from elastic_transport import ObjectApiResponse
from elasticsearch import AsyncElasticsearch, BadRequestError, ConflictError, NotFoundError

from core.errors import StoreUnavailable
from core.stores.elastic.batches import batches_of, sent
from core.stores.elastic.circuit import Circuit
from core.stores.elastic.complaints import NO_RIGHT, PRODUCT, fails_for_now, is_outdated, of_item
from core.stores.elastic.connection import ElasticConnection
from core.stores.elastic.sending import PAUSES, Sending
from core.stores.elastic.trust import Trust

Result = TypeVar("Result")


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
        *,
        circuit: Circuit | None = None,
        trust: Trust | None = None,
    ) -> None:
        """Take how to reach it.

        Args:
            connection: what `client` was made of.
            client: sends requests.
            pause: waits for some seconds.
            circuit: lets requests through, or not; all of them without.
            trust: what the client's TLS is verified by, if that is to be established first.
        """
        self.connection = connection
        self._client = client
        self._pause = pause
        self._trust = trust
        self._circuit = circuit
        self._sending = Sending(connection, client, pause, trust)

    @classmethod
    async def reach(cls, connection: ElasticConnection) -> Cluster:
        """Make a client; sends nothing yet.

        Raises:
            StoreRefused: the authority's file is none.
        """
        trust = Trust(connection) if connection.ca_fingerprint and connection.is_secure else None
        context = trust.context if trust else None
        # In a thread: it reads the authority's file.
        client = await asyncio.to_thread(connection.client, context=context)
        return cls(connection, client, trust=trust)

    def behind(self, circuit: Circuit) -> Cluster:
        """Return this cluster with a circuit before it."""
        return Cluster(
            self.connection, self._client, self._pause, circuit=circuit, trust=self._trust
        )

    def patient(self, seconds: float) -> Cluster:
        """Return this cluster for a request that may well take so long.

        That one is slow says nothing of others: it passes the circuit by, and opens it for nobody.
        """
        connection = replace(self.connection, timeout=seconds)
        return Cluster(connection, self._client, self._pause, trust=self._trust)

    async def call(self, request: Callable[[AsyncElasticsearch], Awaitable[Result]]) -> Result:
        """Send a request, and again while it fails in a way that passes.

        It may have been done though its answer was lost: whoever asks is prepared for the second
        answer.

        Args:
            request: sends it by the client that it is given.

        Raises:
            StoreUnavailable: it kept failing, for about 3 seconds or the connection's timeout; or
                was not sent, because others did so a moment ago.
            StoreRefused: it failed in a way that does not pass.
            NotFoundError, ConflictError: the client's own; these are answers.
        """
        if self._circuit is None:
            return await self._sending.persistently(request)
        admitted = await self._circuit.admit()
        try:
            answer = await self._sending.persistently(request)
        except StoreUnavailable as error:
            raise await self._circuit.failed(error, admitted) from error.__cause__
        except (NotFoundError, ConflictError):
            self._circuit.answered()
            raise
        self._circuit.answered()
        return answer

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
        refused = next((item for item in answer if _type_of(item) == NO_RIGHT), None)
        if refused is not None:
            raise of_item({**refused, "status": HTTPStatus.FORBIDDEN})
        return [_document(item) for item in answer]

    async def searches(
        self,
        searches: Sequence[tuple[str, Mapping[str, Any]]],
        wanted: Sequence[str],
        *,
        routing: str | None = None,
    ) -> list[Mapping[str, Any]]:
        """Run searches in one request.

        Args:
            searches: an alias and a body each, in which vectors are contiguous arrays; an alias
                that is not there holds nothing.
            wanted: the paths of an answer that are wanted.
            routing: what the documents that are sought were written with; every shard without.

        Returns:
            An answer each. One that failed for good has "error" and "status".
        """
        if not searches:
            return []
        if len(searches) == 1:
            return [await self._alone(*searches[0], wanted, routing)]
        lines = []
        for index, body in searches:
            header = {
                "index": index,
                "ignore_unavailable": True,
                "allow_partial_search_results": False,  # half an answer would look like a whole
                **_routed(routing),
            }
            # Vectors as they are: their numbers have half the digits of Python's.
            lines += [
                orjson.dumps(one, option=orjson.OPT_SERIALIZE_NUMPY) for one in (header, body)
            ]
        paths = [f"responses.{path}" for path in (*wanted, "error", "status")]
        return await self._items(
            # It sends bytes as they are, and says so of `bulk` alone.
            lambda client: client.msearch(searches=lines, filter_path=paths),  # type: ignore[arg-type]
            "responses",
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
        batches = batches_of(operations)
        at_once = refresh and len(batches) == 1
        answers: list[Mapping[str, Any]] = []
        for batch in batches:
            answers += await sent(self.call, index, batch, refresh=at_once, pause=self._pause)
        if refresh and len(batches) > 1:
            await self.refresh(index)
        return answers

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()

    async def _alone(
        self, index: str, body: Mapping[str, Any], wanted: Sequence[str], routing: str | None
    ) -> Mapping[str, Any]:
        """Run one search, which costs the server less than several in one request."""

        async def search(client: AsyncElasticsearch) -> ObjectApiResponse[Any]:
            try:
                return await client.search(
                    index=index,
                    body=dict(body),
                    ignore_unavailable=True,
                    allow_partial_search_results=False,
                    routing=routing,
                    filter_path=(*wanted, "error", "status"),
                )
            except BadRequestError as refused:
                if PRODUCT not in refused.meta.headers or is_outdated(refused.body):
                    raise
                return ObjectApiResponse(refused.body, refused.meta)

        answer: Mapping[str, Any] = (await self.call(search)).body
        return answer

    async def _items(
        self, request: Callable[[AsyncElasticsearch], Awaitable[Any]], key: str
    ) -> list[Mapping[str, Any]]:
        """Send a reading request, again while one of its items fails in a way that passes."""
        for pause in (*PAUSES, None):
            items: list[Mapping[str, Any]] = (await self.call(request))[key]
            busy = [item for item in items if fails_for_now(item)]
            if not busy:
                return items
            if pause is None:
                raise of_item(busy[0])
            await self._pause(pause * random.random())  # noqa: S311 — as above
        raise AssertionError("unreachable: the last try returns or raises")


def _routed(routing: str | None) -> dict[str, str]:
    return {} if routing is None else {"routing": routing}


def _type_of(item: Mapping[str, Any]) -> str | None:
    error: Mapping[str, Any] = item.get("error") or {}
    return error.get("type")


def _document(item: Mapping[str, Any]) -> Document | None:
    if not item.get("found"):
        return None
    return Document(item["_source"], item["_seq_no"], item["_primary_term"])
