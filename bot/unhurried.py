"""What nobody asked for: it is worked on when its chat has room to hear of it, and not before.

So a hundred photos of a busy group are neither looked at nor kept in memory long before they can be
answered, and nobody who asks waits behind them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.outbox import urgency_of
from bot.pacing import Pace, Urgency
from bot.request import Request


@dataclass(frozen=True, slots=True)
class Unhurried:
    """Waits for room.

    Attributes:
        pace: that Telegram allows.
        aside: lets through who comes after a request while the body waits.
    """

    pace: Pace
    aside: Callable[[Request], AbstractAsyncContextManager[None]]

    @asynccontextmanager
    async def turn(self, request: Request) -> AsyncIterator[None]:
        """Run the body at once if somebody waits for the answer, else when there is room for it."""
        if urgency_of(request) is Urgency.ASKED:
            yield
            return
        async with AsyncExitStack() as stack:
            promise = self.pace.promised(request.chat)
            if self.pace.has_room(request.chat):
                await stack.enter_async_context(promise)
            else:
                async with self.aside(request):
                    await stack.enter_async_context(promise)
            yield
