"""Many writes in few requests: cut to size, and sent again one by one as far as need be."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from elasticsearch import AsyncElasticsearch

from core.stores.elastic.complaints import PASSING, of_item
from core.stores.elastic.sending import PAUSES

LARGEST_BULK = 4 * 2**20
"""Bytes of one bulk request: Elastic advises a few megabytes, and takes at most 100."""

Operation = tuple[bytes, ...]
"""An action line and, mostly, a document line, as JSON."""

Pause = Callable[[float], Awaitable[None]]
"""Waits for some seconds."""


class Call(Protocol):
    """Sends a request by the client that it is given."""

    async def __call__(self, request: Callable[[AsyncElasticsearch], Awaitable[Any]]) -> Any:
        """Return its answer."""


def batches_of(operations: Sequence[Operation]) -> list[list[Operation]]:
    """Return operations, in their order, in parts that each fit into one request."""
    batches: list[list[Operation]] = []
    room = 0
    for operation in operations:
        size = sum(map(len, operation))
        if size > room:
            batches.append([])
            room = LARGEST_BULK
        batches[-1].append(operation)
        room -= size
    return batches


async def sent(
    call: Call,
    index: str,
    operations: Sequence[Operation],
    *,
    refresh: bool,
    pause: Pause = asyncio.sleep,
) -> list[Mapping[str, Any]]:
    """Send operations in one request; those that the server was too busy for again.

    Returns:
        The answer of each.

    Raises:
        StoreBusy: it was too busy each time.
    """
    answers: dict[int, Mapping[str, Any]] = {}
    for longest in (*PAUSES, None):
        # One that the server was too busy for is sent again; the others keep their answer.
        waiting = [number for number in range(len(operations)) if number not in answers]
        lines = [line for number in waiting for line in operations[number]]
        answer = await call(
            lambda client, lines=lines: client.bulk(  # type: ignore[misc]
                index=index, operations=lines, refresh=refresh, require_alias=True
            )
        )
        items = [next(iter(item.values())) for item in answer["items"]]
        for number, item in zip(waiting, items, strict=True):
            if item["status"] not in PASSING:
                answers[number] = item
            elif longest is None:
                raise of_item(item)
        if len(answers) == len(operations):
            break
        await pause((longest or 0) * random.random())  # noqa: S311 — spreads the tries, guards nothing
    return [answers[number] for number in range(len(operations))]
