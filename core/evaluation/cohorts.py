"""Cohorts for normalising scores, and what people of the cohort itself would score without them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.evaluation.labelled import Labelled
from core.evaluation.open_set import NONE, Hits, Places
from core.normalisation import NEAR, NEAREST, Matrix

GROUP = 3
"""People whose mean is one template of a cohort: so nobody's own is in it."""

AT_ONCE = 100_000
"""Searches that are looked at together: some 100 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """A cohort and whose templates went into it.

    Attributes:
        cohort: shape (n, dimensions), float32, unit norm, to half precision, as it is stored.
        group: which of the cohort each person is part of: shape (people,); `NONE` for nobody.
    """

    cohort: Matrix
    group: Places


def grouped(faces: Labelled, people: Places, seed: int) -> Grouped:
    """Make a cohort of people, each template the mean of `GROUP` people who are alike.

    Greedy: somebody at random with whoever are nearest of those who are left.
    """
    photos = faces.photos_of()
    usable = {int(person): photos[person][faces.found[photos[person]]] for person in people}
    able = np.array([person for person, own in usable.items() if len(own)], np.int64)
    means = _unit(np.stack([faces.kept[usable[int(person)]].mean(axis=0) for person in able]))
    free = np.ones(len(able), np.bool_)
    group = np.full(len(faces.people), NONE)
    cohort: list[Matrix] = []
    for one in np.random.default_rng(seed).permutation(len(able)):
        if not free[one] or free.sum() < GROUP:
            continue
        alike = np.where(free, means @ means[one], -np.inf)
        alike[one] = np.inf
        members = np.argsort(-alike)[:GROUP]
        free[members] = False
        group[able[members]] = len(cohort)
        cohort.append(means[members].mean(axis=0))
    return Grouped(_unit(_unit(np.stack(cohort)).astype(np.float16).astype(np.float32)), group)


@dataclass(frozen=True, slots=True, eq=False)
class WithoutThem:
    """How near photos come to a cohort when two people are taken out of it.

    For those who are in it themselves: to others, it is a cohort of strangers.
    """

    group: Places
    owner: Places
    kept: tuple[npt.NDArray[np.float32], Places]
    searched: tuple[npt.NDArray[np.float32], Places]

    @classmethod
    def of(cls, faces: Labelled, cohort: Grouped) -> WithoutThem:
        """Look up the nearest of a cohort for every photo."""
        kept, searched = (
            _nearest(np.nan_to_num(templates), cohort.cohort)
            for templates in (faces.kept, faces.searched)
        )
        return cls(cohort.group, faces.owner, kept, searched)

    def around(self, hits: Hits) -> npt.NDArray[np.float32]:
        """Return the mean cosines to the nearest and to the near, for probe and candidate added.

        Returns:
            shape (searches, 2): `NEAREST`, `NEAR`.
        """
        out = np.empty((len(hits), 2), np.float32)
        for start in range(0, len(hits), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            probe, candidate = hits.probe[part], hits.candidate[part]
            gone = self.group[self.owner[np.stack((probe, candidate), axis=1)]]
            out[part] = _means(self.searched, probe, gone) + _means(self.kept, candidate, gone)
        return out


def _means(
    nearest: tuple[npt.NDArray[np.float32], Places], photos: Places, gone: Places
) -> npt.NDArray[np.float32]:
    cosines, places = nearest[0][photos], nearest[1][photos]
    stays = (places != gone[:, :1]) & (places != gone[:, 1:])
    rank = np.cumsum(stays, axis=1)
    return np.stack(
        [
            np.where(stays & (rank <= count), cosines, 0).sum(axis=1) / count
            for count in (NEAREST, NEAR)
        ],
        axis=1,
    )


def _nearest(templates: Matrix, cohort: Matrix) -> tuple[npt.NDArray[np.float32], Places]:
    cosines = templates @ cohort.T
    places = np.argsort(-cosines, axis=1)[:, : NEAR + 2]
    return np.take_along_axis(cosines, places, axis=1), places


def _unit(templates: Matrix) -> Matrix:
    return np.asarray(templates / np.linalg.norm(templates, axis=1, keepdims=True), np.float32)
