"""What each index holds, and how it is told that it is ours."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from core.model import ModelId
from core.stores.elastic.breadth import OVERSAMPLE
from core.stores.elastic.plan import IndexPlan, IndexType
from core.stores.elastic.shapes import KEY_CHECK
from core.vault.covers import NO_KEY

MAPPING_VERSION = 2
"""Of all mappings; kept in `_meta`, so that an older program refuses what it does not know.

1: documents have no routing.
2: templates are written with the routing of their gallery (`names.routing_of`).
"""

SEALED_VERSION = 3
"""Of an index whose templates a key lies over: an older program, which knows no keys, refuses it.
Other indices stay as they are, and that program can go on with them."""

OURS = "familiar"
"""Who made an index, in its `_meta`."""

EVENTS = "events"
"""What the indices of events hold, as their names and their `_meta` say."""

M = 32
"""Links of a template in the graph of `hnsw` and `int8_hnsw`; Elasticsearch's own default is 16."""

EF_CONSTRUCTION = 200
"""How widely each link is looked for when the graph is made; Elasticsearch's own default is 100."""

PATIENT: Mapping[str, Any] = {"dense_vector.hnsw_enable_early_termination": False}
"""The server's default stops a search whose candidates have not changed for a while. Then no number
of candidates finds the last people: with 1,000 of them .997 against .999 of the five best, of
100,000 templates. A setting that can be changed at any time."""

THOROUGH: Mapping[str, Any] = {"merge.policy.expunge_deletes_allowed": 0}
"""Whoever asks for segments without what was deleted (docs/stores.md) wants the bytes gone of those
who were forgotten. By default segments of which no more than a tenth is deleted stay as they are.
It changes no other merge, and can be set at any time."""

_KEYWORD = {"type": "keyword"}
_STORED = {"type": "keyword", "index": False, "doc_values": False}


class Kind(StrEnum):
    """What an index holds."""

    FACES = "faces"
    SUBJECTS = "subjects"
    RECORDS = "records"


def patterns(prefix: str) -> list[str]:
    """Return what the names of all our indices are like, and no other installation's.

    Not all that begins with the prefix: `familiar-b` may be another's.
    """
    faces, subjects, records = (f"{prefix}-{kind}" for kind in Kind)
    return [f"{faces}-*", f"{subjects}*", f"{records}*", f"{prefix}-{EVENTS}-*"]


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


def faces_index(plan: IndexPlan, model: ModelId, dimensions: int, key_check: str) -> dict[str, Any]:
    """Return settings and mappings of a new index of templates."""
    made = small_index(plan, Kind.FACES)
    made["settings"]["index"] |= {
        "number_of_shards": plan.shards,
        "sort": {"field": "gallery"},
        **PATIENT,
    }
    mappings = made["mappings"]
    mappings["_meta"] |= {"model": str(model), "dimensions": dimensions}
    if key_check != NO_KEY:
        mappings["_meta"] |= {"mapping_version": SEALED_VERSION, KEY_CHECK: key_check}
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
        "settings": {"index": {**plan.copies, **THOROUGH}},
        "mappings": {
            "dynamic": "strict",
            "_meta": {"made_by": OURS, "kind": str(kind), "mapping_version": MAPPING_VERSION},
            "properties": dict(FIELDS[kind]),
        },
    }


def index_options(type_: IndexType, least_m: int = 0) -> dict[str, Any]:
    """Return how vectors are indexed. The server's own default changed four times: it is said.

    Args:
        type_: how.
        least_m: links of a template that an index has already: it can get more, never fewer.
    """
    options: dict[str, Any] = {"type": str(type_)}
    if type_ is not IndexType.FLAT:
        options |= {"m": max(M, least_m), "ef_construction": EF_CONSTRUCTION}
    if type_ is IndexType.INT8_HNSW:
        options["rescore_vector"] = {"oversample": OVERSAMPLE}
    return options
