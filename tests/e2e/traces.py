"""Everything that lies in a bot's store, whichever it is: what somebody who looks could find."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from tests.e2e.conftest import Identity

MOST = 10_000
"""Documents that Elasticsearch shows at once."""


@dataclass(frozen=True)
class Trace:
    """A row or a document.

    Attributes:
        place: the table, or what the index is for.
        fields: by their names.
    """

    place: str
    fields: Mapping[str, Any]

    @property
    def written(self) -> str:
        """All of it."""
        return repr(dict(self.fields))

    @property
    def collection(self) -> str:
        """Which records it belongs to; "" for what is no record."""
        return str(self.fields["collection"]) if self.place == "records" else ""

    @property
    def value(self) -> dict[str, Any]:
        """Of a record."""
        found: dict[str, Any] = json.loads(self.fields["value"])
        return found


async def everything(identity: Identity) -> list[Trace]:
    """Return every row of every table, or every document of every index of the bot's prefix."""
    settings = identity.settings
    if settings["ELASTICSEARCH_URL"]:
        return await _documents(settings["ELASTICSEARCH_URL"], settings["ELASTICSEARCH_PREFIX"])
    return _rows(settings["FACES_DB"])


def _rows(database: str) -> list[Trace]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as file:
        file.row_factory = sqlite3.Row
        tables = [
            name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return [
            Trace(name, dict(row))
            for name in tables
            for row in file.execute(f"SELECT * FROM {name}")  # noqa: S608 — the file's own words
        ]


async def _documents(url: str, prefix: str) -> list[Trace]:
    every = f"{url}/{prefix}-*"
    body = {"size": MOST, "track_total_hits": True, "fields": ["vector"]}
    async with httpx.AsyncClient(timeout=30) as client:
        await client.post(f"{every}/_refresh", params={"expand_wildcards": "all"})
        found = await client.post(f"{every}/_search", params={"expand_wildcards": "all"}, json=body)
    hits = found.raise_for_status().json()["hits"]
    assert hits["total"]["value"] == len(hits["hits"]), "there is more than can be shown at once"
    return [
        Trace(
            hit["_index"].removeprefix(f"{prefix}-").partition("-")[0],
            {"id": hit["_id"], **hit["_source"], **hit.get("fields", {})},
        )
        for hit in hits["hits"]
    ]
