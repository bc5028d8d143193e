"""From a score and the size of the gallery to what is said of the first candidate. No I/O.

The more people are enrolled, the higher does the best of them score with a stranger: a threshold
holds for one gallery size. That size, N, is measured in people with one photo each; somebody with
two photos counts as two, as docs/thresholds.md shows. It was measured for the recipe that comes
with Familiar; other recipes begin with the one threshold that their makers ship, whatever the size,
and are called uncalibrated.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log

from core.model import Candidate, Decision, ModelId, Threshold

MATCH_FPIR = 0.01
"""Of strangers, how many may be called by a name."""

POSSIBLE_FPIR = 0.1
"""Of strangers, how many may be said to resemble somebody."""


@dataclass(frozen=True, slots=True)
class Bands:
    """Where the decisions begin in a gallery of one size.

    Attributes:
        match: from here on, "this is".
        possible: from here on, "this may be"; None where nothing was measured.
    """

    match: Threshold
    possible: Threshold | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """The scores that strangers reach with the best of N people, as they were measured.

    Attributes:
        model: the recipe that they hold for.
        sizes: the N, ascending; at least two.
        fpirs: shares of strangers, descending; `MATCH_FPIR` and `POSSIBLE_FPIR` among them.
        scores: for each size, the score that each of these shares reaches, so ascending.
    """

    model: ModelId
    sizes: tuple[int, ...]
    fpirs: tuple[float, ...]
    scores: tuple[tuple[float, ...], ...]

    def score(self, fpir: float, gallery_size: int) -> float:
        """Return the score that a share of strangers reaches in a gallery of this size.

        Linear in log N between the sizes that were measured, and beyond the last one along the
        line through the last two: that assumes that the best of ever more people goes on rising as
        it did.

        Args:
            fpir: one of `fpirs`.
            gallery_size: N, at least 1.

        Returns:
            At most 1, which is the most that a score can be.
        """
        level = self.fpirs.index(fpir)
        above = min(max(1, bisect_left(self.sizes, gallery_size)), len(self.sizes) - 1)
        (size, score), (next_size, next_score) = (
            (self.sizes[at], self.scores[at][level]) for at in (above - 1, above)
        )
        part = log(gallery_size / size) / log(next_size / size)
        return min(1.0, score + part * (next_score - score))

    def fpir(self, score: float, gallery_size: int) -> float:
        """Return the share of strangers who reach this score in a gallery of this size.

        Linear in its logarithm between the shares that were measured; never less than the
        smallest of them, below which nothing is known, and 1 below the score of the largest.

        Args:
            score: cosine similarity.
            gallery_size: N, at least 1.
        """
        levels = [(self.score(fpir, gallery_size), fpir) for fpir in self.fpirs]
        if score < levels[0][0]:
            return 1.0
        for (low, share), (high, next_share) in pairwise(levels):
            if low <= score < high:
                part = (score - low) / (high - low)
                return exp(log(share) + part * log(next_share / share))
        return self.fpirs[-1]


@dataclass(frozen=True, slots=True)
class Policy:
    """What to say of a score.

    Attributes:
        shipped: the threshold of the model's makers, a cosine similarity.
        calibration: what was measured for the recipe in use; None where nothing was.
    """

    shipped: float
    calibration: Calibration | None

    @property
    def calibrated(self) -> bool:
        """Whether the thresholds are measured ones, with a known share of strangers."""
        return self.calibration is not None

    @property
    def verify_threshold(self) -> Threshold:
        """From which score on two photos are said to show one person: a gallery of one."""
        return self.bands(1).match

    def bands(self, gallery_size: int) -> Bands:
        """Return where the decisions begin.

        Args:
            gallery_size: N; 0 when nobody is enrolled.

        Raises:
            ValueError: nobody is enrolled, so there is nothing to decide.
        """
        if gallery_size < 1:
            message = "an empty gallery has no thresholds"
            raise ValueError(message)
        if self.calibration is None:
            return Bands(Threshold(self.shipped, None, gallery_size), None)
        match, possible = (
            Threshold(self.calibration.score(fpir, gallery_size), fpir, gallery_size)
            for fpir in (MATCH_FPIR, POSSIBLE_FPIR)
        )
        return Bands(match, possible)

    def decide(self, candidates: Sequence[Candidate], gallery_size: int) -> Decision:
        """Decide on the first candidate.

        Args:
            candidates: best first; may be empty.
            gallery_size: N; 0 when nobody is enrolled.
        """
        if not candidates or gallery_size < 1:
            return Decision.UNKNOWN
        score, bands = candidates[0].score, self.bands(gallery_size)
        if score >= bands.match.score:
            return Decision.MATCH
        if bands.possible and score >= bands.possible.score:
            return Decision.POSSIBLE
        return Decision.UNKNOWN

    def fpir(self, score: float, gallery_size: int) -> float | None:
        """Return the share of strangers who reach this score; None where nothing was measured."""
        if self.calibration is None or gallery_size < 1:
            return None
        return self.calibration.fpir(score, gallery_size)


def policy_for(model: ModelId, shipped_threshold: float) -> Policy:
    """Return the measured policy where there is one for this recipe, else the makers' threshold.

    Args:
        model: the recipe in use.
        shipped_threshold: the cosine similarity from which the model's makers say "same person".
    """
    measured = next((found for found in CALIBRATIONS if found.model == model), None)
    return Policy(shipped_threshold, measured)


CALIBRATIONS = (
    Calibration(
        model=ModelId("Dlib", "mmod", "fast-1"),
        sizes=(1, 5, 25, 100, 400, 1500),
        fpirs=(0.5, 0.2, 0.1, 0.05, 0.02, 0.01),
        scores=(
            (0.8390, 0.8675, 0.8812, 0.8918, 0.9029, 0.9099),
            (0.8749, 0.8930, 0.9021, 0.9094, 0.9176, 0.9230),
            (0.8977, 0.9101, 0.9168, 0.9225, 0.9290, 0.9334),
            (0.9111, 0.9212, 0.9267, 0.9315, 0.9372, 0.9409),
            (0.9213, 0.9298, 0.9346, 0.9388, 0.9442, 0.9480),
            (0.9289, 0.9365, 0.9406, 0.9452, 0.9505, 0.9522),
        ),
    ),
    Calibration(
        model=ModelId("Dlib", "dlib", "deepface"),
        sizes=(1, 5, 25, 100, 400, 1500),
        fpirs=(0.5, 0.2, 0.1, 0.05, 0.02, 0.01),
        scores=(
            (0.8444, 0.8729, 0.8863, 0.8965, 0.9070, 0.9137),
            (0.8796, 0.8973, 0.9060, 0.9130, 0.9207, 0.9257),
            (0.9016, 0.9138, 0.9201, 0.9255, 0.9314, 0.9357),
            (0.9144, 0.9243, 0.9294, 0.9341, 0.9393, 0.9428),
            (0.9243, 0.9327, 0.9373, 0.9410, 0.9457, 0.9487),
            (0.9318, 0.9393, 0.9433, 0.9468, 0.9507, 0.9533),
        ),
    ),
)
"""What has been measured: docs/thresholds.md says on whom and how, `python -m bench.thresholds`
measures it again (1,836 people, one photo each enrolled, 7.3 million to 67,200 searches a row)."""
