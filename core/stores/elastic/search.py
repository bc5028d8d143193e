"""The best people for each face of a photo, all faces in one request."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Generic

from core.model import Vector
from core.stores.elastic.breadth import ALL, WIDEST, Breadth, breadth
from core.stores.elastic.complaints import of_item
from core.stores.elastic.faces import Faces
from core.stores.elastic.plan import IndexType
from core.stores.ranking import Hit, Person, merged
from core.stores.templates import Matrix

WANTED = ("hits.total.value", "hits.hits._score", "hits.hits.fields")

EACH = 10
"""Photos that a search first asks for, for each person who is wanted. How many of them are scored
by their whole vectors, and so the recall of graphs, is measured with it (breadth.py)."""

EACH_OF_FLAT = 5
"""The same in a flat index, which compares with all of them anyway: fewer take less to send. Where
people have more photos than that, another search may have to follow."""


class Asking(ABC, Generic[Person]):
    """One face's search: photos come back, people are wanted.

    The best `width` photos may be of few people. Each one's best photo is then known, so they are
    left out of the next, wider search, until the people wanted are all better than any photo not
    seen (nobody who ties with the last is missed), or there are no more photos.
    """

    WHOSE: ClassVar[tuple[str, ...]]
    """The fields that say whose a photo is."""

    def __init__(self, vector: Vector, limit: int, each: int = EACH) -> None:
        """Take what is sought.

        Args:
            vector: of the face.
            limit: how many people are wanted.
            each: photos that the first search asks for, for each of them.
        """
        self.done = False
        self._vector = vector
        self._limit = limit
        self._width = min(each * limit, WIDEST)
        self._best: dict[Person, Hit[Person, str]] = {}

    @property
    def hits(self) -> list[Hit[Person, str]]:
        """The best people so far, and whoever ties with the last of them."""
        return merged(self._best.values(), self._limit)

    @abstractmethod
    def person(self, *fields: str) -> Person:
        """Return who it is by the values of `WHOSE`."""

    @abstractmethod
    def of_these(self, people: Collection[Person]) -> list[dict[str, Any]]:
        """Return clauses of which one holds for each photo of these people, and of nobody else."""

    def among(self, query: Mapping[str, Sequence[Any]], wide: Breadth = ALL) -> dict[str, Any]:
        """Return the next search, among the photos that a bool query holds for."""
        if self._best:
            left_out = [*query.get("must_not", ()), *self.of_these(self._best)]
            query = {**query, "must_not": left_out}
        knn: dict[str, Any] = {
            "field": "vector",
            "query_vector": self._vector,
            "k": self._width,
            "num_candidates": max(self._width, wide.candidates),
        }
        if query:
            knn["filter"] = {"bool": query}  # inside: beside it, it would come after the best k
        if wide.oversample is not None:
            knn["rescore_vector"] = {"oversample": wide.oversample}
        return {
            # As a query, not beside one: that is found in a phase of its own, a thread's hop more.
            "query": {"knn": knn},
            "size": self._width,
            "track_total_hits": False,
            # Nothing that is stored: a block of it holds crops, and would be read for each hit.
            "stored_fields": "_none_",
            "docvalue_fields": [*self.WHOSE, "template"],
        }

    def take(self, answer: Mapping[str, Any]) -> None:
        """Take in the photos that a search returned, best first."""
        photos = answer.get("hits", {}).get("hits", ())
        for photo in photos:
            fields = photo["fields"]
            person = self.person(*[fields[field][0] for field in self.WHOSE])
            if person not in self._best:
                (row,) = fields["template"]
                self._best[person] = Hit(person, row, _cosine(photo["_score"]))
        last = _cosine(photos[-1]["_score"]) if photos else 1.0
        best = self.hits
        covered = len(best) >= self._limit and last < best[self._limit - 1].score
        self.done = covered or len(photos) < self._width
        self._width = min(4 * self._width, WIDEST)


class Asked(Asking[str]):
    """A search by which people are told apart by their subjects' ids."""

    WHOSE = ("subject",)

    def person(self, *fields: str) -> str:
        """Return the subject's id."""
        return fields[0]

    def of_these(self, people: Collection[str]) -> list[dict[str, Any]]:
        """Return one clause for all."""
        return [{"terms": {"subject": list(people)}}]

    def body(self, gallery: str | None, wide: Breadth = ALL) -> dict[str, Any]:
        """Return the next search, in one gallery or in all."""
        query = {} if gallery is None else {"filter": [{"term": {"gallery": gallery}}]}
        return self.among(query, wide)

    def body_with_count(self, gallery: str) -> dict[str, Any]:
        """Return the first search in a gallery, whose total says how many photos that has.

        Beside the nearest it matches them all, each with a score of nothing, as a clause that only
        filters gives: as many hits as were asked for are the nearest still. One search instead of
        two: 2.9 ms for an answer instead of 3.2, in one run.
        """
        nearest = self.body(gallery)
        everything = {"filter": [{"term": {"gallery": gallery}}], "should": [nearest["query"]]}
        return {**nearest, "query": {"bool": everything}, "track_total_hits": True}


async def best_people(
    faces: Faces, probes: Matrix, limit: int
) -> tuple[int, list[list[Hit[str, str]]]]:
    """Return how many templates a gallery has, and for each probe the best of its people.

    Of those who tie for the last place all are returned, so that the caller can choose.
    """
    indices = faces.indices
    shape = await indices.shapes.of(indices.cluster, faces.index)
    is_flat = shape.type is IndexType.FLAT
    every = [Asked(probe, limit, EACH_OF_FLAT if is_flat else EACH) for probe in probes]
    if is_flat and every:
        wide = ALL
        first = every[0].body_with_count(faces.gallery)
        answers = await _answers(faces, [first, *_bodies(every[1:], faces, wide)])
        if "error" in answers[0]:
            raise await faces.explained(answers[0], probes.shape[1])
        templates = _counted(answers[0])
    else:  # how widely to look depends on how many there are: a round trip more
        templates = _counted(*await _answers(faces, [_count(faces)]))
        wide = breadth(shape, templates, indices.plan.recall)
        answers = await _answers(faces, _bodies(every, faces, wide))
    waiting = every
    while True:
        for asked, answer in zip(waiting, answers, strict=True):
            if "error" in answer:
                raise await faces.explained(answer, probes.shape[1])
            asked.take(answer)
        waiting = [asked for asked in waiting if not asked.done]
        if not waiting:
            return templates, [asked.hits for asked in every]
        answers = await _answers(faces, _bodies(waiting, faces, wide))


async def _answers(faces: Faces, bodies: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return await faces.indices.cluster.searches(
        [(faces.index, body) for body in bodies], WANTED, routing=faces.routing
    )


def _bodies(every: Sequence[Asked], faces: Faces, wide: Breadth) -> list[dict[str, Any]]:
    return [asked.body(faces.gallery, wide) for asked in every]


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
