"""How widely a search looks, so that it finds the share of people that is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from core.stores.elastic.plan import IndexType
from core.stores.elastic.shapes import Shape

WIDEST = 10_000
"""The most candidates that a search may look at on each shard (`num_candidates`)."""

SPARE = 100
"""Candidates beyond a gallery's size: for templates that are added meanwhile."""

OVERSAMPLE = 2.0
"""How many times the wanted templates are scored again by their whole vectors (int8_hnsw). Ten
templates are asked for where one person is wanted, so this is twenty times."""

MOST_OVERSAMPLE = 10.0
"""As much as Elasticsearch allows."""

UNMEASURED = ((100_000, 500), (1_000_000, 1500), (10_000_000, 5000))
"""Up to so many templates so many candidates, where nothing was measured; the widest beyond. Three
times what was needed for .99 of the five best of 160,000 templates, and more with their number."""


@dataclass(frozen=True, slots=True)
class Breadth:
    """How widely one search looks.

    Attributes:
        candidates: the least `num_candidates`, of each shard.
        oversample: how many times the wanted templates are scored again by their whole vectors;
            None where they are scored by them at once.
    """

    candidates: int = 0
    oversample: float | None = None


ALL = Breadth()
"""For a flat index: it compares with every template, however few are wanted."""


def breadth(shape: Shape, templates: int, recall: float) -> Breadth:
    """Return how widely to look.

    A gallery of no more than `WIDEST` templates is searched exactly: where a filter leaves no more
    templates than there are candidates, Lucene compares with each of them and takes no graph.

    Args:
        shape: of the index.
        templates: how many pass the search's filter; all of them without one.
        recall: the share of the best people that is to be found, 0 to 1.
    """
    if shape.type is IndexType.FLAT:
        return ALL
    rough = shape.type is IndexType.INT8_HNSW
    if templates <= WIDEST:
        return Breadth(min(templates + SPARE, WIDEST), MOST_OVERSAMPLE if rough else None)
    return Breadth(_candidates(shape, templates, recall), OVERSAMPLE if rough else None)


def _candidates(shape: Shape, templates: int, recall: float) -> int:
    if shape.curve is not None:
        return shape.curve.reaching(recall).candidates
    return next((wide for most, wide in UNMEASURED if templates <= most), WIDEST)
