"""`calibrate` and `evaluate`: figures from labelled faces."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from dataclasses import asdict
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

import numpy as np

from core.bootstrap import calibration_of, encoder_of
from core.cli.output import Output
from core.cli.photos import pictures
from core.cli.progress import bar
from core.decision import Policy
from core.errors import UnwritableFile
from core.evaluation.calibrating import LEAST_PEOPLE, LEAST_WITH_TWO, calibrated
from core.evaluation.judging import FoldsJudge, Judge, PolicyJudge
from core.evaluation.labelled import Labelled, labelled
from core.evaluation.open_set import OpenSet
from core.evaluation.pairs import PairRow, pair_rows, pairs
from core.evaluation.picture import draw
from core.evaluation.report import OpenSetRow, Share, open_set_rows
from core.settings import Settings
from core.setup_errors import TooFewPeople, TooFewPhotos

SEED = 20_260_101
"""Of every draw, so that the same photos give the same figures."""


async def calibrate(settings: Settings, arguments: Namespace, output: Output) -> bool:
    """Fit thresholds and a cohort on a folder of people, and write them to a file."""
    faces = await _faces(settings, arguments, None)
    people = np.arange(len(faces.people))
    found = OpenSet(faces, people).people
    made_from = (
        f"{arguments.source or arguments.folder.name}: {found} people with a face, "
        f"{len(faces.owner)} photos, {datetime.now(UTC):%Y-%m-%d}"
    )
    made = await asyncio.to_thread(calibrated, faces, people, SEED, made_from)
    file: Path = arguments.output or Path(f"{faces.model.slug}.json")
    await asyncio.to_thread(_write, file, made.to_json())
    match = {size: made.limit(0.01, size) for size in made.sizes}
    output.result(
        {"file": str(file), "model": str(made.model), "made_from": made_from, "match": match},
        f"{file}: thresholds of {made.model} from {made_from}.",
        *(f"  {size} templates: a match from {limit:.4f} on" for size, limit in match.items()),
        f"To use it, set CALIBRATION={file}.",
    )
    return True


async def evaluate(settings: Settings, arguments: Namespace, output: Output) -> bool:
    """Measure on a folder of people how well they are known and what strangers reach."""
    faces = await _faces(settings, arguments, arguments.folds)
    judge, by = await asyncio.to_thread(_judge, settings, faces, arguments.folds)
    rows = await asyncio.to_thread(lambda: list(open_set_rows(faces, judge, SEED)))
    compared = await asyncio.to_thread(pairs, faces, judge, SEED)
    with_two = sum(len(own) > 1 for own in faces.photos_of())
    one_to_one = pair_rows(compared, with_two)
    if arguments.picture:
        try:
            await asyncio.to_thread(draw, compared, f"{faces.model}, {by}", arguments.picture)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UnwritableFile(reason=reason) from error
    lost = int((~faces.found).sum())
    output.result(
        {
            "model": str(faces.model),
            "decided_by": by,
            "people": len(faces.people),
            "photos": len(faces.owner),
            "no_face": lost,
            "open_set": [asdict(row) for row in rows],
            "pairs": [asdict(row) for row in one_to_one],
        },
        f"{faces.model}, decisions by {by}: {len(faces.people)} people, {len(faces.owner)} photos, "
        f"{lost} of them without a face.",
        "",
        *_open_set_table(rows),
        "",
        *_pairs_table(one_to_one),
    )
    return True


async def _faces(settings: Settings, arguments: Namespace, folds: int | None) -> Labelled:
    encoder = encoder_of(settings)
    folder: Path = arguments.folder
    places = await asyncio.to_thread(
        lambda: [place for place in sorted(folder.iterdir()) if place.is_dir()]
    )
    photos = {place.name: own for place in places if (own := pictures(place))}
    if len(photos) < LEAST_PEOPLE:
        raise TooFewPeople(people=len(photos), least=LEAST_PEOPLE)
    with bar() as progress:
        task = progress.add_task(str(encoder.model), total=sum(map(len, photos.values())))
        faces = await asyncio.to_thread(
            labelled, photos, encoder, arguments.cache, lambda: progress.advance(task)
        )
    found = np.bincount(faces.owner[faces.found], minlength=len(faces.people))
    some, several = (int((found >= photos).sum()) for photos in (1, 2))
    # In folds, two of them are left out of each calibration.
    times = folds / (folds - 2) if folds else 1
    if some < times * LEAST_PEOPLE:
        raise TooFewPeople(people=some, least=ceil(times * LEAST_PEOPLE))
    if several < times * LEAST_WITH_TWO:
        raise TooFewPhotos(people=several, least=ceil(times * LEAST_WITH_TWO))
    return faces


def _judge(settings: Settings, faces: Labelled, folds: int | None) -> tuple[Judge, str]:
    if folds:
        return FoldsJudge.of(faces, folds, SEED), f"calibrations of other people, {folds} folds"
    encoder = encoder_of(settings)
    policy = Policy(encoder.shipped_threshold(), calibration_of(settings, encoder))
    by = f"the makers' threshold {policy.shipped:.2f}, uncalibrated"
    if policy.calibration is not None:
        by = f"the calibration from {policy.calibration.made_from}"
    return PolicyJudge(faces, policy), by


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    except OSError as error:
        raise UnwritableFile(reason=error.strerror or type(error).__name__) from error


def _open_set_table(rows: list[OpenSetRow]) -> list[str]:
    heads = (
        "people", "photos each", "templates", "TPIR at FPIR 1 % (95 %)", "at 0.1 % (95 %)",
        "*match*: FPIR", "TPIR", "*possible*: FPIR", "TPIR", "named first",
    )  # fmt: skip
    return _table(
        heads,
        [
            (
                f"{row.people:,}", str(row.photos), f"{row.templates:,}",
                _interval(row.tpir), _interval(row.strict_tpir),
                f"{row.match_fpir:.2%}", f"{row.match_tpir:.1%}",
                f"{row.possible_fpir:.1%}", f"{row.possible_tpir:.1%}", f"{row.first:.1%}",
            )
            for row in rows
        ],
    )  # fmt: skip


def _pairs_table(rows: list[PairRow]) -> list[str]:
    heads = ("two people accepted", "one person accepted, by score (95 %)", "by evidence")
    return _table(
        heads,
        [
            (
                f"{row.far:.1%}",
                _interval(Share(row.tar, row.low, row.high)),
                f"{row.evidence_tar:.1%}",
            )
            for row in rows
        ],
    )


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (heads, ("---",) * len(heads), *rows)]


def _interval(share: Share) -> str:
    return f"{share.value:.1%} ({share.low:.1%} to {share.high:.1%})"
