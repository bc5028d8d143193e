"""Where slow work runs, so that the event loop never computes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Worker:
    """One thread that does one piece of work at a time, in the order of asking.

    A model uses every core by itself, so a second thread would only share them; and one decoded
    photo at a time keeps memory bounded however many are waiting.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="faces")

    async def run(
        self,
        work: Callable[Arguments, Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """Do the work in the thread and return, or raise, what it does."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: work(*args, **kwargs))

    async def close(self) -> None:
        """Drop the work that has not begun and wait for the piece that has."""
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)
