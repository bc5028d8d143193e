"""One gallery's templates: written, listed, counted, deleted."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import numpy as np
from elasticsearch.helpers import pack_dense_vector

from core.errors import CoreError, StoreRefused
from core.model import Enrolment, ModelId, Subject, Template, Vector
from core.stores.elastic.cluster import Place
from core.stores.elastic.complaints import of_item, reason_of
from core.stores.elastic.indices import Indices
from core.stores.elastic.names import hashed, routing_of
from core.stores.instants import from_microseconds, to_microseconds
from core.stores.templates import Matrix, same_length
from core.vault.covers import Part

PAGE = 200
"""Templates with crops that are read at once: some 4 MB."""

DELETED_AT_ONCE = 5000
"""Deletions in one request; a search returns at most 10,000 ids."""

PEOPLE_AT_ONCE = 5000
"""Buckets of one page of an aggregation; at most 65,536 are allowed."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many templates a subject has, and since when (microseconds since 1970)."""

    subject_id: str
    templates: int
    since: int


@dataclass(frozen=True, slots=True)
class Faces:
    """The templates of one gallery in the index of one model."""

    indices: Indices
    gallery: str
    index: str

    @property
    def routing(self) -> str:
        """What its templates are written with, read by and sought by."""
        return routing_of(self.gallery)

    async def add(self, enrolments: Sequence[Enrolment], matrix: Matrix) -> list[bool]:
        """Write templates that are not there yet; durable and findable when this returns.

        If one of them is refused, those that were written are deleted again.
        """
        operations = await asyncio.to_thread(self._operations, enrolments, matrix)
        answers = await self.indices.add_faces(operations, matrix.shape[1])
        new = ["error" not in answer for answer in answers]
        for answer in answers:
            if "error" in answer and answer["status"] != HTTPStatus.CONFLICT:
                await self.remove(
                    [one.id for one, is_new in zip(enrolments, new, strict=True) if is_new]
                )
                raise await self.explained(answer, matrix.shape[1])
        return new

    async def remove(self, template_ids: Sequence[str]) -> None:
        """Delete those of the templates that are there."""
        await self._delete([self.id_of(one) for one in template_ids])

    async def remove_all(self, terms: Mapping[str, str]) -> int:
        """Delete the templates with these terms, such as a subject's, or all without any.

        Those that are not findable yet, too.

        Returns:
            How many there were, each counted when it is found: a deletion whose answer was lost
            is sent again, and then finds nothing.
        """
        await self.indices.cluster.refresh(self.index)
        found: set[str] = set()
        while True:
            body = {
                "query": self.query(terms),
                "size": DELETED_AT_ONCE,
                "_source": False,
                "track_total_hits": False,
            }
            hits = (await self._search(body))["hits"]["hits"]
            if not hits:
                return len(found)
            ids = [hit["_id"] for hit in hits]
            await self._delete(ids)
            found.update(ids)

    async def count(self, subject_id: str) -> int:
        """Return how many templates a subject has."""
        return await self.indices.cluster.count(
            self.index,
            self.query({"subject": subject_id})["bool"]["filter"],
            routing=self.routing,
        )

    async def of(
        self, subject: Subject, model: ModelId, only: Sequence[str] | None = None
    ) -> list[Enrolment]:
        """Return a subject's templates, oldest first: all, or only those of these ids."""
        found: list[Enrolment] = []
        order = ["enrolled_at", "template"]
        query = self.query({"subject": subject.id})
        if only is not None:
            query["bool"]["filter"].append({"terms": {"template": list(only)}})
        body: dict[str, Any] = {
            "query": query,
            "size": PAGE,
            "sort": [{field: "asc"} for field in order],
            "fields": ["vector"],  # since 9.2 a vector is not in _source
            "track_total_hits": False,
        }
        while True:
            hits = (await self._search(body))["hits"]["hits"]
            found += await asyncio.to_thread(self._enrolments, hits, subject, model)
            if len(hits) < PAGE:
                return found
            body["search_after"] = hits[-1]["sort"]

    async def crops(self, template_ids: Sequence[str]) -> dict[str, bytes]:
        """Return the crops of those templates that are here."""
        found: dict[str, bytes] = {}
        for start in range(0, len(template_ids), PAGE):
            some = template_ids[start : start + PAGE]
            places = [Place(self.index, self.id_of(one), self.routing) for one in some]
            documents = await self.indices.cluster.documents(places, ["crop"])
            kept = {
                one: document.source["crop"]
                for one, document in zip(some, documents, strict=True)
                if document is not None
            }
            found |= await asyncio.to_thread(self._crops, kept)
        return found

    async def photos_held(self, subject_id: str, digests: Sequence[str]) -> set[str]:
        """Return those of the photos that a subject has a template of."""
        held: set[str] = set()
        for start in range(0, len(digests), PEOPLE_AT_ONCE):
            some = list(digests[start : start + PEOPLE_AT_ONCE])
            query = self.query({"subject": subject_id})
            query["bool"]["filter"].append({"terms": {"photo": some}})
            body = {
                "query": query,
                "size": 0,
                "aggs": {"photos": {"terms": {"field": "photo", "size": len(some)}}},
            }
            answer = await self._search(body)
            if "aggregations" in answer:  # not where there is no index
                held |= {bucket["key"] for bucket in answer["aggregations"]["photos"]["buckets"]}
        return held

    async def counted(self) -> list[Counted]:
        """Return everybody who has a template, in the order of their ids."""
        oldest = {"since": {"min": {"field": "enrolled_at"}}}
        return [
            Counted(bucket["key"]["subject"], bucket["doc_count"], int(bucket["since"]["value"]))
            async for bucket in buckets(
                self.indices,
                self.index,
                ["subject"],
                self.query({}),
                oldest,
                routing=self.routing,
            )
        ]

    async def explained(self, answer: Mapping[str, Any], dimensions: int) -> CoreError:
        """Return the error for a refused template or probe; vectors' lengths are said plainly."""
        kept = await self.indices.dimensions()
        if kept is not None:
            same_length(dimensions, kept)
        if "failed to parse field [vector]" in reason_of(answer):
            return StoreRefused(
                reason="Elasticsearch cannot read templates as they are sent since version 9.3: "
                f"upgrade it if it is older ({reason_of(answer)})"
            )
        return of_item(answer)

    async def _delete(self, ids: Sequence[str]) -> None:
        operations = [(self._action("delete", id_),) for id_ in ids]
        answers = await self.indices.cluster.bulk(self.index, operations, refresh=True)
        for answer in answers:
            if "error" in answer:
                raise of_item(answer)

    def _operations(
        self, enrolments: Sequence[Enrolment], matrix: Matrix
    ) -> list[tuple[bytes, ...]]:
        return [
            (
                self._action("create", self.id_of(enrolment.id)),
                json.dumps(
                    {
                        "gallery": self.gallery,
                        "subject": enrolment.subject.id,
                        "template": enrolment.id,
                        "photo": enrolment.photo,
                        "crop": self._sealed(enrolment),
                        "enrolled_by": enrolment.enrolled_by,
                        "enrolled_at": to_microseconds(enrolment.enrolled_at),
                        "vector": pack_dense_vector(vector),
                    }
                ).encode(),
            )
            for enrolment, vector in zip(enrolments, matrix, strict=True)
        ]

    def _sealed(self, enrolment: Enrolment) -> str:
        crop = self.indices.cover.sealed(Part.CROP, enrolment.id, enrolment.crop)
        return b64encode(crop).decode()

    def _crops(self, kept: Mapping[str, str]) -> dict[str, bytes]:
        opened = self.indices.cover.opened
        return {id_: opened(Part.CROP, id_, b64decode(crop)) for id_, crop in kept.items()}

    def _enrolments(
        self, hits: Sequence[Mapping[str, Any]], subject: Subject, model: ModelId
    ) -> list[Enrolment]:
        crops = self._crops({hit["_source"]["template"]: hit["_source"]["crop"] for hit in hits})
        return [
            _enrolment(hit["_source"], subject, Template(vector, model), crops)
            for hit in hits
            for vector in [self._plain(hit["fields"]["vector"], model)]
        ]

    def _plain(self, numbers: Sequence[float], model: ModelId) -> Vector:
        return self.indices.cover.turned_back(str(model), np.array(numbers, np.float32))

    async def _search(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        return await self.indices.cluster.search(self.index, body, routing=self.routing)

    def _action(self, verb: str, id_: str) -> bytes:
        return json.dumps({verb: {"_id": id_, "routing": self.routing}}).encode()

    def query(self, terms: Mapping[str, str]) -> dict[str, Any]:
        """Return what finds the gallery's templates with these terms."""
        every = {"gallery": self.gallery, **terms}
        return {"bool": {"filter": [{"term": {field: value}} for field, value in every.items()]}}

    def id_of(self, template_id: str) -> str:
        """Return the id of a template's document."""
        return hashed(self.gallery, template_id)


async def buckets(
    indices: Indices,
    index: str,
    fields: Sequence[str],
    query: Mapping[str, Any],
    measures: Mapping[str, Any],
    *,
    routing: str | None = None,
) -> AsyncIterator[Mapping[str, Any]]:
    """Yield a bucket for each combination of the fields' values, in their order, page by page."""
    combined: dict[str, Any] = {
        "size": PEOPLE_AT_ONCE,
        "sources": [{field: {"terms": {"field": field}}} for field in fields],
    }
    body = {
        "query": query,
        "size": 0,
        "track_total_hits": False,
        "aggs": {"all": {"composite": combined, "aggs": measures}},
    }
    while True:
        answer = await indices.cluster.search(index, body, routing=routing)
        page = answer.get("aggregations", {}).get("all", {})
        for bucket in page.get("buckets", ()):
            yield bucket
        if "after_key" not in page:
            return
        combined["after"] = page["after_key"]


def _enrolment(
    source: Mapping[str, Any], subject: Subject, template: Template, crops: Mapping[str, bytes]
) -> Enrolment:
    return Enrolment(
        id=source["template"],
        subject=subject,
        template=template,
        photo=source["photo"],
        crop=crops[source["template"]],
        enrolled_by=source["enrolled_by"],
        enrolled_at=from_microseconds(source["enrolled_at"]),
    )
