"""Templates at a store's door: of the right recipe, of one length, and unit vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.errors import ModelMismatch, StoreRefused
from core.model import NORM_TOLERANCE, ModelId, Template

Matrix = npt.NDArray[np.float32]
"""One template a row: shape (templates, dimensions), float32."""


def stacked(templates: Sequence[Template], model: ModelId) -> Matrix:
    """Return the templates' vectors, one a row; (0, 0) when there are none.

    Raises:
        ModelMismatch: one of them was made by another recipe than `model`.
        StoreRefused: lengths differ, or one of them is not a unit vector.
    """
    if not templates:
        return np.zeros((0, 0), np.float32)
    for template in templates:
        if template.model != model:
            raise ModelMismatch(kept=str(model), configured=str(template.model))
    shapes = {template.vector.shape for template in templates}
    if len(shapes) > 1 or any(len(shape) != 1 or shape[0] == 0 for shape in shapes):
        raise StoreRefused(reason="templates of several lengths were given at once")
    matrix = np.ascontiguousarray([template.vector for template in templates], dtype=np.float32)
    norms = np.linalg.norm(matrix.astype(np.float64), axis=1)
    if not bool(np.all(np.abs(norms - 1.0) <= NORM_TOLERANCE)):  # False for NaN and infinity too
        raise StoreRefused(reason="a template is not a vector of norm 1")
    return matrix


def same_length(given: int, kept: int) -> None:
    """Refuse templates that cannot be compared with those of the gallery.

    Raises:
        StoreRefused: `given` and `kept` dimensions differ.
    """
    if given != kept:
        raise StoreRefused(
            reason=f"a template has {given} numbers where this gallery's have {kept}"
        )
