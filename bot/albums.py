"""Albums come as separate updates with one id and no end mark; here their parts find each other."""

from __future__ import annotations

import asyncio

from bot.request import Request

QUIET_SECONDS = 1.0
"""An album is whole when no part has come for so long."""

LONGEST_SECONDS = 6.0
"""A slow one is begun after so long; its late parts make another album of the same id."""

MOST_PARTS = 10
"""Telegram's own limit (core.telegram.org/bots/api#sendmediagroup)."""


class Album:
    """Parts that have come so far. Whoever brought the first one waits for the others."""

    def __init__(self, first: Request) -> None:
        """Begin with the part that came first."""
        self.first = first
        self.parts = [first]
        self.answered = asyncio.Event()
        self._more = asyncio.Event()

    def add(self, part: Request) -> None:
        """Take another part."""
        self.parts.append(part)
        self._more.set()

    async def whole(self) -> None:
        """Wait until no more parts seem to come."""
        loop = asyncio.get_running_loop()
        end = loop.time() + LONGEST_SECONDS
        while len(self.parts) < MOST_PARTS:
            self._more.clear()
            quiet = min(QUIET_SECONDS, end - loop.time())
            try:
                await asyncio.wait_for(self._more.wait(), timeout=max(quiet, 0))
            except TimeoutError:
                return


class Albums:
    """The albums that are being gathered or answered in this process."""

    def __init__(self) -> None:
        """Begin without any."""
        self._gathering: dict[tuple[int, str], Album] = {}
        self._whole: dict[int, tuple[Request, ...]] = {}

    def join(self, request: Request) -> Album | None:
        """Put a part to its album, or begin one; None for what is no part of an album."""
        if request.album is None:
            return None
        key = (request.chat, request.album)
        album = self._gathering.get(key)
        if album is not None:
            album.add(request)
            return album
        self._gathering[key] = album = Album(request)
        return album

    async def gather(self, album: Album) -> tuple[Request, ...]:
        """Wait for the parts of an album and return them in the order of their messages."""
        try:
            await album.whole()
        finally:
            key = (album.first.chat, album.first.album or "")
            self._gathering.pop(key, None)
        parts = tuple(sorted(album.parts, key=_place))
        self._whole[album.first.update_id] = parts
        return parts

    def parts_of(self, request: Request) -> tuple[Request, ...]:
        """Return all parts that a request stands for: its album's, or just itself."""
        return self._whole.get(request.update_id, (request,))

    def close(self, album: Album) -> None:
        """Forget an album, and let those go who wait for its answer."""
        self._whole.pop(album.first.update_id, None)
        album.answered.set()


def _place(part: Request) -> int:
    return part.message
