"""Names asked for by their hundreds: who has each is found or made in a few requests.

Each name goes the way that `names` describes, side by side with the others: what is known of all of
them is read at once, and subjects and claims of those who are not there are written by one request,
each claim after its subject. Only the claims that somebody else wrote first are read again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from core.model import Subject
from core.stores.elastic.complaints import of_item
from core.stores.elastic.names import Claim, Names


async def subjects_named(
    names: Names, wanted: Mapping[str, str], forget: Callable[[str], Awaitable[object]]
) -> dict[str, Subject]:
    """Return who has each name, making those who are not there.

    Args:
        names: of the gallery.
        wanted: the name to give to somebody new, by its `name_key`.
        forget: finishes the forgetting of a subject, by id, so that the name is free.

    Returns:
        A subject for each key.

    Raises:
        StoreUnavailable, StoreRefused: who was made until then stays, and is found the next time.
    """
    known: dict[str, Subject] = {}
    while len(known) < len(wanted):
        free: list[Claim] = []
        for claim in await names.claims([key for key in wanted if key not in known]):
            if claim.holder is None:
                free.append(claim)
            elif claim.holder.leaving:
                await forget(claim.holder.subject.id)
            else:
                known[claim.key] = claim.holder.subject
        known |= await make(names, free, wanted)
    return known


async def make(
    names: Names, claims: Sequence[Claim], wanted: Mapping[str, str]
) -> dict[str, Subject]:
    """Make subjects and give them the names of claims that do not count.

    Args:
        names: of the gallery.
        claims: as they were read.
        wanted: the subjects' names by `name_key`.

    Returns:
        The new subjects by `name_key`; somebody else was faster with those that are not in it.
    """
    ours = [claim for claim in claims if await names.void(claim)]
    if not ours:
        return {}
    made = {claim.key: Subject(uuid4().hex, wanted[claim.key]) for claim in ours}
    writes = await asyncio.to_thread(_writes, names, ours, made)
    answers = await names.indices.write_subjects(writes)
    for answer in answers:
        if "error" in answer and not _is_conflict(answer):
            raise of_item(answer)
    refused = [
        claim.key for claim, answer in zip(ours, answers[1::2], strict=True) if _is_conflict(answer)
    ]
    # Read rather than believed: a write whose answer was lost is refused the second time.
    late = {
        claim.key: made.pop(claim.key)
        for claim in await names.claims(refused)
        if not claim.speaks_of(made[claim.key].id)
    }
    await names.drop_all([subject.id for subject in late.values()])
    return made


def _writes(
    names: Names, claims: Sequence[Claim], made: Mapping[str, Subject]
) -> list[tuple[bytes, bytes]]:
    return [
        write
        for claim in claims
        for write in (
            names.subject_write(made[claim.key], claim.key),
            names.claim_write(claim, made[claim.key].id),
        )
    ]


def _is_conflict(answer: Mapping[str, Any]) -> bool:
    return bool(answer["status"] == HTTPStatus.CONFLICT)
