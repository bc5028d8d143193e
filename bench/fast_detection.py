"""What the fast encoder finds and misses: `python -m bench.fast_detection`.

Prints the tables of docs/encoders.md. Photos come from FACES_DIR (default ../shared/faces).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from math import log
from pathlib import Path

import numpy as np
from PIL import Image

from bench.composing import Portrait, found_and_false, group, photo_of, portraits, turned
from core import images
from core.encoders.fast import FastEncoder
from core.model import Photo, Probe

SIZES = (36, 40, 45, 52, 60, 80, 120)
"""Pixels of the faces in groups of one size."""

MIXED = ((14, 40.0, 200.0), (6, 40.0, 250.0), (4, 40.0, 250.0), (2, 40.0, 250.0))
"""Faces of mixed groups, and pixels of the least and the largest; logarithms are uniform."""

MIXED_FACES = 80
"""In all groups of a kind together."""

ANGLES = (20, -20, 40, -40, 60, -60, 75, -75, 90, -90, 180)
"""Degrees anticlockwise."""


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--home", type=Path, default=Path("data/models"))
    options.add_argument("--people", type=int, default=100)
    options.add_argument("--all", action="store_true", help="every photo of lfw-dev too")
    given = options.parse_args()
    folder = Path(os.environ.get("FACES_DIR", "../shared/faces")) / "lfw-dev"
    encoder = FastEncoder(given.home)
    people = portraits(folder, encoder, given.people)
    for line in _groups(people, encoder):
        _say(line)
    for line in _turned(folder, given.people, encoder):
        _say(line)
    if given.all:
        _say(_everybody(folder, encoder))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _groups(people: Sequence[Portrait], encoder: FastEncoder) -> Iterator[str]:
    yield "| faces in a 1,280 x 960 photo | faces | found | boxes of nothing pasted |"
    yield "|---|---|---|---|"
    for size in SIZES:
        yield _group_line(f"{size} px", people, [(float(size),) * 50] * 2, encoder)
    random = np.random.default_rng(1)
    for count, least, most in MIXED:
        groups = [
            np.exp(random.uniform(log(least), log(most), count)).tolist()
            for _ in range(MIXED_FACES // count)
        ]
        yield _group_line(f"{count}, {least:.0f} to {most:.0f} px", people, groups, encoder)


def _group_line(
    what: str, people: Sequence[Portrait], groups: Sequence[Sequence[float]], encoder: FastEncoder
) -> str:
    hits: list[bool] = []
    false = 0
    for seed, faces in enumerate(groups):
        start = seed * len(faces) % len(people)
        shown = group([*people[start:], *people[:start]], faces, 1280, 960, seed)
        found, others = found_and_false(encoder.encode(shown.photo), shown.boxes)
        hits += found
        false += others
    return f"| {what} | {len(hits)} | {np.mean(hits):.1%} | {false} |"


def _turned(folder: Path, count: int, encoder: FastEncoder) -> Iterator[str]:
    yield "| LFW photo turned by | found | similarity to the upright template: median, 5 % below |"
    yield "|---|---|---|"
    paths = sorted(folder.glob("*/*.jpg"))
    photos = [images.load(path.read_bytes()) for path in paths[:: len(paths) // count][:count]]
    upright = [_at_centre(photo, encoder) for photo in photos]
    for angle in ANGLES:
        alike: list[float] = []
        missed = 0
        for photo, reference in zip(photos, upright, strict=True):
            if reference is None:
                continue
            probe = _at_centre(photo_of(turned(photo.pixels, angle)), encoder)
            if probe is None:
                missed += 1
                continue
            alike.append(float(probe.template.vector @ reference.template.vector))
        share = len(alike) / (len(alike) + missed)
        low, middle = np.quantile(alike, (0.05, 0.5))
        yield f"| {angle} degrees | {share:.1%} | {middle:.4f}, {low:.4f} |"


def _everybody(folder: Path, encoder: FastEncoder) -> str:
    missed: list[str] = []
    faces: Counter[int] = Counter()
    for path in sorted(folder.glob("*/*.jpg")):
        photo = photo_of(np.asarray(Image.open(path).convert("RGB")))
        probes = encoder.encode(photo)
        faces[len(probes)] += 1
        if not any(_covers_centre(probe, photo) for probe in probes):
            missed.append(path.name)
    return (
        f"{faces.total()} photos of LFW: without a face at the centre {len(missed)} "
        f"({', '.join(missed)}); faces found: {dict(sorted(faces.items()))}"
    )


def _at_centre(photo: Photo, encoder: FastEncoder) -> Probe | None:
    central = [probe for probe in encoder.encode(photo) if _covers_centre(probe, photo)]
    return max(central, key=lambda probe: probe.detection, default=None)


def _covers_centre(probe: Probe, photo: Photo) -> bool:
    """Tell whether a face covers the middle, where LFW has the person whom the photo is of."""
    box = probe.box
    across = box.x <= photo.width / 2 <= box.x + box.w
    return across and box.y <= photo.height / 2 <= box.y + box.h


if __name__ == "__main__":
    main()
