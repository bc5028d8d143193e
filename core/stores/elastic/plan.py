"""What an operator wants of the indices that are made from now on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class IndexType(StrEnum):
    """How vectors lie in an index, by Elasticsearch's own names."""

    FLAT = "flat"
    HNSW = "hnsw"
    INT8_HNSW = "int8_hnsw"


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """How indices are made. Those that are there already are left as they are.

    Attributes:
        shards: of each index of templates. The others have one: they are small.
        replicas: copies of each shard beside the first; None: one as soon as there are two nodes.
        type: how templates are searched.
        recall: the share of the best people that an approximate search is to find, 0 to 1.
    """

    shards: int = 1
    replicas: int | None = None
    type: IndexType = IndexType.FLAT
    recall: float = 0.99

    @property
    def copies(self) -> dict[str, Any]:
        """The settings of an index that say how many copies there are."""
        if self.replicas is None:
            return {"auto_expand_replicas": "0-1"}  # green on one node, safe on two
        return {"number_of_replicas": self.replicas}
