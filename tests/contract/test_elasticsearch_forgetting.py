"""What is left in the indices of those who were forgotten: nothing."""

from __future__ import annotations

import asyncio
import json
import re
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from elasticsearch import AsyncElasticsearch

from core.errors import StoreUnavailable
from core.household import Household
from core.model import Template
from core.ports import Gallery
from core.stores.elastic.names import hashed
from tests.contract.databases import ElasticDatabase
from tests.contract.elastic_rooms import client, database, gallery
from tests.contract.made_up import (
    MODEL,
    OTHER_MODEL,
    enrol,
    enrol_all,
    some_vectors,
    towards,
)
from tests.elasticsearch_server import ElasticsearchServer

__all__ = ["client", "database", "gallery"]

PAGE = Path(__file__).parents[2] / "docs" / "stores.md"
REQUEST = re.compile(r"^(PUT|POST) (/familiar-\S+)(?: (\{.*\}))?$", re.MULTILINE)


async def everything(client: AsyncElasticsearch, database: ElasticDatabase) -> list[dict[str, Any]]:
    """Return every document of every index of ours, wherever its alias is."""
    pattern = f"{database.connection.prefix}-*"
    await client.indices.refresh(index=pattern)
    found = await client.search(index=pattern, query={"match_all": {}}, size=1000)
    return list(found["hits"]["hits"])


async def test_nothing_of_a_forgotten_person_is_left_of_any_model(
    client: AsyncElasticsearch, database: ElasticDatabase, gallery: Gallery
) -> None:
    store = await database.open()
    ann = await enrol(gallery, "Ann", towards(1))
    bob = await enrol(gallery, "Bob", towards(0, 1))
    made = Template(towards(0.4, 0.5, 0.6), OTHER_MODEL)
    for subject in (ann, bob):
        (kept,) = await gallery.enrolments(subject.id)
        await store.beside("chat-1", OTHER_MODEL).add([replace(kept, template=made)])
    await store.switch("chat-1", OTHER_MODEL)
    indices = {hit["_index"] for hit in await everything(client, database) if ann.id in str(hit)}
    assert len(indices) == 3, "two models' templates, and the subjects with their names"

    await gallery.forget(ann.id)
    left = json.dumps(await everything(client, database))
    assert ann.id not in left
    assert '"Ann"' not in left
    assert bob.id in left

    await store.drop("chat-1", MODEL)
    places = {hit["_index"] for hit in await everything(client, database) if bob.id in str(hit)}
    assert len(places) == 2
    await gallery.forget(bob.id)
    assert bob.id not in json.dumps(await everything(client, database))


async def test_nothing_of_a_removed_photo_or_of_who_was_discarded_is_left(
    client: AsyncElasticsearch, database: ElasticDatabase, gallery: Gallery
) -> None:
    store = await database.open()
    household = Household(store, MODEL)
    ann = await enrol(gallery, "Ann", towards(1), towards(0, 1))
    first, second = await gallery.enrolments(ann.id)
    made = Template(towards(0.4, 0.5, 0.6), OTHER_MODEL)
    await store.beside("chat-1", OTHER_MODEL).add([replace(first, template=made)])
    await gallery.remove([first.id])
    left = json.dumps(await everything(client, database))
    assert first.id not in left
    assert second.id in left

    await household.set_aside("chat-1", ann.id, "limbo")
    places = [hit["_source"]["gallery"] for hit in await everything(client, database)]
    assert sorted(places) == ["chat-1", "limbo", "limbo", "limbo", "limbo"], "and its model"
    await household.discard("limbo", ann.id)
    left = json.dumps(await everything(client, database))
    assert ann.id not in left
    assert '"Ann"' not in left
    assert second.id not in left


async def test_whoever_cannot_be_moved_whole_stays_where_they_are(
    client: AsyncElasticsearch, database: ElasticDatabase, gallery: Gallery
) -> None:
    """Without a gallery's own document its templates are there, and no listing has them."""
    household = Household(await database.open(), MODEL)
    ann = await enrol(gallery, "Ann", towards(1))
    subjects, document = f"{database.connection.prefix}-subjects", f"gallery-{hashed('chat-1')}"
    await client.delete(index=subjects, id=document, refresh=True)
    with pytest.raises(StoreUnavailable, match="not all templates in the gallery chat-1"):
        await household.set_aside("chat-1", ann.id, "limbo")
    assert await gallery.count(ann.id) == 1


async def test_the_bytes_of_one_of_many_are_gone_when_the_operator_asks_for_it(
    elasticsearch_server: ElasticsearchServer,
    client: AsyncElasticsearch,
    database: ElasticDatabase,
    gallery: Gallery,
) -> None:
    """By the requests of docs/stores.md; all of them are few among a hundred who stay."""
    store = await database.open()
    others = some_vectors(np.random.default_rng(1), 100)
    await enrol_all(gallery, {f"Person {n}": [vector] for n, vector in enumerate(others)})
    for number in range(100):
        await store.records.put("c", f"{number}", {"n": number})
    vector = towards(0.3, 0.5, 0.7)
    ann = await enrol(gallery, "Jqzxwvkyght", vector)
    await store.records.put("c", "ann", {"said": "Wmqpzvxjkr"})
    pattern = f"{database.connection.prefix}-*"
    await client.indices.flush(index=pattern)
    needles = {b"Jqzxwvkyght", b"Wmqpzvxjkr", np.asarray(vector, "<f4").tobytes()}
    assert found_in(elasticsearch_server.data, needles) == needles

    await gallery.forget(ann.id)
    await store.records.delete("c", "ann")
    requests = REQUEST.findall(PAGE.read_text("utf-8"))
    assert len(requests) == 3
    deadline = time.monotonic() + 90
    while await deleted(client, pattern):
        assert time.monotonic() < deadline
        for method, path, body in requests:
            await client.perform_request(
                method,
                path.replace("familiar-", f"{database.connection.prefix}-"),
                headers={"content-type": "application/json", "accept": "application/json"},
                body=json.loads(body or "null"),
            )
        await asyncio.sleep(1)
    assert found_in(elasticsearch_server.data, needles) == set()
    assert len(await gallery.people()) == 100


async def deleted(client: AsyncElasticsearch, pattern: str) -> int:
    """Return how many documents lie in the files that were deleted."""
    stats = await client.indices.stats(index=pattern, metric="docs")
    return int(stats["_all"]["primaries"]["docs"]["deleted"])


def found_in(folder: Path, needles: set[bytes]) -> set[bytes]:
    """Return those that any file of a folder holds."""
    found: set[bytes] = set()
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError, IsADirectoryError):  # the server may just delete it
            content = path.read_bytes()
            found |= {needle for needle in needles if needle in content}
    return found
