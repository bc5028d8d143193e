"""A recognizer on the real Elasticsearch whose events are written on days of a test's choice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from elasticsearch import AsyncElasticsearch

from core.decision import Policy
from core.doubts import ANYTHING
from core.stores.elastic import ElasticConnection, ElasticEvents, IndexPlan
from core.stores.elastic.cluster import Cluster
from core.watching import WatchedRecognizer
from core.worker import Worker
from tests.bands import MODEL, SHIPPED, BandEncoder, photo
from tests.contract.databases import ElasticDatabase

TODAY = datetime(2026, 3, 31, 12, tzinfo=UTC)
GALLERY = "chat-of-somebody"


@dataclass
class Calendar:
    """The time, as a test sets it."""

    now: datetime = TODAY

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Watched:
    """A recognizer, and where its events go."""

    recognizer: WatchedRecognizer
    events: ElasticEvents
    connection: ElasticConnection
    calendar: Calendar = field(default_factory=Calendar)

    async def enrols(self, name: str, *colours: str) -> None:
        reading = await self.recognizer.read(photo(*colours), to_enrol=True)
        await self.recognizer.enrol(GALLERY, name, reading, by="me", despite=ANYTHING)

    async def identifies(self, *colours: str) -> None:
        await self.recognizer.identify(GALLERY, await self.recognizer.read(photo(*colours)))


def events_on(
    connection: ElasticConnection, client: AsyncElasticsearch, calendar: Calendar, days: int = 90
) -> ElasticEvents:
    """Return events that are written when a test says so."""
    return ElasticEvents(Cluster(connection, client), MODEL, days, calendar, IndexPlan())


@asynccontextmanager
async def watched(database: ElasticDatabase, client: AsyncElasticsearch) -> AsyncIterator[Watched]:
    calendar, worker = Calendar(), Worker()
    store = await database.open(MODEL)
    events = events_on(database.connection, client, calendar)
    recognizer = WatchedRecognizer(
        BandEncoder(), store, Policy(SHIPPED, None), worker, calendar, events=events
    )
    yield Watched(recognizer, events, database.connection, calendar)
    await worker.close()


async def documents(client: AsyncElasticsearch, prefix: str) -> list[dict[str, Any]]:
    """Return every event that was written, whole."""
    await client.indices.refresh(index=f"{prefix}-events-*")
    found = await client.search(
        index=f"{prefix}-events-*", size=10_000, sort=[{"@timestamp": "asc"}]
    )
    return [hit["_source"] for hit in found["hits"]["hits"]]
