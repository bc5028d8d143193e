"""How like each other templates are: the real ones beside those drawn from their distribution."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import Progress

from bench.search.distribution import Distribution, Owners, Vectors
from bench.search.tables import table
from core.encoders.fast import DIMENSIONS, FastEncoder
from core.evaluation.labelled import Labelled, labelled

QUANTILES = (0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999)
SEED = 7
FIFTH = 5


def fitted(faces: Path, home: Path, cache: Path) -> tuple[Distribution, Labelled | None]:
    """Fit to the people of a folder; what stands in for them where it is not there."""
    if not faces.is_dir():
        return Distribution.crude(DIMENSIONS), None
    photos = {one.name: sorted(one.glob("*.jpg")) for one in sorted(faces.iterdir())}
    with Progress(console=Console(stderr=True)) as shown:
        bar = shown.add_task("real faces", total=sum(map(len, photos.values())))
        real = labelled(photos, FastEncoder(home), cache, lambda: shown.advance(bar))
    kept, owner = real.kept[real.found], real.owner[real.found]
    people = len(np.unique(owner))
    origin = f"{len(kept):,} templates of {people:,} people of LFW ({real.model})"
    return Distribution.fitted(kept, owner, origin), real


def compared(distribution: Distribution, real: Labelled) -> Iterator[str]:
    """Return a table of quantiles, real beside drawn, of as many people and photos."""
    kept, owner = real.kept[real.found], real.owner[real.found]
    _, whose = np.unique(owner, return_inverse=True)
    random = np.random.default_rng(SEED)
    people = int(whose[-1]) + 1
    drawn = distribution.photos(
        distribution.people.draw(people, random).astype(np.float32)[whose], random
    )
    rows = []
    for what, real_ones, drawn_ones in zip(
        ("two people", "a person's two photos", "the nearest other", "the fifth nearest other"),
        _alikes(kept, whose),
        _alikes(drawn, whose),
        strict=True,
    ):
        rows += [
            [f"{what}, {who}", *(f"{value:.3f}" for value in np.quantile(ones, QUANTILES))]
            for who, ones in (("real", real_ones), ("drawn", drawn_ones))
        ]
    yield from table(["cosine of", *(f"{quantile:.1%}" for quantile in QUANTILES)], rows)


def _alikes(vectors: Vectors, owner: Owners) -> list[npt.NDArray[np.float32]]:
    """Return the cosines of strangers, of one person's photos, and of neighbours."""
    every = vectors @ vectors.T
    same = owner[:, None] == owner[None]
    own = every[np.triu(same, 1)]
    first = np.unique(owner, return_index=True)[1]
    strangers = every[np.ix_(first, first)]
    apart = strangers[np.triu_indices(len(first), 1)]
    np.fill_diagonal(strangers, -1.0)
    ordered = np.sort(strangers, axis=1)
    return [apart, own, ordered[:, -1], ordered[:, -FIFTH]]
