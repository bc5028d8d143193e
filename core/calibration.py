"""What strangers reach: measured once for a recipe, asked at every search. No I/O.

The more people are enrolled, the higher does the best of them score with a stranger: a threshold
holds for one gallery size. That size, N, is measured in people with one photo each; somebody with
two photos counts as two. docs/accuracy.md has the measurements.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import exp, expm1, log, log1p

import numpy as np

from core.model import ModelId
from core.normalisation import Matrix, Normalisation
from core.setup_errors import BadCalibration

MATCH_FPIR = 0.01
"""Of strangers, how many may be called by a name."""

POSSIBLE_FPIR = 0.1
"""Of strangers, how many may be said to resemble somebody."""

RARE_FPIR = 0.001
"""Of photos of strangers, in how many somebody may be taken for one who is watched for, where
something is done about it before anybody looks."""

Level = tuple[float, float]
"""Evidence, and the share of strangers that reaches it."""

FORMAT = "familiar-calibration"
VERSION = 1


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """The evidence that strangers reach with the best of N people, as it was measured.

    Attributes:
        model: the recipe that it holds for.
        sizes: the N, ascending; at least two.
        fpirs: shares of strangers, descending; `MATCH_FPIR` and `POSSIBLE_FPIR` among them.
        evidence: for each size, what each of these shares reaches, so strictly ascending.
        normalisation: makes evidence of scores; None where the score is the evidence.
        made_from: on whom and how it was measured, in words.
    """

    model: ModelId
    sizes: tuple[int, ...]
    fpirs: tuple[float, ...]
    evidence: tuple[tuple[float, ...], ...]
    normalisation: Normalisation | None
    made_from: str

    def limit(self, fpir: float, gallery_size: int) -> float:
        """Return the evidence that a share of strangers reaches in a gallery of this size.

        Linear in log N between the sizes that were measured. Beyond the last of them, each further
        template is taken to be one more independent chance for a stranger to be taken for somebody;
        among the sizes measured, the chances grew a little more slowly. Between the shares that
        were measured, and below the smallest, linear in the share's logarithm.

        Args:
            fpir: more than 0, less than 1.
            gallery_size: N, at least 1.
        """
        row, beyond = self._around(gallery_size)
        return self._reached(row, _more_chances(fpir, 1 / beyond))

    def fpir(self, evidence: float, gallery_size: int) -> float:
        """Return the share of strangers who reach this evidence in a gallery of this size.

        As `limit` has it; never less than the smallest share that was measured, and 1 below the
        evidence of the largest.

        Args:
            evidence: as `normalisation` makes it.
            gallery_size: N, at least 1.
        """
        row, beyond = self._around(gallery_size)
        return max(self.fpirs[-1], _more_chances(self._share(row, evidence), beyond))

    def is_rare(self, evidence: float, gallery_size: int, faces: int) -> bool:
        """Tell whether of photos of strangers at most `RARE_FPIR` show one who reaches this.

        Args:
            evidence: as `normalisation` makes it.
            gallery_size: N, at least 1.
            faces: strangers in a photo, at least 1: each is a chance of its own.
        """
        return evidence >= self.limit(_more_chances(RARE_FPIR, 1 / faces), gallery_size)

    def _around(self, gallery_size: int) -> tuple[tuple[float, ...], float]:
        """Return the evidence for each share, and how many times as many templates there are."""
        if gallery_size >= self.sizes[-1]:
            return self.evidence[-1], gallery_size / self.sizes[-1]
        above = max(1, bisect_left(self.sizes, gallery_size))
        size, next_size = self.sizes[above - 1 : above + 1]
        part = log(gallery_size / size) / log(next_size / size)
        few, many = self.evidence[above - 1 : above + 1]
        row = (low + part * (high - low) for low, high in zip(few, many, strict=True))
        return tuple(row), 1.0

    def _reached(self, row: tuple[float, ...], share: float) -> float:
        for (low, more), (high, less) in self._steps(row):
            if share >= less:
                return low + log(share / more) / log(less / more) * (high - low)
        (low, more), (high, less) = self._tail(row)
        return low + log(share / more) / log(less / more) * (high - low)

    def _share(self, row: tuple[float, ...], evidence: float) -> float:
        if evidence < row[0]:
            return 1.0
        steps = (step for step in self._steps(row) if evidence < step[1][0])
        (low, more), (high, less) = next(steps, self._tail(row))
        return exp(log(more) + (evidence - low) / (high - low) * log(less / more))

    def _steps(self, row: tuple[float, ...]) -> Iterator[tuple[Level, Level]]:
        return pairwise(zip(row, self.fpirs, strict=True))

    def _tail(self, row: tuple[float, ...]) -> tuple[Level, Level]:
        """Return two levels by which to go on: not the last two, whose strangers are too few."""
        match = self.fpirs.index(MATCH_FPIR)
        first = match if match < len(row) - 1 else match - 1
        return (row[first], self.fpirs[first]), (row[-1], self.fpirs[-1])

    def to_json(self) -> str:
        """Return it as a file keeps it; the cohort to half precision, in base64."""
        rule = self.normalisation
        written = {
            "format": FORMAT,
            "version": VERSION,
            "model": str(self.model),
            "made_from": self.made_from,
            "sizes": self.sizes,
            "fpirs": self.fpirs,
            "evidence": self.evidence,
            "normalisation": rule
            and {
                "nearest": rule.nearest,
                "near": rule.near,
                "shape": rule.cohort.shape,
                "cohort": b64encode(rule.cohort.astype("<f2").tobytes()).decode(),
            },
        }
        return json.dumps(written, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Calibration:
        """Read what `to_json` wrote.

        Raises:
            BadCalibration: it is something else.
        """
        try:
            read = json.loads(text)
            if (read["format"], read["version"]) != (FORMAT, VERSION):
                raise BadCalibration
            rule = read["normalisation"]
            made = cls(
                model=ModelId.parse(read["model"]),
                sizes=tuple(map(int, read["sizes"])),
                fpirs=tuple(map(float, read["fpirs"])),
                evidence=tuple(tuple(map(float, row)) for row in read["evidence"]),
                normalisation=rule
                and Normalisation(
                    _cohort(rule["cohort"], rule["shape"]),
                    float(rule["nearest"]),
                    float(rule["near"]),
                ),
                made_from=str(read["made_from"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise BadCalibration from error
        if not made.usable:
            raise BadCalibration
        return made

    @property
    def usable(self) -> bool:
        """Whether it is as its attributes promise."""
        return (
            len(self.sizes) > 1
            and len(self.evidence) == len(self.sizes)
            and self.sizes[0] > 0
            and all(less < more for less, more in pairwise(self.sizes))
            and self.fpirs[0] < 1
            and all(more > less > 0 for more, less in pairwise(self.fpirs))
            and {MATCH_FPIR, POSSIBLE_FPIR} <= set(self.fpirs)
            and all(len(row) == len(self.fpirs) for row in self.evidence)
            and all(less < more for row in self.evidence for less, more in pairwise(row))
        )


def _cohort(text: str, shape: list[int]) -> Matrix:
    half = np.frombuffer(b64decode(text), "<f2").reshape(shape).astype(np.float32)
    return np.asarray(half / np.linalg.norm(half, axis=1, keepdims=True), np.float32)


def _more_chances(share: float, times: float) -> float:
    """Return the share of strangers who succeed when they have so many times as many chances."""
    return 1.0 if share >= 1 else -expm1(times * log1p(-share))
