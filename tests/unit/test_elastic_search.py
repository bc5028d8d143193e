"""Searching and adding, on an Elasticsearch whose answers are made to be awkward."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from core.errors import StoreRefused, StoreUnavailable
from core.model import Box, Enrolment, Probe, Subject, Template
from core.stores.elastic.mappings import MAPPING_VERSION
from tests.unit.elastic_answers import (
    BUSY,
    CONFLICT,
    MODEL,
    WRONG_LENGTH,
    Answer,
    Asked,
    Server,
)

AXIS = np.eye(4, dtype=np.float32)
OURS = {
    "made_by": "familiar",
    "mapping_version": MAPPING_VERSION,
    "model": str(MODEL),
    "dimensions": 128,
}


def mapping(dimensions: int = 128) -> Answer:
    vector = {"type": "dense_vector", "index_options": {"type": "flat"}}
    mappings = {"_meta": {**OURS, "dimensions": dimensions}, "properties": {"vector": vector}}
    return Answer({"familiar-faces-x-000001": {"mappings": mappings}})


def probe(vector: np.ndarray[Any, np.dtype[np.float32]]) -> Probe:
    return Probe(Template(vector, MODEL), Box(0, 0, 9, 9), 0.9)


def base64_of(vector: np.ndarray[Any, np.dtype[np.float32]]) -> str:
    """Return a vector as the server writes it: the greatest byte of each number first."""
    return b64encode(vector.astype(">f4").tobytes()).decode()


class Index:
    """A faces index that holds (subject, photo, cosine with every probe), and knows the names."""

    def __init__(self, photos: list[tuple[str, str, float]]) -> None:
        self.photos = sorted(photos, key=lambda photo: -photo[2])

    def answer(self, asked: Asked) -> Answer:
        if asked.path.endswith("/_mapping"):
            return mapping()
        if asked.path == "/_msearch":
            bodies = asked.lines[1::2]
            return Answer({"responses": [self.search(body) for body in bodies]})
        if asked.path.endswith("/_search"):
            return Answer(self.search(asked.lines[0]))
        assert asked.path == "/_mget"
        ids = [doc["_id"] for doc in asked.lines[0]["docs"]]
        return Answer({"docs": [self.document(id_) for id_ in ids]})

    def search(self, body: dict[str, Any]) -> dict[str, Any]:
        if "sort" in body:
            return self.vectors(body["query"], body["size"])
        query = body["query"]
        (query,) = query.get("bool", {}).get("should", [query])
        if "knn" not in query:
            return {"hits": {"total": {"value": len(self.photos)}}, "status": 200}
        knn = query["knn"]
        assert knn["num_candidates"] >= knn["k"]
        left_out: list[str] = []
        for clause in knn["filter"]["bool"].get("must_not", []):
            left_out += clause["terms"]["subject"]
        hits = [
            {
                "_score": (1 + cosine) / 2,
                "fields": {"subject": [subject], "template": [photo]},
            }
            for subject, photo, cosine in self.photos
            if subject not in left_out
        ]
        # Beside the nearest, the first search matches all, to have them counted.
        total = {"total": {"value": len(self.photos)}} if body["track_total_hits"] else {}
        return {"hits": {**total, "hits": hits[: knn["k"]]}, "status": 200}

    def vectors(self, query: dict[str, Any], size: int) -> dict[str, Any]:
        (_, clause) = query["bool"]["filter"]
        ((field, wanted),) = next(iter(clause.values())).items()
        place = ["subject", "template"].index(field)
        found = [photo for photo in self.photos if photo[place] in np.atleast_1d(wanted)]
        fields = [
            {"subject": [subject], "template": [photo], "vector": [base64_of(AXIS[0])]}
            for subject, photo, _ in found[:size]
        ]
        return {"hits": {"hits": [{"fields": each} for each in fields]}, "status": 200}

    def document(self, id_: str) -> dict[str, Any]:
        if not id_.startswith("subject-"):
            return {"_index": "familiar-subjects-1", "_id": id_, "found": False}
        return {
            "_index": "familiar-subjects-1",
            "_id": id_,
            "_version": 1,
            "_seq_no": 0,
            "_primary_term": 1,
            "found": True,
            "_source": {"kind": "subject", "gallery": "g", "name": "Any", "name_key": "any"},
        }


def photos_of(subject: str, count: int, best: float) -> list[tuple[str, str, float]]:
    return [(subject, f"{subject} {n}", best - n * 1e-6) for n in range(count)]


@pytest.mark.parametrize("crowd", [1, 60, 1000, 12_000])
async def test_people_behind_a_crowd_of_one_persons_photos_are_found(crowd: int) -> None:
    photos = photos_of("a", crowd, 0.99)
    for n, subject in enumerate("bcdefg"):
        photos += photos_of(subject, crowd // 2 + 1, 0.9 - n * 0.1)
    server = Server(Index(photos).answer)
    found = await server.store().gallery("g").search([probe(AXIS[0]), probe(AXIS[1])])
    for candidates in found.candidates:
        assert [one.subject.id for one in candidates] == list("abcde")
        scores = [one.score for one in candidates]
        assert scores == pytest.approx([0.99, 0.9, 0.8, 0.7, 0.6], abs=1e-9)
        assert [one.template_id for one in candidates] == ["a 0", "b 0", "c 0", "d 0", "e 0"]
    assert found.templates == len(photos)
    assert found.vectors.keys() == {f"{subject} 0" for subject in "abcde"}
    assert found.fused.keys() == (set("abcde") if crowd > 1 else set())


async def test_of_many_who_tie_those_with_the_least_ids_are_found() -> None:
    index = Index([(f"{n:04}", f"photo {n}", 0.5) for n in reversed(range(3000))])
    found = await Server(index.answer).store().gallery("g").search([probe(AXIS[0])])
    assert [one.subject.id for one in found.candidates[0]] == [f"{n:04}" for n in range(5)]


async def test_a_probe_of_another_length_is_refused_in_words() -> None:
    def answer(asked: Asked) -> Answer:
        if asked.path == "/_msearch":
            return Answer({"responses": [WRONG_LENGTH, WRONG_LENGTH]})
        assert asked.path.endswith("/_mapping")
        return mapping()

    probes = [probe(AXIS[0]), probe(AXIS[1])]
    with pytest.raises(
        StoreRefused, match="a template has 4 numbers where this gallery's have 128"
    ):
        await Server(answer).store().gallery("g").search(probes)


# --- adding -----------------------------------------------------------------------------------


def enrolments(count: int) -> list[Enrolment]:
    return [
        Enrolment(
            id=f"face {n}",
            subject=Subject("a", "Ann"),
            template=Template(AXIS[n % 4], MODEL),
            photo=f"photo {n}",
            crop=b"jpeg",
            enrolled_by="tester",
            enrolled_at=datetime(2025, 1, 1, tzinfo=UTC),
        )
        for n in range(count)
    ]


class Adding:
    """Answers each bulk request by the statuses that are next for each template."""

    def __init__(self, *statuses: list[int]) -> None:
        self.statuses = dict(enumerate(statuses))
        self.known: list[str] = []

    def answer(self, asked: Asked) -> Answer:
        if asked.path.endswith("/_mapping"):
            return mapping(4)
        if asked.path == "/_mget":
            docs = [Index([]).document(doc["_id"]) for doc in asked.lines[0]["docs"]]
            for doc in docs:
                if doc["_id"].startswith("gallery-"):
                    source = {"kind": "gallery", "gallery": "g", "model": str(MODEL)}
                    doc |= {"found": True, "_seq_no": 0, "_primary_term": 1, "_source": source}
            return Answer({"docs": docs})
        assert asked.path.endswith("/_bulk")
        items = []
        for action, source in zip(asked.lines[::2], asked.lines[1::2], strict=True):
            number = int(source["template"].split()[1])
            status = self.statuses[number].pop(0)
            item = {"_index": "i", "_id": action["create"]["_id"], "status": status}
            if status != 201:
                item["error"] = (CONFLICT if status == 409 else BUSY)["error"]
            items.append({"create": item})
        return Answer({"errors": True, "took": 1, "items": items})


async def test_templates_that_the_server_was_too_busy_for_are_sent_again_alone() -> None:
    server = Server(Adding([201], [429, 503, 201], [409], [429, 409]).answer)
    assert await server.store().gallery("g").add(enrolments(4)) == [True, True, False, False]
    assert len(server.pauses) == 2


async def test_a_server_that_stays_too_busy_is_unavailable() -> None:
    server = Server(Adding([201], [429] * 50).answer)
    with pytest.raises(StoreUnavailable, match="too busy or not whole"):
        await server.store().gallery("g").add(enrolments(2))


async def test_an_elasticsearch_too_old_for_our_templates_is_told_from_a_bad_template() -> None:
    """What 9.2 says to a vector that is sent as one string, as servers take it since 9.3."""
    reason = "[1:25] failed to parse field [vector] of type [dense_vector]"
    adding = Adding([400])

    def answer(asked: Asked) -> Answer:
        if asked.path.endswith("/_mapping"):
            return mapping(4)
        said = adding.answer(asked)
        for item in said.body.get("items", []):
            item["create"]["error"] = {"type": "document_parsing_exception", "reason": reason}
        return said

    with pytest.raises(StoreRefused, match=r"since version 9\.3: upgrade it"):
        await Server(answer).store().gallery("g").add(enrolments(1))
