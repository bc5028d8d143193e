"""A gallery as a file, put into any store."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from core.errors import ModelMismatch, StoreUnavailable
from core.model import Vector
from core.ports import Gallery, Store
from core.transfer.exporting import export
from core.transfer.faults import DamagedExport, ExportOfAnotherModel
from core.transfer.files import ExportFile
from core.transfer.restoring import Restored, check, restore
from tests.contract.databases import Database, ElasticDatabase, SqliteDatabase
from tests.contract.made_up import (
    DIMENSIONS,
    MODEL,
    OTHER_MODEL,
    enrol,
    enrol_all,
    names_found,
    probe,
    some_vectors,
    towards,
    units,
)

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
PEOPLE = 500


async def exported(gallery: Gallery) -> ExportFile:
    file = BytesIO()
    await export(gallery, MODEL, NOON, file)
    return ExportFile(file, None)


async def restored(file: ExportFile, gallery: Gallery) -> Restored:
    return await restore(file, gallery, lambda _: None)


Identified = tuple[list[list[str]], list[float], int]


async def identified(gallery: Gallery, vectors: Vector) -> Identified:
    """Return who is found for each, how alike all of them are, and in how large a gallery."""
    found = await gallery.search([probe(vector) for vector in vectors])
    names = [[one.subject.name for one in some] for some in found.candidates]
    return names, [one.score for some in found.candidates for one in some], found.templates


Kept = list[tuple[str, str, bytes, bytes, str, datetime]]


async def held(gallery: Gallery) -> Kept:
    """Return everything that is kept, but for ids."""
    kept: Kept = []
    for person in await gallery.people():
        for one in await gallery.enrolments(person.subject.id):
            vector = one.template.vector.tobytes()
            kept.append(
                (person.subject.name, one.photo, vector, one.crop, one.enrolled_by, one.enrolled_at)
            )
    return sorted(kept)


async def test_what_was_exported_is_there_once_however_often_it_is_restored(store: Store) -> None:
    source, target = store.gallery("source"), store.gallery("target")
    await enrol(source, "Ann", towards(1), towards(1, 0.1))
    await enrol(source, "Änne 李", towards(0, 1))
    file = await exported(source)
    assert await restored(file, target) == Restored(people=2, templates=3, present=0)
    assert await held(target) == await held(source)
    for gallery in (target, source):
        assert await restored(file, gallery) == Restored(people=2, templates=0, present=3)
    assert await held(target) == await held(source)
    assert await names_found(target, towards(0, 1)) == ["Änne 李", "Ann"]


async def test_somebody_who_is_there_gets_the_photos_that_they_lack(store: Store) -> None:
    source, target = store.gallery("source"), store.gallery("target")
    await enrol(source, "ann", towards(1), towards(1, 0.1))
    ann = await enrol(target, "Ann", towards(0, 0, 1))
    assert await restored(await exported(source), target) == Restored(1, 2, 0)
    (person,) = await target.people()
    assert (person.subject, person.photos) == (ann, 3)


async def test_what_was_interrupted_goes_on(store: Store) -> None:
    source, target = store.gallery("source"), store.gallery("target")
    random = np.random.default_rng(1)
    await enrol_all(source, {f"P{n}": list(some_vectors(random, 70)) for n in range(2)})
    file = await exported(source)

    done = Restored()

    def power_cut(so_far: Restored) -> None:
        nonlocal done
        done = so_far
        raise StoreUnavailable(reason="a power cut")

    with pytest.raises(StoreUnavailable):
        await restore(file, target, power_cut)
    assert 0 < len(await held(target)) == done.templates < 140
    done = await restored(file, target)
    assert (done.templates + done.present, done.people) == (140, 2)
    assert await held(target) == await held(source)


async def test_a_gallery_of_another_model_is_left_alone(store: Store, database: Database) -> None:
    await enrol(store.gallery("source"), "Ann", towards(1))
    file = await exported(store.gallery("source"))
    other = await database.open(OTHER_MODEL)
    with pytest.raises(ModelMismatch):
        await restored(file, other.gallery("source"))


async def test_a_file_that_will_not_do_is_found_before_anything_is_written(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "faces.db")
    gallery = (await database.open()).gallery("chat-1")
    await enrol(gallery, "Ann", towards(1))
    whole = BytesIO()
    await export(gallery, MODEL, NOON, whole)
    damaged = bytearray(whole.getvalue())
    damaged[-100] ^= 1
    with pytest.raises(DamagedExport):
        await check(ExportFile(BytesIO(damaged), None), MODEL, DIMENSIONS)
    with pytest.raises(ExportOfAnotherModel, match="set MODEL, DETECTOR and PROFILE to that"):
        await check(ExportFile(whole, None), OTHER_MODEL, DIMENSIONS)
    with pytest.raises(ExportOfAnotherModel, match="of 16 numbers"):
        await check(ExportFile(whole, None), MODEL, DIMENSIONS + 1)
    assert (await check(ExportFile(whole, None), MODEL, DIMENSIONS)).templates == 1
    await database.close()


async def test_from_sqlite_to_elasticsearch_and_back_everybody_is_found_alike(
    tmp_path_factory: pytest.TempPathFactory, elasticsearch_url: str
) -> None:
    random = np.random.default_rng(5)
    people = {f"Person {n}": list(some_vectors(random, 1 + n % 3)) for n in range(PEOPLE)}
    own = [vectors[0] for vectors in people.values()][:100]
    probes = units(np.array(own) + 0.2 * some_vectors(random, 100))
    here, there, back = (
        SqliteDatabase(tmp_path_factory.mktemp("here") / "faces.db"),
        ElasticDatabase(elasticsearch_url),
        SqliteDatabase(tmp_path_factory.mktemp("back") / "faces.db"),
    )
    first, second, third = [
        (await database.open()).gallery("chat-1") for database in (here, there, back)
    ]
    await enrol_all(first, people)
    templates = sum(map(len, people.values()))
    assert await restored(await exported(first), second) == Restored(PEOPLE, templates, 0)
    assert await restored(await exported(second), third) == Restored(PEOPLE, templates, 0)
    names, scores, size = await identified(first, probes)
    assert await identified(third, probes) == (names, scores, size)
    same_names, near_scores, same_size = await identified(second, probes)
    assert (same_names, same_size) == (names, size)
    assert near_scores == pytest.approx(scores, abs=1e-6)
    assert await held(second) == await held(first) == await held(third)
    assert await restored(await exported(second), first) == Restored(PEOPLE, 0, templates)
    for database in (here, there, back):
        await database.close()
