"""How an index of templates is searched, as its own mapping says."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import StoreRefused
from core.stores.elastic.cluster import Cluster
from core.stores.elastic.curves import Curve
from core.stores.elastic.plan import IndexType
from core.vault.covers import NO_KEY

KEY_CHECK = "key"
"""Where `_meta` keeps the check of the key that lies over an index's templates; absent without."""

SECONDS = 10.0
"""How long a shape is believed. An upgrade waits for as long until it begins to make graphs."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a search must know of an index.

    Attributes:
        type: how its vectors lie.
        m: links of a template in the graph, where there is one.
        ef_construction: how widely each was looked for.
        curve: what was measured on it, as it is now.
        key_check: of the key that lies over its templates; None where there is no index.
    """

    type: IndexType = IndexType.FLAT
    m: int | None = None
    ef_construction: int | None = None
    curve: Curve | None = None
    key_check: str | None = None

    @classmethod
    def of(cls, mappings: Mapping[str, Any]) -> Shape:
        """Read the mappings of an index of templates."""
        options = mappings["properties"]["vector"]["index_options"]
        type_ = IndexType(options["type"])
        meta = mappings.get("_meta", {})
        curve = Curve.from_meta(meta)
        return cls(
            type=type_,
            m=options.get("m"),
            ef_construction=options.get("ef_construction"),
            curve=curve if curve is not None and curve.type is type_ else None,
            key_check=meta.get(KEY_CHECK, NO_KEY),
        )


class Shapes:
    """The shapes of indices, each asked for anew when it is some seconds old.

    Another process may upgrade an index while this one searches it. To ask with each search would
    cost a round trip; what was true seconds ago is right enough, because an upgrade waits.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Shape]] = {}

    async def of(self, cluster: Cluster, alias: str) -> Shape:
        """Return an index's shape; a flat one's where there is no index yet."""
        known = self._known.get(alias)
        now = time.monotonic()
        if known is not None and now - known[0] < SECONDS:
            return known[1]
        found = await _mappings(cluster, alias)
        if found is None:
            return Shape()
        shape = Shape.of(found[1])
        self._known[alias] = (now, shape)
        return shape


async def mappings_of(cluster: Cluster, alias: str) -> tuple[str, Mapping[str, Any]]:
    """Return the own name of the index behind an alias, and its mappings.

    Raises:
        StoreRefused: there is none yet.
    """
    found = await _mappings(cluster, alias)
    if found is None:
        raise StoreRefused(
            reason=f"there is no index {alias} yet: it is made with the first enrolment, as "
            "ELASTICSEARCH_INDEX_TYPE says"
        )
    return found


async def _mappings(cluster: Cluster, alias: str) -> tuple[str, Mapping[str, Any]] | None:
    answer = await cluster.call(
        lambda client: client.indices.get_mapping(index=alias, ignore_unavailable=True)
    )
    return next(((name, index["mappings"]) for name, index in answer.items()), None)
