"""What crashes leave in Elasticsearch, step by step, and indices that are not as they should be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import AsyncElasticsearch

from core.errors import ModelMismatch, NameTaken, StoreRefused, UnknownPerson
from core.model import ModelId
from core.ports import Gallery
from core.stores.elastic import ElasticStore
from core.stores.elastic.cluster import Cluster
from core.stores.elastic.faces import Faces
from core.stores.elastic.indices import MAPPING_VERSION, Indices
from core.stores.elastic.models import GalleryModel
from core.stores.elastic.names import Names
from core.stores.templates import stacked
from tests.contract.databases import ElasticDatabase
from tests.contract.made_up import MODEL, OTHER_MODEL, enrol, face, names_found, probe, towards

ANN, BOB, CAT = towards(1), towards(0, 1), towards(0, 0, 1)


@pytest.fixture
async def database(elasticsearch_url: str) -> AsyncIterator[ElasticDatabase]:
    database = ElasticDatabase(elasticsearch_url)
    yield database
    await database.close()


@pytest.fixture
async def client(database: ElasticDatabase) -> AsyncIterator[AsyncElasticsearch]:
    client = database.connection.client()
    yield client
    await client.close()


@pytest.fixture
async def gallery(database: ElasticDatabase) -> Gallery:
    return (await database.open()).gallery("chat-1")


@pytest.fixture
def indices(database: ElasticDatabase, client: AsyncElasticsearch) -> Indices:
    return Indices(Cluster(database.connection, client), MODEL)


@pytest.fixture
def names(indices: Indices) -> Names:
    return Names(indices, "chat-1")


# --- names ------------------------------------------------------------------------------------


async def test_a_rename_that_stopped_after_the_claim_changed_nothing(
    gallery: Gallery, names: Names
) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    assert await names.take(await names.claim("anna"), ann.id)
    assert await gallery.subject("Anna") is None
    assert await gallery.subject("Ann") == ann
    assert (await gallery.rename(ann.id, "Anna")).name == "Anna"
    assert await gallery.subject("Ann") is None


async def test_a_name_claimed_by_a_rename_that_stopped_can_be_had_by_others(
    gallery: Gallery, names: Names
) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    await names.take(await names.claim("anna"), ann.id)
    other = await enrol(gallery, "Anna", BOB)
    assert other.id != ann.id
    with pytest.raises(NameTaken):
        await gallery.rename(ann.id, "Anna")


@pytest.mark.parametrize("how", ["claim", "rename"])
async def test_a_rename_that_was_only_slow_does_not_win_a_name_that_was_taken_over(
    gallery: Gallery, names: Names, how: str
) -> None:
    ann, bob = await enrol(gallery, "Ann", ANN), await enrol(gallery, "Bob", BOB)
    held = await names.held(ann.id)
    assert held is not None
    assert await names.take(await names.claim("anna"), ann.id)
    if how == "claim":
        winner = await gallery.claim("Anna")
    else:
        winner = await gallery.rename(bob.id, "Anna")
    assert await names.write_name(held, "Anna", "anna") is False
    assert await gallery.subject("Anna") == winner
    assert await gallery.subject("Ann") == ann


async def test_a_rename_goes_on_against_whoever_looked_before_it(
    gallery: Gallery, names: Names
) -> None:
    """The other order: what was read as a stale claim was written again by its own subject."""
    ann = await enrol(gallery, "Ann", ANN)
    await names.take(await names.claim("anna"), ann.id)
    seen_as_stale = await names.claim("anna")
    assert seen_as_stale.held is not None
    assert await names.fence(seen_as_stale.held)
    fenced = replace(seen_as_stale, held=None)  # the next step, as of one who has fenced
    assert (await gallery.rename(ann.id, "Anna")).name == "Anna"
    assert await names.make(fenced, "Anna") is None
    assert await names.take(fenced, "somebody") is False
    assert (await gallery.claim("Anna")).id == ann.id


async def test_a_forgetting_that_stopped_at_once_can_be_repeated(
    gallery: Gallery, names: Names
) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    held = await names.held(ann.id)
    assert held is not None
    await names.mark_leaving(held)
    assert await gallery.subject("Ann") == ann
    with pytest.raises(UnknownPerson):
        await gallery.add([face(gallery, ann, BOB, "another")])
    with pytest.raises(UnknownPerson):
        await gallery.rename(ann.id, "Anna")
    assert await gallery.forget(ann.id) == 1
    assert await gallery.subject("Ann") is None


async def test_a_new_enrolment_finishes_a_forgetting_that_stopped(
    gallery: Gallery, names: Names
) -> None:
    old = await enrol(gallery, "Ann", ANN)
    held = await names.held(old.id)
    assert held is not None
    await names.mark_leaving(held)
    new = await enrol(gallery, "Ann", BOB)
    assert new.id != old.id
    found = (await gallery.search([probe(ANN)])).candidates[0]
    assert [(one.subject, round(one.score, 6)) for one in found] == [(new, 0.0)]


async def test_a_claim_whose_subject_is_gone_is_taken_over(gallery: Gallery, names: Names) -> None:
    ann = await gallery.claim("Ann")
    await names.drop(ann.id)
    assert await gallery.subject("Ann") is None
    bob = await enrol(gallery, "Bob", BOB)
    assert (await gallery.rename(bob.id, "Ann")).name == "Ann"
    assert await gallery.subject("ann") is not None
    await gallery.forget(bob.id)
    assert (await gallery.claim("Ann")).id not in {ann.id, bob.id}


async def test_what_claims_leave_behind_names_nobody(
    gallery: Gallery, client: AsyncElasticsearch, database: ElasticDatabase
) -> None:
    ann = await enrol(gallery, "Unmistakable", ANN)
    await gallery.rename(ann.id, "Another Unmistakable")
    await gallery.forget(ann.id)
    everything = f"{database.connection.prefix}-*"
    await client.indices.refresh(index=everything)
    left = await client.search(index=everything, size=100)
    assert "nmistakable" not in str(left.body).lower()
    assert {hit["_source"]["kind"] for hit in left["hits"]["hits"]} == {"gallery"}


# --- templates --------------------------------------------------------------------------------


async def test_templates_of_nobody_are_never_found_and_soon_deleted(
    gallery: Gallery, indices: Indices
) -> None:
    """An `add` that is killed while its subject is forgotten leaves them."""
    await enrol(gallery, "Bob", BOB)
    faces = Faces(indices, "chat-1", indices.faces)
    for look in (lambda: gallery.search([probe(ANN)]), gallery.people):
        ann = await gallery.claim("Ann")
        orphan = face(gallery, ann, ANN)
        await gallery.forget(ann.id)
        await faces.add([orphan], stacked([orphan.template], MODEL))
        assert await faces.count(ann.id) == 1
        await look()
        assert await faces.count(ann.id) == 0
        assert await names_found(gallery, ANN) == ["Bob"]
        assert (await gallery.search([probe(ANN)])).templates == 1


async def test_a_gallery_that_another_model_took_meanwhile_keeps_no_template_of_ours(
    database: ElasticDatabase, gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both models found the gallery empty: whoever is second sees the first."""
    ann = await gallery.claim("Ann")
    other = (await database.open(OTHER_MODEL)).gallery("chat-1")
    bob = await other.claim("Bob")
    ours = GalleryModel.claim

    async def slow(model: GalleryModel) -> None:
        await ours(model)
        if model.indices.model == MODEL:
            await other.add([face(other, bob, BOB, model=OTHER_MODEL)])

    monkeypatch.setattr(GalleryModel, "claim", slow)
    with pytest.raises(ModelMismatch):
        await gallery.add([face(gallery, ann, ANN)])
    monkeypatch.undo()
    assert await names_found_by_other(other) == ["Bob"]
    await other.forget(bob.id)
    assert await names_found(gallery, ANN) == []
    assert (await gallery.search([])).templates == 0


async def names_found_by_other(gallery: Gallery) -> list[str]:
    (found,) = (await gallery.search([probe(BOB, OTHER_MODEL)])).candidates
    return [one.subject.name for one in found]


# --- indices ----------------------------------------------------------------------------------


async def test_vectors_are_searched_exactly_and_lie_by_gallery(
    gallery: Gallery, client: AsyncElasticsearch, indices: Indices
) -> None:
    await enrol(gallery, "Ann", ANN)
    (index,) = (await client.indices.get(index=indices.faces)).values()
    vector = index["mappings"]["properties"]["vector"]
    assert vector["index_options"] == {"type": "flat"}
    assert (vector["dims"], vector["similarity"]) == (16, "cosine")
    assert index["mappings"]["dynamic"] == "strict"
    assert index["mappings"]["_meta"] == {
        "made_by": "familiar",
        "kind": "faces",
        "mapping_version": MAPPING_VERSION,
        "model": str(MODEL),
        "dimensions": 16,
    }
    assert index["settings"]["index"]["sort"] == {"field": "gallery"}


async def test_indices_that_somebody_deleted_are_made_again_as_they_must_be(
    gallery: Gallery, client: AsyncElasticsearch, database: ElasticDatabase
) -> None:
    store = await database.open()
    ann = await enrol(gallery, "Ann", ANN)
    await store.records.put("c", "k", {"n": 1})
    before = await client.indices.get_mapping(index=f"{database.connection.prefix}-*")
    await client.indices.delete(index=list(before))
    assert await gallery.people() == []
    assert await names_found(gallery, ANN) == []
    assert await store.records.list("c") == []
    assert await gallery.forget(ann.id) == 0
    await enrol(gallery, "Ann", ANN)
    await store.records.create("c", "k", {"n": 2})
    assert await names_found(gallery, ANN) == ["Ann"]
    after = await client.indices.get_mapping(index=f"{database.connection.prefix}-*")
    assert after.body == before.body
    assert {index["mappings"]["dynamic"] for index in after.values()} == {"strict"}


async def test_templates_outlive_the_loss_of_the_index_of_subjects(
    gallery: Gallery, client: AsyncElasticsearch, indices: Indices
) -> None:
    """Without it everybody looks forgotten: that is said, and nobody is deleted for it."""
    await enrol(gallery, "Ann", ANN)
    await client.indices.delete(index=f"{indices.subjects}-{MAPPING_VERSION}")
    for call in (gallery.search([probe(ANN)]), gallery.people()):
        with pytest.raises(StoreRefused, match=r"lacks documents .* restore it from a snapshot"):
            await call
    assert (await client.count(index=indices.faces))["count"] == 1


async def test_an_index_of_somebody_else_is_refused_and_left_alone(
    database: ElasticDatabase, client: AsyncElasticsearch, indices: Indices
) -> None:
    await client.index(index=indices.records, id="1", document={"recipe": "soup"}, refresh=True)
    with pytest.raises(StoreRefused, match="not made by this program: set ELASTICSEARCH_PREFIX"):
        await database.open()
    assert (await client.count(index=indices.records))["count"] == 1


async def test_an_index_of_a_newer_version_is_refused(
    database: ElasticDatabase, client: AsyncElasticsearch, indices: Indices
) -> None:
    await (await database.open()).records.put("c", "k", {})
    newer = {"made_by": "familiar", "kind": "records", "mapping_version": MAPPING_VERSION + 1}
    await client.indices.put_mapping(index=indices.records, meta=newer)
    with pytest.raises(StoreRefused, match="newer version of this program: change to that"):
        await database.open()


async def test_two_models_whose_names_look_alike_are_told_apart(database: ElasticDatabase) -> None:
    like_ours = ModelId("dlib", "Dlib", "DeepFace")
    assert like_ours.slug == MODEL.slug
    await enrol((await database.open()).gallery("chat-1"), "Ann", ANN)
    with pytest.raises(ModelMismatch) as caught:
        await database.open(like_ours)
    assert (caught.value.kept, caught.value.configured) == (str(MODEL), str(like_ours))


async def test_a_check_says_what_this_is(database: ElasticDatabase) -> None:
    store: Any = await database.open()
    assert isinstance(store, ElasticStore)
    assert "0 people" in await store.check()
    await enrol(store.gallery("chat-1"), "Ann", ANN)
    line = await store.check()
    assert line.startswith("Elasticsearch 9.")
    assert line.endswith("1 person")
    assert database.connection.hosts in line
