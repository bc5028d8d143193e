"""A mixture of normal distributions, for few points of many dimensions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

ROUNDS = 20
SEED = 5


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """Several normal distributions, each drawn from as often as its share.

    Attributes:
        shares: shape (components,), of sum 1.
        centres: shape (components, dimensions).
        factors: of their covariances, shape (components, dimensions, dimensions).
    """

    shares: Numbers
    centres: Numbers
    factors: Numbers

    @classmethod
    def fitted(cls, points: Numbers, components: int, own: float, noise: Numbers) -> Mixture:
        """Fit by expectation and maximisation.

        Args:
            points: shape (points, dimensions).
            components: how many distributions.
            own: how much of a component's covariance is its own, 0 to 1; the rest is the mean of
                all components' covariances, since a component has few points.
            noise: a covariance that the points have besides, which is taken away.
        """
        random = np.random.default_rng(SEED)
        belongs = np.zeros((len(points), components))
        belongs[np.arange(len(points)), _nearest(points, components, random)] = 1.0
        for _ in range(ROUNDS):
            shares, centres, covariances = _maximised(points, belongs, own)
            belongs = _expected(points, shares, centres, covariances)
        return cls(shares, centres, np.stack([factor(one - noise) for one in covariances]))

    def draw(self, count: int, random: np.random.Generator) -> Numbers:
        """Return so many points, shape (count, dimensions)."""
        of = random.choice(len(self.shares), count, p=self.shares)
        points = self.centres[of]
        for component, matrix in enumerate(self.factors):
            here = of == component
            points[here] += random.normal(size=(int(here.sum()), len(matrix))) @ matrix.T
        return points


def factor(covariance: Numbers) -> Numbers:
    """Return a matrix whose product with its transpose is the covariance, or the nearest to it."""
    values, directions = np.linalg.eigh(covariance)
    return np.asarray(directions * np.sqrt(np.maximum(values, 0.0)))


def _nearest(
    points: Numbers, components: int, random: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Begin with the nearest of some points, moved to their middle a few times."""
    centres = points[random.permutation(len(points))[:components]]
    for _ in range(10):
        far = ((points[:, None] - centres[None]) ** 2).sum(axis=2)
        nearest = far.argmin(axis=1)
        centres = np.stack(
            [
                points[nearest == one].mean(axis=0) if np.any(nearest == one) else centres[one]
                for one in range(components)
            ]
        )
    return np.asarray(nearest)


def _maximised(points: Numbers, belongs: Numbers, own: float) -> tuple[Numbers, Numbers, Numbers]:
    weights = belongs.sum(axis=0) + 1e-9
    centres = (belongs.T @ points) / weights[:, None]
    covariances = []
    for component, weight in enumerate(weights):
        beside = points - centres[component]
        covariances.append((beside * belongs[:, component, None]).T @ beside / weight)
    shares = weights / weights.sum()
    pooled = np.einsum("c,cij->ij", shares, np.stack(covariances))
    return shares, centres, own * np.stack(covariances) + (1 - own) * pooled


def _expected(points: Numbers, shares: Numbers, centres: Numbers, covariances: Numbers) -> Numbers:
    logs = np.empty((len(points), len(shares)))
    for component, covariance in enumerate(covariances):
        root = np.linalg.cholesky(covariance + 1e-9 * np.eye(len(covariance)))
        beside = np.linalg.solve(root, (points - centres[component]).T)
        logs[:, component] = (
            np.log(shares[component]) - 0.5 * (beside**2).sum(axis=0) - np.log(np.diag(root)).sum()
        )
    logs -= logs.max(axis=1, keepdims=True)
    belongs = np.exp(logs)
    return np.asarray(belongs / belongs.sum(axis=1, keepdims=True))
