"""What crashes leave in Elasticsearch, step by step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import AsyncElasticsearch

from core.errors import ModelMismatch, NameTaken, StoreRefused, UnknownPerson
from core.ports import Gallery
from core.stores.elastic.claiming import make
from core.stores.elastic.cluster import Cluster
from core.stores.elastic.faces import Faces
from core.stores.elastic.indices import Indices
from core.stores.elastic.models import GalleryModel
from core.stores.elastic.names import Names
from core.stores.templates import stacked
from tests.contract.databases import ElasticDatabase
from tests.contract.elastic_rooms import client, database, gallery, indices
from tests.contract.made_up import (
    MODEL,
    OTHER_MODEL,
    enrol,
    enrol_all,
    face,
    names_found,
    probe,
    towards,
)

__all__ = ["client", "database", "gallery", "indices"]

ANN, BOB, CAT = towards(1), towards(0, 1), towards(0, 0, 1)


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
    assert await make(names, [fenced], {"anna": "Anna"}) == {}
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


async def test_names_in_every_state_that_a_crash_leaves_are_claimed_together(
    gallery: Gallery, names: Names, indices: Indices
) -> None:
    gone, renaming, leaving, there = await enrol_all(
        gallery, {"Gone": [ANN], "Ann": [BOB], "Leaving": [CAT], "There": [CAT]}
    )
    await names.drop(gone.id)
    assert await names.take(await names.claim("anna"), renaming.id)
    held = await names.held(leaving.id)
    assert held is not None
    assert await names.mark_leaving(held)

    wanted = ["Gone", "Anna", "Leaving", "There", "New"]
    claimed = await gallery.claim_all(wanted)
    assert [one.name for one in claimed] == wanted
    assert claimed[3] == there
    assert set(claimed).isdisjoint([gone, renaming, leaving])
    assert [await gallery.subject(name) for name in wanted] == claimed
    assert await gallery.subject("Ann") == renaming
    assert await Faces(indices, "chat-1", indices.faces).count(leaving.id) == 0


async def test_a_thousand_names_take_two_requests(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    await gallery.claim("Ann")
    sent, call = 0, Cluster.call

    async def counted(cluster: Cluster, request: Any) -> Any:
        nonlocal sent
        sent += 1
        return await call(cluster, request)

    monkeypatch.setattr(Cluster, "call", counted)
    names = [f"Person {number}" for number in range(999)]
    made = await gallery.claim_all(names)
    assert sent == 2, "claims read; subjects and claims written"
    assert await gallery.claim_all(["Ann", *names]) == [await gallery.claim("Ann"), *made]
    assert sent == 2 + 2 + 2, "claims read, subjects read"


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


async def test_a_template_that_is_refused_takes_back_those_that_were_written_with_it(
    gallery: Gallery,
) -> None:
    """As on SQLite, where it is one transaction: so it can be found out which one it was."""
    ann = await enrol(gallery, "Ann", ANN)
    (there,) = await gallery.enrolments(ann.id)
    good = face(gallery, ann, BOB, "good")
    longer_than_a_term = "x" * 40_000
    bad = replace(face(gallery, ann, CAT, "bad"), photo=longer_than_a_term)
    with pytest.raises(StoreRefused, match=r"Elasticsearch says: .*field \[photo\]"):
        await gallery.add([there, good, bad])
    assert [one.id for one in await gallery.enrolments(ann.id)] == [there.id]
    assert await gallery.add([there, good]) == [False, True]


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
