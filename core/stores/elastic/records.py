"""Small documents, in one index."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from core.errors import RecordConflict
from core.model import Record
from core.stores.elastic.cluster import Document, Place
from core.stores.elastic.indices import Indices
from core.stores.elastic.mappings import Kind
from core.stores.elastic.names import hashed

PAGE = 1000
"""Records read at once."""


@dataclass(frozen=True, slots=True)
class ElasticRecords:
    """Implements `core.ports.Records`.

    Each write leaves a random word. When a conditional write is refused, the word tells whether it
    was this very write that is there already: its answer was lost, and it was sent again.
    """

    indices: Indices

    async def get(self, collection: str, key: str) -> Record | None:
        """Return the record, or None."""
        document = await self._read(collection, key)
        return _record(key, document) if document is not None else None

    async def put(
        self, collection: str, key: str, value: Mapping[str, Any], *, version: str | None = None
    ) -> Record:
        """Write a record: whatever was there, or only over the `version` given."""
        over = None
        if version is not None:
            over = _document_of(version)
            if over is None:
                raise RecordConflict(key=key)
        written = await self._write(collection, key, value, over=over)
        if written is None:
            raise RecordConflict(key=key)
        return _record(key, written)

    async def create(self, collection: str, key: str, value: Mapping[str, Any]) -> bool:
        """Write a record only if there is none; tell whether it was written."""
        return await self._write(collection, key, value, create=True) is not None

    async def delete(self, collection: str, key: str) -> bool:
        """Delete a record; tell whether it was there."""
        return await self.indices.delete(Kind.RECORDS, hashed(collection, key))

    async def list(self, collection: str, *, after: str = "", limit: int = 1000) -> list[Record]:
        """Return up to `limit` records whose keys come after `after`, by code points.

        Elasticsearch orders keywords by their UTF-8 bytes, which is the order of code points.
        """
        await self.indices.cluster.refresh(self.indices.records)
        found: list[Record] = []
        while len(found) < limit:
            size = min(PAGE, limit - len(found))
            body = {
                "query": {
                    "bool": {
                        "filter": [
                            {"term": {"collection": collection}},
                            {"range": {"key": {"gt": after}}},
                        ]
                    }
                },
                "size": size,
                "sort": [{"key": "asc"}],
                "seq_no_primary_term": True,
                "track_total_hits": False,
            }
            answer = await self.indices.cluster.search(self.indices.records, body)
            hits = answer["hits"]["hits"]
            for hit in hits:
                document = Document(hit["_source"], hit["_seq_no"], hit["_primary_term"])
                found.append(_record(hit["_source"]["key"], document))
            if len(hits) < size:
                break
            after = found[-1].key
        return found

    async def _write(
        self,
        collection: str,
        key: str,
        value: Mapping[str, Any],
        *,
        create: bool = False,
        over: Document | None = None,
    ) -> Document | None:
        word = uuid4().hex
        source = {"collection": collection, "key": key, "value": json.dumps(value), "write": word}
        id_ = hashed(collection, key)
        written = await self.indices.put(Kind.RECORDS, id_, source, create=create, over=over)
        if written is not None:
            return written
        there = await self._read(collection, key)
        return there if there is not None and there.source["write"] == word else None

    async def _read(self, collection: str, key: str) -> Document | None:
        place = Place(self.indices.records, hashed(collection, key))
        (document,) = await self.indices.cluster.documents([place])
        return document


def _record(key: str, document: Document) -> Record:
    return Record(
        key=key,
        value=json.loads(document.source["value"]),
        version=f"{document.seq_no}-{document.term}",
    )


def _document_of(version: str) -> Document | None:
    """Return what a version says of a document; None for what was never a version."""
    seq_no, dash, term = version.partition("-")
    if not (dash and seq_no.isdecimal() and term.isdecimal() and int(term)):
        return None
    return Document({}, int(seq_no), int(term))
