"""What a search finds, and what is said of it, as frozen values. No I/O."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from core.model import Probe, Subject, Vector


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject whom a probe resembles, by the best of their templates.

    Attributes:
        subject: who.
        score: cosine similarity, -1 to 1.
        template_id: the template that scored it (its crop can be shown).
        gallery: where they are enrolled, if several galleries were searched (`core.archive`).
    """

    subject: Subject
    score: float
    template_id: str
    gallery: str | None = None

    @property
    def distance(self) -> float:
        """Euclidean distance of the unit templates, 0 to 2: d^2 = 2 - 2 * score."""
        return math.sqrt(max(0.0, 2.0 - 2.0 * self.score))


FUSED = 16
"""How many templates of somebody are averaged: more are worth nothing more, and cost."""


def fused(templates: npt.NDArray[np.float32]) -> Vector:
    """Return the mean of somebody's templates, shape (n, dimensions), as a unit vector."""
    mean = templates.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class SearchResult:
    """What a gallery answers to a search.

    Attributes:
        templates: how many the gallery holds (the N on which thresholds depend: two photos of each
            of 50 people meet a stranger with as many chances as one of each of 100).
        candidates: for each probe, in the probes' order: the best people, best first.
        vectors: those of the candidates' templates, by `Candidate.template_id`.
        fused: of each candidate with several templates, the mean of the newest `FUSED`, of norm 1,
            by the subject's id.
    """

    templates: int
    candidates: tuple[tuple[Candidate, ...], ...]
    vectors: Mapping[str, Vector]
    fused: Mapping[str, Vector]


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which evidence on a band begins.

    Attributes:
        evidence: the least that reaches the band.
        fpir: the share of searches by strangers that reach it, where measured; else None.
        gallery_size: the number of enrolled templates that it holds for.
    """

    evidence: float
    fpir: float | None
    gallery_size: int


class Decision(StrEnum):
    """What is said of the first candidate."""

    MATCH = "match"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a score is worth in a gallery.

    Attributes:
        value: the number that decisions are made on, higher for more alike: the score measured
            against how much like anybody the two faces are; the score itself where nothing was
            measured for the recipe.
        fpir: the share of strangers' searches that reach it; None where nothing was measured.
    """

    value: float
    fpir: float | None


@dataclass(frozen=True, slots=True)
class Rarity:
    """How few strangers would look so much like one of some people of a gallery.

    Attributes:
        share: of strangers' searches that reach the evidence with the best of these people alone;
            None where nothing was measured for the recipe.
        sure: whether of photos with as many strangers in them at most `RARE_FPIR` show one who
            does: enough to act on. Never where nothing was measured.
    """

    share: float | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Verification:
    """One face compared with one other.

    Attributes:
        score: cosine similarity, -1 to 1.
        distance: Euclidean distance of the unit templates, 0 to 2.
        evidence: what the score is worth.
        threshold: the evidence from which they are called the same person.
        decision: as for a gallery of one.
    """

    score: float
    distance: float
    evidence: Evidence
    threshold: float
    decision: Decision


@dataclass(frozen=True, slots=True)
class Identification:
    """One face of a photo with the people it resembles and what is said of the first of them.

    Attributes:
        probe: the face.
        candidates: best first by score; empty when the gallery is.
        evidence: for each of them.
        decision: made on the first candidate.
        gallery_size: how many templates the gallery holds, on which the decision depends.
    """

    probe: Probe
    candidates: tuple[Candidate, ...]
    evidence: tuple[Evidence, ...]
    decision: Decision
    gallery_size: int
