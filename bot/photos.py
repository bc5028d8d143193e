"""Photos on their way from Telegram to core, a few at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.outbox import Outbox
from bot.request import PhotoRef
from core.drawing import numbered
from core.model import Box
from core.recognizer import Reading, Recognizer
from core.worker import Worker

AT_ONCE = 3
"""Photos in memory: one being read, one arriving, one being answered. Each may take 20 MB as a
file and as many again as pixels."""


class Photos:
    """Fetches and reads photos so that memory stays bounded however many are waiting."""

    def __init__(self, outbox: Outbox, recognizer: Recognizer, worker: Worker) -> None:
        """Take where they come from and who reads them."""
        self._outbox = outbox
        self._recognizer = recognizer
        self._worker = worker
        self._room = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def opened(self, photo: PhotoRef, *, to_enrol: bool = False) -> AsyncIterator[Reading]:
        """Fetch and read a photo and keep its place until the body is done with it.

        Args:
            photo: which.
            to_enrol: see `Recognizer.read`.

        Raises:
            FileTooLarge, FileGone: see `Outbox.fetch`.
            ImageError, ModelUnavailable: see `Recognizer.read`.
        """
        async with self._room:
            data = await self._outbox.fetch(photo)
            yield await self._recognizer.read(data, to_enrol=to_enrol)

    async def numbered(self, reading: Reading, boxes: Sequence[Box]) -> bytes:
        """Draw a numbered box round each face; a JPEG."""
        return await self._worker.run(numbered, reading.photo, boxes)
