"""Indices with a graph: made of a live flat one, and with the same answers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from elasticsearch import AsyncElasticsearch

from core.errors import StoreRefused, StoreUnavailable
from core.model import Subject, Vector
from core.stores.elastic import ElasticStore, IndexPlan, IndexType
from core.stores.elastic.curves import Point
from core.stores.elastic.faces import Faces
from core.stores.elastic.indices import Indices
from core.stores.elastic.mappings import index_options
from core.stores.elastic.search import best_people
from core.stores.elastic.shapes import Shape, Shapes
from core.stores.elastic.tuning import Tuning
from core.stores.elastic.upgrading import BEGUN, Upgrade
from core.stores.ranking import Hit
from tests.contract.databases import ElasticDatabase
from tests.contract.elastic_rooms import client, database, indices
from tests.contract.made_up import MODEL, enrol, face, names_found, towards, units

__all__ = ["client", "database", "indices"]

PEOPLE, PHOTOS, DIMENSIONS = 400, 5, 32
PROBES, AT_ONCE = 1000, 50
PATIENCE = "index.dense_vector.hnsw_enable_early_termination"

Answers = list[list[Hit[str, str]]]


def faces_of(random: np.random.Generator) -> Vector:
    """Return unit vectors of several photos a person, all people in one part of the space."""
    people = random.normal(size=(PEOPLE, DIMENSIONS)) + 1.0
    return units(
        np.repeat(people, PHOTOS, axis=0) + 0.4 * random.normal(size=(PEOPLE * PHOTOS, DIMENSIONS))
    )


async def fill(store: ElasticStore, faces: Faces, vectors: Vector) -> None:
    gallery = store.gallery(faces.gallery)
    enrolments = [
        face(gallery, Subject(f"{row // PHOTOS:05}", "x"), vector, f"photo {row}")
        for row, vector in enumerate(vectors)
    ]
    await faces.add(enrolments, vectors)


async def search(indices: Indices, faces: Faces, probes: Vector) -> Answers:
    fresh = Indices(indices.cluster, indices.model, indices.plan, Shapes())
    searched = Faces(fresh, faces.gallery, faces.index)
    found: Answers = []
    for start in range(0, len(probes), AT_ONCE):
        templates, some = await best_people(searched, probes[start : start + AT_ONCE], 5)
        assert templates == PEOPLE * PHOTOS
        found += some
    return found


def check_same(found: Answers, flat: Answers) -> None:
    for one, other in zip(found, flat, strict=True):
        assert [(hit.person, hit.row) for hit in one] == [(hit.person, hit.row) for hit in other]
        scores = [hit.score for hit in one]
        assert scores == pytest.approx([hit.score for hit in other], abs=1e-6)


async def off_heap(client: AsyncElasticsearch, index: str, of: str) -> int:
    """Return the bytes of graphs ("vex") or of rounded vectors ("veq")."""
    stats = await client.indices.stats(index=index, metric="dense_vector")
    return int(stats["_all"]["primaries"]["dense_vector"]["off_heap"][f"total_{of}_size_bytes"])


async def mapping(client: AsyncElasticsearch, index: str) -> dict[str, Any]:
    (found,) = (await client.indices.get_mapping(index=index)).values()
    return dict(found["mappings"])


@pytest.fixture
async def store(database: ElasticDatabase) -> ElasticStore:
    return await database.open(plan=IndexPlan(shards=2))


async def test_answers_stay_the_same_while_a_live_index_is_upgraded_twice(
    store: ElasticStore,
    indices: Indices,
    client: AsyncElasticsearch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    indices = replace(indices, plan=IndexPlan(shards=2))
    random = np.random.default_rng(7)
    ours, other = (Faces(indices, name, indices.faces) for name in ("chat-1", "chat-3"))
    vectors = faces_of(random)
    await fill(store, ours, vectors)
    await fill(store, other, faces_of(random))
    monkeypatch.setattr("core.stores.elastic.tuning.WIDEST", 1000)  # so that it is measured
    await client.indices.forcemerge(index=indices.faces, max_num_segments=1)
    drawn = vectors[random.choice(len(vectors), PROBES)]
    probes = units(drawn + 0.05 * random.normal(size=drawn.shape))
    flat = await search(indices, ours, probes)
    searches = 0

    async def keep_searching() -> None:
        nonlocal searches
        while True:
            check_same(await search(indices, ours, probes[:10]), flat[:10])
            searches += 1

    await client.indices.put_settings(index=indices.faces, settings={PATIENCE: "true"})
    for type_ in (IndexType.HNSW, IndexType.INT8_HNSW):
        searching = asyncio.create_task(keep_searching())
        upgraded = await Upgrade(indices.cluster, indices.faces, notice=0).to(type_, print)
        assert not searching.done() or searching.result()
        searching.cancel()
        assert upgraded.after is type_
        assert searches > 5
        found = await mapping(client, indices.faces)
        assert Shape.of(found).type is type_
        assert BEGUN not in found["_meta"]
        settings = await client.indices.get_settings(index=indices.faces, flat_settings=True)
        assert [one["settings"][PATIENCE] for one in settings.values()] == ["false"]
        assert await off_heap(client, indices.faces, "vex") > 0
        assert (await client.count(index=indices.faces))["count"] == 2 * len(vectors)
        check_same(await search(indices, ours, probes), flat)
        again = await Upgrade(indices.cluster, indices.faces, notice=0).to(type_, print)
        assert again.seconds == 0.0

    curve = await Tuning(indices.cluster, indices.faces, probes=50).measure()
    assert curve is not None
    assert curve.reaching(0.99).recall >= 0.99
    assert Shape.of(await mapping(client, indices.faces)).curve == curve
    with pytest.raises(
        StoreRefused, match=r"cannot make it flat where it is: export the galleries, set"
    ):
        await Upgrade(indices.cluster, indices.faces, notice=0).to(IndexType.FLAT, print)


async def test_an_upgrade_that_stopped_in_the_middle_is_finished_by_the_next(
    database: ElasticDatabase, client: AsyncElasticsearch, indices: Indices
) -> None:
    gallery = (await database.open()).gallery("chat-1")
    await enrol(gallery, "Ann", towards(1))
    begun = await mapping(client, indices.faces)
    vector = {**begun["properties"]["vector"], "index_options": index_options(IndexType.HNSW)}
    await client.indices.put_mapping(
        index=indices.faces,
        meta={**begun["_meta"], BEGUN: "hnsw"},
        properties={"vector": vector},
    )
    await client.index(index=indices.faces, id="mark-0", routing="mark-0", document={})
    assert await names_found(gallery, towards(1)) == ["Ann"]
    upgrade = Upgrade(indices.cluster, indices.faces, notice=0)
    with pytest.raises(StoreUnavailable, match="went away: run the same command again"):
        await upgrade._wait_for(["nobody:1"])
    assert (await upgrade.to(IndexType.HNSW, print)).seconds > 0
    assert BEGUN not in (await mapping(client, indices.faces))["_meta"]
    assert (await client.count(index=indices.faces))["count"] == 1
    assert await names_found(gallery, towards(1)) == ["Ann"]


async def test_another_type_is_made_though_the_graph_begun_before_it_was_not_finished(
    store: ElasticStore,
    indices: Indices,
    client: AsyncElasticsearch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The merge that is left is one that makes nothing, so that it is seen who makes the graph."""
    await store.records.put("c", "k", {})
    await fill(store, Faces(indices, "chat-1", indices.faces), faces_of(np.random.default_rng(7)))
    begun = await mapping(client, indices.faces)
    vector = {**begun["properties"]["vector"], "index_options": index_options(IndexType.HNSW)}
    await client.indices.put_mapping(
        index=indices.faces,
        meta={**begun["_meta"], BEGUN: "hnsw"},
        properties={"vector": vector},
    )
    merge = await client.indices.forcemerge(index=indices.records, wait_for_completion=False)
    left = ["nobody:1"]

    async def running(_: Upgrade, __: str) -> list[str]:
        return left

    monkeypatch.setattr(Upgrade, "_running", running)
    upgrade = Upgrade(indices.cluster, indices.faces, notice=0)
    with pytest.raises(StoreUnavailable, match="run the same command again"):
        await upgrade.to(IndexType.INT8_HNSW, print)
    assert (await mapping(client, indices.faces))["_meta"][BEGUN] == "hnsw", "it waits for that"
    left = [merge["task"]]
    assert (await upgrade.to(IndexType.INT8_HNSW, print)).after is IndexType.INT8_HNSW
    assert BEGUN not in (await mapping(client, indices.faces))["_meta"]
    assert await off_heap(client, indices.faces, "vex") > 0, "the graph"
    assert await off_heap(client, indices.faces, "veq") > 0, "rounded vectors"


async def test_what_is_wanted_is_measured_for_though_it_is_more_than_is_usual(
    database: ElasticDatabase, indices: Indices, monkeypatch: pytest.MonkeyPatch
) -> None:
    indices = replace(indices, plan=IndexPlan(type=IndexType.HNSW))
    store = await database.open(plan=indices.plan)
    await fill(store, Faces(indices, "chat-1", indices.faces), faces_of(np.random.default_rng(7)))
    monkeypatch.setattr("core.stores.elastic.tuning.WIDEST", 1000)  # so that it is measured
    found = {100: 0.98, 200: 0.9992, 400: 0.9994, 700: 0.9998}

    async def point(_: Tuning, __: object, ___: Shape, candidates: int) -> Point:
        return Point(candidates, found[candidates], 1.0)

    monkeypatch.setattr(Tuning, "_point", point)
    usual = Tuning(indices.cluster, indices.faces, probes=5)
    for wanted, widest in ((0.9, 200), (0.9995, 700)):
        curve = await replace(usual, wanted=wanted).measure()
        assert curve is not None
        assert curve.points[-1].candidates == widest


@pytest.mark.parametrize("type_", [IndexType.HNSW, IndexType.INT8_HNSW])
async def test_a_new_index_is_made_as_the_settings_say(
    database: ElasticDatabase, client: AsyncElasticsearch, indices: Indices, type_: IndexType
) -> None:
    gallery = (await database.open(plan=IndexPlan(type=type_, replicas=0))).gallery("chat-1")
    await enrol(gallery, "Ann", towards(1), towards(0.9, 0.1))
    await enrol(gallery, "Bob", towards(0, 1))
    assert await names_found(gallery, towards(1)) == ["Ann", "Bob"]
    assert Shape.of(await mapping(client, indices.faces)).type is type_
    settings = await client.indices.get_settings(index=indices.faces)
    assert [one["settings"]["index"]["number_of_replicas"] for one in settings.values()] == ["0"]


async def test_an_index_that_is_not_there_is_not_upgraded(indices: Indices) -> None:
    with pytest.raises(StoreRefused, match="made with the first enrolment"):
        await Upgrade(indices.cluster, indices.faces, notice=0).to(IndexType.HNSW, print)
    assert indices.model == MODEL
