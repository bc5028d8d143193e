"""What each panel of the dashboard asks for, asked of a real run's events, is what happened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from elasticsearch import AsyncElasticsearch

from core.errors import NotAnImage, UnknownPerson
from core.events import Event, Verb
from tests.contract.databases import ElasticDatabase
from tests.contract.elastic_rooms import client, database
from tests.contract.watched import GALLERY, documents, watched
from tests.dashboard import Panel, figures, panels

__all__ = ["client", "database"]


@pytest.fixture
async def events(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> AsyncIterator[list[dict[str, Any]]]:
    """Two days of a bot's life, as they were written."""
    async with watched(database, client) as one:
        await one.enrols("Ann", "red")
        await one.enrols("Bob", "blue")
        await one.identifies("red", "lime")
        await one.identifies("blue")
        await one.identifies("black")
        with pytest.raises(NotAnImage):
            await one.recognizer.read(b"no photo")
        one.calendar.now += timedelta(days=1)
        await one.identifies("yellow")
        with pytest.raises(UnknownPerson):
            await one.recognizer.forget(GALLERY, "Nobody")
        await one.recognizer.forget(GALLERY, "Bob")
        one.events.tell(Event(Verb.IMPORT, photos=12, templates=10, total_ms=900.0))
        one.events.tell(Event(Verb.RESTORE, templates=5, total_ms=80.0))
        one.events.tell(Event(Verb.IDENTIFY, "store_unavailable", serious=True, total_ms=3100.0))
        await one.events.flush()
        yield await documents(client, database.connection.prefix)


async def test_every_panel_shows_what_happened(
    database: ElasticDatabase, client: AsyncElasticsearch, events: list[dict[str, Any]]
) -> None:
    async def shown(panel: Panel) -> dict[Any, dict[str, float]]:
        answer = await client.search(
            index=f"{database.connection.prefix}-events-*", body=panel.search()
        )
        return dict(rows(answer["aggregations"], panel, panel.layer["columnOrder"]))

    by_name = {panel.saved["id"]: await shown(panel) for panel in panels()}
    first, second = ("2026-03-31",), ("2026-04-01",)
    assert by_name["familiar-searches"] == {
        first: {"searched": 2, "no-face": 1},
        second: {"searched": 1, "no-face": 0},
    }
    assert by_name["familiar-verdicts"] == {
        first: {"match": 2, "possible": 0, "unknown": 1},
        second: {"match": 0, "possible": 0, "unknown": 1},
    }
    assert by_name["familiar-enrolments"] == {
        first: {"enrolled": 2, "deleted": 0},
        second: {"enrolled": 15, "deleted": 1},
    }
    assert by_name["familiar-errors"] == {
        ("store_unavailable", *second): {"errors": 1},
    }
    assert by_name["familiar-refusals"] == {
        ("no_face", *first): {"refused": 1},
        ("not_an_image", *first): {"refused": 1},
        ("unknown_person", *second): {"refused": 1},
    }
    latency = by_name["familiar-latency"]
    for day, figure in latency.items():
        times = sorted(
            event["total_ms"]
            for event in events
            if event["verb"] == "identify"
            and "code" not in event
            and event["@timestamp"].startswith(day[0])
        )
        assert times[0] - 0.1 <= figure["median"] <= figure["p95"] <= times[-1] + 0.1
        assert 0 < figure["looking"] <= figure["p95"]
        assert 0 < figure["searching"] <= figure["p95"]
    assert set(latency) == {first, second}


def rows(
    aggregations: dict[str, Any], panel: Panel, order: list[str], keys: tuple[str, ...] = ()
) -> list[tuple[tuple[str, ...], dict[str, float]]]:
    """Return the keys of every innermost bucket with what it shows."""
    name, *inner = order
    if not panel.columns[name]["isBucketed"]:
        return [(keys, figures(aggregations, panel))]
    return [
        row
        for bucket in aggregations[name]["buckets"]
        if bucket["doc_count"]
        for row in rows(bucket, panel, inner, (*keys, _key(bucket)))
    ]


def _key(bucket: dict[str, Any]) -> str:
    day: str | None = bucket.get("key_as_string")
    return str(bucket["key"]) if day is None else day[:10]
