"""The best people for each of several probes, while templates go by: mapped, then reduced.

Unlike a search (`core.stores.ranking`), this never holds more templates than it is shown at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from core.stores.ranking import SLACK, contenders, cosines
from core.stores.templates import Matrix

Whom = tuple[str, str]
"""A subject's id, then the gallery's: so they are ordered where scores are equal."""


FEW = 64
"""So many templates are sooner compared again than chosen among."""


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody with the template of theirs that scored best; of equal ones, that of the least id.

    Attributes:
        whom: who.
        template: the template's id.
        score: cosine similarity, -1 to 1.
    """

    whom: Whom
    template: str
    score: float

    @property
    def rank(self) -> tuple[float, Whom, str]:
        """What leaders are ordered by, the best first: a total order."""
        return -self.score, self.whom, self.template


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """Some templates.

    Attributes:
        matrix: their vectors, shape (n, dimensions), float32, of any length but 0.
        whose: of each.
        templates: the id of each.
    """

    matrix: Matrix
    whose: Sequence[Whom]
    templates: Sequence[str]


class Leaders:
    """The `limit` best people for each probe, of the templates that were shown so far.

    Several of these, each shown a part of the templates, are reduced to one by `reduced`, with the
    same answer as if one had been shown all, however a person's templates are spread over the
    parts. For let x be among the `limit` best people of all, by the best template of each, and
    let that template of x be in part S. Were x not among the `limit` best of S, then `limit` others
    would have templates in S that rank before it, and so would rank before x among all. So x is
    kept by S with the right score; no part keeps a better score than somebody has; hence whoever
    is best among those who were kept is best of all. The order is total (`Leader.rank`), so this
    holds of equal scores too.

    Only what is kept takes memory: `limit` people for each probe.
    """

    def __init__(self, probes: Matrix, limit: int) -> None:
        """Take probes, shape (p, dimensions), float32, and how many people are wanted of each."""
        self._probes = probes
        self._units = probes / np.linalg.norm(probes, axis=1, keepdims=True)
        self._limit = limit
        self._best: list[list[Leader]] = [[] for _ in probes]
        self._least = np.full(len(probes), -np.inf, np.float32)

    @property
    def best(self) -> list[list[Leader]]:
        """For each probe the best people, best first."""
        return self._best

    def take(self, page: Page) -> None:
        """Compare every probe with every template of a page. Computes: keep it off the loop.

        The products of float32 say which templates can be somebody's best (right to `SLACK`);
        these few are compared once more in float64, each in the same way, so that equal templates
        have equal scores.
        """
        if not len(page.matrix):
            return
        lengths = np.linalg.norm(page.matrix, axis=1, keepdims=True)
        rough = self._units @ (page.matrix / lengths).T
        near = rough >= (self._least - np.float32(SLACK))[:, None]
        numbers: dict[Whom, int] = {}
        people = np.array([numbers.setdefault(one, len(numbers)) for one in page.whose], np.int64)
        for probe in np.flatnonzero(near.any(axis=1)):
            rows = np.flatnonzero(near[probe])
            if len(rows) > FEW:
                rows = rows[contenders(rough[probe, rows], people[rows], self._limit)]
            exact = cosines(page.matrix[rows], self._probes[probe])
            self._add(
                int(probe),
                (
                    Leader(page.whose[row], page.templates[row], float(score))
                    for row, score in zip(rows.tolist(), exact, strict=True)
                ),
            )

    def _add(self, probe: int, more: Iterable[Leader]) -> None:
        best: dict[Whom, Leader] = {}
        for leader in sorted([*self._best[probe], *more], key=lambda one: one.rank):
            best.setdefault(leader.whom, leader)
        kept = list(best.values())[: self._limit]
        self._best[probe] = kept
        if len(kept) == self._limit:
            self._least[probe] = kept[-1].score

    @classmethod
    def reduced(cls, parts: Sequence[Leaders]) -> Leaders:
        """Return the leaders of all parts together: of the same probes, at least one part."""
        whole = cls(parts[0]._probes, parts[0]._limit)  # noqa: SLF001 — of its own kind
        for part in parts:
            for probe, leaders in enumerate(part.best):
                whole._add(probe, leaders)
        return whole
