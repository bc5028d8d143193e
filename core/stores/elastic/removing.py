"""Single templates that go, and whoever has none left."""

from __future__ import annotations

from collections.abc import Sequence

from core.stores.elastic.cluster import Place
from core.stores.elastic.faces import PAGE, Faces
from core.stores.elastic.indices import Indices
from core.stores.elastic.names import Names


async def removed(indices: Indices, gallery: str, template_ids: Sequence[str]) -> dict[str, str]:
    """Delete templates of every model, again until none is left of any.

    A migration that was making one anew looks, after it has written it, whether the one that it was
    made of is still there. Either it finds that it is not, or the next round here finds what it has
    written.

    Returns:
        The subject of each template that was there, by id.
    """
    owners: dict[str, str] = {}
    while True:
        found: dict[str, str] = {}
        for model in await indices.models():
            faces = Faces(indices, gallery, indices.faces_of(model))
            here = await _owners(faces, template_ids)
            if here:
                await faces.remove(list(here))
            found |= here
        if not found:
            return owners
        owners |= found


async def drop_empty(indices: Indices, names: Names, subject_id: str) -> bool:
    """Delete a subject without a template of any model; tell whether they are gone."""
    everywhere = Faces(indices, names.gallery, indices.every_faces)
    is_ours = False  # the mark: another's is that of somebody who is being forgotten
    while True:
        await indices.cluster.refresh(indices.every_faces)
        held = await names.held(subject_id)
        if held is None:
            return True
        count = await everywhere.count(subject_id)
        if not held.leaving:
            if count:
                return False
            is_ours = await names.mark_leaving(held)
        elif not count:
            claim = await names.claim(held.key)
            await names.drop(subject_id)
            if claim.speaks_of(subject_id):
                await names.release(claim)
            return True
        elif not is_ours or await names.mark_staying(held):
            return False


async def _owners(faces: Faces, template_ids: Sequence[str]) -> dict[str, str]:
    """Return whose each of the templates is that are there, findable yet or not."""
    owners: dict[str, str] = {}
    for start in range(0, len(template_ids), PAGE):
        some = template_ids[start : start + PAGE]
        places = [Place(faces.index, faces.id_of(one), faces.routing) for one in some]
        documents = await faces.indices.cluster.documents(places, ["subject"])
        for one, document in zip(some, documents, strict=True):
            if document is not None:
                owners[one] = document.source["subject"]
    return owners
