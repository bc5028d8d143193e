"""Writing down what must not be lost, however long the store is away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.delivery import growing_delays
from core.errors import CoreError

logger = logging.getLogger(__name__)


async def persistently(note: Callable[[], Awaitable[None]]) -> None:
    """Do it until it succeeds: for what has happened already and cannot be taken back."""
    delays = growing_delays(0.5, 10.0)
    told = False
    while True:
        try:
            await note()
        except CoreError as error:
            if not told:
                logger.warning("What was done cannot be noted yet: %s", error)
            told = True
            await asyncio.sleep(next(delays))
        else:
            return
