"""The best people for each face of a photo, all faces in one request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.model import Vector
from core.stores.elastic.complaints import of_item
from core.stores.elastic.faces import Faces
from core.stores.ranking import Hit, merged
from core.stores.templates import Matrix

WIDEST = 10_000
"""The most photos that one kNN search may return (`num_candidates`)."""

WANTED = ("hits.total.value", "hits.hits._score", "hits.hits.fields")


class Asked:
    """One face's search: photos come back, people are wanted.

    The best `width` photos may be of few people. Each one's best photo is then known, so they are
    left out of the next, wider search, until the people wanted are all better than any photo not
    seen (nobody who ties with the last is missed), or there are no more photos.
    """

    def __init__(self, vector: Vector, limit: int) -> None:
        self.done = False
        self._vector = vector
        self._limit = limit
        self._width = min(10 * limit, WIDEST)
        self._best: dict[str, Hit[str, str]] = {}

    @property
    def hits(self) -> list[Hit[str, str]]:
        """The best people so far, and whoever ties with the last of them."""
        return merged(self._best.values(), self._limit)

    def body(self, gallery: str) -> dict[str, Any]:
        """Return the next search."""
        query: dict[str, Any] = {"filter": [{"term": {"gallery": gallery}}]}
        if self._best:
            query["must_not"] = [{"terms": {"subject": list(self._best)}}]
        return {
            "knn": {
                "field": "vector",
                "query_vector": self._vector.tolist(),
                "k": self._width,
                "num_candidates": self._width,
                "filter": {"bool": query},  # inside: beside it, it would come after the best k
            },
            "size": self._width,
            "track_total_hits": False,
            # Nothing that is stored: a block of it holds crops, and would be read for each hit.
            "stored_fields": "_none_",
            "docvalue_fields": ["subject", "template"],
        }

    def take(self, answer: Mapping[str, Any]) -> None:
        """Take in the photos that a search returned, best first."""
        score = 1.0
        photos = answer.get("hits", {}).get("hits", ())
        for photo in photos:
            (person,), (row,) = photo["fields"]["subject"], photo["fields"]["template"]
            score = _cosine(photo["_score"])
            if person not in self._best:
                self._best[person] = Hit(person, row, score)
        best = self.hits
        covered = len(best) >= self._limit and score < best[self._limit - 1].score
        self.done = covered or len(photos) < self._width
        self._width = min(4 * self._width, WIDEST)


async def best_people(
    faces: Faces, probes: Matrix, limit: int
) -> tuple[int, list[list[Hit[str, str]]]]:
    """Return how many templates a gallery has, and for each probe the best of its people.

    Of those who tie for the last place all are returned, so that the caller can choose.
    """
    cluster = faces.indices.cluster
    every = [Asked(probe, limit) for probe in probes]
    answers = await cluster.searches(
        [(faces.index, body) for body in (_count(faces), *_bodies(every, faces))],
        WANTED,
        routing=faces.routing,
    )
    waiting = every
    templates = _counted(answers[0])
    answers = answers[1:]
    while True:
        for asked, answer in zip(waiting, answers, strict=True):
            if "error" in answer:
                raise await faces.explained(answer, probes.shape[1])
            asked.take(answer)
        waiting = [asked for asked in waiting if not asked.done]
        if not waiting:
            return templates, [asked.hits for asked in every]
        bodies = _bodies(waiting, faces)
        answers = await cluster.searches(
            [(faces.index, body) for body in bodies], WANTED, routing=faces.routing
        )


def _bodies(every: Sequence[Asked], faces: Faces) -> list[dict[str, Any]]:
    return [asked.body(faces.gallery) for asked in every]


def _count(faces: Faces) -> dict[str, Any]:
    return {
        "query": {"term": {"gallery": faces.gallery}},
        "size": 0,
        "track_total_hits": True,
    }


def _counted(answer: Mapping[str, Any]) -> int:
    if "error" in answer:
        raise of_item(answer)
    return int(answer.get("hits", {}).get("total", {}).get("value", 0))


def _cosine(score: float) -> float:
    # Elasticsearch's scores are never negative: (1 + cosine) / 2.
    return max(-1.0, min(1.0, 2.0 * score - 1.0))
