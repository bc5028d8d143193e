"""A cluster as a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator

from core.errors import ModelMismatch, StoreUnavailable
from core.model import GallerySummary, ModelId
from core.stores.elastic.archive import ElasticArchive
from core.stores.elastic.circuit import Circuit
from core.stores.elastic.cluster import Cluster
from core.stores.elastic.complaints import read_only, too_old
from core.stores.elastic.connection import ElasticConnection
from core.stores.elastic.faces import Faces, buckets
from core.stores.elastic.gallery import ElasticGallery
from core.stores.elastic.indices import Indices
from core.stores.elastic.life import IndexLife
from core.stores.elastic.mappings import patterns
from core.stores.elastic.models import GalleryModel, models_by_gallery
from core.stores.elastic.names import routing_of
from core.stores.elastic.plan import IndexPlan
from core.stores.elastic.records import ElasticRecords
from core.stores.elastic.shapes import Shapes
from core.vault.covers import BARE, NO_KEY, Cover

PRECISE = 40_000
"""The most that `precision_threshold` takes; beyond it the count errs by about 1 %."""


class ElasticStore:
    """Implements `core.ports.Store` over a cluster. Safe with any number of processes."""

    def __init__(
        self,
        cluster: Cluster,
        model: ModelId,
        plan: IndexPlan | None = None,
        cover: Cover = BARE,
    ) -> None:
        self._cover = cover
        self._plan = plan or IndexPlan()
        self._shapes = Shapes()
        self._bare = Indices(cluster, model, self._plan, self._shapes, cover)
        self._circuit = Circuit(self._try_out)
        self._cluster = cluster.behind(self._circuit)
        self._indices = self._indices_of(model)

    @classmethod
    async def open(
        cls,
        connection: ElasticConnection,
        model: ModelId,
        plan: IndexPlan | None = None,
        *,
        cover: Cover = BARE,
        patient: bool = False,
    ) -> ElasticStore:
        """Reach the cluster and check its version, and those of our indices that are there.

        Args:
            connection: to the cluster.
            model: whose templates are given and wanted.
            plan: for the indices that are still to be made.
            cover: what lies over faces in them.
            patient: return a store though it cannot be used now: until it can, everything that is
                asked of it raises what is the matter.

        Raises:
            StoreUnavailable: it cannot be used, for a reason that passes or that can be mended
                (`core.store_errors`).
            StoreRefused: the authority's file is none.
            KeyRefused: templates are sealed otherwise than with our key.
            ModelMismatch: the index of this model's name holds templates of another.
        """
        store = cls(await Cluster.reach(connection), model, plan, cover)
        try:
            await store.verify()
        except (StoreUnavailable, ModelMismatch):
            if not patient:
                await store.close()
                raise
        except BaseException:
            await store.close()
            raise
        return store

    async def verify(self) -> None:
        """Check that this can be used; see `open`. It is done again after each outage."""
        await self._circuit.try_out()

    def gallery(self, gallery_id: str) -> ElasticGallery:
        """Return the gallery of this id."""
        return ElasticGallery(gallery_id, self._indices)

    @property
    def records(self) -> ElasticRecords:
        """The small documents."""
        return ElasticRecords(self._indices)

    @property
    def archive(self) -> ElasticArchive:
        """All galleries of the model, for an operator."""
        return ElasticArchive(self._indices)

    @property
    def life(self) -> IndexLife:
        """What an operator does with the indices."""
        return IndexLife(self._indices)

    def beside(self, gallery_id: str, model: ModelId) -> ElasticGallery:
        """Return a gallery's templates of a model, whether that is its own or not."""
        return ElasticGallery(gallery_id, self._indices_of(model), beside=True)

    async def galleries(self, gallery_id: str | None = None) -> list[GallerySummary]:
        """Return every gallery that has somebody in it, or one, by id, whatever its model."""
        return [summary async for own, summary in self._summaries(gallery_id) if own]

    async def others(self, gallery_id: str | None = None) -> list[GallerySummary]:
        """Return what galleries, or one, hold beside their own templates."""
        return [summary async for own, summary in self._summaries(gallery_id) if not own]

    async def switch(self, gallery_id: str, model: ModelId) -> bool:
        """Make a model the gallery's own; False when there are no templates of it."""
        indices = self._indices_of(model)
        filters, routing = [{"term": {"gallery": gallery_id}}], routing_of(gallery_id)
        if not await self._cluster.count(indices.faces, filters, routing=routing):
            return False
        await GalleryModel(indices, gallery_id).switch()
        return True

    async def drop(self, gallery_id: str, model: ModelId) -> int:
        """Delete what a gallery holds beside its own templates, of a model."""
        if await GalleryModel(self._indices, gallery_id).kept() == model:
            return 0
        deleted = 0
        dropped = Faces(self._indices, gallery_id, self._indices.faces_of(model))
        everywhere = Faces(self._indices, gallery_id, self._indices.every_faces)
        for one in await dropped.counted():
            if await everywhere.count(one.subject_id) <= one.templates:
                deleted += await self.gallery(gallery_id).forget(one.subject_id)
        return deleted + await dropped.remove_all({})

    async def drop_traces(self) -> None:
        """Leave it to Elasticsearch."""

    async def check(self) -> str:
        """Return what this is, how it is, and how many it holds.

        Raises:
            StoreFull: it takes no writes.
        """
        await self._assert_writable()
        health = await self._cluster.call(lambda client: client.cluster.health())
        nodes = await self._cluster.call(
            lambda client: client.nodes.info(filter_path="nodes.*.version")
        )
        versions = " and ".join(sorted({node["version"] for node in nodes["nodes"].values()}))
        counted = await self._cluster.search(
            self._indices.every_faces,
            {
                "size": 0,
                "aggs": {
                    "people": {"cardinality": {"field": "subject", "precision_threshold": PRECISE}}
                },
            },
        )
        people = int(counted.get("aggregations", {}).get("people", {}).get("value", 0))
        crowd = "1 person" if people == 1 else f"{people} people"
        hosts = self._cluster.connection.hosts
        how = "" if self._cover.check == NO_KEY else ", faces sealed"
        return f"Elasticsearch {versions} at {hosts}, {health['status']}, {crowd}{how}"

    async def close(self) -> None:
        """Close the connections."""
        await self._cluster.close()

    async def _try_out(self) -> None:
        nodes = await self._bare.cluster.call(
            lambda client: client.nodes.info(filter_path="nodes.*.version")
        )
        old = too_old(nodes.body, self._bare.cluster.connection.hosts)
        if old is not None:
            raise old
        await self._bare.verify()

    async def _assert_writable(self) -> None:
        state = await self._cluster.call(lambda client: client.cluster.state(metric="blocks"))
        blocked = read_only(state.body, patterns(self._cluster.connection.prefix))
        if blocked is not None:
            raise blocked

    def _indices_of(self, model: ModelId) -> Indices:
        return Indices(self._cluster, model, self._plan, self._shapes, self._cover)

    async def _summaries(
        self, gallery_id: str | None
    ) -> AsyncIterator[tuple[bool, GallerySummary]]:
        """Yield what each gallery holds of each model, and whether that is its own; by gallery."""
        only = {"match_all": {}} if gallery_id is None else {"term": {"gallery": gallery_id}}
        routing = None if gallery_id is None else routing_of(gallery_id)
        models = await models_by_gallery(self._indices, only)
        found: list[GallerySummary] = []
        for model in await self._indices.models():
            people: Counter[str] = Counter()
            templates: Counter[str] = Counter()
            index = self._indices.faces_of(model)
            each = ["gallery", "subject"]
            async for bucket in buckets(self._indices, index, each, only, {}, routing=routing):
                gallery = bucket["key"]["gallery"]
                people[gallery] += 1
                templates[gallery] += bucket["doc_count"]
            found += [
                GallerySummary(gallery, model, people[gallery], templates[gallery])
                for gallery in people
                if gallery in models
            ]
        for summary in sorted(found, key=lambda summary: (summary.id, str(summary.model))):
            yield models[summary.id] == summary.model, summary
