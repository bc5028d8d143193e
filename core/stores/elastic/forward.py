"""Indices of an earlier version, brought to this one where they are.

Several processes may do so at once, and each may stop in the middle: they all write the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.errors import StoreRefused
from core.stores.elastic.cluster import Cluster
from core.stores.elastic.mappings import FIELDS, MAPPING_VERSION, THOROUGH, Kind


async def bring_forward(cluster: Cluster, index: str, meta: Mapping[str, Any]) -> None:
    """Make an index of an earlier version one of this.

    From version 1 to 2: templates have a routing from now on. What was written before has none, and
    is found all the same, because with one shard a routing changes nothing. Therefore an index that
    somebody split is refused.

    Args:
        cluster: where it is.
        index: its own name, not its alias.
        meta: its `_meta` as it is.

    Raises:
        StoreRefused: it has several shards.
    """
    kind = Kind(meta["kind"])
    if kind is Kind.FACES:
        await _check_whole(cluster, index)
    await cluster.call(
        lambda client: client.indices.put_settings(index=index, settings={"index": THOROUGH})
    )
    await cluster.call(
        lambda client: client.indices.put_mapping(
            index=index,
            meta={**meta, "mapping_version": MAPPING_VERSION},
            properties=FIELDS[kind],
        )
    )


async def _check_whole(cluster: Cluster, index: str) -> None:
    answer = await cluster.call(
        lambda client: client.indices.get_settings(index=index, name="index.number_of_shards")
    )
    shards = int(answer[index]["settings"]["index"]["number_of_shards"])
    if shards > 1:
        raise StoreRefused(
            reason=f"the index {index} has {shards} shards, and its templates lie on them by no "
            "gallery: go back to the one that it was split from"
        )
