"""Templates of people who are not: drawn from a distribution fitted to real ones.

A person is a point drawn from a mixture of normal distributions, fitted to the means of real
people; a photo of theirs is that point, moved as photos of one person differ, by more or less, and
made a unit vector. Only sums over many people are fitted: nobody's template is in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.search.mixture import Mixture, factor

Vectors = npt.NDArray[np.float32]
"""Shape (templates, dimensions), of norm 1 but for sums of several."""

Owners = npt.NDArray[np.int64]
"""Whose each template is: shape (templates,)."""

COMPONENTS = 8
OWN = 0.6
"""Of the mixture, and how much of a covariance is a component's own. With one component nearest
neighbours were less alike than real ones, with 32 more; these meet them (`likeness`)."""

QUANTILES = 200
"""By which it is kept how far photos lie from their person."""

CRUDE = 0.42
"""The norm of a person's own part beside the mean's 1 where no faces are at hand: two strangers
are then as like as dlib's, at the median."""

CRUDE_WITHIN = 0.24
"""The same of a photo's own part."""

CRUDE_SHARES = (0.54, 0.21, 0.10, 0.07, 0.05, 0.03)
"""The shares of people with 1 to 6 photos in lfw-dev."""

CRUDELY = "nothing real, since FACES_DIR has no lfw-dev: what follows is of a crude stand-in"

CHUNK = 50_000
"""People drawn at once: 50 MB of numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Templates of made-up people, person by person.

    Attributes:
        vectors: float32, of norm 1.
        owner: whose each is, growing.
        points: of the people themselves, of whom more photos can be drawn.
    """

    vectors: Vectors
    owner: Owners
    points: Vectors

    @property
    def people(self) -> int:
        """How many they are."""
        return int(self.owner[-1]) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """What templates are drawn from.

    Attributes:
        people: of whom a person is drawn.
        within: which way photos of one person differ: a factor of the covariance, (dims, dims).
        scales: growing quantiles of how far a photo lies from its person.
        shares: of people with 1, 2, … photos.
        origin: what it was fitted to, in words.
    """

    people: Mixture
    within: npt.NDArray[np.float64]
    scales: npt.NDArray[np.float64]
    shares: npt.NDArray[np.float64]
    origin: str

    @classmethod
    def fitted(cls, vectors: Vectors, owner: Owners, origin: str) -> Distribution:
        """Fit to real templates of several photos of at least some of the people."""
        _, inverse, counts = np.unique(owner, return_inverse=True, return_counts=True)
        wide = vectors.astype(np.float64)
        means = np.zeros((len(counts), vectors.shape[1]))
        np.add.at(means, inverse, wide)
        means /= counts[:, None]
        several = counts[inverse] > 1
        # A photo lies nearer to the mean of n than to the person: by the root of 1 - 1/n.
        many = counts[inverse][several]
        moved = (wide - means[inverse])[several] / np.sqrt(1 - 1 / many)[:, None]
        covariance = moved.T @ moved / len(moved)
        far = np.linalg.norm(moved, axis=1)
        scales = np.quantile(far, (np.arange(QUANTILES) + 0.5) / QUANTILES)
        shares = np.bincount(np.minimum(counts, 6), minlength=7)[1:] / len(counts)
        people = Mixture.fitted(means, COMPONENTS, OWN, covariance * np.mean(1 / counts))
        return cls(people, factor(covariance), scales, shares, origin)

    @classmethod
    def crude(cls, dimensions: int) -> Distribution:
        """Return one for where no faces are: as like as dlib's on the average, and no more."""
        mean = np.zeros((1, dimensions))
        mean[0, 0] = 1.0
        # dlib's templates spread over some forty directions, each less than the one before.
        spread = np.exp(-np.arange(dimensions) / 40.0)
        spread /= spread.sum()
        people = Mixture(np.ones(1), mean, np.diag(np.sqrt(spread) * CRUDE)[None])
        within = np.diag(np.sqrt(spread))
        return cls(people, within, np.full(1, CRUDE_WITHIN), np.array(CRUDE_SHARES), CRUDELY)

    def draw(self, templates: int, random: np.random.Generator) -> Drawn:
        """Return as many templates as asked for; the last person may have fewer than drawn."""
        vectors: list[Vectors] = []
        owners: list[Owners] = []
        every: list[Vectors] = []
        people = drawn = 0
        while drawn < templates:
            some = min(CHUNK, templates - drawn)
            points = self.people.draw(some, random).astype(np.float32)
            counts = random.choice(len(self.shares), some, p=self.shares) + 1
            of = np.repeat(np.arange(some), counts)[: templates - drawn]
            vectors.append(self.photos(points[of], random))
            owners.append(of + people)
            every.append(points[: of[-1] + 1])
            drawn += len(of)
            people += some
        return Drawn(np.concatenate(vectors), np.concatenate(owners), np.concatenate(every))

    def photos(self, points: Vectors, random: np.random.Generator) -> Vectors:
        """Return a photo of the person at each point."""
        moved = random.normal(size=points.shape) @ self.within.T
        far = random.choice(self.scales, len(points))
        moved *= (far / np.linalg.norm(moved, axis=1))[:, None]
        photos = points + moved
        photos /= np.linalg.norm(photos, axis=1, keepdims=True)
        return photos.astype(np.float32)
