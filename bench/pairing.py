"""Two ways of doing a thing, timed in turns, so that a noisy machine is noisy for both."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Paired:
    """Milliseconds of each, and how many times as long the first took as the second (medians)."""

    first: float
    second: float

    @property
    def ratio(self) -> float:
        """The first over the second."""
        return self.first / self.second


def paired(first: Callable[[], object], second: Callable[[], object], rounds: int) -> Paired:
    """Time both in turns, after one unmeasured turn of each."""
    first()
    second()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, measured in zip((first, second), times, strict=True):
            begun = time.perf_counter()
            work()
            measured.append(1000 * (time.perf_counter() - begun))
    return Paired(*(median(measured) for measured in times))
