"""What each index holds, and how it is told that it is ours."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from core.model import ModelId
from core.stores.elastic.plan import IndexPlan, IndexType

MAPPING_VERSION = 2
"""Of all mappings; kept in `_meta`, so that an older program refuses what it does not know.

1: documents have no routing.
2: templates are written with the routing of their gallery (`names.routing_of`).
"""

OURS = "familiar"
"""Who made an index, in its `_meta`."""

_KEYWORD = {"type": "keyword"}
_STORED = {"type": "keyword", "index": False, "doc_values": False}


class Kind(StrEnum):
    """What an index holds."""

    FACES = "faces"
    SUBJECTS = "subjects"
    RECORDS = "records"


FIELDS: Mapping[Kind, Mapping[str, Any]] = {
    # A person's name is not here: `SUBJECTS` alone knows it. Moments are microseconds since 1970,
    # since aggregations round the server's own dates to milliseconds.
    Kind.FACES: {
        "gallery": _KEYWORD,
        "subject": _KEYWORD,
        "template": _KEYWORD,
        "photo": _KEYWORD,
        "enrolled_by": _STORED,
        "enrolled_at": {"type": "long"},
        "crop": {"type": "binary"},
    },
    # Three sorts of documents, all read by id: subjects, names (who has one), galleries.
    Kind.SUBJECTS: {
        "kind": _KEYWORD,
        "gallery": _KEYWORD,
        "subject": _STORED,
        "name": _STORED,
        "name_key": _STORED,
        "leaving": {"type": "boolean", "index": False, "doc_values": False},
        "model": _STORED,
    },
    # A value is one string of JSON: any shape beside any other, and nothing to map.
    Kind.RECORDS: {
        "collection": _KEYWORD,
        "key": _KEYWORD,
        "value": _STORED,
        "write": _STORED,
    },
}
"""Of every index but for the vector, whose length is the model's."""


def faces_index(plan: IndexPlan, model: ModelId, dimensions: int) -> dict[str, Any]:
    """Return settings and mappings of a new index of templates."""
    made = small_index(plan, Kind.FACES)
    made["settings"]["index"] |= {
        "number_of_shards": plan.shards,
        "sort": {"field": "gallery"},
    }
    mappings = made["mappings"]
    mappings["_meta"] |= {"model": str(model), "dimensions": dimensions}
    mappings["_routing"] = {"required": True}
    mappings["properties"]["vector"] = {
        "type": "dense_vector",
        "dims": dimensions,
        "index": True,
        "similarity": "cosine",
        "index_options": index_options(plan.type),
    }
    return made


def small_index(plan: IndexPlan, kind: Kind) -> dict[str, Any]:
    """Return settings and mappings of a new index of one shard."""
    return {
        "settings": {"index": dict(plan.copies)},
        "mappings": {
            "dynamic": "strict",
            "_meta": {"made_by": OURS, "kind": str(kind), "mapping_version": MAPPING_VERSION},
            "properties": dict(FIELDS[kind]),
        },
    }


def index_options(type_: IndexType) -> dict[str, Any]:
    """Return how vectors are indexed. The server's own default changed four times: it is said."""
    return {"type": str(type_)}
