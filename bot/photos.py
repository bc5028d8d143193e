"""Photos on their way from Telegram to core, a few at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from bot.outbox import Outbox
from bot.request import PhotoRef
from bot.turnstile import Turnstile
from core import images
from core.drawing import compared, contact_sheet, contact_tile, numbered, sighted
from core.findings import Identification
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
        self._room = Turnstile(AT_ONCE)

    @asynccontextmanager
    async def opened(
        self, photo: PhotoRef, *, to_enrol: bool = False, first: bool = False
    ) -> AsyncIterator[Reading]:
        """Fetch and read a photo and keep its place until the body is done with it.

        Args:
            photo: which.
            to_enrol: see `Recognizer.read`.
            first: whether it comes before those that may wait.

        Raises:
            FileTooLarge, FileGone: see `Outbox.fetch`.
            ImageError, ModelUnavailable: see `Recognizer.read`.
        """
        async with self._room.place(first=first):
            data = await self._outbox.fetch(photo)
            yield await self._recognizer.read(data, to_enrol=to_enrol)

    async def numbered(self, reading: Reading, boxes: Sequence[Box]) -> bytes:
        """Draw a numbered box round each face; a JPEG."""
        return await self._worker.run(numbered, reading.photo, boxes)

    async def tile(self, reading: Reading, boxes: Mapping[str, Box]) -> bytes:
        """Draw a photo of an album for its sheet, a box with a label round each face; a JPEG."""
        return await self._worker.run(contact_tile, reading.photo, boxes)

    async def tile_again(self, photo: PhotoRef, boxes: Mapping[str, Box]) -> bytes:
        """Draw a photo for a sheet whose faces are known already; a JPEG.

        Raises:
            FileTooLarge, FileGone: see `Outbox.fetch`.
            ImageError: it cannot be read.
        """
        async with self._room.place(first=False):
            data = await self._outbox.fetch(photo)
            return await self._worker.run(lambda: contact_tile(images.load(data), boxes))

    async def sheet(self, tiles: Sequence[bytes]) -> bytes:
        """Draw photos of an album on one sheet; a JPEG."""
        return await self._worker.run(contact_sheet, tiles)

    async def compared(
        self,
        reading: Reading,
        face: Identification,
        crops: Mapping[str, bytes],
        scores: Sequence[str],
    ) -> bytes:
        """Draw a face beside its candidates, with their crops by template id; a JPEG."""
        return await self._worker.run(compared, reading.photo, face, crops, scores)

    async def sighted(self, photo: PhotoRef, box: Box | None, crop: bytes | None) -> bytes:
        """Draw a photo with one face marked, and somebody's crop beside that face; a JPEG.

        No face is looked for.

        Raises:
            FileTooLarge, FileGone: see `Outbox.fetch`.
            ImageError: the bytes are no photo that can be read.
        """
        async with self._room.place(first=True):
            data = await self._outbox.fetch(photo)
            return await self._worker.run(_sighted, data, box, crop)


def _sighted(data: bytes, box: Box | None, crop: bytes | None) -> bytes:
    return sighted(images.load(data), box, crop)
