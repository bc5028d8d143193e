"""Asking again, as those do who wait for an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from core.errors import CoreError

Result = TypeVar("Result")


async def before_long(asked: Callable[[], Awaitable[Result]]) -> Result:
    """Ask until it succeeds, for some twenty seconds."""
    for _ in range(100):
        try:
            return await asked()
        except CoreError as error:
            failure = error
            await asyncio.sleep(0.2)
    raise failure
