"""One person's photos moved to another, or to another gallery, a bounded page at a time.

A photo leaves only when it has arrived, with what other models made of it, so whatever is
interrupted has lost nothing and can be done again. Who has moved whole is gone where they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.errors import StoreUnavailable
from core.model import Enrolment, ModelId, Subject, copied_template_id
from core.ports import Gallery, Store

PAGE = 32
"""Photos, with their crops and vectors, in memory at once: some 700 kB."""


TURNS = 3
"""How often nothing is found to be moved of somebody who has something, before that is said."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A subject where they are kept."""

    gallery_id: str
    subject: Subject


class Moving:
    """From one subject to another, both of whom are there."""

    def __init__(self, store: Store, model: ModelId, source: Somebody, target: Somebody) -> None:
        """Take whose photos go to whom; `model` is the one that is configured."""
        self._store = store
        self._model = model
        self._source = source
        self._target = target

    async def run(self) -> int:
        """Move every photo; return how many this run has moved.

        A photo that moves to another gallery with its subject keeps its id. To another subject it
        gets one of its own, unless they have a template of it already: then it is only removed,
        since nobody is on a photo twice.

        Raises:
            UnknownPerson: the one that they are moved to is not there (any more).
            ModelMismatch: their gallery is of another model than the configured one.
            StoreUnavailable: see `core.ports.Gallery`; also when templates are there that no
                listing has.
        """
        moved = fruitless = 0
        source = self._store.gallery(self._source.gallery_id)
        while True:
            here = 0
            for model in await self._models():
                while some := await self._page(model):
                    here += some
            # Somebody may have enrolled one more photo of theirs meanwhile: then they stay for it.
            if await source.drop_empty(self._source.subject.id):
                return moved + here
            moved += here
            fruitless = 0 if here else fruitless + 1
            if fruitless == TURNS:
                raise StoreUnavailable(
                    reason=f"not all templates in the gallery {self._source.gallery_id} are found"
                )

    async def _page(self, listed: ModelId) -> int:
        """Move some photos that there are templates of a model of; return how many."""
        source = self._store.beside(self._source.gallery_id, listed)
        ids = [one.id for one in await source.photos(self._source.subject.id, limit=PAGE)]
        arrived: set[str] = set()
        for model in await self._models():
            of_model = self._store.beside(self._source.gallery_id, model)
            kept = await of_model.enrolments(self._source.subject.id, ids)
            await self._there(model).add(await self._copies(model, kept))
            arrived |= {one.id for one in kept}
        return await self._store.gallery(self._source.gallery_id).remove(sorted(arrived))

    async def _copies(self, model: ModelId, kept: Sequence[Enrolment]) -> list[Enrolment]:
        owner = self._target.subject
        if owner.id == self._source.subject.id:
            return [replace(one, subject=owner) for one in kept]
        there = self._store.beside(self._target.gallery_id, model)
        held = await there.photos_held(owner.id, [one.photo for one in kept])
        return [
            replace(
                one,
                id=copied_template_id(self._target.gallery_id, owner.id, one.id),
                subject=owner,
            )
            for one in kept
            if one.photo not in held
        ]

    def _there(self, model: ModelId) -> Gallery:
        if model == self._model:
            return self._store.gallery(self._target.gallery_id)
        return self._store.beside(self._target.gallery_id, model)

    async def _models(self) -> list[ModelId]:
        """Return the models of the source's templates, the configured one first."""
        own = await self._store.galleries(self._source.gallery_id)
        others = await self._store.others(self._source.gallery_id)
        models = {summary.model for summary in (*own, *others)}
        return sorted(models, key=lambda model: (model != self._model, str(model)))
