"""How much a search finds, by how widely it looks: measured on an index, kept with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.stores.elastic.plan import IndexType

META = "recall"
"""Where a curve is kept in an index's `_meta`."""


@dataclass(frozen=True, slots=True)
class Point:
    """One way to search, and what came of it.

    Attributes:
        candidates: `num_candidates`, of each shard.
        recall: the share of the five best people that was found, 0 to 1.
        milliseconds: the median time of a search, as whoever measured it waited.
    """

    candidates: int
    recall: float
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Curve:
    """What was measured.

    Attributes:
        type: of the index, when it was measured.
        templates: how many it held.
        probes: how many searches were made at each point.
        points: by growing candidates.
    """

    type: IndexType
    templates: int
    probes: int
    points: tuple[Point, ...]

    def reaching(self, recall: float) -> Point:
        """Return the first point with a recall; the last where none has it."""
        return next((one for one in self.points if one.recall >= recall), self.points[-1])

    def as_meta(self) -> dict[str, Any]:
        """Return what `from_meta` reads."""
        return {
            "type": str(self.type),
            "templates": self.templates,
            "probes": self.probes,
            "points": [[one.candidates, one.recall, one.milliseconds] for one in self.points],
        }

    @classmethod
    def from_meta(cls, meta: Mapping[str, Any]) -> Curve | None:
        """Read an index's `_meta`; None where nothing was measured."""
        kept = meta.get(META)
        if not kept:
            return None
        points = tuple(Point(int(c), float(r), float(ms)) for c, r, ms in kept["points"])
        return cls(IndexType(kept["type"]), int(kept["templates"]), int(kept["probes"]), points)
