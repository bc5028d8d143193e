"""The article's experiment: learn 61 photos, then ask who is in target.jpg, on both stores."""

from __future__ import annotations

import asyncio
import json
from argparse import Namespace
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from core.bootstrap import open_core
from core.cli.arguments import parse
from core.cli.running import run
from core.model import Vector
from core.settings import Settings
from tests.photos import article_identities, faces_dir

pytestmark = pytest.mark.timeout(900)
"""The model reads 64 large photos."""

BY_PHOTO, BY_PERSON = "by-photo", "by-person"
EVERYBODY = 100


@dataclass(frozen=True)
class Experiment:
    """Both stores with the same people in them, as environments of the command line."""

    sqlite: Mapping[str, str]
    elasticsearch: Mapping[str, str]
    target: Path
    vectors: Mapping[str, Vector]
    probe: Vector

    def candidates(self, env: Mapping[str, str], gallery: str) -> list[dict[str, Any]]:
        command = ["identify", "--json", "--gallery", gallery, "--top", str(EVERYBODY)]
        (line,) = _printed(parse([*command, str(self.target)]), env)
        (face,) = line["faces"]
        found: list[dict[str, Any]] = face["candidates"]
        return found


def _printed(arguments: Namespace, env: Mapping[str, str]) -> list[dict[str, Any]]:
    out = StringIO()
    with redirect_stdout(out):
        run(arguments, env)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory, elasticsearch_url: str) -> Experiment:
    """Import the photos through the command line, and let Elasticsearch have the same templates."""
    folder = tmp_path_factory.mktemp("article")
    photos = [p for p in sorted((faces_dir() / "deepface").glob("*.jpg")) if p.stem != "target"]
    for photo in photos:
        place = folder / "people" / photo.stem
        place.mkdir(parents=True)
        (place / photo.name).symlink_to(photo)
    weights = {"DEEPFACE_HOME": str(tmp_path_factory.getbasetemp() / "deepface")}
    sqlite = {**weights, "FACES_DB": str(folder / "faces.db")}
    elasticsearch = {
        **weights,
        "ELASTICSEARCH_URL": elasticsearch_url,
        "ELASTICSEARCH_PREFIX": f"article-{uuid4().hex[:12]}",
    }
    command = ["import", "--json", "--gallery", BY_PHOTO, str(folder / "people")]
    (report,) = _printed(parse(command), sqlite)
    assert report["photos"] == len(photos)
    assert {skip["code"] for skip in report["skipped"]} == {"several_faces"}
    target = faces_dir() / "deepface" / "target.jpg"
    vectors, probe = asyncio.run(_shared(sqlite, elasticsearch, target.read_bytes()))
    return Experiment(sqlite, elasticsearch, target, vectors, probe)


async def _shared(
    sqlite: Mapping[str, str], elasticsearch: Mapping[str, str], target: bytes
) -> tuple[dict[str, Vector], Vector]:
    """Copy the templates to Elasticsearch, and by person to a second gallery of both."""
    owner = {
        photo.stem: f"person {number}"
        for number, photos in enumerate(article_identities())
        for photo in photos
    }
    async with (
        open_core(Settings.from_env(sqlite)) as core,
        open_core(Settings.from_env(elasticsearch)) as other,
    ):
        source = core.store.gallery(BY_PHOTO)
        kept = [
            enrolment
            for person in await source.people()
            for enrolment in await source.enrolments(person.subject.id)
        ]
        vectors = {e.subject.name: e.template.vector for e in kept}
        for store, gallery_id in (
            (core.store, BY_PERSON), (other.store, BY_PHOTO), (other.store, BY_PERSON),
        ):  # fmt: skip
            gallery = store.gallery(gallery_id)
            named = owner if gallery_id == BY_PERSON else {name: name for name in vectors}
            await gallery.add(
                [
                    replace(
                        enrolment,
                        id=uuid4().hex,
                        subject=await gallery.claim(named[enrolment.subject.name]),
                    )
                    for enrolment in kept
                    if enrolment.subject.name in named
                ]
            )
        (probe,) = (await core.recognizer.read(target)).probes
    return vectors, probe.template.vector


def test_the_photos_of_the_person_come_first(experiment: Experiment) -> None:
    hers = {photo.stem for photo in article_identities()[0]}
    others = {photo.stem for group in article_identities()[1:] for photo in group}
    ranked = [c["name"] for c in experiment.candidates(experiment.sqlite, BY_PHOTO)]
    last_of_hers = max(ranked.index(name) for name in hers)
    first_of_others = min(ranked.index(name) for name in others)
    assert last_of_hers < first_of_others


def test_by_person_she_is_the_one(experiment: Experiment) -> None:
    for env in (experiment.sqlite, experiment.elasticsearch):
        first, second, *_ = experiment.candidates(env, BY_PERSON)
        assert first["name"] == "person 0"
        assert first["score"] > second["score"] + 0.05


@pytest.mark.parametrize("gallery", [BY_PHOTO, BY_PERSON])
def test_both_stores_rank_and_measure_alike(experiment: Experiment, gallery: str) -> None:
    here = experiment.candidates(experiment.sqlite, gallery)
    there = experiment.candidates(experiment.elasticsearch, gallery)
    assert [c["name"] for c in here] == [c["name"] for c in there]
    for one, other in zip(here, there, strict=True):
        assert one["score"] == pytest.approx(other["score"], abs=1e-5)
        assert one["distance"] == pytest.approx(other["distance"], abs=1e-3)


def test_score_and_distance_are_those_of_deepface(experiment: Experiment) -> None:
    from deepface.modules.verification import find_distance  # noqa: PLC0415 — slow to import

    for candidate in experiment.candidates(experiment.elasticsearch, BY_PHOTO):
        vector = experiment.vectors[candidate["name"]]
        cosine = float(find_distance(experiment.probe, vector, "cosine"))
        euclidean = float(find_distance(experiment.probe, vector, "euclidean_l2"))
        assert candidate["score"] == pytest.approx(1 - cosine, abs=1e-3)
        assert candidate["distance"] == pytest.approx(euclidean, abs=1e-3)
