"""Templates on their way to the server and back: turned where there is a key, and plain again.

The server compares vectors, so it cannot be given sealed ones. All of them, and each probe, are
turned by one rotation: whatever cosines it computes are those of the plain ones.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import numpy as np

from core.model import Template, Vector
from core.stores.elastic.indices import Indices
from core.stores.templates import Matrix, stacked
from core.vault.covers import NO_KEY


async def turned(indices: Indices, templates: Sequence[Template]) -> Matrix:
    """Return templates as the index has them, one a row; (0, 0) when there are none.

    Raises:
        ModelMismatch, StoreRefused: see `core.stores.templates.stacked`.
    """

    def job() -> Matrix:
        matrix = stacked(templates, indices.model)
        return indices.cover.turned(str(indices.model), matrix) if len(matrix) else matrix

    return await asyncio.to_thread(job)


async def plain_again(indices: Indices, *some: Mapping[str, Vector]) -> list[dict[str, Vector]]:
    """Return vectors of the index as they were given."""
    if indices.cover.check == NO_KEY:
        return [dict(one) for one in some]

    def job() -> list[dict[str, Vector]]:
        return [
            dict(zip(one, indices.cover.turned_back(str(indices.model), rows), strict=True))
            for one in some
            for rows in [np.stack(list(one.values())) if one else np.zeros((0, 1), np.float32)]
        ]

    return await asyncio.to_thread(job)
