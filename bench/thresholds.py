"""The thresholds of core/decision.py, measured: `python -m bench.thresholds --cache FOLDER`.

Prints the tables of docs/thresholds.md. Photos come from FACES_DIR (default ../shared/faces).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.faces import Faces, encoded
from bench.open_set import OpenSet, People, Searches, wilson
from core.decision import MATCH_FPIR, POSSIBLE_FPIR, Calibration
from core.encoders.deepface import DeepFaceEncoder
from core.model import ModelId

GALLERIES = {1: 4000, 5: 2000, 25: 800, 100: 400, 400: 200, 1500: 200}
"""Random galleries of each size that goes into the table."""

FPIRS = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01)
SPLITS = 10
SEED = 20_260_101

SHIPPED = 0.93
"""deepface's own threshold for Dlib: 1 less the cosine distance of 0.07."""

PLANNED = {1: 0.910, 25: 0.936, 100: 0.944, 400: 0.952}
"""What docs/design.md has from an earlier run on deepface's crop and other people."""


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--cache", type=Path, required=True, help="where templates are kept")
    options.add_argument("--model", default="Dlib")
    options.add_argument("--detector", default="dlib")
    given = options.parse_args()
    folder = Path(os.environ.get("FACES_DIR", "../shared/faces")) / "lfw-dev"
    encoder = DeepFaceEncoder(given.model, given.detector, given.cache / "deepface")
    faces = encoded(folder, encoder, given.cache)
    everybody = np.arange(len(faces.people))
    whole = OpenSet(faces, everybody)
    _say_of_photos(faces)
    measured = [
        whole.searches(size, galleries, SEED + size) for size, galleries in GALLERIES.items()
    ]
    _say_thresholds(measured)
    _say_tpir(measured)
    table = _table(encoder.model, measured)
    _say_between(table, whole)
    _say_of_halves(faces, everybody)
    _say_of_two_photos(table, whole)
    _say(f"\nFor core/decision.py: {table}")


def _say_of_photos(faces: Faces) -> None:
    lost = int((~faces.found).sum())
    _say(f"{len(faces.people)} people, {len(faces.owner)} photos, {lost} without a face found.")


def _say_thresholds(measured: Sequence[Searches]) -> None:
    _title("Scores that strangers reach, by people enrolled and FPIR")
    _row("N", "galleries", "searches", *(f"{fpir:.0%}" for fpir in FPIRS), "planned, 1 %")
    _rule(4 + len(FPIRS))
    for one in measured:
        _row(
            one.size,
            *one.strangers.shape[:1],
            one.strangers.size,
            *(f"{one.threshold(fpir):.4f}" for fpir in FPIRS),
            PLANNED.get(one.size, ""),
        )
    _title("How single galleries differ")
    _row("N", "threshold for 1 %, 5th to 95th percentile", "FPIR at the table's, the same")
    _rule(3)
    for one in measured:
        limit = one.threshold(MATCH_FPIR)
        each = np.percentile(one.thresholds_by_gallery(MATCH_FPIR), [5, 95])
        fpirs = np.percentile((one.strangers >= limit).mean(axis=1), [5, 95])
        _row(one.size, "{:.4f} to {:.4f}".format(*each), "{:.2%} to {:.2%}".format(*fpirs))


def _say_tpir(measured: Sequence[Searches]) -> None:
    _title("TPIR: people enrolled with one photo, searched with another")
    heads = [f"at FPIR {fpir:.0%} (95 %)" for fpir in (MATCH_FPIR, POSSIBLE_FPIR)]
    _row("N", *heads, "named first", "FPIR at 0.93", "TPIR at 0.93", "searchers")
    _rule(7)
    for one in measured:
        _row(
            one.size,
            *(_with_interval(one, one.threshold(f)) for f in (MATCH_FPIR, POSSIBLE_FPIR)),
            f"{one.tpir(-1.0):.1%}",
            f"{one.fpir(SHIPPED):.1%}",
            f"{one.tpir(SHIPPED):.1%}",
            one.searchers,
        )


def _table(model: ModelId, measured: Sequence[Searches]) -> Calibration:
    return Calibration(
        model=model,
        sizes=tuple(one.size for one in measured),
        fpirs=FPIRS,
        scores=tuple(tuple(round(one.threshold(f), 4) for f in FPIRS) for one in measured),
    )


def _say_between(table: Calibration, whole: OpenSet) -> None:
    _title("Between the sizes of the table, and beyond them")
    _row("N", "threshold for 1 %", "its FPIR", "for 10 %", "its FPIR")
    _rule(5)
    shorter = replace(table, sizes=table.sizes[:-1], scores=table.scores[:-1])
    for size in (2, 12, 50, 200, 800, table.sizes[-1]):
        found = whole.searches(size, 200, SEED + size)
        source = shorter if size == table.sizes[-1] else table
        limits = [source.score(fpir, size) for fpir in (MATCH_FPIR, POSSIBLE_FPIR)]
        name = f"{size}, from up to {shorter.sizes[-1]}" if source is shorter else size
        _row(name, *(cell for at in limits for cell in (f"{at:.4f}", f"{found.fpir(at):.2%}")))


def _say_of_halves(faces: Faces, everybody: People) -> None:
    _title(f"Thresholds of one half of the people on the other half, {SPLITS} splits, both ways")
    _row("N", "FPIR aimed at 1 %: mean (least to most)", "at 10 %: mean (least to most)")
    _rule(3)
    rng = np.random.default_rng(SEED)
    halves: list[OpenSet] = []
    for _ in range(SPLITS):
        mixed = rng.permutation(everybody)
        middle = len(mixed) // 2
        halves += [OpenSet(faces, mixed[:middle]), OpenSet(faces, mixed[middle:])]
    for size in (size for size in GALLERIES if size <= len(everybody) // 4):
        seen: dict[float, list[float]] = {MATCH_FPIR: [], POSSIBLE_FPIR: []}
        tried = [half.searches(size, max(50, GALLERIES[size] // 4), SEED) for half in halves]
        for one, other in zip(tried[::2], tried[1::2], strict=True):
            for fpir, found in seen.items():
                found += [other.fpir(one.threshold(fpir)), one.fpir(other.threshold(fpir))]
        _row(
            size,
            *(f"{np.mean(f):.2%} ({min(f):.2%} to {max(f):.2%})" for f in seen.values()),
        )


def _say_of_two_photos(table: Calibration, whole: OpenSet) -> None:
    _title("Two photos of each who is enrolled")
    _row(
        "people",
        *("FPIR at N = people, for 1 %", "for 10 %", "at N = photos, for 1 %", "for 10 %"),
        *("TPIR there, for 1 %", "own threshold for 1 %", "table's at N = photos"),
    )
    _rule(8)
    for people in (25, 100, 400):
        two = whole.searches(people, 200, SEED, photos=2)
        limits = [
            table.score(fpir, size)
            for size in (people, 2 * people)
            for fpir in (MATCH_FPIR, POSSIBLE_FPIR)
        ]
        _row(
            people,
            *(f"{two.fpir(limit):.2%}" for limit in limits),
            _with_interval(two, limits[2]),
            f"{two.threshold(MATCH_FPIR):.4f}",
            f"{limits[2]:.4f}",
        )


def _with_interval(one: Searches, threshold: float) -> str:
    share = one.tpir(threshold)
    low, high = wilson(share, one.searchers)
    return f"{share:.1%} ({low:.1%} to {high:.1%})"


def _title(text: str) -> None:
    _say(f"\n### {text}\n")


def _row(*cells: object) -> None:
    _say("| " + " | ".join(map(str, cells)) + " |")


def _rule(columns: int) -> None:
    _say("|" + "---|" * columns)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
