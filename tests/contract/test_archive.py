"""All galleries at once, and every template compared: the same answer as brute force."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np
import pytest

from core.archive import Archive, ArchiveResult
from core.bootstrap import archive_of
from core.errors import ModelMismatch, StoreRefused
from core.findings import fused
from core.model import Enrolment, Probe, Vector
from core.ports import Gallery, Store
from tests.contract.databases import Database
from tests.contract.kinds import ALSO_SEALED
from tests.contract.made_up import (
    MODEL,
    OTHER_MODEL,
    enrol,
    enrol_all,
    face,
    probe,
    some_vectors,
    towards,
    units,
)

pytestmark = ALSO_SEALED

CLOSE = 1e-6
GALLERIES = ("chat-1", "chat-2", "chat-3")
TEMPLATES = 97
"""Of each gallery."""

Found = list[tuple[str | None, str, float]]
"""The gallery, the subject's id and the score of each, best first."""


@pytest.fixture
def archive(store: Store) -> Archive:
    return archive_of(store)


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a scan of a few hundred templates take many pages."""
    monkeypatch.setattr("core.stores.elastic.auditing.PAGE_BYTES", 40 * (250 + 4 * 16 * 4 // 3))


def shown(found: ArchiveResult) -> list[Found]:
    return [
        [(one.candidate.gallery, one.candidate.subject.id, one.candidate.score) for one in some]
        for some in found.sightings
    ]


def brute_force(kept: Sequence[tuple[str, Enrolment]], asked: Vector, limit: int) -> Found:
    best: dict[tuple[str, str], float] = {}
    for gallery, one in kept:
        score = float(one.template.vector.astype(np.float64) @ asked.astype(np.float64))
        person = (one.subject.id, gallery)
        best[person] = max(score, best.get(person, -2.0))
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return [(gallery, subject, score) for (subject, gallery), score in ranked]


def check_same(found: list[Found], expected: list[Found]) -> None:
    for one, other in zip(found, expected, strict=True):
        assert [who[:2] for who in one] == [who[:2] for who in other]
        assert [who[2] for who in one] == pytest.approx([who[2] for who in other], abs=CLOSE)


async def both_ways(archive: Archive) -> tuple[ArchiveResult, ArchiveResult]:
    """Return what is found of `towards(1)` by comparing and by searching."""
    asked = [probe(towards(1))]
    return await archive.compare(asked), await archive.search(asked)


async def fill(store: Store, random: np.random.Generator) -> list[tuple[str, Enrolment]]:
    """Enrol 21 people in three galleries, with one photo or dozens, and some of them alike."""
    kept: list[tuple[str, Enrolment]] = []
    twin = some_vectors(random, 1)[0]
    for number, name in enumerate(GALLERIES):
        gallery = store.gallery(name)
        subjects = await asyncio.gather(*(gallery.claim(f"Person {n}") for n in range(7)))
        whose = [*subjects, *(subjects[int(n)] for n in random.integers(0, 3, TEMPLATES - 7))]
        vectors = units(some_vectors(random, len(whose)) + 0.7 * towards(1, 0, 1))
        vectors[4:8] = twin
        faces = [
            face(gallery, subject, vector, f"{number} {place}", minutes=place)
            for place, (subject, vector) in enumerate(zip(whose, vectors, strict=True))
        ]
        assert all(await gallery.add(faces))
        kept += [(name, one) for one in faces]
    return kept


async def test_every_template_is_compared_and_the_answer_is_that_of_brute_force(
    store: Store, archive: Archive
) -> None:
    random = np.random.default_rng(3)
    kept = await fill(store, random)
    twin = kept[4][1].template.vector
    asked = [*some_vectors(random, 6), twin, kept[40][1].template.vector]
    probes = [probe(vector) for vector in asked]
    told: list[tuple[int, int]] = []
    found = await archive.compare(probes, told=lambda *progress: told.append(progress))
    assert found.templates == len(kept)
    check_same(shown(found), [brute_force(kept, vector, 5) for vector in asked])
    assert (told[0], told[-1]) == ((0, len(kept)), (len(kept), len(kept)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    for limit in (1, 100):
        check_same(
            shown(await archive.compare(probes, limit)),
            [brute_force(kept, vector, limit) for vector in asked],
        )
    # As widely as a search looks, which is at everything where there is so little.
    searched = await archive.search(probes)
    assert searched.templates == len(kept)
    check_same(shown(searched), [brute_force(kept, vector, 5) for vector in asked])
    for name in GALLERIES:
        await check_as_a_search(store.gallery(name), archive, probes)
    assert (await archive.compare(probes, gallery_id="nowhere")).templates == 0


async def check_as_a_search(gallery: Gallery, archive: Archive, asked: Sequence[Probe]) -> None:
    """Check that one gallery compared whole gives what a search of it does."""
    searched = await gallery.search(asked)
    exact = await archive.compare(asked, gallery_id=gallery.id)
    assert exact.templates == searched.templates == TEMPLATES
    for one, other in zip(exact.sightings, searched.candidates, strict=True):
        assert {sighting.candidate.gallery for sighting in one} == {None}
        found, expected = (
            [(c.subject, c.template_id) for c in every]
            for every in ([sighting.candidate for sighting in one], other)
        )
        assert found == expected


async def test_a_sighting_comes_with_its_vector_and_the_mean_of_the_persons_newest(
    store: Store, archive: Archive
) -> None:
    many = some_vectors(np.random.default_rng(6), 20)
    gallery = store.gallery("chat-1")
    subject = await enrol(gallery, "Ann", *many)
    await enrol(store.gallery("chat-2"), "Bob", towards(1))
    for result in (
        await archive.compare([probe(many[0])]),
        await archive.search([probe(many[0])]),
    ):
        ann, bob = result.sightings[0]
        assert (ann.candidate.subject.name, bob.candidate.subject.name) == ("Ann", "Bob")
        assert ann.vector == pytest.approx(many[0], abs=CLOSE), "her oldest, far from the newest"
        assert ann.fused == pytest.approx(fused(many[-16:]), abs=1e-5)
        assert bob.fused is None
    await gallery.forget(subject.id)
    for result in await both_ways(archive):
        assert result.templates == 1
        assert [one.candidate.subject.name for one in result.sightings[0]] == ["Bob"]


async def test_those_who_tie_come_in_the_order_of_ids(store: Store, archive: Archive) -> None:
    same = some_vectors(np.random.default_rng(4), 1)[0]
    everybody = []
    for name in GALLERIES:
        subjects = await enrol_all(store.gallery(name), {f"P{n}": [same] for n in range(8)})
        everybody += [(subject.id, name) for subject in subjects]
    for found in (await archive.compare([probe(same)], 7), await archive.search([probe(same)], 7)):
        (shown_,) = shown(found)
        assert [(id_, gallery) for gallery, id_, _ in shown_] == sorted(everybody)[:7]
        assert len({score for _, _, score in shown_}) == 1


async def test_galleries_of_another_model_are_left_out_and_told(
    database: Database, store: Store, archive: Archive
) -> None:
    other = (await database.open(OTHER_MODEL)).gallery("other")
    dan = await other.claim("Dan")
    await other.add([face(other, dan, towards(1), model=OTHER_MODEL)])
    await enrol(store.gallery("chat-1"), "Ann", towards(1, 1))
    # Templates of our model beside those of another: made by a migration that goes on.
    beside = store.beside("other", MODEL)
    await beside.add([face(beside, dan, towards(1))])
    assert dict(await archive.left_out()) == {"other": OTHER_MODEL}
    for found in await both_ways(archive):
        assert found.templates == 1
        assert [one.candidate.subject.name for one in found.sightings[0]] == ["Ann"]
    with pytest.raises(ModelMismatch):
        await archive.compare([probe(towards(1))], gallery_id="other")
    await store.switch("other", MODEL)
    assert dict(await archive.left_out()) == {}
    found = await archive.compare([probe(towards(1))])
    assert [one.candidate.subject.name for one in found.sightings[0]] == ["Dan", "Ann"]


async def test_an_empty_store_finds_nobody_and_refuses_what_it_cannot_compare(
    store: Store, archive: Archive
) -> None:
    asked = [probe(towards(1)), probe(towards(0, 1))]
    for found in (await archive.compare(asked), await archive.search(asked)):
        assert (found.templates, found.sightings) == (0, ((), ()))
    await enrol(store.gallery("chat-1"), "Ann", towards(1))
    none = await archive.compare([])
    assert (none.templates, none.sightings) == (1, ())
    with pytest.raises(StoreRefused, match="a template has 4 numbers where this gallery's have 16"):
        await archive.compare([probe(units(np.ones(4)))])
    with pytest.raises(ModelMismatch):
        await archive.search([probe(towards(1), OTHER_MODEL)])
