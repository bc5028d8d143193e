"""Kibana's saved objects as this project ships them, and what its panels ask Elasticsearch for.

No Kibana can be run here. What is sent is what Kibana's Lens makes of such a panel: a bucket
aggregation for each bucketed column, the outer first, and one for each figure inside.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "compose" / "kibana" / "familiar.ndjson"


def saved_objects() -> list[dict[str, Any]]:
    return [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


@dataclass(frozen=True)
class Panel:
    """One picture of the dashboard."""

    saved: dict[str, Any]

    @property
    def title(self) -> str:
        return str(self.saved["attributes"]["title"])

    @property
    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.saved["attributes"]["state"]
        return state

    @property
    def columns(self) -> dict[str, dict[str, Any]]:
        columns: dict[str, dict[str, Any]] = self.layer["columns"]
        return columns

    @property
    def layer(self) -> dict[str, Any]:
        (layer,) = self.state["datasourceStates"]["formBased"]["layers"].values()
        assert isinstance(layer, dict)
        return layer

    @property
    def queries(self) -> list[str]:
        """The Lucene queries in it: of all of it, and of single figures."""
        asked = [
            self.state["query"],
            *(c["filter"] for c in self.columns.values() if "filter" in c),
        ]
        assert all(one["language"] == "lucene" for one in asked)
        return [one["query"] for one in asked]

    def search(self) -> dict[str, Any]:
        """Return the body of the search behind it."""
        aggregations: dict[str, Any] = {}
        for name in reversed(self.layer["columnOrder"]):
            column = self.columns[name]
            if not column["isBucketed"]:
                aggregations |= {name: _figure(column)}
            else:
                aggregations = {name: {**_bucket(column), "aggs": aggregations}}
        return {"size": 0, "query": _lucene(self.queries[0]), "aggs": aggregations}


def panels() -> list[Panel]:
    return [Panel(one) for one in saved_objects() if one["type"] == "lens"]


def _lucene(query: str) -> dict[str, Any]:
    return {"query_string": {"query": query, "analyze_wildcard": True}}


def _bucket(column: dict[str, Any]) -> dict[str, Any]:
    if column["operationType"] == "date_histogram":
        every = column["params"]["interval"]
        return {
            "date_histogram": {
                "field": column["sourceField"],
                "calendar_interval": "1d" if every == "auto" else every,
            }
        }
    assert column["operationType"] == "terms"
    return {"terms": {"field": column["sourceField"], "size": column["params"]["size"]}}


def _figure(column: dict[str, Any]) -> dict[str, Any]:
    field, operation = column["sourceField"], column["operationType"]
    match operation:
        case "count":
            return {"filter": _lucene(column.get("filter", {"query": "*"})["query"])}
        case "sum":
            inner: dict[str, Any] = {"sum": {"field": field}}
        case "percentile":
            inner = {"percentiles": {"field": field, "percents": [column["params"]["percentile"]]}}
        case _:
            raise AssertionError(f"no panel has used {operation} yet")
    if "filter" not in column:
        return inner
    return {"filter": _lucene(column["filter"]["query"]), "aggs": {"inner": inner}}


def figures(bucket: dict[str, Any], panel: Panel) -> dict[str, float]:
    """Return the figures of one innermost bucket, by column."""
    found = {}
    for name, column in panel.columns.items():
        if column["isBucketed"]:
            continue
        answer = bucket[name]
        if column["operationType"] == "count":
            found[name] = float(answer["doc_count"])
            continue
        answer = answer.get("inner", answer)
        found[name] = (
            answer["value"] if "value" in answer else next(iter(answer["values"].values()))
        )
    return found
