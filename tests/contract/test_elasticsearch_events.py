"""Events: counted right, of nobody, kept for as long as was said, and in nobody's way."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from elasticsearch import AsyncElasticsearch

from core.decision import Policy
from core.errors import StoreUnavailable, UnknownPerson
from core.events import Event, Verb
from core.stores.elastic import ElasticEvents, IndexPlan
from core.stores.elastic.events import MOST_WAITING
from core.stores.sqlite import SqliteStore
from core.watching import WatchedRecognizer
from core.worker import Worker
from tests.bands import MODEL, SHIPPED, BandEncoder, photo
from tests.contract.databases import ElasticDatabase
from tests.contract.elastic_rooms import client, database, indices
from tests.contract.watched import GALLERY, TODAY, Calendar, documents, events_on, watched
from tests.elasticsearch_server import free_port

__all__ = ["client", "database", "indices"]


async def test_searches_are_counted_by_day_and_verdict(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    async with watched(database, client) as one:
        await one.enrols("Ann", "red")
        for _ in range(3):
            await one.identifies("red", "lime")
        one.calendar.now += timedelta(days=1)
        await one.identifies("blue")
        await one.events.flush()
    pattern = f"{database.connection.prefix}-events-*"
    await client.indices.refresh(index=pattern)
    verdicts = {name: {"sum": {"field": name}} for name in ("match", "unknown", "faces")}
    found = await client.search(
        index=pattern,
        size=0,
        query={"term": {"verb": "identify"}},
        aggs={
            "days": {
                "date_histogram": {"field": "@timestamp", "calendar_interval": "day"},
                "aggs": verdicts,
            }
        },
    )
    days = found["aggregations"]["days"]["buckets"]
    assert [
        (day["key_as_string"][:10], day["doc_count"], *(int(day[v]["value"]) for v in verdicts))
        for day in days
    ] == [("2026-03-31", 3, 3, 3, 6), ("2026-04-01", 1, 0, 1, 1)]
    assert sorted(await client.indices.get(index=pattern)) == [
        f"{database.connection.prefix}-events-2026.03.31-000001",
        f"{database.connection.prefix}-events-2026.04.01-000001",
    ]


async def test_nothing_of_a_person_or_a_chat_is_in_the_index(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    async with watched(database, client) as one:
        await one.enrols("Wilhelmina", "red")
        (person,) = await one.recognizer.people(GALLERY)
        store = await database.open(MODEL)
        (kept,) = await store.gallery(GALLERY).enrolments(person.subject.id)
        await one.identifies("red")
        with pytest.raises(UnknownPerson):
            await one.recognizer.forget(GALLERY, "Wilfried")
        await one.recognizer.rename(GALLERY, "Wilhelmina", "Wilma")
        await one.recognizer.forget(GALLERY, "Wilma")
        await one.events.flush()
    written = await documents(client, database.connection.prefix)
    assert [event["verb"] for event in written] == [
        "enrol",
        "identify",
        "forget",
        "rename",
        "forget",
    ]
    dump = json.dumps(written).lower()
    for word in (
        "wil",
        person.subject.id,
        kept.id,
        kept.photo,
        sha256(GALLERY.encode()).hexdigest()[:16],
        GALLERY,
        "somebody",
        *(f"{number:.4f}"[:7] for number in kept.template.vector[:3]),
    ):
        assert word.lower() not in dump
    assert "vector" not in dump


async def test_what_is_older_than_was_said_is_deleted_and_only_that(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    prefix, calendar = database.connection.prefix, Calendar()
    events = events_on(database.connection, client, calendar, days=2)
    for days_ago in (5, 2, 1, 0):
        calendar.now = TODAY - timedelta(days=days_ago)
        events.tell(Event(Verb.RENAME))
    await events.flush()
    (index,) = await client.indices.get_mapping(index=f"{prefix}-events-2026.03.26")
    ours = (await client.indices.get_mapping(index=index))[index]["mappings"]
    others = [
        (f"{prefix}-events-2026.01.01", ours),  # another name
        (f"{prefix}-events-2026.01.01-000001-copy", ours),
        (f"{prefix}-events-2026.99.99-000001", ours),
        (f"{prefix}-more-events-2026.01.01-000001", ours),
        (f"{prefix}-events-2026.01.02-000001", {"_meta": {"made_by": "somebody else"}}),
    ]
    for name, mappings in others:
        await client.indices.create(index=name, mappings=mappings)
    assert await events.sweep() == [
        f"{prefix}-events-2026.03.26-000001",
        f"{prefix}-events-2026.03.29-000001",
    ]
    assert set(await client.indices.get(index=f"{prefix}-*")) == {
        f"{prefix}-events-2026.03.30-000001",
        f"{prefix}-events-2026.03.31-000001",
        *(name for name, _ in others),
    }


async def test_what_cannot_be_deleted_now_holds_up_neither_the_rest_nor_what_is_written(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    prefix, calendar = database.connection.prefix, Calendar()
    events = events_on(database.connection, client, calendar, days=2)
    for days_ago in (6, 5, 0):
        calendar.now = TODAY - timedelta(days=days_ago)
        events.tell(Event(Verb.RENAME))
    await events.flush()
    first, second = f"{prefix}-events-2026.03.25-000001", f"{prefix}-events-2026.03.26-000001"
    await client.indices.put_settings(index=first, settings={"index.blocks.read_only": True})
    assert await events.sweep() == [second]
    await client.indices.put_settings(index=first, settings={"index.blocks.read_only": None})
    assert await events.sweep() == [first]


async def test_for_no_days_nothing_is_written_and_what_is_there_goes(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    before = events_on(database.connection, client, Calendar())
    before.tell(Event(Verb.RENAME))
    await before.flush()
    none = events_on(database.connection, client, Calendar(), days=0)
    none.tell(Event(Verb.RENAME))
    await none.flush()
    assert len(await none.sweep()) == 1
    assert not await client.indices.get(index=f"{database.connection.prefix}-events-*")


async def test_at_its_start_it_deletes_and_writes_by_itself_and_the_rest_at_its_end(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    old = events_on(database.connection, client, Calendar(TODAY - timedelta(days=100)))
    old.tell(Event(Verb.RENAME))
    await old.flush()
    events = await ElasticEvents.open(database.connection, MODEL, 90, Calendar(), IndexPlan())
    events.tell(Event(Verb.IDENTIFY))
    alias = f"{database.connection.prefix}-events-2026.03.31"
    for _ in range(200):
        if await client.indices.exists_alias(name=alias):
            break
        await asyncio.sleep(0.05)
    events.tell(Event(Verb.FORGET))
    await events.close()
    written = await documents(client, database.connection.prefix)
    assert sorted(event["verb"] for event in written) == ["forget", "identify"]


async def test_written_twice_because_an_answer_was_lost_it_counts_once(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    events = events_on(database.connection, client, Calendar())
    events.tell(Event(Verb.RENAME))
    (kept,) = events._waiting
    await events.flush()
    events._waiting.append(kept)
    await events.flush()
    assert len(await documents(client, database.connection.prefix)) == 1


async def test_what_there_was_no_room_for_is_told_as_a_number_later(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    events = events_on(database.connection, client, Calendar())
    for _ in range(MOST_WAITING + 7):
        events.tell(Event(Verb.IDENTIFY, faces=1))
    assert len(events._waiting) == MOST_WAITING
    await events.flush()
    pattern = f"{database.connection.prefix}-events-*"
    await client.indices.refresh(index=pattern)
    assert (await client.count(index=pattern))["count"] == MOST_WAITING + 1
    told = await client.search(index=pattern, query={"term": {"verb": "watch"}})
    (lost,) = told["hits"]["hits"]
    assert (lost["_source"]["code"], lost["_source"]["dropped"]) == ("events_dropped", 7)


async def test_two_that_begin_a_day_at_once_make_one_index(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    several = [events_on(database.connection, client, Calendar()) for _ in range(4)]
    for events in several:
        events.tell(Event(Verb.RENAME))
    await asyncio.gather(*(events.flush() for events in several))
    assert len(await documents(client, database.connection.prefix)) == 4


async def test_an_index_that_somebody_deleted_is_made_again_as_it_must_be(
    database: ElasticDatabase, client: AsyncElasticsearch
) -> None:
    events = events_on(database.connection, client, Calendar())
    for _ in range(2):
        events.tell(Event(Verb.RENAME))
        await events.flush()
        (made,) = (await client.indices.get(index=f"{database.connection.prefix}-events-*")).items()
        name, index = made
        assert index["mappings"]["dynamic"] == "strict"
        await client.indices.delete(index=name)


async def test_while_the_store_is_away_answers_go_on_and_the_end_is_not_held_up(
    database: ElasticDatabase, tmp_path: Path
) -> None:
    nobody = replace(database.connection, urls=(f"http://127.0.0.1:{free_port()}",))
    events = await ElasticEvents.open(nobody, MODEL, 90, lambda: datetime.now(UTC), IndexPlan())
    store, worker = await SqliteStore.open(tmp_path / "faces.db", MODEL), Worker()
    recognizer = WatchedRecognizer(
        BandEncoder(),
        store,
        Policy(SHIPPED, None),
        worker,
        clock=lambda: datetime.now(UTC),
        events=events,
    )
    reading = await recognizer.read(photo("red"))
    begun = time.monotonic()
    for _ in range(50):
        await recognizer.identify("chat", reading)
    assert time.monotonic() - begun < 10, "each try of a store that is away takes seconds"
    with pytest.raises(StoreUnavailable):
        await events.flush()
    begun = time.monotonic()
    await events.close()
    assert time.monotonic() - begun < 10
    await worker.close()
    await store.close()


async def test_what_is_lost_at_the_end_is_said_with_the_reason(
    database: ElasticDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    over = asyncio.Event()
    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    nobody = replace(database.connection, urls=(f"http://127.0.0.1:{port}",))
    events = await ElasticEvents.open(nobody, MODEL, 90, lambda: datetime.now(UTC), IndexPlan())
    events.tell(Event(Verb.IDENTIFY, "match"))
    await events.close()
    over.set()
    server.close()
    assert "Events that are lost: 1 (no answer within 3 seconds)" in caplog.text
