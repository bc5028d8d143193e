"""The vectors that come with a search's candidates."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from core.findings import FUSED, fused
from core.model import Vector
from core.stores.elastic.complaints import of_item
from core.stores.elastic.faces import Faces
from core.stores.elastic.moments import Moment
from core.stores.leaders import Whom

VECTORS_AT_ONCE = 1000
"""Some 3 MB of numbers in one answer."""

ONLY_VECTORS: Mapping[str, Any] = {
    # Nothing that is stored: a block of it holds crops, and would be read for each hit.
    "stored_fields": "_none_",
    # As base64: numbers in JSON are twice as long, and take the server eight times as long to
    # write. Version 9.3 does not know this format, and writes numbers all the same.
    "docvalue_fields": ["subject", "template", {"field": "vector", "format": "binary"}],
    "track_total_hits": False,
}
"""What is wanted of a search for vectors."""

NEWEST: Mapping[str, Any] = {"sort": [{"enrolled_at": "desc"}, {"template": "asc"}]}


async def kept_of(
    faces: Faces, subject_ids: Sequence[str], template_ids: Sequence[str]
) -> tuple[dict[str, Vector], dict[str, Vector]]:
    """Return some vectors of some subjects: in one search, unless these have many photos.

    Args:
        faces: whose templates.
        subject_ids: who.
        template_ids: templates of theirs.

    Returns:
        The vectors of those of the templates that are here, by id; and the mean of the newest
        templates of each subject that has several.
    """
    if not subject_ids:
        return {}, {}
    size = min(FUSED * len(subject_ids), VECTORS_AT_ONCE)
    (hits,) = await _newest(faces, [{"terms": {"subject": list(subject_ids)}}], size)
    if len(hits) < size:  # so these are all
        every = [template_and_vector(hit) for hit in hits]
        wanted = set(template_ids)
        newest: dict[str, list[Vector]] = {}
        for hit, (_, vector) in zip(hits, every, strict=True):
            newest.setdefault(hit["fields"]["subject"][0], []).append(vector)
        return {id_: vector for id_, vector in every if id_ in wanted}, _means(newest)
    vectors: dict[str, Vector] = {}
    for start in range(0, len(template_ids), VECTORS_AT_ONCE):
        some = list(template_ids[start : start + VECTORS_AT_ONCE])
        (hits,) = await _newest(faces, [{"terms": {"template": some}}], len(some))
        vectors |= dict(map(template_and_vector, hits))
    answers = await _newest(faces, [{"term": {"subject": one}} for one in subject_ids], FUSED)
    return vectors, _means(
        {
            one: [template_and_vector(hit)[1] for hit in hits]
            for one, hits in zip(subject_ids, answers, strict=True)
        }
    )


async def kept_at(
    moment: Moment, whom: Whom, template_ids: Collection[str]
) -> tuple[dict[str, Vector], Vector | None]:
    """Return some vectors of somebody, as they are at a moment.

    Args:
        moment: of the index.
        whom: who.
        template_ids: templates of theirs.

    Returns:
        The vectors of these templates, by id; and the mean of their newest templates, where they
        have several.
    """
    subject, gallery = whom
    theirs = [{"term": {"subject": subject}}, {"term": {"gallery": gallery}}]
    newest = dict(await _vectors_at(moment, theirs, FUSED))
    rest = sorted(set(template_ids) - newest.keys())
    vectors = {id_: newest[id_] for id_ in template_ids if id_ in newest}
    for start in range(0, len(rest), VECTORS_AT_ONCE):
        some = rest[start : start + VECTORS_AT_ONCE]
        vectors |= await _vectors_at(moment, [*theirs, {"terms": {"template": some}}], len(some))
    mean = fused(np.stack(list(newest.values()))) if len(newest) > 1 else None
    return vectors, mean


async def _vectors_at(
    moment: Moment, clauses: Sequence[Mapping[str, Any]], size: int
) -> dict[str, Vector]:
    body = {"query": {"bool": {"filter": list(clauses)}}, "size": size, **NEWEST, **ONLY_VECTORS}
    return dict(map(template_and_vector, (await moment.search(body)).get("hits", ())))


async def _newest(
    faces: Faces, clauses: Sequence[Mapping[str, Any]], size: int
) -> list[list[Mapping[str, Any]]]:
    """Return for each clause the newest templates that it holds for, with their vectors."""
    bodies = [
        {
            "query": {"bool": {"filter": [{"term": {"gallery": faces.gallery}}, clause]}},
            "size": size,
            **NEWEST,
            **ONLY_VECTORS,
        }
        for clause in clauses
    ]
    answers = await faces.indices.cluster.searches(
        [(faces.index, body) for body in bodies], ("hits.hits.fields",), routing=faces.routing
    )
    for answer in answers:
        if "error" in answer:
            raise of_item(answer)
    return [answer.get("hits", {}).get("hits", []) for answer in answers]


def template_and_vector(hit: Mapping[str, Any]) -> tuple[str, Vector]:
    """Return the template's id and its vector, from a search for `ONLY_VECTORS`."""
    (template,), (vector,) = hit["fields"]["template"], hit["fields"]["vector"]
    if isinstance(vector, str):
        return template, np.frombuffer(b64decode(vector), ">f4").astype(np.float32)
    return template, np.array(vector, np.float32)


def _means(newest: Mapping[str, Sequence[Vector]]) -> dict[str, Vector]:
    """Return the mean of the first `FUSED` vectors of each subject that has several."""
    return {
        subject_id: fused(np.stack(vectors[:FUSED]))
        for subject_id, vectors in newest.items()
        if len(vectors) > 1
    }
