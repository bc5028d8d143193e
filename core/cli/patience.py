"""Waiting for a store that does not answer, in work that nobody sits and waits for."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from core.errors import StoreUnavailable

Result = TypeVar("Result")

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
"""Seconds before the second try, doubled before each further one; the store itself tried for three
seconds before it said that it is away."""


class Patience:
    """Asks again until the store answers; tells people once that it does not, and when it does.

    Several may ask at the same time, and some be answered while others are not.
    """

    def __init__(self, seconds: float, tell: Callable[[str], None]) -> None:
        """Take for how long one question is asked again, and where sentences for people go."""
        self._seconds = seconds
        self._tell = tell
        self._waiting = 0

    async def ask(self, question: Callable[[], Awaitable[Result]]) -> Result:
        """Return what a question to the store is answered with.

        Args:
            question: asks once; safe to be asked again though the store may have heard it.

        Raises:
            StoreUnavailable: it did not answer for so long.
        """
        try:
            return await question()
        except StoreUnavailable as error:
            if not self._waiting:
                self._tell(f"{error} Waiting for it, at most {self._seconds:.0f} seconds.")
        self._waiting += 1
        try:
            answer = await self._asked_again(question)
        finally:
            self._waiting -= 1
        if not self._waiting:
            self._tell("The face store can be used again: going on.")
        return answer

    async def _asked_again(self, question: Callable[[], Awaitable[Result]]) -> Result:
        deadline, pause = time.monotonic() + self._seconds, FIRST_PAUSE
        while True:
            left = max(0.0, deadline - time.monotonic())
            await asyncio.sleep(min(left, pause * random.uniform(0.5, 1.0)))  # noqa: S311 — spreads the tries, guards nothing
            try:
                return await question()
            except StoreUnavailable:
                if time.monotonic() >= deadline:
                    raise
            pause = min(LONGEST_PAUSE, 2 * pause)
