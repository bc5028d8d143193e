"""Which recipe made a gallery's templates: one document a gallery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import ModelMismatch, StoreRefused
from core.model import ModelId
from core.stores.elastic.cluster import Document, Place
from core.stores.elastic.indices import Indices
from core.stores.elastic.mappings import Kind
from core.stores.elastic.names import hashed, routing_of

GALLERIES_AT_ONCE = 1000
"""Galleries' documents in one answer."""


@dataclass(frozen=True, slots=True)
class GalleryModel:
    """The model that a gallery remembers, as long as it has templates.

    Without this document a gallery of another model would look empty: its templates are in another
    index.

    Attributes:
        indices: of our model.
        gallery: its id.
        beside: whether our templates lie beside those of the gallery's own model, whichever that
            is. Nothing is claimed and nothing refused then.
    """

    indices: Indices
    gallery: str
    beside: bool = False

    @property
    def place(self) -> Place:
        """Where the document is."""
        return Place(self.indices.subjects, f"gallery-{hashed(self.gallery)}")

    async def kept(self) -> ModelId:
        """Return the model of the gallery's templates; ours when there are none."""
        document = await self._read()
        return _model(document) if document else self.indices.model

    async def is_known(self) -> bool:
        """Tell whether anything was ever added to the gallery, as far as this document knows."""
        return await self._read() is not None

    async def check(self) -> None:
        """Raise ModelMismatch when another model made the gallery's templates."""
        if not self.beside:
            await self.check_as(await self._read())

    async def check_as(self, document: Document | None) -> None:
        """Do what `check` does, with the document as it was just read."""
        if self.beside or document is None:
            return
        kept = _model(document)
        if kept != self.indices.model:
            await self._check_emptied(kept)

    async def claim(self) -> None:
        """Say that the gallery's templates are of our model, before the first is written.

        Two processes with different models may both find the gallery empty. Whoever says so looks
        at the other's templates afterwards, and whoever adds templates looks here afterwards
        (`check_still_ours`): one of them sees the other.

        Raises:
            ModelMismatch: another model has templates in it.
            StoreRefused: it has templates and no document: that, and who they are of, was lost. To
                say so anew would have them taken for nobody's.
        """
        while not self.beside:
            document = await self._read()
            if document is not None and _model(document) == self.indices.model:
                return
            if document is not None:
                await self._check_emptied(_model(document))
            elif await self._templates(self.indices.model):
                if await self._read() is None:
                    raise subjects_lost(self.indices)
                continue  # another process has just begun
            written = await self.indices.put(
                Kind.SUBJECTS, self.place.id, self._ours, create=document is None, over=document
            )
            if written is None:
                continue
            if document is not None:
                try:
                    await self._check_emptied(_model(document))
                except ModelMismatch:
                    await self.indices.put(
                        Kind.SUBJECTS, self.place.id, document.source, over=written
                    )
                    raise
            return

    async def check_still_ours(self) -> None:
        """Raise ModelMismatch when, since `claim`, another model took the gallery for its own."""
        if self.beside:
            return
        kept = await self.kept()
        if kept != self.indices.model:
            raise ModelMismatch(kept=str(kept), configured=str(self.indices.model))

    async def switch(self) -> None:
        """Make our model the gallery's own, whatever it was: one write.

        Whoever adds templates of the other model at this moment looks here afterwards, and takes
        them back (`check_still_ours`).
        """
        while True:
            document = await self._read()
            if document is not None and _model(document) == self.indices.model:
                return
            written = await self.indices.put(
                Kind.SUBJECTS, self.place.id, self._ours, create=document is None, over=document
            )
            if written is not None:
                return

    @property
    def _ours(self) -> dict[str, str]:
        return {"kind": "gallery", "gallery": self.gallery, "model": str(self.indices.model)}

    async def _read(self) -> Document | None:
        (document,) = await self.indices.cluster.documents([self.place])
        return document

    async def _check_emptied(self, kept: ModelId) -> None:
        if await self._templates(kept):
            raise ModelMismatch(kept=str(kept), configured=str(self.indices.model))

    async def _templates(self, model: ModelId) -> int:
        """Return how many templates of a model the gallery has, those of a moment ago, too."""
        index = self.indices.faces_of(model)
        await self.indices.cluster.refresh(index)
        filters = [{"term": {"gallery": self.gallery}}]
        routing = routing_of(self.gallery)
        return await self.indices.cluster.count(index, filters, routing=routing)


async def models_by_gallery(indices: Indices, only: Mapping[str, Any]) -> dict[str, ModelId]:
    """Return the model of each gallery that this clause holds for, whether it has templates or not.

    Also of those that were changed a moment ago.
    """
    await indices.cluster.refresh(indices.subjects)
    found: dict[str, ModelId] = {}
    body: dict[str, Any] = {
        "query": {"bool": {"filter": [{"term": {"kind": "gallery"}}, only]}},
        "size": GALLERIES_AT_ONCE,
        "sort": [{"gallery": "asc"}],
        "track_total_hits": False,
    }
    while True:
        hits = (await indices.cluster.search(indices.subjects, body))["hits"]["hits"]
        if not hits:
            return found
        for hit in hits:
            found[hit["_source"]["gallery"]] = ModelId.parse(hit["_source"]["model"])
        body["search_after"] = hits[-1]["sort"]


async def of_another_model(
    indices: Indices, galleries: Sequence[str]
) -> tuple[dict[str, ModelMismatch], set[str]]:
    """Return which of these galleries are of another model, and which have no document at all."""
    changed: dict[str, ModelMismatch] = {}
    lost: set[str] = set()
    for start in range(0, len(galleries), GALLERIES_AT_ONCE):
        some = [GalleryModel(indices, one) for one in galleries[start : start + GALLERIES_AT_ONCE]]
        documents = await indices.cluster.documents([one.place for one in some])
        for one, document in zip(some, documents, strict=True):
            if document is None:
                lost.add(one.gallery)
            try:
                await one.check_as(document)
            except ModelMismatch as error:
                changed[one.gallery] = error
    return changed, lost


def subjects_lost(indices: Indices) -> StoreRefused:
    """Return what is to be said when a gallery with templates has no document of its own."""
    return StoreRefused(
        reason=f"the index {indices.subjects} lacks documents that it had: "
        "restore it from a snapshot"
    )


def _model(document: Document) -> ModelId:
    return ModelId.parse(document.source["model"])
