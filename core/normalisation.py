"""How much like anybody a face is, by a fixed cohort of templates that are nobody's own.

Some faces resemble many others: with them a stranger scores high. What a score is worth is
therefore measured against how near each of the two templates comes to people who are neither
(adaptive cohort normalisation of scores, as in speaker verification: Matějka et al., Analysis of
score normalization in multilingual speaker recognition, Interspeech 2017, there by mean and
deviation; here linear, with weights chosen by TPIR: docs/accuracy.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
"""Templates: shape (n, dimensions), unit norm."""

NEAREST = 5
"""Of the cohort, whose mean says how much like anybody a face is."""

NEAR = 50
"""Of the cohort, whose mean says what is usual around a face."""


@dataclass(frozen=True, slots=True, eq=False)
class Normalisation:
    """What is taken from a score for the two faces that it compares.

    Attributes:
        cohort: at least `NEAR` templates, shape (n, dimensions), float32, unit norm.
        nearest: the weight of the mean cosine to the `NEAREST`.
        near: the weight of the mean cosine to the `NEAR`, which is given back.
    """

    cohort: Matrix
    nearest: float
    near: float

    def commonness(self, templates: Matrix) -> npt.NDArray[np.float32]:
        """Return how much like anybody each template is.

        Args:
            templates: shape (n, dimensions), float32, unit norm.

        Returns:
            shape (n,), float32: what is to be taken from each score of theirs.
        """
        cosines = templates @ self.cohort.T
        best = -np.sort(np.partition(-cosines, NEAR - 1, axis=1)[:, :NEAR], axis=1)
        return np.asarray(self.weighed(best[:, :NEAREST].mean(axis=1), best.mean(axis=1)))

    def weighed(
        self, nearest: npt.NDArray[np.float32], near: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.float32]:
        """Return the commonness for mean cosines to the nearest and the near of the cohort."""
        return np.asarray(self.nearest * nearest - self.near * near, np.float32)
