"""One face compared with one other: how often the same person is refused, and another accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from core.calibration import MATCH_FPIR
from core.evaluation.judging import Judge
from core.evaluation.labelled import Labelled
from core.evaluation.open_set import Hits, wilson

STRANGERS = 400_000
"""Pairs of two people, drawn at random."""

FARS = (0.01, 0.001)
"""Shares of pairs of two people that are accepted."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """All pairs of photos of one person, and many of two.

    Attributes:
        same: cosine similarities of pairs of one person; -1 where a photo has no face.
        other: the same of pairs of two people, all with faces.
        same_evidence: what they are worth, as more than a match takes; so `other_evidence`.
    """

    same: npt.NDArray[np.float32]
    other: npt.NDArray[np.float32]
    same_evidence: npt.NDArray[np.float32]
    other_evidence: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PairRow:
    """How many pairs of one person are accepted where so many pairs of two are.

    Attributes:
        far: share of pairs of two people that are accepted.
        tar: share of pairs of one person that are, by the score.
        evidence_tar: the same by the evidence.
        low: where the 95 % interval of `tar` begins.
        high: where it ends.
    """

    far: float
    tar: float
    evidence_tar: float
    low: float
    high: float


def pairs(faces: Labelled, judge: Judge, seed: int) -> Pairs:
    """Compare photos as `verify` does, which takes the time that an enrolment takes."""
    faces = replace(faces, searched=faces.kept)
    judge = judge.on(faces)
    rng = np.random.default_rng(seed)
    every = [pair for own in faces.photos_of() for pair in combinations(own.tolist(), 2)]
    same = np.array(every, np.int64).reshape(-1, 2)
    usable = np.flatnonzero(faces.found)
    drawn = rng.choice(usable, (STRANGERS, 2))
    drawn = drawn[faces.owner[drawn[:, 0]] != faces.owner[drawn[:, 1]]]
    lost = ~faces.found[same].all(axis=1)
    whole, others = _hits(faces, same[~lost]), _hits(faces, drawn)
    missing = np.full(int(lost.sum()), -1, np.float32)
    return Pairs(
        same=np.concatenate((whole.score, missing)),
        other=others.score,
        same_evidence=np.concatenate((_beyond(judge, whole), missing)),
        other_evidence=_beyond(judge, others),
    )


def pair_rows(found: Pairs, people: int) -> list[PairRow]:
    """Return the shares at each of `FARS`; `people` is how many have two photos."""
    rows = []
    for far in FARS:
        tar, by_evidence = (
            float((same >= np.quantile(other, 1 - far, method="higher")).mean())
            for same, other in (
                (found.same, found.other),
                (found.same_evidence, found.other_evidence),
            )
        )
        rows.append(PairRow(far, tar, by_evidence, *wilson(tar, people)))
    return rows


def _beyond(judge: Judge, hits: Hits) -> npt.NDArray[np.float32]:
    """Return evidence less the threshold: in folds, each has a scale of its own."""
    return np.asarray(judge.evidence(hits) - judge.limit(hits, MATCH_FPIR, 1))


def _hits(faces: Labelled, both: npt.NDArray[np.int64]) -> Hits:
    one, other = both[:, 0], both[:, 1]
    score = np.einsum("ij,ij->i", faces.kept[one], faces.kept[other])
    return Hits(one, other, np.asarray(score, np.float32))
