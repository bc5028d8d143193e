"""A cluster as a store."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from core.model import GallerySummary, ModelId
from core.stores.elastic.cluster import Cluster
from core.stores.elastic.connection import ElasticConnection
from core.stores.elastic.faces import buckets
from core.stores.elastic.gallery import ElasticGallery
from core.stores.elastic.indices import Indices
from core.stores.elastic.records import ElasticRecords

PRECISE = 40_000
"""The most that `precision_threshold` takes; beyond it the count errs by about 1 %."""


class ElasticStore:
    """Implements `core.ports.Store` over a cluster. Safe with any number of processes."""

    def __init__(self, cluster: Cluster, model: ModelId) -> None:
        self._cluster = cluster
        self._indices = Indices(cluster, model)

    @classmethod
    async def open(cls, connection: ElasticConnection, model: ModelId) -> ElasticStore:
        """Reach the cluster and check those of our indices that are there.

        Raises:
            StoreUnavailable: it cannot be reached.
            StoreRefused: it lets us not in, is no Elasticsearch, or its indices are not ours.
            ModelMismatch: the index of this model's name holds templates of another.
        """
        client = await asyncio.to_thread(connection.client)  # it reads the authority's file
        store = cls(Cluster(connection, client), model)
        try:
            await store.verify()
        except BaseException:
            await store.close()
            raise
        return store

    async def verify(self) -> None:
        """Check that the indices that are there are ours; see `open`."""
        await self._indices.verify()

    def gallery(self, gallery_id: str) -> ElasticGallery:
        """Return the gallery of this id."""
        return ElasticGallery(gallery_id, self._indices)

    @property
    def records(self) -> ElasticRecords:
        """The small documents."""
        return ElasticRecords(self._indices)

    async def galleries(self) -> list[GallerySummary]:
        """Return every gallery that has somebody in it, by id, whatever its model."""
        models = await self._models_by_gallery()
        found: list[GallerySummary] = []
        for model in await self._indices.models():
            people: Counter[str] = Counter()
            templates: Counter[str] = Counter()
            index = self._indices.faces_of(model)
            async for bucket in buckets(
                self._indices, index, ["gallery", "subject"], {"match_all": {}}, {}
            ):
                gallery = bucket["key"]["gallery"]
                people[gallery] += 1
                templates[gallery] += bucket["doc_count"]
            found += [
                GallerySummary(gallery, model, people[gallery], templates[gallery])
                for gallery in people
                if models.get(gallery) == model
            ]
        return sorted(found, key=lambda summary: summary.id)

    async def check(self) -> str:
        """Return what this is, how it is, and how many it holds."""
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
        return f"Elasticsearch {versions} at {hosts}, {health['status']}, {crowd}"

    async def close(self) -> None:
        """Close the connections."""
        await self._cluster.close()

    async def _models_by_gallery(self) -> dict[str, ModelId]:
        await self._cluster.refresh(self._indices.subjects)
        found: dict[str, ModelId] = {}
        body: dict[str, Any] = {
            "query": {"term": {"kind": "gallery"}},
            "size": 1000,
            "sort": [{"gallery": "asc"}],
            "track_total_hits": False,
        }
        while True:
            hits = (await self._cluster.search(self._indices.subjects, body))["hits"]["hits"]
            if not hits:
                return found
            for hit in hits:
                found[hit["_source"]["gallery"]] = ModelId.parse(hit["_source"]["model"])
            body["search_after"] = hits[-1]["sort"]
