"""What only Elasticsearch can do to a scan, and what a scan does to it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from elasticsearch import AsyncElasticsearch
from numpy.typing import NDArray

from core.errors import StoreRefused, StoreUnavailable
from core.model import Subject, Vector
from core.stores.elastic import ElasticStore, IndexPlan, IndexType
from core.stores.elastic import archive as archives
from core.stores.elastic.auditing import compared
from core.stores.elastic.everywhere import best_everywhere
from core.stores.elastic.faces import Faces
from core.stores.elastic.indices import Indices
from core.stores.elastic.models import GalleryModel
from core.stores.elastic.moments import moment_of
from core.stores.elastic.names import Names
from core.stores.elastic.scopes import Scope
from core.stores.elastic.shapes import Shapes
from tests.contract.databases import ElasticDatabase
from tests.contract.elastic_rooms import client, database, indices
from tests.contract.made_up import (
    enrol,
    enrol_all,
    face,
    probe,
    some_vectors,
    towards,
    units,
)

__all__ = ["client", "database", "indices"]

EVERYBODY = Scope(None)


@pytest.fixture
async def store(database: ElasticDatabase) -> ElasticStore:
    return await database.open(plan=IndexPlan(shards=2, type=IndexType.INT8_HNSW))


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.stores.elastic.auditing.PAGE_BYTES", 10 * (250 + 4 * 16 * 4 // 3))


async def open_moments(client: AsyncElasticsearch) -> int:
    stats = await client.nodes.stats(metric="indices", index_metric="search")
    return sum(node["indices"]["search"]["open_contexts"] for node in stats["nodes"].values())


def told(_: int, __: int) -> None:
    pass


async def known_as(indices: Indices, gallery: str, *subjects: str) -> None:
    """Write subjects with ids of our choice, which no claim makes, and their gallery."""
    await GalleryModel(indices, gallery).claim()
    names = Names(indices, gallery)
    operations = [
        (
            json.dumps({"index": {"_id": names._subject_id(id_)}}).encode(),
            json.dumps(names._subject_source(Subject(id_, f"{id_} of {gallery}"), id_)).encode(),
        )
        for id_ in subjects
    ]
    await indices.write_subjects(operations)


async def add(store: ElasticStore, faces: Faces, whose: list[str], vectors: Vector) -> None:
    gallery = store.gallery(faces.gallery)
    enrolments = [
        face(gallery, Subject(id_, "x"), vector, f"photo {row}")
        for row, (id_, vector) in enumerate(zip(whose, vectors, strict=True))
    ]
    await faces.add(enrolments, vectors)


async def test_more_templates_than_an_answer_can_hold_are_compared(
    database: ElasticDatabase, indices: Indices, client: AsyncElasticsearch
) -> None:
    """Most are of few people, spread over shards and slices."""
    random = np.random.default_rng(11)
    store = await database.open()
    indices = replace(indices, plan=IndexPlan(shards=2))
    asked = some_vectors(random, 4)
    expected: dict[tuple[str, str], NDArray[np.float64]] = {}
    for number, name in enumerate(("chat-1", "chat-2")):
        whose = [f"{(row * 7 + number) % 5 if row % 9 else row % 90:05}" for row in range(5200)]
        vectors = units(some_vectors(random, len(whose)) + towards(1, 1))
        await known_as(indices, name, *sorted(set(whose)))
        await add(store, Faces(indices, name, indices.faces), whose, vectors)
        scores = vectors.astype(np.float64) @ asked.T.astype(np.float64)
        for id_, row in zip(whose, scores, strict=True):
            person = (id_, name)
            expected[person] = np.maximum(row, expected.get(person, row))
    before = await open_moments(client)
    found = await store.archive.compare([probe(vector) for vector in asked])
    assert found.templates == 10_400
    for number, sightings in enumerate(found.sightings):
        best = sorted(expected, key=lambda person: (-expected[person][number], person))[:5]
        people = [one.candidate for one in sightings]
        assert [(one.subject.id, one.gallery) for one in people] == best
        found_scores = [one.score for one in people]
        exact = [float(expected[one][number]) for one in best]
        assert found_scores == pytest.approx(exact, abs=1e-6)
    assert await open_moments(client) == before
    searched = await store.archive.search([probe(vector) for vector in asked])
    firsts = [sightings[0].candidate.template_id for sightings in searched.sightings]
    assert firsts == [sightings[0].candidate.template_id for sightings in found.sightings]


@pytest.mark.usefixtures("small_pages")
async def test_what_is_written_during_a_scan_does_not_disturb_it(
    store: ElasticStore, indices: Indices
) -> None:
    random = np.random.default_rng(12)
    gallery = store.gallery("chat-1")
    people = {f"Person {n}": [*some_vectors(random, 12)] for n in range(6)}
    subjects = await enrol_all(gallery, people)
    asked = some_vectors(random, 3)
    async with moment_of(indices.cluster, indices.faces) as moment:
        await gallery.forget(subjects[0].id)
        await enrol(gallery, "New", *some_vectors(random, 40))
        counts = []
        for slices in (1, 2, 5):
            found = await compared(moment, EVERYBODY, asked, 6, told, slices=slices)
            assert found.templates == 72
            counts.append([[one.rank for one in best] for best in found.best])
        assert counts[0] == counts[1] == counts[2]
        assert {one[1][0] for one in counts[0][0]} == {subject.id for subject in subjects}


async def test_people_of_one_id_in_two_galleries_are_two_people(
    store: ElasticStore, indices: Indices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the many photos of one leave the other in, though the graph is searched by few."""
    monkeypatch.setattr("core.stores.elastic.breadth.WIDEST", 50)  # else it would look at all
    indices = replace(indices, plan=IndexPlan(2, type=IndexType.INT8_HNSW), shapes=Shapes())
    many = units(towards(1) + 0.01 * some_vectors(np.random.default_rng(13), 120))
    for name, vectors in {"chat-1": many, "chat-2": towards(1, 1)[None]}.items():
        await known_as(indices, name, "ann")
        faces = Faces(indices, name, indices.faces)
        await add(store, faces, ["ann"] * len(vectors), vectors)
    for found in (
        await store.archive.search([probe(towards(1))], 2),
        await store.archive.compare([probe(towards(1))], 2),
    ):
        ((first, second),) = found.sightings
        assert first.candidate.subject == Subject("ann", "ann of chat-1")
        assert second.candidate.subject == Subject("ann", "ann of chat-2")
        assert first.candidate.gallery == "chat-1"
        assert first.fused is not None
        assert second.fused is None
    async with moment_of(indices.cluster, indices.faces) as moment:
        best = await best_everywhere(indices, moment, EVERYBODY, towards(1)[None], 2)
    assert [one.whom for one in best.best[0]] == [("ann", "chat-1"), ("ann", "chat-2")]


async def test_nobody_is_named_whose_forgetting_has_begun_or_was_not_finished(
    store: ElasticStore, indices: Indices
) -> None:
    gallery = store.gallery("chat-1")
    near = [units(towards(1) + 0.01 * n * towards(0, 1)) for n in range(9)]
    subjects = await enrol_all(gallery, {f"P{n}": [vector] for n, vector in enumerate(near)})
    names = Names(indices, "chat-1")
    held = await names.held(subjects[0].id)
    assert held is not None
    await names.mark_leaving(held)
    await names.drop(subjects[1].id)
    for found in (
        await store.archive.compare([probe(towards(1))]),
        await store.archive.search([probe(towards(1))]),
        await store.archive.compare([probe(towards(1))], 1, gallery_id="chat-1"),
    ):
        people = [one.candidate.subject.name for one in found.sightings[0]]
        assert people == ["P2", "P3", "P4", "P5", "P6"][: len(people)]
        assert people


@pytest.mark.parametrize("gone", [2, 8])
async def test_whoever_is_forgotten_during_a_scan_makes_way_for_the_next(
    store: ElasticStore, monkeypatch: pytest.MonkeyPatch, gone: int
) -> None:
    """Of a few, some spare people were kept; of many, all is compared once more."""
    gallery = store.gallery("chat-1")
    near = [units(towards(1) + 0.01 * n * towards(0, 1)) for n in range(14)]
    subjects = await enrol_all(gallery, {f"P{n}": [vector] for n, vector in enumerate(near)})
    scans = 0

    async def then_forget(*arguments: Any) -> Any:
        nonlocal scans
        found = await compared(*arguments)
        if not scans:
            await asyncio.gather(*(gallery.forget(one.id) for one in subjects[:gone]))
        scans += 1
        return found

    monkeypatch.setattr(archives, "compared", then_forget)
    found = await store.archive.compare([probe(towards(1))], 3)
    people = [one.candidate.subject.name for one in found.sightings[0]]
    assert people == [f"P{n}" for n in range(gone, gone + 3)]
    assert scans == (1 if gone <= archives.SPARE else 2)


@pytest.mark.usefixtures("small_pages")
async def test_a_moment_that_the_server_lost_is_said_and_none_is_left_open(
    store: ElasticStore,
    indices: Indices,
    client: AsyncElasticsearch,
) -> None:
    before = await open_moments(client)
    vectors = some_vectors(np.random.default_rng(14), 60)
    await enrol(store.gallery("chat-1"), "Ann", *vectors)
    async with moment_of(indices.cluster, indices.faces) as moment:
        await client.close_point_in_time(id=moment.id)
        with pytest.raises(StoreUnavailable, match="lost with a node that stopped"):
            await compared(moment, EVERYBODY, vectors[:1], 5, told)

    class Stopped(Exception):
        pass

    def stop(done: int, _: int) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        await store.archive.compare([probe(vectors[0])], told=stop)
    assert await open_moments(client) == before


async def test_lost_subjects_are_told_and_not_taken_for_nobody(
    store: ElasticStore, client: AsyncElasticsearch, indices: Indices
) -> None:
    await enrol(store.gallery("chat-1"), "Ann", towards(1))
    (index,) = await client.indices.get(index=indices.subjects)
    await client.indices.delete(index=index)
    for search in (store.archive.compare, store.archive.search):
        with pytest.raises(StoreRefused, match="lacks documents that it had: restore it"):
            await search([probe(towards(1))])


def test_a_clause_holds_few_enough_words() -> None:
    scope = Scope(None, frozenset(f"{n:06}" for n in range(25_000)), frozenset({("a", "g")}))
    *galleries, person = scope.query["must_not"]
    assert [len(clause["terms"]["gallery"]) for clause in galleries] == [10_000, 10_000, 5000]
    assert "subject" in json.dumps(person)
    assert "filter" not in scope.query
