"""Open-set searches on labelled templates: who is enrolled is drawn again and again.

The protocol of NIST's 1:N tests (FRVT/FRTE): a search by somebody enrolled should return them, a
search by a stranger should return nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from core.evaluation.labelled import Labelled
from core.findings import fused

Places = npt.NDArray[np.int64]
"""Indices of people, or of photos."""

NONE = -1
"""In place of a photo, where somebody has fewer than others."""


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Searches with the best template that each found.

    Attributes:
        probe: the photos searched with: shape (searches,).
        candidate: the photos whose templates scored best, the same.
        score: cosine similarities, float32, the same.
        fused: the means of the candidates' templates where they have several, else the template:
            shape (candidates, dimensions), float32; None where nobody has several.
        mean: which of `fused` is of each candidate: shape (searches,).
    """

    probe: Places
    candidate: Places
    score: npt.NDArray[np.float32]
    fused: npt.NDArray[np.float32] | None = None
    mean: Places | None = None

    def __len__(self) -> int:
        """Return how many searches there are."""
        return len(self.probe)

    def only(self, which: npt.NDArray[np.bool_] | Places) -> Hits:
        """Return some of them."""
        mean = None if self.mean is None else self.mean[which]
        return Hits(self.probe[which], self.candidate[which], self.score[which], self.fused, mean)


@dataclass(frozen=True, slots=True, eq=False)
class Searches:
    """What the searches of many random galleries of one size found.

    Attributes:
        people: enrolled.
        templates: in a gallery, on average: people with two photos count twice.
        strangers: searches by people who are not enrolled. Photos without a face are none.
        mates: searches by people who are, with another photo, that put them first.
        tried: searches by people who are, those without a face and those lost to others too.
        searchers: how many different people the latter are by.
    """

    people: int
    templates: int
    strangers: Hits
    mates: Hits
    tried: int
    searchers: int


class OpenSet:
    """Draws galleries and their strangers from a set of people."""

    def __init__(self, faces: Labelled, people: Places) -> None:
        """Take the templates and whom of the people to draw from, as indices."""
        self._faces = faces
        photos = faces.photos_of()
        most = max(len(own) for own in photos)
        self._photos = np.full((len(photos), most), NONE)
        for person, own in enumerate(photos):
            self._photos[person, : len(own)] = own
        self._usable = np.where(faces.found[self._photos], self._photos, NONE)
        self._people = people[(self._usable[people] != NONE).any(axis=1)]

    @property
    def people(self) -> int:
        """How many people can be enrolled."""
        return len(self._people)

    def searches(self, size: int, galleries: int, seed: int, photos: int = 1) -> Searches:
        """Enrol `size` random people with random photos; everybody else is a stranger, once.

        Args:
            size: people enrolled; fewer than there are.
            galleries: how many times.
            seed: of all that is random here.
            photos: of each who is enrolled and searches, where they have one more to search with;
                of anybody else who is enrolled, one.
        """
        rng = np.random.default_rng(seed)
        strangers, mates, templates, tried = [], [], 0, 0
        searchers: set[int] = set()
        for _ in range(galleries):
            enrolled = rng.permutation(self._people)[:size]
            taken = _some(rng, self._usable[enrolled], photos)
            own = self._photos[enrolled]
            left = np.where((own[:, :, None] == taken[:, None, :]).any(axis=2), NONE, own)
            able = (left != NONE).any(axis=1) & (taken != NONE).all(axis=1)
            taken[~able, 1:] = NONE
            others = np.setdiff1d(self._people, enrolled)
            strangers.append(self._hits(_some(rng, self._usable[others], 1)[:, 0], taken)[0])
            places = np.flatnonzero(able)
            probes = _some(rng, left[places], 1)[:, 0]
            found = self._faces.found[probes]
            hits, first = self._hits(probes[found], taken)
            mates.append(hits.only(first == places[found]))
            searchers.update(enrolled[places].tolist())
            tried += len(places)
            templates += int((taken != NONE).sum())
        return Searches(
            people=size,
            templates=round(templates / galleries),
            strangers=_together(strangers),
            mates=_together(mates),
            tried=tried,
            searchers=len(searchers),
        )

    def _hits(self, probes: Places, taken: Places) -> tuple[Hits, Places]:
        """Search; return the hits, and the row of `taken` that each is in."""
        rows, columns = np.nonzero(taken != NONE)
        enrolled = taken[rows, columns]
        scores = self._faces.searched[probes] @ self._faces.kept[enrolled].T
        best = scores.argmax(axis=1)
        top = scores[np.arange(len(probes)), best]
        if taken.shape[1] == 1:
            return Hits(probes, enrolled[best], top), rows[best]
        means = np.stack([fused(self._faces.kept[own[own != NONE]]) for own in taken])
        return Hits(probes, enrolled[best], top, means, rows[best]), rows[best]


def _some(rng: np.random.Generator, photos: Places, count: int) -> Places:
    """Choose `count` different photos from each row; `NONE` where there are not so many."""
    keys = np.where(photos == NONE, 2.0, rng.random(photos.shape))
    return np.take_along_axis(photos, np.argsort(keys, axis=1)[:, :count], axis=1)


def _together(every: list[Hits]) -> Hits:
    probe, candidate, score = (
        np.concatenate(parts)
        for parts in zip(*((hits.probe, hits.candidate, hits.score) for hits in every), strict=True)
    )
    means = [hits.fused for hits in every if hits.fused is not None]
    if not means:
        return Hits(probe, candidate, score)
    before = np.cumsum([0, *map(len, means)])
    mean = [
        hits.mean + start
        for hits, start in zip(every, before, strict=False)
        if hits.mean is not None
    ]
    return Hits(probe, candidate, score, np.concatenate(means), np.concatenate(mean))


def wilson(share: float, searches: int, z: float = 1.96) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson, J. Am. Stat. Assoc. 22, 1927)."""
    centre = share + z * z / (2 * searches)
    half = z * sqrt(share * (1 - share) / searches + z * z / (4 * searches * searches))
    whole = 1 + z * z / searches
    return (centre - half) / whole, (centre + half) / whole
