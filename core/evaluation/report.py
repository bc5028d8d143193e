"""The figures of an evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.calibration import MATCH_FPIR, POSSIBLE_FPIR
from core.evaluation.judging import Judge, Numbers
from core.evaluation.labelled import Labelled
from core.evaluation.open_set import Hits, OpenSet, Searches, wilson

SIZES = (25, 100, 500, 1500)
"""People enrolled."""

STRICT_FPIR = 0.001
"""What moderation asks for."""

DRAWS = {25: 400, 100: 200, 500: 60, 1500: 40}
"""Random galleries of each size."""

LEAST_STRANGERS = 100
"""Who must be left over for a gallery to be drawn."""


@dataclass(frozen=True, slots=True)
class Share:
    """A measured share with its 95 % interval."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, value: float, searchers: int) -> Share:
        """Return a share of searches by so many different people."""
        return cls(value, *wilson(value, searchers))


@dataclass(frozen=True, slots=True)
class OpenSetRow:
    """One size of gallery.

    Attributes:
        people: enrolled.
        photos: of each who searches.
        templates: in the gallery.
        tpir: at FPIR 1 % of these very strangers, the best that could be had.
        strict_tpir: the same at 0.1 %.
        match_fpir: what the product's own *match* lets through.
        match_tpir: whom it returns.
        possible_fpir: what *possible* and better let through.
        possible_tpir: whom they return.
        first: how often the right person comes first, whatever the evidence.
        strangers: searches by strangers.
        searchers: different people who searched.
    """

    people: int
    photos: int
    templates: int
    tpir: Share
    strict_tpir: Share
    match_fpir: float
    match_tpir: float
    possible_fpir: float
    possible_tpir: float
    first: float
    strangers: int
    searchers: int


def open_set_rows(
    faces: Labelled, judge: Judge, seed: int, photos: tuple[int, ...] = (1, 2)
) -> Iterator[OpenSetRow]:
    """Measure galleries of all sizes for which there are enough people."""
    everybody = OpenSet(faces, np.arange(len(faces.people)))
    for count in photos:
        for size in SIZES:
            if size + LEAST_STRANGERS <= everybody.people:
                found = everybody.searches(size, DRAWS[size], seed + size + count, count)
                if found.tried:
                    yield _row(found, count, judge)


def _row(found: Searches, photos: int, judge: Judge) -> OpenSetRow:
    size = found.templates

    def beyond(hits: Hits, fpir: float) -> Numbers:
        return np.asarray(judge.evidence(hits) - judge.limit(hits, fpir, size))

    strangers, mates = (beyond(hits, MATCH_FPIR) for hits in (found.strangers, found.mates))
    likely, likely_mates = (beyond(hits, POSSIBLE_FPIR) for hits in (found.strangers, found.mates))

    def tpir(reached: npt.NDArray[np.bool_]) -> float:
        return float(reached.sum() / found.tried)

    best, strict = (
        Share.of(tpir(mates >= _threshold(strangers, fpir)), found.searchers)
        for fpir in (MATCH_FPIR, STRICT_FPIR)
    )
    return OpenSetRow(
        people=found.people,
        photos=photos,
        templates=size,
        tpir=best,
        strict_tpir=strict,
        match_fpir=float((strangers >= 0).mean()),
        match_tpir=tpir(mates >= 0),
        possible_fpir=float((likely >= 0).mean()),
        possible_tpir=tpir(likely_mates >= 0),
        first=len(found.mates) / found.tried,
        strangers=len(found.strangers),
        searchers=found.searchers,
    )


def _threshold(strangers: Numbers, fpir: float) -> float:
    """Return the least value that at most this share of the strangers reaches."""
    return float(np.quantile(strangers, 1 - fpir, method="higher"))
