"""Thresholds, and the weights of normalisation, from labelled faces.

People of the cohort are searched as if they were not in it, so that what holds for them holds for
people who are in no cohort.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import numpy.typing as npt

from core.calibration import MATCH_FPIR, Calibration
from core.evaluation.cohorts import Grouped, WithoutThem, grouped
from core.evaluation.labelled import Labelled
from core.evaluation.open_set import Hits, OpenSet, Places, Searches
from core.normalisation import NEAR, Normalisation

Evidence = npt.NDArray[np.float32]

FPIRS = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)
"""Shares of strangers whose evidence goes into the table."""

SIZES = (1, 5, 25, 100, 400)
"""People enrolled in the galleries of the table, as far as there are enough."""

LARGEST = 0.8
"""The share of all people who are enrolled in the largest galleries; the others are strangers."""

SEARCHES = 200_000
"""By strangers, in all galleries of one size: about as many."""

NEAREST_WEIGHTS = (0.0, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65)
NEAR_WEIGHTS = (0.0, 0.1, 0.2, 0.3)
"""What is tried for the weights of normalisation."""

AROUND = (0.3 * MATCH_FPIR, MATCH_FPIR, 3 * MATCH_FPIR)
"""FPIRs at which the weights are judged by: at one alone, a few strangers would decide."""

STEP = 0.0001
"""Of evidence, as it is written."""

LEAST_PEOPLE = 50
"""With fewer, nothing could be said of one stranger in a hundred."""

LEAST_WITH_TWO = 20
"""People with two photos; with fewer, nobody could say how well people are known."""


def calibrated(
    faces: Labelled, people: Places, seed: int, made_from: str, searches: int = SEARCHES
) -> Calibration:
    """Fit a calibration on people.

    Args:
        faces: labelled.
        people: whom to use, as indices; at least `LEAST_PEOPLE` with a face.
        seed: of all that is random.
        made_from: says on whom, for whoever reads the calibration.
        searches: by strangers in galleries of each size.
    """
    open_set = OpenSet(faces, people)
    draws = [
        open_set.searches(size, max(20, searches // (open_set.people - size)), seed + size)
        for size in _sizes(open_set.people)
    ]
    cohort = grouped(faces, people, seed) if open_set.people >= 4 * NEAR else None
    normalisation, evidence = _normalised(faces, cohort, draws)
    return Calibration(
        model=faces.model,
        sizes=tuple(draw.people for draw in draws),
        fpirs=FPIRS,
        evidence=_table(evidence),
        normalisation=normalisation,
        made_from=made_from,
    )


def _sizes(people: int) -> list[int]:
    largest = int(LARGEST * people)
    return [*(size for size in SIZES if size <= largest / 2), largest]


def _table(evidence: Sequence[Evidence]) -> tuple[tuple[float, ...], ...]:
    """Return what each share of strangers reaches, higher with every size and every level.

    Few strangers leave ties, which are told apart by a step.
    """
    rows: list[tuple[float, ...]] = []
    for strangers in evidence:
        row = np.quantile(strangers, 1 - np.array(FPIRS)).round(4)
        if rows:
            row = np.maximum(row, rows[-1])
        for level in range(1, len(row)):
            row[level] = max(row[level], row[level - 1] + STEP)
        rows.append(tuple(float(round(limit, 4)) for limit in row))
    return tuple(rows)


def _normalised(
    faces: Labelled, cohort: Grouped | None, draws: Sequence[Searches]
) -> tuple[Normalisation | None, list[npt.NDArray[np.float32]]]:
    """Choose the weights; return the strangers' evidence in each draw, too."""
    if cohort is None:
        return None, [draw.strangers.score for draw in draws]
    without = WithoutThem.of(faces, cohort)
    around = [(without.around(draw.strangers), without.around(draw.mates)) for draw in draws]

    def evidence(hits: Hits, means: npt.NDArray[np.float32], rule: Normalisation) -> Evidence:
        return hits.score - rule.weighed(means[:, 0], means[:, 1])

    def worth(rule: Normalisation) -> float:
        return float(
            np.mean(
                [
                    _tpir(draw, evidence(draw.strangers, s, rule), evidence(draw.mates, m, rule))
                    for draw, (s, m) in zip(draws, around, strict=True)
                ]
            )
        )

    rules = [
        Normalisation(cohort.cohort, nearest, near)
        for nearest, near in product(NEAREST_WEIGHTS, NEAR_WEIGHTS)
        if near < nearest or nearest == near == 0
    ]
    best = max(rules, key=worth)
    return best, [
        evidence(draw.strangers, strangers, best)
        for draw, (strangers, _) in zip(draws, around, strict=True)
    ]


def _tpir(draw: Searches, strangers: Evidence, mates: Evidence) -> float:
    limits = np.quantile(strangers, 1 - np.array(AROUND))
    return float(np.mean([(mates >= limit).sum() / draw.tried for limit in limits]))
