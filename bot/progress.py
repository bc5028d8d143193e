"""Showing that something slow is being worked on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.outbox import Outbox
from bot.request import Request

REFRESH_SECONDS = 4.5
"""Telegram shows a chat action for five seconds (core.telegram.org/bots/api#sendchataction)."""


@asynccontextmanager
async def shown_working(
    outbox: Outbox, request: Request, *, picture: bool = False
) -> AsyncIterator[None]:
    """Show "typing" (or "sending photo") in the chat while the body runs."""

    async def keep_showing() -> None:
        while True:
            await outbox.show_working(request.chat, request.thread, picture=picture)
            await asyncio.sleep(REFRESH_SECONDS)

    showing = asyncio.create_task(keep_showing())
    try:
        yield
    finally:
        showing.cancel()
