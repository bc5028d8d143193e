"""Copies of a shard that do not know yet what its primary knows: nobody is taken for gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from core.errors import NameTaken
from core.model import Subject
from core.ports import Gallery
from core.stores.elastic.cluster import Cluster, Document, Place
from core.stores.elastic.indices import Indices
from core.stores.elastic.names import Names
from tests.contract.elastic_rooms import client, database, gallery, indices
from tests.contract.made_up import enrol, names_found, probe, towards

__all__ = ["client", "database", "gallery", "indices"]

ANN, BOB = towards(1), towards(0, 1)
READS_BEHIND = 2

Behind = Callable[[Subject], None]


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch, indices: Indices) -> Behind:
    """Lets the next reads of somebody find nobody, as of a copy that they have not reached."""
    read = Cluster.documents

    def begin(subject: Subject) -> None:
        hidden = Names(indices, "chat-1")._subject_id(subject.id)
        left = READS_BEHIND

        async def late(
            cluster: Cluster, places: Sequence[Place], fields: Sequence[str] | None = None
        ) -> list[Document | None]:
            nonlocal left
            found = await read(cluster, places, fields)
            ids = [place.id for place in places]
            if left and hidden in ids:
                left -= 1
                found[ids.index(hidden)] = None
            return found

        monkeypatch.setattr(Cluster, "documents", late)

    return begin


async def test_a_name_just_claimed_elsewhere_is_still_theirs(
    gallery: Gallery, behind: Behind
) -> None:
    ann = await gallery.claim("Ann")
    behind(ann)
    assert await gallery.claim("Ann") == ann


async def test_a_list_of_names_of_which_one_was_just_claimed_elsewhere(
    gallery: Gallery, behind: Behind
) -> None:
    ann = await gallery.claim("Ann")
    behind(ann)
    bob, same = await gallery.claim_all(["Bob", "Ann"])
    assert same == ann
    assert await gallery.subject("Bob") == bob


async def test_a_rename_does_not_take_the_name_of_somebody_just_enrolled(
    gallery: Gallery, behind: Behind
) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    bob = await enrol(gallery, "Bob", BOB)
    behind(ann)
    with pytest.raises(NameTaken):
        await gallery.rename(bob.id, "Ann")
    assert await gallery.subject("Ann") == ann


async def test_the_templates_of_somebody_just_enrolled_are_not_swept_away(
    gallery: Gallery, behind: Behind
) -> None:
    ann = await enrol(gallery, "Ann", ANN)
    for look in (lambda: gallery.search([probe(ANN)]), gallery.people):
        behind(ann)
        await look()
    assert await names_found(gallery, ANN) == ["Ann"]
    assert (await gallery.search([probe(ANN)])).templates == 1
