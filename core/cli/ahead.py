"""Two who work side by side, the one bringing what the other takes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class _End:
    error: Exception | None


@asynccontextmanager
async def ahead(source: AsyncIterable[Item], most: int) -> AsyncIterator[AsyncIterator[Item]]:
    """Let a source work on while what it gave before is being used.

    Args:
        source: held back while nobody takes what it gives; stopped where it is when the context
            ends.
        most: how many items wait at most; the source may have one more in its hands.

    Yields:
        The source's items in their order; then raises what the source raised, if it did.
    """
    queue: asyncio.Queue[Item | _End] = asyncio.Queue(most)

    async def bring() -> None:
        try:
            async for item in source:
                await queue.put(item)
        except Exception as error:  # noqa: BLE001 — raised again, by whoever takes the items
            await queue.put(_End(error))
        else:
            await queue.put(_End(None))

    async def taken() -> AsyncIterator[Item]:
        while True:
            item = await queue.get()
            if not isinstance(item, _End):
                yield item
            elif item.error is None:
                return
            else:
                raise item.error

    task = asyncio.create_task(bring())
    try:
        yield taken()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
