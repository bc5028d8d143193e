"""Ways of doing a thing, measured in turns, so that a noisy machine is noisy for all."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians of one way, in milliseconds.

    Attributes:
        wall: what somebody waits.
        work: of all cores together, in this process: other programs disturb it less.
    """

    wall: float
    work: float

    def __str__(self) -> str:
        """Return "57 (96)"."""
        return f"{self.wall:,.0f} ({self.work:,.0f})"

    def times(self, other: Cost) -> str:
        """Return how many times as much another costs: "28.1 (16.2)"."""
        return f"{other.wall / self.wall:.1f} ({other.work / self.work:.1f})"


def in_turns(ways: Sequence[Callable[[], object]], rounds: int) -> list[Cost]:
    """Measure each way, `rounds` times in turns. Do each once before: the first time is longer."""
    measured: list[list[tuple[float, float]]] = [[] for _ in ways]
    for _ in range(rounds):
        for way, costs in zip(ways, measured, strict=True):
            begun, worked = time.perf_counter(), time.process_time()
            way()
            costs.append((time.perf_counter() - begun, time.process_time() - worked))
    return [Cost(*(1000 * median(kind) for kind in zip(*costs, strict=True))) for costs in measured]
