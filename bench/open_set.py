"""Open-set searches on a labelled set of templates: who is enrolled is drawn again and again."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from bench.faces import Faces

Scores = npt.NDArray[np.float32]
People = npt.NDArray[np.int64]
"""Indices of people or of photos."""

NONE = -1
"""In place of a photo, where somebody has fewer than others."""

MISS = -2.0
"""The score of a search by an enrolled person that does not put that person first."""


@dataclass(frozen=True, slots=True, eq=False)
class Searches:
    """What the searches of many random galleries of one size scored.

    Attributes:
        size: people enrolled.
        photos: how many photos of each are enrolled.
        strangers: the best score of each search by a stranger: shape (galleries, strangers).
        mates: of each search by somebody enrolled, with another photo than those enrolled, the
            score of that very person where they come first, else `MISS`: one array, all galleries.
        searchers: how many different people the latter searches are by.
    """

    size: int
    photos: int
    strangers: Scores
    mates: Scores
    searchers: int

    def threshold(self, fpir: float) -> float:
        """Return the least score that at most this share of the strangers' searches reaches."""
        return float(np.quantile(self.strangers, 1 - fpir, method="higher"))

    def thresholds_by_gallery(self, fpir: float) -> Scores:
        """Return the same for each gallery by itself: shape (galleries,)."""
        return np.quantile(self.strangers, 1 - fpir, axis=1, method="higher")

    def fpir(self, threshold: float) -> float:
        """Return the share of strangers' searches that reach a threshold."""
        return float((self.strangers >= threshold).mean())

    def tpir(self, threshold: float) -> float:
        """Return the share of searches by enrolled people that return them at a threshold."""
        return float((self.mates >= threshold).mean())


class OpenSet:
    """Draws galleries and their strangers from a set of people."""

    def __init__(self, faces: Faces, people: People) -> None:
        """Take the templates and whom of the people to draw from, as indices."""
        self._templates = faces.templates
        self._found = faces.found
        most = int(np.bincount(faces.owner).max())
        self._photos = np.full((len(faces.people), most), NONE)
        for person in range(len(faces.people)):
            own = np.flatnonzero(faces.owner == person)
            self._photos[person, : len(own)] = own
        self._usable = np.where(self._found[self._photos], self._photos, NONE)
        self._people = people[(self._usable[people] != NONE).any(axis=1)]

    def searches(self, size: int, galleries: int, seed: int, photos: int = 1) -> Searches:
        """Enrol `size` random people with random photos; everybody else is a stranger, once.

        Args:
            size: people enrolled.
            galleries: how many times.
            seed: of all that is random here.
            photos: of each who is enrolled; only people who have as many are.
        """
        rng = np.random.default_rng(seed)
        able = self._people[(self._usable[self._people] != NONE).sum(axis=1) >= photos]
        strangers: list[Scores] = []
        mates: list[Scores] = []
        searchers: set[int] = set()
        for _ in range(galleries):
            enrolled = rng.permutation(able)[:size]
            taken = _some(rng, self._usable[enrolled], photos)
            others = np.setdiff1d(self._people, enrolled)
            probes = _some(rng, self._usable[others], 1)[:, 0]
            strangers.append(self._best(probes, taken).max(axis=1))
            own = self._photos[enrolled]
            left = np.where((own[:, :, None] == taken[:, None, :]).any(axis=2), NONE, own)
            places = np.flatnonzero((left != NONE).any(axis=1))
            searchers.update(enrolled[places].tolist())
            mates.append(self._mates(_some(rng, left[places], 1)[:, 0], taken, places))
        return Searches(size, photos, np.stack(strangers), np.concatenate(mates), len(searchers))

    def _best(self, probes: People, taken: People) -> Scores:
        """Score probes against people by the best of their photos: shape (probes, people)."""
        scores = self._templates[probes] @ self._templates[taken.reshape(-1)].T
        best: Scores = scores.reshape(len(probes), *taken.shape).max(axis=2)
        return best

    def _mates(self, probes: People, taken: People, places: People) -> Scores:
        """Score each probe with its own person at `places`, where they come first."""
        if not len(probes):
            return np.empty(0, np.float32)
        scores = np.nan_to_num(self._best(probes, taken), nan=MISS)
        own = scores[np.arange(len(probes)), places]
        first = self._found[probes] & (scores.argmax(axis=1) == places)
        return np.where(first, own, np.float32(MISS))


def _some(rng: np.random.Generator, photos: People, count: int) -> People:
    """Choose `count` different photos from each row, of which none is `NONE`."""
    keys = np.where(photos == NONE, 2.0, rng.random(photos.shape))
    return np.take_along_axis(photos, np.argsort(keys, axis=1)[:, :count], axis=1)


def wilson(share: float, searches: int, z: float = 1.96) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson, J. Am. Stat. Assoc. 22, 1927)."""
    centre = share + z * z / (2 * searches)
    half = z * sqrt(share * (1 - share) / searches + z * z / (4 * searches * searches))
    whole = 1 + z * z / searches
    return (centre - half) / whole, (centre + half) / whole
