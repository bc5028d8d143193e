"""Faces sealed with a key: unreadable where they are stored, and otherwise as without one."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from skimage.data import astronaut

from core.bootstrap import archive_of
from core.calibrations import shipped
from core.decision import Policy
from core.errors import StoreRefused
from core.findings import Decision, Evidence, SearchResult
from core.images import crop
from core.model import Box, ModelId, Photo, Template, Vector
from core.ports import Gallery, Store
from core.setup_errors import KeyRefused, MissingKey, UnwantedKey, WrongKey
from core.stores.elastic.mappings import SEALED_VERSION
from core.stores.sqlite import SqliteStore
from core.stores.sqlite.connection import Connection
from core.stores.sqlite.matrices import Matrices
from core.vault.sealed import Sealed
from tests.contract.conftest import KEY
from tests.contract.databases import ElasticDatabase, SqliteDatabase
from tests.contract.made_up import (
    MODEL,
    OTHER_MODEL,
    enrol,
    enrol_all,
    face,
    names_found,
    probe,
    some_vectors,
    towards,
    units,
)

OTHER_KEY = bytes(reversed(KEY))
RECIPE = ModelId("Dlib", "mmod", "fast-1")

AnyDatabase = SqliteDatabase | ElasticDatabase

ON_BOTH = pytest.mark.parametrize("any_database", ["sqlite sealed", "flat sealed"], indirect=True)
ON_SQLITE = pytest.mark.parametrize("any_database", ["sqlite sealed"], indirect=True)
ON_ELASTICSEARCH = pytest.mark.parametrize("any_database", ["flat sealed"], indirect=True)


def real_crop() -> bytes:
    pixels = np.asarray(astronaut())
    photo = Photo(pixels, pixels.shape[1], pixels.shape[0], "0" * 64)
    return crop(photo, Box(170, 60, 120, 150))


async def enrol_with_real_crops(gallery: Gallery, vectors: Vector) -> None:
    ann = await gallery.claim("Ann")
    faces = [face(gallery, ann, vector, f"photo {n}") for n, vector in enumerate(vectors)]
    assert all(await gallery.add([replace(one, crop=real_crop()) for one in faces]))


def traces(content: bytes, vectors: Vector, picture: bytes) -> set[str]:
    """Return what of the faces stands in some bytes as it is."""
    pieces = {
        "a JPEG's beginning": picture[:12],
        "a JPEG's middle": picture[1000:1012],
        **{f"vector {n}": vector.astype("<f4").tobytes()[:12] for n, vector in enumerate(vectors)},
        **{f"VECTOR {n}": vector.astype(">f4").tobytes()[:12] for n, vector in enumerate(vectors)},
    }
    return {what for what, piece in pieces.items() if piece in content}


@pytest.mark.parametrize("any_database", ["sqlite", "sqlite sealed"], indirect=True)
async def test_nothing_of_a_face_can_be_read_in_the_raw_file(any_database: SqliteDatabase) -> None:
    store = await any_database.open()
    vectors, picture = some_vectors(np.random.default_rng(1), 40), real_crop()
    await enrol_with_real_crops(store.gallery("chat-1"), vectors)
    files = sorted(any_database.path.parent.glob("faces.db*"))
    assert any(one.name.endswith("-wal") and one.stat().st_size for one in files)
    content = b"".join(one.read_bytes() for one in files)
    found = traces(content, vectors, picture)
    sealed = await sealed_store(any_database)
    assert (found == set()) if sealed else (len(found) == 42)
    assert b"Ann" in content, "names are not sealed"
    await any_database.close()


async def sealed_store(database: AnyDatabase) -> bool:
    try:
        await database.open_by(None)
    except MissingKey:
        return True
    return False


@pytest.mark.parametrize("any_database", ["flat", "flat sealed"], indirect=True)
async def test_nothing_of_a_face_can_be_read_in_the_raw_index(
    any_database: ElasticDatabase,
) -> None:
    store = await any_database.open()
    vectors, picture = some_vectors(np.random.default_rng(1), 40), real_crop()
    await enrol_with_real_crops(store.gallery("chat-1"), vectors)
    client = any_database.connection.client()
    every: Any = ["*"]
    answer = await client.search(
        index=f"{any_database.connection.prefix}-*", size=1000, fields=every, source=True
    )
    await client.close()
    documents = answer.body["hits"]["hits"]
    strings, numbers = set[str](), set[float]()
    for leaf in leaves(documents):
        (strings if isinstance(leaf, str) else numbers).add(leaf)
    content = json.dumps(documents).encode() + b"".join(decoded(one) for one in strings)
    kept = [one["fields"]["vector"] for one in documents if "vector" in one["fields"]]
    assert len(kept) == 40
    nearest = (np.array(kept, np.float32) @ vectors.T).max()
    same = {round(float(one), 6) for one in numbers} & {
        round(float(one), 6) for one in vectors.flat if abs(one) > 0.01
    }
    found = traces(content, vectors[:0], picture)
    if await sealed_store(any_database):
        assert found == set()
        assert len(same) < 5, "of 640 numbers of six digits a few are alike by chance"
        assert nearest < 0.95
    else:
        assert found == {"a JPEG's beginning", "a JPEG's middle"}
        assert len(same) > 500
        assert nearest > 0.999
    await any_database.close()


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif value is not None:
        yield value


def decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


@ON_BOTH
async def test_a_store_is_opened_by_its_own_key_alone(any_database: AnyDatabase) -> None:
    await enrol((await any_database.open()).gallery("chat-1"), "Ann", towards(1))
    with pytest.raises(MissingKey, match="are sealed: set FACES_KEY_FILE to the file of their key"):
        await any_database.open_by(None)
    with pytest.raises(MissingKey):
        await any_database.open_by(None, OTHER_MODEL)
    with pytest.raises(WrongKey, match=r"with another key: .* To change a key, export"):
        await any_database.open_by(OTHER_KEY)
    again = (await any_database.open()).gallery("chat-1")
    assert await names_found(again, towards(1)) == ["Ann"]
    await any_database.close()


@pytest.mark.parametrize("any_database", ["sqlite", "flat"], indirect=True)
async def test_a_key_for_faces_that_are_not_sealed_is_refused(any_database: AnyDatabase) -> None:
    await enrol((await any_database.open()).gallery("chat-1"), "Ann", towards(1))
    with pytest.raises(UnwantedKey, match="are not sealed, and FACES_KEY_FILE is set: leave it"):
        await any_database.open_by(KEY)
    again = (await any_database.open()).gallery("chat-1")
    assert await names_found(again, towards(1)) == ["Ann"]
    await any_database.close()


@ON_BOTH
async def test_an_empty_store_takes_the_key_of_whoever_adds_first(
    any_database: AnyDatabase,
) -> None:
    """All three found it empty; those who come late are refused whatever they ask of faces."""
    late, never, first = [await any_database.open_by(key) for key in (OTHER_KEY, None, KEY)]
    ann = await late.gallery("chat-1").claim("Ann")
    await late.records.put("settings", "chat-1", {"n": 1})
    await enrol(first.gallery("chat-1"), "Bob", towards(0, 1))
    for store, refusal in ((late, WrongKey), (never, MissingKey)):
        gallery = store.gallery("chat-1")
        with pytest.raises(refusal):
            await gallery.add([face(gallery, ann, towards(1))])
        with pytest.raises(refusal):
            await gallery.search([probe(towards(1))])
        with pytest.raises(refusal):
            await gallery.enrolments(ann.id)
        with pytest.raises(refusal):
            await gallery.crops(["any"])
        with pytest.raises(refusal):
            await archive_of(store).compare([probe(towards(1))])
    assert await names_found(first.gallery("chat-1"), towards(1)) == ["Bob"]
    await any_database.close()


@ON_BOTH
async def test_of_several_keys_at_the_same_moment_one_wins(any_database: AnyDatabase) -> None:
    keys = [KEY, OTHER_KEY, None, bytes(32)]
    stores = [await any_database.open_by(key) for key in keys]

    async def begin(store: Store, name: str) -> bool:
        gallery = store.gallery("chat-1")
        try:
            who = await gallery.claim(name)
            return all(await gallery.add([face(gallery, who, towards(1), name)]))
        except KeyRefused:
            return False

    done = await asyncio.gather(*(begin(one, f"P{n}") for n, one in enumerate(stores)))
    assert sum(done) == 1
    winner = done.index(True)
    opened = await any_database.open_by(keys[winner])
    people = await opened.gallery("chat-1").people()
    assert [one.subject.name for one in people] == [f"P{winner}"]
    assert (await opened.gallery("chat-1").search([probe(towards(1))])).templates == 1
    for key in keys:
        if key != keys[winner]:
            with pytest.raises(KeyRefused):
                await any_database.open_by(key)
    await any_database.close()


@ON_SQLITE
async def test_a_file_that_was_emptied_takes_another_key(any_database: SqliteDatabase) -> None:
    gallery = (await any_database.open()).gallery("chat-1")
    ann = await enrol(gallery, "Ann", towards(1))
    await gallery.forget(ann.id)
    other = (await any_database.open_by(OTHER_KEY)).gallery("chat-1")
    await enrol(other, "Bob", towards(0, 1))
    with pytest.raises(WrongKey):
        await gallery.search([probe(towards(1))])
    assert await names_found(other, towards(1)) == ["Bob"]
    await any_database.close()


@pytest.mark.parametrize("kind", ["sqlite", "flat"])
async def test_scores_and_decisions_are_those_of_a_plain_store(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """By the calibration of the real recipe."""
    random = np.random.default_rng(11)
    first, strangers, noise = (some_vectors(random, count, 128) for count in (40, 40, 200))
    second = units(first + 0.5 * some_vectors(random, 40, 128))
    probes = units(np.tile(first, (5, 1)) + np.linspace(0.3, 6.0, 200)[:, None] * noise)
    asked = [probe(one, RECIPE) for one in (*probes, *strangers)]
    found: list[SearchResult] = []
    for key in (None, KEY):
        database: AnyDatabase
        if kind == "sqlite":
            database = SqliteDatabase(tmp_path / f"{key is None}.db", key)
        else:
            database = ElasticDatabase(request.getfixturevalue("elasticsearch_url"), key=key)
        gallery = (await database.open(RECIPE)).gallery("chat-1")
        names = [f"P{n}" for n in range(40)]
        faces = [
            face(gallery, who, vector, f"{who.name} {n}", minutes=n, model=RECIPE)
            for row, who in enumerate(await gallery.claim_all(names))
            for n, vector in enumerate([first[row], second[row]][: 1 + row % 2])
        ]
        await gallery.add(faces)
        found.append(await gallery.search(asked))
        await database.close()
    plain, sealed = found
    policy = Policy(0.95, shipped(RECIPE))
    assert policy.calibrated
    decisions: set[Decision] = set()
    for number in range(len(asked)):
        told, other = (said_of(policy, one, asked[number].template, number) for one in found)
        assert [name for name, _, _ in other] == [name for name, _, _ in told]
        figures, same = ([(one[1], one[2]) for one in some] for some in (other, told))
        np.testing.assert_allclose(figures, same, atol=1e-5)
        decided = [
            policy.decide([Evidence(one[2], None) for one in some], plain.templates)
            for some in (told, other)
        ]
        assert decided[0] == decided[1]
        decisions.add(decided[0])
    assert sealed.templates == plain.templates == 60
    assert decisions == set(Decision), "all three are met"


def said_of(
    policy: Policy, found: SearchResult, asked: Template, number: int
) -> list[tuple[str, float, float]]:
    """Return for each candidate of a probe the name, the score and the evidence."""
    candidates = found.candidates[number]
    evidence = policy.evidence(
        asked.vector,
        [found.vectors[one.template_id] for one in candidates],
        [found.fused.get(one.subject.id) for one in candidates],
        found.templates,
    )
    return [
        (one.subject.name, one.score, each.value)
        for one, each in zip(candidates, evidence, strict=True)
    ]


@ON_BOTH
async def test_a_gallery_is_moved_to_another_model_and_back(any_database: AnyDatabase) -> None:
    store = await any_database.open()
    gallery = store.gallery("chat-1")
    ann, bob = await enrol_all(gallery, {"Ann": [towards(1)], "Bob": [towards(0, 1)]})
    longer = some_vectors(np.random.default_rng(1), 2, 24)
    kept = [(await gallery.enrolments(one.id))[0] for one in (ann, bob)]
    made = [
        replace(one, template=Template(vector, OTHER_MODEL))
        for one, vector in zip(kept, longer, strict=True)
    ]
    beside = store.beside("chat-1", OTHER_MODEL)
    assert await beside.add(made) == [True, True]
    assert await store.switch("chat-1", OTHER_MODEL)
    moved = (await any_database.open(OTHER_MODEL)).gallery("chat-1")
    ((first, _),) = (await moved.search([probe(longer[1], OTHER_MODEL)])).candidates
    assert (first.subject, round(first.score, 5)) == (bob, 1.0)
    (again,) = await moved.enrolments(bob.id)
    assert again.crop == kept[1].crop
    np.testing.assert_allclose(again.template.vector, longer[1], atol=3e-7)
    with pytest.raises(WrongKey):
        await any_database.open_by(OTHER_KEY, OTHER_MODEL)
    assert await store.switch("chat-1", MODEL)
    assert await names_found(gallery, towards(1)) == ["Ann", "Bob"]
    await any_database.close()


@ON_SQLITE
@pytest.mark.parametrize("table", ["templates", "crops"])
async def test_what_is_put_in_anothers_place_is_refused(
    any_database: SqliteDatabase, table: str
) -> None:
    store = await any_database.open()
    gallery = store.gallery("chat-1")
    ann, _ = await enrol_all(gallery, {"Ann": [towards(1)], "Bob": [towards(0, 1)]})
    column, key = ("vector", "key") if table == "templates" else ("jpeg", "template")
    with sqlite3.connect(any_database.path) as file:
        (one, first), (other, second) = file.execute(f"SELECT {key}, {column} FROM {table}")  # noqa: S608
        file.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (first, other))  # noqa: S608
        file.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (second, one))  # noqa: S608
    with pytest.raises(StoreRefused, match="was changed after it was sealed: restore the store"):
        await gallery.enrolments(ann.id)
    if table == "templates":
        with pytest.raises(StoreRefused, match="a vector was changed"):
            await gallery.search([probe(towards(1))])
    await any_database.close()


@ON_SQLITE
@pytest.mark.parametrize("memory", [2**20, 0])
async def test_sealed_galleries_are_searched_from_memory_and_from_the_file(
    any_database: SqliteDatabase, memory: int
) -> None:
    connection = Connection(any_database.path, cover=Sealed(KEY))
    await connection.open()
    store = SqliteStore(connection, MODEL, Matrices(memory))
    gallery = store.gallery("chat-1")
    vectors = some_vectors(np.random.default_rng(6), 300)
    await enrol_all(gallery, {f"P{n}": list(vectors[n::30]) for n in range(30)})
    assert (await names_found(gallery, vectors[7]))[0] == "P7"
    await enrol(gallery, "New", towards(1))
    assert (await names_found(gallery, towards(1)))[0] == "New"
    await store.close()


@ON_ELASTICSEARCH
async def test_an_index_that_is_sealed_is_of_a_version_of_its_own(
    any_database: ElasticDatabase,
) -> None:
    """A program that knows no keys refuses it as newer; what holds no faces stays as it was."""
    await enrol((await any_database.open()).gallery("chat-1"), "Ann", towards(1))
    client = any_database.connection.client()
    made = await client.indices.get_mapping(index=f"{any_database.connection.prefix}-*")
    await client.close()
    metas = [one["mappings"]["_meta"] for one in made.body.values()]
    versions = {meta["kind"]: (meta["mapping_version"], meta.get("key")) for meta in metas}
    assert versions["faces"] == (SEALED_VERSION, Sealed(KEY).check)
    assert versions["subjects"] == (2, None)
    await any_database.close()


@ON_BOTH
async def test_a_check_says_that_faces_are_sealed(any_database: AnyDatabase) -> None:
    assert (await (await any_database.open()).check()).endswith("0 people, faces sealed")
    await any_database.close()
