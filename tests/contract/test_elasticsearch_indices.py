"""The indices: as they must be, and not anybody else's."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import AsyncElasticsearch

from core.errors import ModelMismatch, StoreRefused
from core.model import ModelId
from core.ports import Gallery
from core.store_errors import UnfitIndex
from core.stores.elastic import ElasticStore
from core.stores.elastic.indices import FIRST, Indices
from core.stores.elastic.mappings import MAPPING_VERSION
from tests.contract.databases import ElasticDatabase
from tests.contract.elastic_rooms import client, database, gallery, indices
from tests.contract.made_up import MODEL, enrol, names_found, probe, towards

__all__ = ["client", "database", "gallery", "indices"]

ANN, BOB = towards(1), towards(0, 1)


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
    assert index["mappings"]["_routing"] == {"required": True}
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
    await client.indices.delete(index=f"{indices.subjects}-{FIRST}")
    again = enrol(gallery, "Bob", BOB)  # as an import does, which looks for nobody before
    for call in (again, gallery.search([probe(ANN)]), gallery.people()):
        with pytest.raises(StoreRefused, match=r"lacks documents .* restore it from a snapshot"):
            await call
    assert (await client.count(index=indices.faces))["count"] == 1


async def test_an_index_of_somebody_else_is_refused_and_left_alone(
    database: ElasticDatabase, client: AsyncElasticsearch, indices: Indices
) -> None:
    await client.index(index=indices.records, id="1", document={"recipe": "soup"}, refresh=True)
    with pytest.raises(UnfitIndex, match="not made by this program: set ELASTICSEARCH_PREFIX"):
        await database.open()
    assert (await client.count(index=indices.records))["count"] == 1


async def test_an_index_of_a_newer_version_is_refused(
    database: ElasticDatabase, client: AsyncElasticsearch, indices: Indices
) -> None:
    await (await database.open()).records.put("c", "k", {})
    newer = {"made_by": "familiar", "kind": "records", "mapping_version": MAPPING_VERSION + 1}
    await client.indices.put_mapping(index=indices.records, meta=newer)
    with pytest.raises(UnfitIndex, match="newer version of this program: change to that"):
        await database.open()


async def test_an_index_without_its_alias_is_told(
    gallery: Gallery, client: AsyncElasticsearch, indices: Indices
) -> None:
    await enrol(gallery, "Ann", ANN)
    await client.indices.delete_alias(index=f"{indices.faces}-{FIRST}", name=indices.faces)
    with pytest.raises(UnfitIndex, match="has lost its alias"):
        await enrol(gallery, "Bob", BOB)


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
