"""By what rule searches are judged: a calibration's, or in folds that of other people's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from core.decision import Policy
from core.evaluation.calibrating import SEARCHES, calibrated
from core.evaluation.cohorts import AT_ONCE
from core.evaluation.labelled import Labelled
from core.evaluation.open_set import Hits, Places

Numbers = npt.NDArray[np.float32]


class Judge(Protocol):
    """Makes evidence of hits, and knows from where on it is enough."""

    def on(self, faces: Labelled) -> Judge:
        """Return a judge by the same rule of other templates of the same photos."""

    def evidence(self, hits: Hits) -> Numbers:
        """Return the evidence for each hit: shape (searches,)."""

    def limit(self, hits: Hits, fpir: float, gallery_size: int) -> Numbers:
        """Return from which evidence on each is enough for an FPIR: shape (searches,)."""


class PolicyJudge:
    """Judges as `core.decision` does, many searches at once."""

    def __init__(self, faces: Labelled, policy: Policy) -> None:
        self._faces = faces
        self._policy = policy
        self._rule = policy.calibration.normalisation if policy.calibration else None
        self._searched, self._kept = (
            self._commonness(np.nan_to_num(templates)) for templates in (faces.searched, faces.kept)
        )

    def on(self, faces: Labelled) -> PolicyJudge:
        """Return a judge by the same policy of other templates."""
        return PolicyJudge(faces, self._policy)

    def evidence(self, hits: Hits) -> Numbers:
        """Return the evidence for each hit."""
        own = self._searched[hits.probe]
        single = hits.score - own - self._kept[hits.candidate]
        if hits.fused is None or hits.mean is None or not self._policy.calibrated:
            return np.asarray(single)
        used, mean = np.unique(hits.mean, return_inverse=True)
        theirs = hits.fused[used]
        score = _cosines(self._faces.searched, hits.probe, theirs, mean)
        return np.asarray(np.maximum(single, score - own - self._commonness(theirs)[mean]))

    def _commonness(self, templates: Numbers) -> Numbers:
        if self._rule is None:
            return np.zeros(len(templates), np.float32)
        return self._rule.commonness(templates)

    def limit(self, hits: Hits, fpir: float, gallery_size: int) -> Numbers:
        """Return from where on the product decides: the makers' threshold where uncalibrated."""
        if self._policy.calibration is None:
            limit = self._policy.shipped
        else:
            limit = self._policy.calibration.limit(fpir, gallery_size)
        return np.full(len(hits), limit, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class FoldsJudge:
    """Judges each hit by people who are neither in the probe's fold nor in the candidate's.

    Attributes:
        fold: of each photo's person: shape (photos,).
        judges: by the folds of probe and candidate.
    """

    fold: Places
    judges: Mapping[tuple[int, int], PolicyJudge]

    @classmethod
    def of(cls, faces: Labelled, folds: int, seed: int, searches: int = SEARCHES) -> FoldsJudge:
        """Divide the people and calibrate on what each two folds leave."""
        rng = np.random.default_rng(seed)
        fold = rng.permutation(np.arange(len(faces.people)) % folds)
        judges: dict[tuple[int, int], PolicyJudge] = {}
        for one in range(folds):
            for other in range(one, folds):
                left = np.flatnonzero((fold != one) & (fold != other))
                made = calibrated(faces, left, seed, "", searches)
                judge = PolicyJudge(faces, Policy(0.0, made))
                judges[one, other] = judges[other, one] = judge
        return cls(fold[faces.owner], judges)

    def on(self, faces: Labelled) -> FoldsJudge:
        """Return a judge by the same calibrations of other templates."""
        judges = {folds: judge.on(faces) for folds, judge in self.judges.items()}
        return FoldsJudge(self.fold, judges)

    def evidence(self, hits: Hits) -> Numbers:
        """Return the evidence for each hit."""
        out = np.empty(len(hits), np.float32)
        for judge, part, some in self._parts(hits):
            out[part] = judge.evidence(some)
        return out

    def limit(self, hits: Hits, fpir: float, gallery_size: int) -> Numbers:
        """Return from where on it is enough."""
        out = np.empty(len(hits), np.float32)
        for judge, part, some in self._parts(hits):
            out[part] = judge.limit(some, fpir, gallery_size)
        return out

    def _parts(self, hits: Hits) -> list[tuple[PolicyJudge, Places, Hits]]:
        probe, candidate = self.fold[hits.probe], self.fold[hits.candidate]
        found = []
        for (one, other), judge in self.judges.items():
            part = np.flatnonzero((probe == one) & (candidate == other))
            found.append((judge, part, hits.only(part)))
        return found


def _cosines(searched: Numbers, probe: Places, kept: Numbers, candidate: Places) -> Numbers:
    out = np.empty(len(probe), np.float32)
    for start in range(0, len(probe), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        out[part] = np.einsum("ij,ij->i", searched[probe[part]], kept[candidate[part]])
    return out
