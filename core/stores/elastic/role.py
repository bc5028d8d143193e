"""The rights that this program needs in a cluster with security, and no others."""

from __future__ import annotations

from typing import Any

from core.stores.elastic.mappings import patterns

CLUSTER = ("monitor",)
"""Health and nodes (for `doctor`), and how far the making of a graph is."""

INDEX = ("manage", "read", "write")
"""To make indices with their aliases and to change mappings takes `manage`, says Elasticsearch."""


def role(prefix: str) -> dict[str, Any]:
    """Return a role for the indices of a prefix, as `POST /_security/role/NAME` takes it."""
    return {
        "cluster": list(CLUSTER),
        "indices": [{"names": patterns(prefix), "privileges": list(INDEX)}],
    }
