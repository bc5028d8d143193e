"""The life of the indices, for an operator: how they are, upgraded, measured, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from core.stores.elastic.advising import advice, small_advice
from core.stores.elastic.curves import Curve
from core.stores.elastic.indices import Indices
from core.stores.elastic.plan import IndexType
from core.stores.elastic.shapes import SECONDS
from core.stores.elastic.standing import Standing, Standings
from core.stores.elastic.tuning import LADDER, Advance, Tuning
from core.stores.elastic.upgrading import Told, Upgrade, Upgraded


@dataclass(frozen=True, slots=True)
class IndexLife:
    """What can be done with the indices.

    Attributes:
        indices: of the configured model, made as the settings say.
    """

    indices: Indices

    @property
    def steps(self) -> int:
        """How often `tune` advances, at most."""
        return len(LADDER)

    async def standings(self) -> list[Standing]:
        """Return how each index of templates is, of whichever model."""
        return await Standings(self.indices, self.indices.plan).all()

    async def advice(self) -> list[str]:
        """Return what to do, a sentence each; none when all is well."""
        plan = self.indices.plan
        standings = Standings(self.indices, plan)
        told = [sentence for one in await standings.all() for sentence in advice(one, plan)]
        for small in await standings.small():
            told += small_advice(small, plan)
        return told

    async def upgrade(self, to: str, told: Told) -> Upgraded:
        """Give the index of our model a graph; see `Upgrade.to`."""
        upgrade = Upgrade(self.indices.cluster, self.indices.faces, SECONDS)
        return await upgrade.to(IndexType(to), told)

    async def tune(self, advance: Advance) -> Curve | None:
        """Measure how widely the index of our model must be searched; see `Tuning.measure`."""
        wanted = self.indices.plan.recall
        tuning = Tuning(self.indices.cluster, self.indices.faces, wanted=wanted)
        return await tuning.measure(advance)
