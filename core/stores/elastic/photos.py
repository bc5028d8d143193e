"""What a gallery knows of a subject's photos, without vectors and crops."""

from __future__ import annotations

from typing import Any

from core.model import KeptPhoto, Place
from core.stores.elastic.faces import Faces
from core.stores.instants import from_microseconds, to_microseconds


async def photos(faces: Faces, subject_id: str, after: Place | None, limit: int) -> list[KeptPhoto]:
    """Return some of a subject's photos, oldest first."""
    body: dict[str, Any] = {
        "query": faces.query({"subject": subject_id}),
        "size": limit,
        "sort": [{"enrolled_at": "asc"}, {"template": "asc"}],
        "_source": ["template", "photo", "enrolled_by", "enrolled_at"],
        "track_total_hits": False,
    }
    if after is not None:
        body["search_after"] = [to_microseconds(after[0]), after[1]]
    cluster = faces.indices.cluster
    answer = await cluster.search(faces.index, body, routing=faces.routing)
    return [_photo(hit["_source"]) for hit in answer["hits"]["hits"]]


def _photo(source: dict[str, Any]) -> KeptPhoto:
    return KeptPhoto(
        id=source["template"],
        photo=source["photo"],
        enrolled_by=source["enrolled_by"],
        enrolled_at=from_microseconds(source["enrolled_at"]),
    )
