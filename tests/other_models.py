"""Galleries of another model than the one that is configured."""

from __future__ import annotations

from dataclasses import replace

from core.model import ModelId, Subject, Template
from core.ports import Store

OTHER_MODEL = ModelId("ArcFace", "retinaface", "deepface")


async def moved_to_another_model(
    store: Store, gallery_id: str, *, left_behind: Subject | None = None
) -> None:
    """Make a gallery one of another model: what the present one made of people is gone.

    Of whoever is left behind that stays, and is all there is of them.
    """
    gallery = store.gallery(gallery_id)
    beside = store.beside(gallery_id, OTHER_MODEL)
    (own,) = await store.galleries(gallery_id)
    for person in await gallery.people():
        if person.subject != left_behind:
            kept = await gallery.enrolments(person.subject.id)
            await beside.add(
                [replace(one, template=Template(one.template.vector, OTHER_MODEL)) for one in kept]
            )
    assert await store.switch(gallery_id, OTHER_MODEL)
    if left_behind is None:
        await store.drop(gallery_id, own.model)
