"""From a score and the size of the gallery to what is said of the first candidate. No I/O.

Where nothing was measured for the recipe in use, there is the one threshold that the model's makers
ship, whatever the size of the gallery; such a policy is called uncalibrated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.calibration import MATCH_FPIR, POSSIBLE_FPIR, Calibration
from core.findings import Decision, Evidence, Rarity, Threshold
from core.model import Vector


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

    def bands(self, gallery_size: int) -> Bands:
        """Return where the decisions begin.

        Args:
            gallery_size: N, in templates.

        Raises:
            ValueError: nobody is enrolled, so there is nothing to decide.
        """
        if gallery_size < 1:
            message = "an empty gallery has no thresholds"
            raise ValueError(message)
        if self.calibration is None:
            return Bands(Threshold(self.shipped, None, gallery_size), None)
        match, possible = (
            Threshold(self.calibration.limit(fpir, gallery_size), fpir, gallery_size)
            for fpir in (MATCH_FPIR, POSSIBLE_FPIR)
        )
        return Bands(match, possible)

    def evidence(
        self,
        probe: Vector,
        candidates: Sequence[Vector],
        fused: Sequence[Vector | None],
        gallery_size: int,
    ) -> tuple[Evidence, ...]:
        """Return what each score is worth; computes, so keep it off the event loop.

        Args:
            probe: the template searched with.
            candidates: of each candidate, the template that scored.
            fused: of each, the mean of their templates where they have several. It is one more
                template: it resembles the person where no single photo does.
            gallery_size: N, in templates; at least 1 where there are candidates.
        """
        if not candidates:
            return ()
        if self.calibration is None:
            return tuple(Evidence(float(one @ probe), None) for one in candidates)
        values = self._worth(probe, candidates)
        several = [place for place, one in enumerate(fused) if one is not None]
        means = self._worth(probe, [one for one in fused if one is not None])
        for place, value in zip(several, means, strict=True):
            values[place] = max(values[place], value)
        return tuple(
            Evidence(value, self.calibration.fpir(value, gallery_size)) for value in values
        )

    def _worth(self, probe: Vector, templates: Sequence[Vector]) -> list[float]:
        if not templates:
            return []
        scores = np.stack(templates) @ probe
        rule = self.calibration.normalisation if self.calibration else None
        if rule is not None:
            own, *theirs = rule.commonness(np.stack([probe, *templates]))
            scores = scores - own - np.stack(theirs)
        return [float(score) for score in scores]

    def rarity(self, evidence: Evidence, templates: int, faces: int = 1) -> Rarity:
        """Say how few strangers reach an evidence with the best of some people of a gallery.

        What is asked of a face is asked about these people alone, however many others are enrolled;
        so it holds only where the one whom the face resembles most is one of them.

        Args:
            evidence: for that one.
            templates: of these people together; with none, nothing is sure.
            faces: in the photo, or in all photos that are judged as one, at least 1.
        """
        if self.calibration is None or templates < 1:
            return Rarity(None, sure=False)
        return Rarity(
            self.calibration.fpir(evidence.value, templates),
            self.calibration.is_rare(evidence.value, templates, faces),
        )

    def decide(self, evidence: Sequence[Evidence], gallery_size: int) -> Decision:
        """Say what the evidence for the first candidate is enough for.

        Args:
            evidence: of the candidates, as they are ranked; empty where there are none.
            gallery_size: N, in templates; 0 when nobody is enrolled.
        """
        if not evidence or gallery_size < 1:
            return Decision.UNKNOWN
        value, bands = evidence[0].value, self.bands(gallery_size)
        if value >= bands.match.evidence:
            return Decision.MATCH
        if bands.possible and value >= bands.possible.evidence:
            return Decision.POSSIBLE
        return Decision.UNKNOWN
