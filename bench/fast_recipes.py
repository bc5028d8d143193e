"""Which crops make the best templates: `python -m bench.fast_recipes --cache FOLDER`.

Prints the table by which the recipes of `core.encoders.descriptors` were chosen.
Photos come from FACES_DIR (default ../shared/faces).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.progress import track

from bench.composing import photo_of
from core import images
from core.encoders.chips import Aligner
from core.encoders.descriptors import ACCURATE, FAR, FAST, NEAR, USUAL, Crop, and_mirrored
from core.encoders.dlib_models import load_landmarks, load_networks, load_upright_detector
from core.encoders.looks import Looker
from core.encoders.mmod import Detector, Window
from core.encoders.sessions import Network
from core.evaluation.labelled import Labelled
from core.evaluation.open_set import OpenSet, Searches
from core.model import ModelId, Photo

GALLERIES = {25: 400, 100: 200, 800: 60}
"""Random galleries of each size."""

FPIR = 0.01

AROUND_IT = (0.003, 0.005, 0.01, 0.02, 0.03)
"""Of some thousand strangers, 1 % are ten: a mean over these depends less on who they are."""

MODEL = ModelId("Dlib", "mmod", "tried")
SEED = 20_260_102

Descriptors = npt.NDArray[np.float32]
"""Shape (photos, crops, dimensions), unit norm; NaN where no face was found."""


BESIDE = (Crop(across=7), Crop(across=-7), Crop(down=7), Crop(down=-7))

TRIED: Mapping[str, Sequence[Crop]] = {
    "dlib's own": (USUAL,),
    "fast: dlib's own and mirrored": FAST.searched,
    "nearer; farther, mirrored": (NEAR, replace(FAR, mirrored=True)),
    "farther; nearer, mirrored": (FAR, replace(NEAR, mirrored=True)),
    "nearer, farther, mirrored too": and_mirrored(NEAR, FAR),
    "accurate: dlib's own, nearer, farther, mirrored too": ACCURATE.searched,
    "dlib's own, four shifted, mirrored too": and_mirrored(USUAL, *BESIDE),
    "all of these": and_mirrored(USUAL, NEAR, FAR, *BESIDE),
}
"""Crops whose mean is a template."""


@dataclass(frozen=True, slots=True)
class _Parts:
    looker: Looker
    aligner: Aligner
    network: Network


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--cache", type=Path, required=True, help="where descriptors are kept")
    given = options.parse_args()
    folder = Path(os.environ.get("FACES_DIR", "../shared/faces")) / "lfw-dev"
    crops = tuple(dict.fromkeys(crop for tried in TRIED.values() for crop in tried))
    paths = sorted(folder.glob("*/*.jpg"))
    descriptors = _descriptors(paths, crops, given.cache)
    people = tuple(sorted({path.parent.name for path in paths}))
    owner = np.array([people.index(path.parent.name) for path in paths])
    sizes = " | ".join(f"N = {size}" for size in GALLERIES)
    _say(
        f"TPIR at FPIR {FPIR:.0%} (mean of those at {', '.join(map('{:.1%}'.format, AROUND_IT))})\n"
    )
    _say(f"| crops | how many | {sizes} |")
    _say("|---" * (2 + len(GALLERIES)) + "|")
    for name, tried in TRIED.items():
        mean = descriptors[:, [crops.index(crop) for crop in tried]].mean(axis=1)
        templates = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        faces = Labelled(MODEL, people, owner, templates, templates)
        searches = OpenSet(faces, np.arange(len(people)))
        cells = []
        for size, galleries in GALLERIES.items():
            found = searches.searches(size, galleries, SEED + size)
            one, *mean = (_tpir(found, fpir) for fpir in (FPIR, *AROUND_IT))
            cells.append(f"{one:.3f} ({np.mean(mean):.3f})")
        _say(f"| {name} | {len(tried)} | {' | '.join(cells)} |")


def _tpir(found: Searches, fpir: float) -> float:
    limit = np.quantile(found.strangers.score, 1 - fpir, method="higher")
    return float((found.mates.score >= limit).sum() / found.tried)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _descriptors(paths: Sequence[Path], crops: Sequence[Crop], cache: Path) -> Descriptors:
    file = cache / "fast-recipes.npz"
    asked = [str(crop) for crop in crops]
    if file.exists():
        with np.load(file) as kept:
            if kept["crops"].tolist() == asked and len(kept["descriptors"]) == len(paths):
                return np.asarray(kept["descriptors"])
    detector, network = load_networks(cache, None)
    aligner = Aligner(load_landmarks(cache), load_upright_detector(cache))
    parts = _Parts(Looker(Detector(detector)), aligner, network)
    made = [_of(path, crops, parts) for path in track(paths, description="descriptors")]
    stacked = np.stack(made)
    np.savez(file, crops=asked, descriptors=stacked)
    return stacked


def _of(path: Path, crops: Sequence[Crop], parts: _Parts) -> npt.NDArray[np.float32]:
    photo = images.load(path.read_bytes())
    sighting = parts.looker.look(photo.pixels)
    turned = photo_of(sighting.turn.of(photo.pixels))
    central = [face for face in sighting.faces if _covers_centre(face, turned)]
    if not central:
        return np.full((len(crops), 128), np.nan, np.float32)
    chip = parts.aligner.chip(
        turned.pixels, max(central, key=lambda face: face.side), wide=True, posed=False
    )
    raw = parts.network.run(np.stack([crop.cut(chip) for crop in crops]))
    return np.asarray(raw / np.linalg.norm(raw, axis=1, keepdims=True))


def _covers_centre(face: Window, photo: Photo) -> bool:
    across = face.left <= photo.width / 2 <= face.right
    return across and face.top <= photo.height / 2 <= face.bottom


if __name__ == "__main__":
    main()
