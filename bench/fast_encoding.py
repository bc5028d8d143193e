"""What the fast encoder costs beside deepface and dlib: `python -m bench.fast_encoding`.

Prints the tables of docs/encoders.md. Photos come from FACES_DIR (default ../shared/faces). Other
figures: `python -m bench.fast_detection`, `python -m bench.fast_recipes`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import dlib
import numpy as np
from PIL import Image

from bench.composing import Portrait, group, photo_of, portraits
from bench.pairing import paired
from core.encoders.deepface import DeepFaceEncoder
from core.encoders.dlib_models import DLIB_MMOD, load_networks, weights_path
from core.encoders.fast import FastEncoder
from core.encoders.mmod import Detector
from core.encoders.pyramid import whole_pyramid
from core.ports import Encoder

SHOWN = {
    "1 face of 300 px": (300.0,),
    "4 faces of 200 px": (200.0,) * 4,
    "16 faces of 40 to 150 px": tuple(float(size) for size in np.linspace(40, 150, 16)),
    "nobody": (),
}
"""What a photo of 1,280 x 960 pixels shows."""

ALONE = """
import re, sys, time
from pathlib import Path
begun = time.perf_counter()
from core import images
from core.encoders.fast import FastEncoder
imported = time.perf_counter()
encoder = FastEncoder(Path(sys.argv[1]))
faces = len(encoder.encode(images.load(Path(sys.argv[2]).read_bytes())))
done = time.perf_counter()
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(faces, imported - begun, done - imported, peak / 1024)
"""
"""A program that encodes one photo: prints faces, seconds to import and to encode, peak MB."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians of one encoder on one photo, in milliseconds."""

    wall: float
    work: float
    """Of all the processor's cores together: other programs disturb it less."""


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--home", type=Path, default=Path("data/models"))
    options.add_argument("--deepface-home", type=Path, default=Path("data/deepface"))
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    fast = FastEncoder(given.home)
    people = portraits(Path(os.environ.get("FACES_DIR", "../shared/faces")) / "lfw-dev", fast, 60)
    encoders = (
        fast,
        FastEncoder(given.home, "accurate"),
        DeepFaceEncoder("Dlib", "dlib", given.deepface_home),
    )
    for line in _encoders(people, encoders, given.rounds):
        _say(line)
    _say(_detectors(people[0], given.home, given.rounds))
    with tempfile.TemporaryDirectory(prefix="familiar-bench-") as folder:
        for line in _alone(people, given.home, Path(folder)):
            _say(line)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _encoders(
    people: Sequence[Portrait], encoders: Sequence[Encoder], rounds: int
) -> Iterator[str]:
    yield (
        "| photo | faces found (fast, accurate, deepface) | fast, ms (work) | accurate, ms (work) "
        "| deepface, ms (work) | deepface / fast (work) |"
    )
    yield "|---|---|---|---|---|---|"
    photos = {
        f"1,280 x 960, {what}": group(people, faces, 1280, 960, 1).photo
        for what, faces in SHOWN.items()
    }
    photos["250 x 250, 1 face (LFW)"] = photo_of(
        np.asarray(Image.fromarray(people[1].pixels).resize((250, 250)))
    )
    for what, photo in photos.items():
        faces = ", ".join(str(len(encoder.encode(photo))) for encoder in encoders)
        costs = _in_turns([partial(encoder.encode, photo) for encoder in encoders], rounds)
        cells = " | ".join(f"{cost.wall:.0f} ({cost.work:.0f})" for cost in costs)
        fast, theirs = costs[0], costs[-1]
        yield (
            f"| {what} | {faces} | {cells} "
            f"| {theirs.wall / fast.wall:.1f} ({theirs.work / fast.work:.1f}) |"
        )


def _in_turns(works: Sequence[Callable[[], object]], rounds: int) -> list[Cost]:
    """Measure several ways of doing a thing in turns, so that noise is noise for all."""
    walls: list[list[float]] = [[] for _ in works]
    cores: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, wall, core in zip(works, walls, cores, strict=True):
            begun, worked = time.perf_counter(), time.process_time()
            work()
            wall.append(1000 * (time.perf_counter() - begun))
            core.append(1000 * (time.process_time() - worked))
    return [Cost(median(wall), median(core)) for wall, core in zip(walls, cores, strict=True)]


def _detectors(portrait: Portrait, home: Path, rounds: int) -> str:
    image = Image.fromarray(portrait.pixels).resize((640, 640))
    picture = np.asarray(image)
    network, _ = load_networks(home, None)
    ours = Detector(network)
    theirs = dlib.cnn_face_detection_model_v1(os.fspath(weights_path(DLIB_MMOD, home)))
    found = paired(
        lambda: theirs(picture), lambda: ours.windows(whole_pyramid(picture), 0.0), rounds
    )
    return (
        f"MMOD at 640 x 640, dlib's own / ours: {found.ratio:.0f} ({found.first:.0f} ms against "
        f"{found.second:.0f} ms)"
    )


def _alone(people: Sequence[Portrait], home: Path, folder: Path) -> Iterator[str]:
    crowd = group([*people] * 4, (60.0,) * 240, 4000, 3000, 1).photo.pixels
    portrait = np.asarray(Image.fromarray(people[0].pixels).resize((8000, 6000)))
    small = group(people, (300.0,), 1280, 960, 1).photo.pixels
    for what, pixels in (
        ("1,280 x 960, a portrait", small),
        ("48 megapixels, a portrait", portrait),
        ("12 megapixels, a crowd", crowd),
    ):
        path = folder / "photo.jpg"
        Image.fromarray(pixels).save(path, quality=92)
        done = subprocess.run(  # noqa: S603 — this very program
            [sys.executable, "-c", ALONE, str(home), str(path)],
            capture_output=True,
            text=True,
            check=True,
        )
        faces, imported, encoded, peak = done.stdout.split()
        yield (
            f"a process for one photo, {what} ({faces} faces): import {float(imported):.2f} s, "
            f"load and encode {float(encoded):.2f} s, peak {float(peak):.0f} MB"
        )


if __name__ == "__main__":
    main()
