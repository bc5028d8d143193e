"""How much it hurts to be enrolled with a poor photo: `python -m bench.quality --cache FOLDER`.

Prints the tables of docs/quality.md, by which the limits of `core.quality` were set. Photos come
from FACES_DIR (default ../shared/faces).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.degrading import STEPS
from bench.seeing import KEYS, MODEL, SEED, Rows, Seen, seen
from core import quality as limits
from core.calibrations import shipped
from core.decision import Policy
from core.evaluation.labelled import Labelled
from core.evaluation.open_set import OpenSet, wilson
from core.findings import Decision

GALLERY = 100
"""People enrolled."""

GALLERIES = 60
FPIR = 0.01
ENROLLED = (1, 2, 3)
"""Photos of a person, to one of which another must be like."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Where a measure becomes too poor.

    Attributes:
        key: of the measure.
        at: its limit.
        above: whether what lies above is poor; else what lies below.
        kinds: what it is to notice; empty for what is taken as photos come.
    """

    key: str
    at: float
    above: bool
    kinds: tuple[str, ...]

    def poor(self, rows: Rows, at: float | None = None) -> npt.NDArray[np.bool_]:
        """Tell which photos are beyond the limit (or another)."""
        values, edge = rows[:, KEYS.index(self.key)], self.at if at is None else at
        return values > edge if self.above else values < edge


LIMITS = (
    Limit("size", limits.LEAST_SIZE, above=False, kinds=("size",)),
    Limit("sharpness", limits.LEAST_SHARPNESS, above=False, kinds=("blur", "shake")),
    Limit("brightness", limits.LEAST_BRIGHTNESS, above=False, kinds=("dark",)),
    Limit("contrast", limits.LEAST_CONTRAST, above=False, kinds=("faint",)),
    Limit("white", limits.MOST_WHITE, above=True, kinds=("bright",)),
    Limit("turn", limits.MOST_TURN, above=True, kinds=()),
    Limit("frontal", limits.LEAST_FRONTAL, above=False, kinds=()),
)
AROUND = (0.8, 0.9, 1.1, 1.25)
"""Times a limit: what another one would do."""


class Hurt:
    """Says how often somebody is found who was enrolled with a certain template."""

    def __init__(self, ordinary: Seen, owner: npt.NDArray[np.int64]) -> None:
        """Take ordinary photos, whose they are; everybody else's stand in the galleries."""
        self._templates, self._owner = ordinary.templates, owner
        people = tuple(map(str, range(int(owner.max()) + 1)))
        faces = Labelled(MODEL, people, owner, ordinary.templates, ordinary.templates)
        searches = OpenSet(faces, np.arange(len(people))).searches(GALLERY, 400, SEED)
        reached = searches.strangers.score
        self.threshold = float(np.quantile(reached, 1 - FPIR, method="higher"))
        random = np.random.default_rng(SEED)
        self._found = faces.found
        able = np.flatnonzero(self._found)
        self._rivals = [random.choice(able, GALLERY - 1, replace=False) for _ in range(GALLERIES)]

    def tpir(self, template: npt.NDArray[np.float32], photo: int) -> float:
        """Return it for searches with the person's other photos; NaN when there are none.

        Args:
            template: enrolled.
            photo: the one that it was made from.
        """
        others = np.flatnonzero((self._owner == self._owner[photo]) & self._found)
        probes = self._templates[others[others != photo]]
        if not len(probes):
            return float("nan")
        own = probes @ template
        best = np.stack([self._best(probes, photo, rivals) for rivals in self._rivals], axis=1)
        return float(((own >= self.threshold)[:, None] & (own[:, None] > best)).mean())

    def _best(
        self, probes: npt.NDArray[np.float32], photo: int, rivals: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float32]:
        others = rivals[self._owner[rivals] != self._owner[photo]]
        best: npt.NDArray[np.float32] = (probes @ self._templates[others].T).max(axis=1)
        return best


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument(
        "--cache", type=Path, required=True, help="where networks and templates are kept"
    )
    given = options.parse_args()
    folder = Path(os.environ.get("FACES_DIR", "../shared/faces")) / "lfw-dev"
    paths = sorted(folder.glob("*/*.jpg"))
    names = sorted({path.parent.name for path in paths})
    owner = np.array([names.index(path.parent.name) for path in paths])
    ordinary, made = seen(paths, owner, given.cache)
    hurt = Hurt(ordinary, owner)
    plain = np.array([hurt.tpir(ordinary.templates[at], at) for at in range(len(paths))])
    base = float(np.nanmean(plain))
    _say(f"Threshold {hurt.threshold:.4f}; TPIR of ordinary photos {base:.3f}\n")
    worse = np.array(
        [hurt.tpir(vector, at) for vector, at in zip(made.templates, made.photo, strict=True)]
    )
    for table in (
        _by_step(made, worse),
        _by_limit(ordinary, plain, made, worse, base),
        _unlike(ordinary.templates, owner),
    ):
        for line in (*table, ""):
            _say(line)


def _by_step(made: Seen, worse: npt.NDArray[np.float64]) -> Iterator[str]:
    yield "| what | how much | TPIR | the measure, median | refused |"
    yield "|---" * 5 + "|"
    for kind, steps in STEPS.items():
        limit = next(limit for limit in LIMITS if kind in limit.kinds)
        for step in steps:
            these = (made.kind == kind) & (made.step == step)
            median = np.median(made.rows[these, KEYS.index(limit.key)])
            refused = limit.poor(made.rows[these]).mean()
            tpir = np.nanmean(worse[these])
            yield f"| {kind} | {step} | {tpir:.2f} | {median:.3g} | {refused:.0%} |"


def _by_limit(
    ordinary: Seen,
    plain: npt.NDArray[np.float64],
    made: Seen,
    worse: npt.NDArray[np.float64],
    base: float,
) -> Iterator[str]:
    yield "| measure | limit | ordinary photos refused | their TPIR (95 %) | made ones nearest |"
    yield "|---" * 5 + "|"
    for limit in LIMITS:
        for times in (1.0, *AROUND):
            # A limit of 0 is moved by what photos have, not by its own size.
            at = limit.at * times if limit.at else (times - 1) * 2
            poor = limit.poor(ordinary.rows, at)
            near = limit.poor(made.rows, at * (0.9 if limit.above else 1.1)) & np.isin(
                made.kind, limit.kinds
            )
            near &= ~limit.poor(made.rows, at * (1.1 if limit.above else 0.9))
            mark = "**" if times == 1 else ""
            yield (
                f"| {limit.key} | {mark}{at:.3g}{mark} | {_share(poor, ordinary)} "
                f"| {_tpir(plain[poor])} | {_tpir(worse[near])} |"
            )
    any_poor = np.any([limit.poor(ordinary.rows) for limit in LIMITS], axis=0)
    refused, tpir = _share(any_poor, ordinary), _tpir(plain[any_poor])
    yield f"\nOrdinary photos refused by any: {refused}; TPIR {tpir}."
    yield f"Measurably hurt: TPIR below {0.75 * base:.2f}, three quarters of what others have."


def _unlike(templates: npt.NDArray[np.float32], owner: npt.NDArray[np.int64]) -> Iterator[str]:
    """Tell how often the doubt "unlike the others" is raised, rightly and wrongly."""
    policy, random = Policy(0.0, shipped(MODEL)), np.random.default_rng(SEED)
    found = np.flatnonzero(np.isfinite(templates[:, 0]))
    yield "| photos of the person | theirs, doubted | somebody else's, doubted |"
    yield "|---" * 3 + "|"
    for photos in ENROLLED:
        doubted: dict[bool, list[bool]] = {True: [], False: []}
        for probe in found:
            for same, told in doubted.items():
                person = owner[probe] if same else owner[random.choice(found)]
                own = found[(owner[found] == person) & (found != probe)]
                if len(own) < photos or (not same and person == owner[probe]):
                    continue
                kept = random.choice(own, photos, replace=False)
                vectors = list(templates[kept])
                worth = policy.evidence(templates[probe], vectors, [None] * photos, 1)
                best = max(worth, key=lambda evidence: evidence.value)
                told.append(policy.decide((best,), 1) is Decision.UNKNOWN)
        own, others = (f"{np.mean(of):.1%} of {len(of)}" for of in doubted.values())
        yield f"| {photos} | {own} | {others} |"


def _share(poor: npt.NDArray[np.bool_], ordinary: Seen) -> str:
    found = np.isfinite(ordinary.rows[:, 0])
    return f"{poor.sum() / found.sum():.2%} ({poor.sum()})"


def _tpir(values: npt.NDArray[np.float64]) -> str:
    scored = values[np.isfinite(values)]
    if not len(scored):
        return "\u2013"
    low, high = wilson(float(scored.mean()), len(scored))
    return f"{scored.mean():.2f} ({low:.2f} to {high:.2f}; {len(scored)} photos)"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
