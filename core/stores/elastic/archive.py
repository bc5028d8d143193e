"""All galleries of a model at once, and every template of one or of all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from core.archive import ArchiveResult, Sighting, Told, nobody
from core.findings import Candidate
from core.model import ModelId, Probe, Subject, Vector, is_unnamed, unnamed_gallery
from core.stores.elastic.auditing import Compared, compared
from core.stores.elastic.covering import plain_again, turned
from core.stores.elastic.everywhere import AT_ONCE, best_everywhere
from core.stores.elastic.faces import buckets
from core.stores.elastic.indices import Indices
from core.stores.elastic.models import (
    GalleryModel,
    models_by_gallery,
    of_another_model,
    subjects_lost,
)
from core.stores.elastic.moments import Moment, moment_of
from core.stores.elastic.names import held_everywhere
from core.stores.elastic.scopes import Scope
from core.stores.elastic.vectors import kept_at
from core.stores.leaders import Leader, Whom
from core.stores.templates import Matrix, same_length

SPARE = 5
"""People of a scan beside those wanted: so many may be forgotten during it, and nothing need be
compared again."""

EVERYTHING: Mapping[str, Any] = {"match_all": {}}

Find = Callable[[Moment, Scope, Matrix], Awaitable[Compared]]
"""Returns for each probe the best people of a scope at a moment."""


class ElasticArchive:
    """Implements `core.archive.Archive`."""

    def __init__(self, indices: Indices) -> None:
        """Take the indices of the model whose galleries are searched."""
        self.indices = indices
        self._known: frozenset[str] | None = None

    async def left_out(self) -> Mapping[str, ModelId]:
        """Return the galleries with templates of another model."""
        models = await models_by_gallery(self.indices, EVERYTHING)
        found: dict[str, ModelId] = {}
        for model in set(models.values()) - {self.indices.model}:
            index = self.indices.faces_of(model)
            async for bucket in buckets(self.indices, index, ["gallery"], EVERYTHING, {}):
                gallery = bucket["key"]["gallery"]
                if models.get(gallery) == model and not is_unnamed(gallery):
                    found[gallery] = model
        self._known = frozenset(found)
        return dict(sorted(found.items()))

    async def search(self, probes: Sequence[Probe], limit: int = 5) -> ArchiveResult:
        """Return for each probe the `limit` best people of all galleries."""

        async def find(moment: Moment, scope: Scope, matrix: Matrix) -> Compared:
            return await best_everywhere(self.indices, moment, scope, matrix, limit)

        left_out = self._known if self._known is not None else await self.left_out()
        return await self._found(probes, limit, self._everybody(left_out), find)

    async def compare(
        self,
        probes: Sequence[Probe],
        limit: int = 5,
        *,
        gallery_id: str | None = None,
        told: Told = nobody,
    ) -> ArchiveResult:
        """Do what `search` does by comparing every probe with every template, at one moment."""

        async def find(moment: Moment, scope: Scope, matrix: Matrix) -> Compared:
            return await compared(moment, scope, matrix, limit + SPARE, told)

        if gallery_id is None:
            scope = self._everybody(await self.left_out())
        else:
            await GalleryModel(self.indices, gallery_id).check()
            scope = Scope(gallery_id)
        return await self._found(probes, limit, scope, find)

    def _everybody(self, left_out: Collection[str]) -> Scope:
        return Scope(None, frozenset(left_out) | {unnamed_gallery(self.indices.model)})

    async def _found(
        self, probes: Sequence[Probe], limit: int, scope: Scope, find: Find
    ) -> ArchiveResult:
        matrix = await turned(self.indices, [probe.template for probe in probes])
        kept = await self.indices.dimensions()
        if kept is None:
            return ArchiveResult(0, tuple(() for _ in probes))
        if not probes:
            filters = [scope.templates]
            return ArchiveResult(await self.indices.cluster.count(self.indices.faces, filters), ())
        same_length(matrix.shape[1], kept)
        await self.indices.check_key()
        while True:
            async with moment_of(self.indices.cluster, self.indices.faces, scope.routing) as moment:
                found = await find(moment, scope, matrix)
                known, narrower = await self._named(found, scope)
                chosen = [[one for one in best if one.whom in known] for best in found.best]
                enough = all(
                    len(some) >= limit or len(best) < found.limit
                    for some, best in zip(chosen, found.best, strict=True)
                )
                if enough:
                    best = [some[:limit] for some in chosen]
                    return ArchiveResult(
                        found.templates, await self._sightings(moment, scope, best, known)
                    )
            scope = narrower  # somebody was forgotten, or a gallery changed its model, meanwhile

    async def _named(self, found: Compared, scope: Scope) -> tuple[dict[Whom, Subject], Scope]:
        """Return who of those found may be named, and the scope without the others.

        Raises:
            ModelMismatch: the only gallery of the scope is of another model now.
            StoreRefused: the subjects' index is not whole, so that nothing can be said of anybody.
        """
        people = sorted({one.whom for best in found.best for one in best})
        galleries = sorted({gallery for _, gallery in people})
        changed, lost = await of_another_model(self.indices, galleries)
        if scope.gallery is not None and scope.gallery in changed:
            raise changed[scope.gallery]
        held = await held_everywhere(self.indices, people)
        known = {
            whom: one.subject
            for whom, one in zip(people, held, strict=True)
            if one is not None and not one.leaving and whom[1] not in changed
        }
        gone = [whom for whom in people if whom not in known and whom[1] not in changed]
        if lost.intersection(gallery for _, gallery in gone):
            raise subjects_lost(self.indices)
        return known, scope.without(changed, gone)

    async def _sightings(
        self,
        moment: Moment,
        scope: Scope,
        best: Sequence[Sequence[Leader]],
        known: Mapping[Whom, Subject],
    ) -> tuple[tuple[Sighting, ...], ...]:
        wanted: dict[Whom, set[str]] = {}
        for some in best:
            for one in some:
                wanted.setdefault(one.whom, set()).add(one.template)
        turns = asyncio.Semaphore(AT_ONCE)

        async def kept(whom: Whom, templates: set[str]) -> tuple[dict[str, Vector], Vector | None]:
            async with turns:
                vectors, mean = await kept_at(moment, whom, templates)
            means = {} if mean is None else {"": mean}
            plain, plain_means = await plain_again(self.indices, vectors, means)
            return plain, plain_means.get("")

        found = await asyncio.gather(*(kept(*one) for one in wanted.items()))
        vectors = dict(zip(wanted, found, strict=True))
        return tuple(
            tuple(
                Sighting(
                    Candidate(
                        known[one.whom],
                        one.score,
                        one.template,
                        one.whom[1] if scope.gallery is None else None,
                    ),
                    vectors[one.whom][0][one.template],
                    vectors[one.whom][1],
                )
                for one in some
            )
            for some in best
        )
