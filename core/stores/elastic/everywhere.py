"""The best people of all galleries, as widely as an index is searched."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from typing import Any

from core.model import Vector
from core.stores.elastic.auditing import Compared
from core.stores.elastic.breadth import breadth
from core.stores.elastic.indices import Indices
from core.stores.elastic.moments import Moment
from core.stores.elastic.scopes import Scope, these_people
from core.stores.elastic.search import Asking
from core.stores.leaders import Leader, Whom
from core.stores.templates import Matrix

AT_ONCE = 4
"""Searches that are under way together, so that others' are not kept waiting."""


class AskedEverywhere(Asking[Whom]):
    """A search by which people of different galleries are different people."""

    WHOSE = ("subject", "gallery")

    def person(self, *fields: str) -> Whom:
        """Return the subject's id and the gallery's."""
        subject, gallery = fields
        return subject, gallery

    def of_these(self, people: Collection[Whom]) -> list[dict[str, Any]]:
        """Return a clause a gallery."""
        return these_people(people)


async def best_everywhere(
    indices: Indices, moment: Moment, scope: Scope, probes: Matrix, limit: int
) -> Compared:
    """Return for each probe the best people of a scope."""
    counting = {"query": scope.templates, "size": 0, "track_total_hits": True}
    templates = int((await moment.search(counting))["total"]["value"])
    shape = await indices.shapes.of(indices.cluster, indices.faces)
    wide = breadth(shape, templates, indices.plan.recall)
    turns = asyncio.Semaphore(AT_ONCE)

    async def best(vector: Vector) -> Sequence[Leader]:
        asked = AskedEverywhere(vector, limit)
        while not asked.done:
            async with turns:
                hits = await moment.search(asked.among(scope.query, wide))
            asked.take({"hits": hits})
        leaders = (Leader(hit.person, hit.row, hit.score) for hit in asked.hits)
        return sorted(leaders, key=lambda one: one.rank)[:limit]

    return Compared(templates, await asyncio.gather(*map(best, probes)), limit)
