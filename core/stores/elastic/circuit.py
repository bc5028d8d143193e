"""Failing at once while the cluster is known to be away, and finding out when it is back."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from core.errors import CoreError, StoreUnavailable
from core.store_errors import AnotherServer, MissingRights, StoreBusy, StoreFull

FIRST_WAIT = 0.5
LONGEST_WAIT = 10.0
"""Seconds between two trials of a cluster that is away; each wait is twice the one before."""

PARTIAL = (StoreBusy, StoreFull, MissingRights)
"""Troubles of some requests, with which others may do well: the circuit stays closed."""


class Circuit:
    """Closed while requests may be sent; opened by a failure that would meet every other, too.

    While it is open, whoever asks gets that failure at once: nobody waits for time-outs one after
    the other. Now and then one of those who ask tries the cluster out on the way; when that goes
    well, the circuit is closed.
    """

    def __init__(
        self,
        trial: Callable[[], Awaitable[None]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take what to try the cluster out with; it raises what is the matter."""
        self._trial = trial
        self._clock = clock
        self._failure: CoreError | None = None
        self._wait = FIRST_WAIT
        self._next_trial = 0.0
        self._trying = asyncio.Lock()
        self._answered = -math.inf

    async def admit(self) -> float:
        """Let a request through, or raise what is the matter.

        Returns:
            The moment when it was let through.

        Raises:
            CoreError: why the circuit was opened.
        """
        if self._failure is not None:
            if self._trying.locked() or self._clock() < self._next_trial:
                raise replace(self._failure)
            await self.try_out()
        return self._clock()

    def answered(self) -> None:
        """Note that a request was answered just now."""
        self._answered = self._clock()

    async def try_out(self) -> None:
        """Try the cluster out now, and open or close the circuit by what comes of it.

        Raises:
            CoreError: what is the matter.
        """
        async with self._trying:
            try:
                await self._trial()
            except CoreError as error:
                self._open(error)
                raise
            self._failure = None
            self._wait = FIRST_WAIT

    async def failed(self, error: StoreUnavailable, admitted: float) -> CoreError:
        """Open the circuit if what a request failed of would meet every other.

        That it would not is known when another was answered meanwhile.

        Args:
            error: what it failed of.
            admitted: when it was let through.

        Returns:
            What the matter is: that is looked into when something else answers, which may be an
            Elasticsearch so old that its answers do not say what it is.
        """
        others_do = self._answered > admitted or isinstance(error, PARTIAL)
        if self._failure is None and not others_do:
            self._open(error)
            if isinstance(error, AnotherServer):
                try:
                    await self.try_out()
                except CoreError as found:
                    return found
        return error

    def _open(self, error: CoreError) -> None:
        self._failure = error
        self._next_trial = self._clock() + self._wait * random.uniform(0.5, 1.0)  # noqa: S311 — spreads the trials, guards nothing
        self._wait = min(2 * self._wait, LONGEST_WAIT)
