"""One request, sent again while it fails in a way that passes."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from elastic_transport import ApiResponse, ConnectionTimeout, TransportError
from elasticsearch import (
    ApiError,
    AsyncElasticsearch,
    ConflictError,
    NotFoundError,
    UnsupportedProductError,
)

from core.stores.elastic.complaints import PRODUCT, in_words, is_passing
from core.stores.elastic.connection import ElasticConnection
from core.stores.elastic.trust import Trust

Result = TypeVar("Result")

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)
"""The longest pause in seconds before each further try; the real one is drawn below it."""

SHORT_TIMEOUT = 4.0
"""Seconds that a node gets to answer while there is another to ask: what one that hangs costs."""

UNHURRIED = 60.0
"""Seconds for which every node gets the whole time, after two were too slow for one request: then
it is not one that hangs but all that are busy, and asking again makes them busier."""


class Sending:
    """Sends by a client whose tries go from node to node."""

    def __init__(
        self,
        connection: ElasticConnection,
        client: AsyncElasticsearch,
        pause: Callable[[float], Awaitable[None]],
        trust: Trust | None,
    ) -> None:
        """Take what `Cluster` does."""
        self._connection = connection
        self._client = client
        self._brisk = client.options(request_timeout=min(SHORT_TIMEOUT, connection.timeout))
        self._pause = pause
        self._trust = trust
        self._unhurried_until = 0.0

    async def persistently(
        self, request: Callable[[AsyncElasticsearch], Awaitable[Result]]
    ) -> Result:
        """Send a request until it succeeds or there is no use in it; see `Cluster.call`."""
        begun = time.monotonic()
        nodes, too_slow = len(self._connection.urls), 0
        for attempt in range(len(PAUSES) + 1):
            hurried = attempt < nodes - 1 and time.monotonic() >= self._unhurried_until
            client = self._brisk if hurried else self._client
            try:
                if self._trust is not None:
                    await self._trust.establish()
                return _assert_product(await request(client))
            except (ApiError, TransportError) as error:
                if _is_answer(error):
                    raise
                too_slow += hurried and isinstance(error, ConnectionTimeout)
                if too_slow > 1:
                    self._unhurried_until = time.monotonic() + UNHURRIED
                again = is_passing(error)
                late = time.monotonic() - begun >= self._connection.timeout
                others = attempt < nodes
                if not again or attempt == len(PAUSES) or (late and not others):
                    raise in_words(error, self._connection) from error
            await self._pause(PAUSES[attempt] * random.random())  # noqa: S311 — spreads the tries, guards nothing
        raise AssertionError("unreachable: the last try returns or raises")


def _assert_product(answer: Result) -> Result:
    # The client looks at the first answer alone, and something else may have come up since.
    if isinstance(answer, ApiResponse) and PRODUCT not in answer.meta.headers:
        raise UnsupportedProductError("no Elasticsearch", meta=answer.meta, body=answer.body)
    return answer


def _is_answer(error: Exception) -> bool:
    return (
        isinstance(error, NotFoundError | ConflictError)
        and PRODUCT in error.meta.headers  # else a web server's own 404
    )
