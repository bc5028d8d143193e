"""The crowd enrolled by the product's own doors, gallery by gallery."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bench.search.crowd import Crowd
from core.encoders.descriptors import FAST
from core.model import Enrolment, ModelId, Template
from core.stores.elastic import ElasticStore

MODEL = ModelId("Dlib", "mmod", FAST.name)
AT_ONCE = 3
"""Galleries that are filled side by side."""

MOMENT = datetime(2026, 11, 1, tzinfo=UTC)


def gallery_name(number: int) -> str:
    """Return the id of a gallery of the crowd; the first is the chat's."""
    return f"chat-{number}"


CHAT_NAME = gallery_name(0)


async def fill(store: ElasticStore, crowd: Crowd) -> dict[str, int]:
    """Enrol everybody, without crops.

    Returns:
        Who is who: a person of the crowd by the subject's id.
    """
    known: dict[str, int] = {}
    places = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with places:
            known.update(await _gallery(store, crowd, number))

    await one(0)  # alone: it makes the indices
    await asyncio.gather(*map(one, range(1, len(crowd.cuts) - 1)))
    return known


async def _gallery(store: ElasticStore, crowd: Crowd, number: int) -> dict[str, int]:
    begin, end = int(crowd.cuts[number]), int(crowd.cuts[number + 1])
    gallery = store.gallery(gallery_name(number))
    owners = crowd.drawn.owner[begin:end].tolist()
    people = list(dict.fromkeys(owners))
    subjects = dict(
        zip(people, await gallery.claim_all([f"Person {one}" for one in people]), strict=True)
    )
    enrolments = [
        Enrolment(
            f"{row:032x}",
            subjects[owner],
            Template(crowd.drawn.vectors[row], MODEL),
            f"{row:064x}",
            b"",
            "bench",
            MOMENT,
        )
        for row, owner in zip(range(begin, end), owners, strict=True)
    ]
    await gallery.add(enrolments)
    return {subject.id: person for person, subject in subjects.items()}
