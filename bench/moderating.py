"""How often a watch rule acts on strangers, and on those whom it watches.

`python -m bench.moderating --home FOLDER --cache FOLDER` prints the tables of docs/moderation.md.
Half of the people of lfw-dev make the calibration; of the other half some are enrolled, some of
these are watched, and the rest are strangers. Each template that stands for a photo goes the way of
a photo from the encoder's door on: gallery, decision, judging.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.search.distribution import Distribution
from bot.looking import Look
from bot.moderation.judging import Poster, acts, judge, mode_of
from bot.moderation.leave import Leave
from bot.moderation.rules import Mode, Posters, Rule, Then, When
from bot.moderation.seeing import Seeing
from bot.request import PhotoRef
from core.cli.photos import pictures
from core.decision import Policy
from core.encoders.fast import FastEncoder
from core.evaluation.calibrating import calibrated
from core.evaluation.labelled import Labelled, labelled
from core.evaluation.open_set import wilson
from core.model import Box, Enrolment, ModelId, Photo, Probe, Subject, Template, Vector
from core.ports import Store
from core.recognizer import Reading, Recognizer
from core.stores.sqlite import SqliteStore
from core.worker import Worker

SEED = 20_260_101
ENROLLED = 100
WATCHED = (1, 10, 100)
"""People whom a rule watches, of those enrolled."""

STRANGERS = 500
SPLITS, DRAWS = 6, 2
GENERATED = (2_500, 2_500)
"""Strangers, for the first of the splits."""

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BOX = Box(0, 0, 1, 1)
SHOWN = Photo(np.zeros((1, 1, 3), np.uint8), 1, 1, "0" * 64)
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Town:
    """People of one draw.

    Attributes:
        gallery: where they are enrolled.
        subjects: who is, in order.
        probes: one more photo of each.
        strangers: photos of others.
    """

    gallery: str
    subjects: Sequence[Subject]
    probes: Sequence[Vector]
    strangers: Sequence[Vector]


@dataclass(frozen=True, slots=True)
class Bench:
    """Faces, and what judges them."""

    model: ModelId
    store: Store
    recognizer: Recognizer
    seeing: Seeing

    async def outcomes(self, town: Town, vectors: Iterable[Vector], *, own: bool) -> Sums:
        """Return what rules that ban come to, photo by photo, by how many people they watch.

        Args:
            town: whose people are watched: by one rule each, by one for each ten, and by one all.
            vectors: a photo each.
            own: whether these are of the town's people in order, and each is judged by the rules
                alone that watch whom it shows; else each is by all.
        """
        rules = [_rule(town, watched, first) for watched in WATCHED for first in _firsts(watched)]
        by_id = {rule.id: rule for rule in rules}
        came = _no_sums()
        for place, vector in enumerate(vectors):
            reading = Reading(SHOWN, (Probe(Template(vector, self.model), BOX, 1.0),))
            found = await self.recognizer.identify(town.gallery, reading)
            look = Look(PhotoRef("", 1, None), [BOX], found, [False])
            faces = await self.seeing.faces(1, town.gallery, rules, [look])
            asked = {
                rule.id for rule in rules if not own or town.subjects[place].id in rule.subjects
            }
            for one in asked:
                came[len(by_id[one].subjects)]["photos"] += 1
            for finding in judge(rules, faces, Poster(), {}, NOW):
                if finding.rule in asked:
                    rule = by_id[finding.rule]
                    what = "acted" if acts(rule.then, mode_of(rule, finding)) else "asked"
                    came[len(rule.subjects)][what] += 1
        return came


def _firsts(watched: int) -> range:
    return range(0, ENROLLED, watched)


def _rule(town: Town, watched: int, first: int) -> Rule:
    subjects = tuple(one.id for one in town.subjects[first : first + watched])
    return Rule(
        id=f"{watched}-{first}", when=When.PERSON, subjects=subjects, by=Posters.ANYBODY,
        then=Then.BAN, mode=Mode.ACTING, made_by=1, made_at=NOW,
    )  # fmt: skip


async def town(bench: Bench, faces: Labelled, people: Places, number: int, photos: int) -> Town:
    """Enrol some people by so many photos each; others are strangers, by one photo each."""
    rng = np.random.default_rng(SEED + number)
    own = faces.photos_of()
    usable = [rng.permutation([p for p in own[person] if faces.found[p]]) for person in people]
    order = rng.permutation(len(people))
    able = [place for place in order if len(usable[place]) > photos][:ENROLLED]
    others = [place for place in order if place not in set(able) and len(usable[place])]
    name = f"{photos}-{number}"
    gallery = bench.store.gallery(name)
    subjects = await gallery.claim_all([faces.people[people[place]] for place in able])
    await gallery.add(
        [
            Enrolment(
                f"{name}-{photo}", subject, Template(faces.kept[photo], faces.model),
                f"{photo:064}", b"", "bench", NOW,
            )
            for subject, place in zip(subjects, able, strict=True)
            for photo in usable[place][:photos]
        ]
    )  # fmt: skip
    return Town(
        name,
        subjects,
        [faces.searched[usable[place][photos]] for place in able],
        [faces.searched[usable[place][0]] for place in others[:STRANGERS]],
    )


Sums = dict[int, Counter[str]]
"""What came of photos, by how many people the rules watch."""


async def lines(faces: Labelled, folder: Path) -> AsyncIterator[str]:
    """Measure and yield the tables."""
    store, worker = await SqliteStore.open(folder / "faces.db", faces.model), Worker()
    strangers, mates = (_no_sums(), _no_sums()), (_no_sums(), _no_sums())
    generated = _no_sums()
    for split in range(SPLITS):
        order = np.random.default_rng(SEED + split // 2).permutation(len(faces.people))
        halves = np.array_split(order, 2)
        calibrating, judged = halves[split % 2], halves[1 - split % 2]
        made = await asyncio.to_thread(calibrated, faces, calibrating, SEED, "one half")
        policy = Policy(0.0, made)
        recognizer = Recognizer(FastEncoder(folder), store, policy, worker, lambda: NOW)
        seeing = Seeing(recognizer, Leave(store.records, lambda: NOW))
        bench = Bench(faces.model, store, recognizer, seeing)
        for photos in (1, 2):
            for number in range(DRAWS):
                drawn = await town(bench, faces, judged, split * DRAWS + number, photos)
                theirs = await bench.outcomes(drawn, drawn.strangers, own=False)
                _add(strangers[photos - 1], theirs)
                _add(mates[photos - 1], await bench.outcomes(drawn, drawn.probes, own=True))
                if photos == 1 and not number and split < len(GENERATED):
                    made_up = _generated(faces, calibrating, GENERATED[split], SEED + split)
                    _add(generated, await bench.outcomes(drawn, made_up, own=False))
    await store.close()
    await worker.close()
    yield (
        f"{SPLITS} splits of {len(faces.people):,} people, {DRAWS} draws of each; {STRANGERS} "
        f"strangers a draw, with {ENROLLED} enrolled."
    )
    yield ""
    yield (
        "| photos each | people watched | photos of strangers, times rules | acted on "
        "| asked about | photos of the watched | acted on (95 %) | asked about |"
    )
    yield "|---" * 8 + "|"
    for photos, (unknown, own) in enumerate(zip(strangers, mates, strict=True), start=1):
        for watched in WATCHED:
            told = f"{_told(unknown[watched])} | {_told(own[watched], interval=True)}"
            yield f"| {photos} | {watched} | {told} |"
    yield ""
    yield "| people watched | generated strangers, times rules | acted on | asked about |"
    yield "|---" * 4 + "|"
    for watched, came in generated.items():
        yield f"| {watched} | {_told(came)} |"


def _no_sums() -> Sums:
    return {watched: Counter() for watched in WATCHED}


def _add(sums: Sums, came: Sums) -> None:
    for watched, counter in came.items():
        sums[watched].update(counter)


def _generated(faces: Labelled, calibrating: Places, count: int, seed: int) -> Iterable[Vector]:
    """Return photos of people who are not, drawn like those who made the calibration."""
    used = np.isin(faces.owner, calibrating) & faces.found
    distribution = Distribution.fitted(faces.searched[used], faces.owner[used], "one half")
    random = np.random.default_rng(seed)
    points = distribution.people.draw(count, random).astype(np.float32)
    return iter(distribution.photos(points, random))


def _told(came: Counter[str], *, interval: bool = False) -> str:
    photos, acted = came["photos"], came["acted"]
    low, high = wilson(acted / photos, photos)
    between = f" ({low:.1%} to {high:.1%})" if interval else f": {acted}"
    share = f"{acted / photos:.1%}" if interval else f"{acted / photos:.3%}"
    return f"{photos:,} | {share}{between} | {came['asked'] / photos:.2%}"


async def _main(home: Path, cache: Path) -> None:
    folder = Path(os.environ.get("FACES_DIR", "../shared/faces")) / "lfw-dev"
    places = sorted(one for one in folder.iterdir() if one.is_dir())
    photos = {one.name: own for one in places if (own := pictures(one))}
    faces = await asyncio.to_thread(labelled, photos, FastEncoder(home / "familiar"), cache)
    with tempfile.TemporaryDirectory(prefix="familiar-bench-") as working:
        async for line in lines(faces, Path(working)):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


def main() -> None:
    """Measure, and print each row as soon as it is known."""
    options = argparse.ArgumentParser(description=__doc__, prog="python -m bench.moderating")
    options.add_argument("--home", type=Path, default=Path("data/deepface"))
    options.add_argument("--cache", type=Path, default=Path("build/templates"))
    given = options.parse_args()
    asyncio.run(_main(given.home.absolute(), given.cache))


if __name__ == "__main__":
    main()
