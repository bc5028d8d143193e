"""The five best people, however many photos each has."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
from numpy.typing import NDArray

from core.findings import FUSED
from core.model import Subject, Vector
from core.ports import Gallery
from tests.contract.kinds import ALSO_SEALED
from tests.contract.made_up import (
    enrol,
    enrol_all,
    face,
    names_found,
    probe,
    some_vectors,
    towards,
    units,
)

pytestmark = ALSO_SEALED

CLOSE = 1e-6


def near(angle: float, towards_axis: int) -> Vector:
    """Return a vector whose cosine with `towards(1)` is that of the angle in radians."""
    numbers = [0.0] * (towards_axis + 1)
    numbers[0], numbers[towards_axis] = float(np.cos(angle)), float(np.sin(angle))
    return towards(*numbers)


async def test_an_empty_gallery_finds_nobody(gallery: Gallery) -> None:
    found = await gallery.search([probe(towards(1)), probe(towards(0, 1))])
    assert found.templates == 0
    assert found.candidates == ((), ())


async def test_no_face_is_no_candidate(gallery: Gallery) -> None:
    await enrol(gallery, "Ann", towards(1))
    found = await gallery.search([])
    assert (found.templates, found.candidates) == (1, ())


async def test_scores_are_cosines_and_distances_belong_to_them(gallery: Gallery) -> None:
    ann = await enrol(gallery, "Ann", towards(1))
    await enrol(gallery, "Bob", towards(-1))
    await enrol(gallery, "Cat", towards(0, 1))
    await enrol(gallery, "Dan", towards(3, 4))
    ((first, second, third, last),) = (await gallery.search([probe(towards(1))])).candidates
    scores = [one.score for one in (first, second, third, last)]
    assert scores == pytest.approx([1.0, 0.6, 0.0, -1.0], abs=CLOSE)
    assert first.distance == pytest.approx(0.0, abs=2e-3)  # a root: 1e-6 becomes 1e-3
    assert last.distance == pytest.approx(2.0, abs=CLOSE)
    assert first.subject == ann
    (kept,) = await gallery.enrolments(ann.id)
    assert first.template_id == kept.id


async def test_five_people_are_found_behind_the_many_photos_of_one(gallery: Gallery) -> None:
    photos = [near(0.001 * number, 2) for number in range(300)]
    others = {f"Person {number}": [near(0.5 + 0.1 * number, 3)] for number in range(8)}
    await enrol_all(gallery, {"Many": photos, **others})
    names = await names_found(gallery, towards(1))
    assert names == ["Many", "Person 0", "Person 1", "Person 2", "Person 3"]
    assert (await gallery.search([probe(towards(1))])).templates == 308


async def test_five_people_with_many_photos_each_come_each_by_their_best(
    gallery: Gallery,
) -> None:
    await enrol_all(
        gallery,
        {
            f"Person {person}": [
                near(0.1 + 0.02 * person + 0.001 * photo, 2) for photo in reversed(range(60))
            ]
            for person in range(7)
        },
    )
    ((*found,),) = (await gallery.search([probe(towards(1))])).candidates
    assert [one.subject.name for one in found] == [f"Person {number}" for number in range(5)]
    best = [np.cos(0.1 + 0.02 * person) for person in range(5)]
    assert [one.score for one in found] == pytest.approx(best, abs=CLOSE)
    for one in found:
        photos = await gallery.enrolments(one.subject.id)
        assert one.template_id == photos[-1].id


async def test_each_candidate_comes_with_the_template_that_scored(gallery: Gallery) -> None:
    random = np.random.default_rng(5)
    vectors = some_vectors(random, 12)
    await enrol_all(gallery, {f"P{n}": [*vectors[2 * n : 2 * n + 2]] for n in range(6)})
    asked = probe(some_vectors(random, 1)[0])
    found = await gallery.search([asked])
    (candidates,) = found.candidates
    assert found.vectors.keys() == {one.template_id for one in candidates}
    for one in candidates:
        score = float(found.vectors[one.template_id] @ asked.template.vector)
        assert score == pytest.approx(one.score, abs=CLOSE)


async def test_of_somebody_with_several_photos_the_mean_of_the_newest_comes_too(
    gallery: Gallery,
) -> None:
    many = some_vectors(np.random.default_rng(6), FUSED + 4)
    one, two = towards(1, 1), towards(1, -1)
    ann, bob, cat = await enrol_all(gallery, {"Ann": [one, two], "Bob": [one], "Cat": [*many]})
    found = await gallery.search([probe(towards(1))])
    assert found.fused.keys() == {ann.id, cat.id}
    assert found.fused[ann.id] == pytest.approx(towards(1), abs=CLOSE)
    assert found.fused[cat.id] == pytest.approx(units(many[-FUSED:].mean(axis=0)), abs=1e-5)
    await gallery.forget(ann.id)
    assert (await gallery.search([probe(towards(1))])).fused.keys() == {cat.id}
    assert bob.id in {one.subject.id for one in found.candidates[0]}


async def test_fewer_than_five_are_all_there_are(gallery: Gallery) -> None:
    await enrol(gallery, "Ann", *(near(0.01 * number, 2) for number in range(200)))
    await enrol(gallery, "Bob", towards(0, 1))
    assert await names_found(gallery, towards(1)) == ["Ann", "Bob"]


async def test_as_many_as_are_asked_for(gallery: Gallery) -> None:
    people = {f"Person {number:02}": [near(0.04 * number, 2)] for number in range(30)}
    await enrol_all(gallery, people)
    for limit in (1, 3, 5, 25, 30, 500):
        assert await names_found(gallery, towards(1), limit) == list(people)[:limit]


async def test_equal_scores_come_in_the_order_of_ids(gallery: Gallery) -> None:
    """Also at the end of the list: of many who tie, those with the least ids are chosen."""
    same = some_vectors(np.random.default_rng(4), 1)[0]
    subjects = await enrol_all(gallery, {f"Person {number}": [same] for number in range(150)})
    nearer = await enrol(gallery, "Nearer", towards(1))
    aside = probe(units(same + 0.5 * towards(1)))
    ids = sorted(subject.id for subject in subjects)
    for limit in (1, 4, 5, 100):
        for asked in (probe(same), aside):
            (found,) = (await gallery.search([asked], limit)).candidates
            expected = [one for one in ids if one != nearer.id][:limit]
            assert [one.subject.id for one in found] == expected
            assert len({one.score for one in found}) == 1


async def test_each_face_has_its_own_answer_in_the_faces_order(gallery: Gallery) -> None:
    vectors = some_vectors(np.random.default_rng(5), 12)
    await enrol_all(gallery, {f"Person {number}": [row] for number, row in enumerate(vectors)})
    found = await gallery.search([probe(vector) for vector in vectors[::-1]])
    firsts = [candidates[0].subject.name for candidates in found.candidates]
    assert firsts == [f"Person {number}" for number in range(11, -1, -1)]
    assert {len(candidates) for candidates in found.candidates} == {5}


async def test_a_photo_of_a_hundred_faces_is_answered_whole(gallery: Gallery) -> None:
    await enrol(gallery, "Ann", towards(1))
    probes = [probe(vector) for vector in some_vectors(np.random.default_rng(6), 100)]
    found = await gallery.search(probes)
    assert len(found.candidates) == 100
    assert {len(candidates) for candidates in found.candidates} == {1}


def brute_force(
    owners: list[Subject], vectors: NDArray[np.float32], asked: Vector, limit: int
) -> list[tuple[str, float]]:
    scores = vectors.astype(np.float64) @ asked.astype(np.float64)
    best: dict[str, float] = {}
    for owner, score in zip(owners, scores, strict=True):
        best[owner.id] = max(float(score), best.get(owner.id, -2.0))
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]


@pytest.mark.parametrize("seed", range(6))
async def test_every_search_agrees_with_brute_force(gallery: Gallery, seed: int) -> None:
    """People of very different numbers of photos, in clusters, added, forgotten, searched."""
    random = np.random.default_rng(seed)
    dimensions = int(random.choice([4, 32, 128]))
    names = [f"Person {number}" for number in range(25)]
    subjects = await asyncio.gather(*map(gallery.claim, names))
    owners: list[Subject] = []
    rows: list[Vector] = []
    for step in range(6):
        centre = some_vectors(random, 1, dimensions)[0]
        count = int(random.integers(1, 80))
        spread = centre + random.normal(size=(count, dimensions)) * random.choice([0.05, 1.0])
        vectors = units(spread)
        whose = [subjects[int(number)] for number in random.integers(0, len(subjects), count)]
        await gallery.add(
            [
                face(gallery, owner, vector, f"{step} {number}")
                for number, (owner, vector) in enumerate(zip(whose, vectors, strict=True))
            ]
        )
        owners += whose
        rows += list(vectors)
        if step % 2:
            gone = subjects.pop(int(random.integers(0, len(subjects))))
            assert await gallery.forget(gone.id) == sum(owner == gone for owner in owners)
            keep = [number for number, owner in enumerate(owners) if owner != gone]
            owners, rows = [owners[number] for number in keep], [rows[number] for number in keep]
        asked = [*some_vectors(random, 3, dimensions), rows[-1]] if rows else []
        found = await gallery.search([probe(vector) for vector in asked])
        assert found.templates == len(owners)
        for vector, candidates in zip(asked, found.candidates, strict=True):
            expected = brute_force(owners, np.array(rows), vector, 5)
            assert [one.subject.id for one in candidates] == [id_ for id_, _ in expected]
            scores = [score for _, score in expected]
            assert [one.score for one in candidates] == pytest.approx(scores, abs=CLOSE)
