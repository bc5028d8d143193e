"""How long `python -m core identify` takes from nothing, and how much memory at most."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from bench.composing import group
from bench.people import People, saved
from bench.processes import run_core, seconds_of

IMPORTS = "import core.__main__, core.encoders.fast, core.encoders.chips, cv2, dlib, onnxruntime"


def lines(people: People, home: Path, folder: Path, rounds: int) -> Iterator[str]:
    """Measure a start, and the peaks of odd photos."""
    photo = saved(group(people.portraits, (300.0,), 1280, 960, 1).photo.pixels, folder / "one.jpg")
    first = run_core(folder / "new home", folder / "f.db", "identify", photo)
    yield (
        "`identify`, the first time of all (networks are converted): "
        f"{first.seconds:.2f} s (work {first.work:.2f} s)"
    )
    times: dict[str, list[tuple[float, float]]] = {"bare": [], "imports": [], "cold": []}
    for _ in range(rounds):
        times["bare"].append(seconds_of("pass"))
        times["imports"].append(seconds_of(IMPORTS))
        ran = run_core(home, folder / "f.db", "identify", photo)
        times["cold"].append((ran.seconds, ran.work))
    for column, what in enumerate(("from start to end", "work")):
        bare, imports, cold = (median(one[column] for one in kind) for kind in times.values())
        yield (
            f"`identify` on one photo, cold, {what}: {cold:.2f} s, of which Python's own start "
            f"{bare:.2f} s and imports {imports - bare:.2f} s"
        )
    yield ""
    yield "| `identify` in a process of its own | faces | peak, MB | seconds (work) |"
    yield "|---|---|---|---|"
    for what, path in _odd(people, folder):
        ran = run_core(home, folder / "f.db", "identify", "--json", path)
        told = json.loads(ran.stdout)
        faces = len(told["faces"]) if "faces" in told else told["error"]["code"]
        yield f"| {what} | {faces} | {ran.peak:.0f} | {ran.seconds:.2f} ({ran.work:.2f}) |"


def _odd(people: People, folder: Path) -> Iterator[tuple[str, Path]]:
    portrait = Image.fromarray(people.portraits[0].pixels)
    fourteen = portrait.resize((4320, 3240))
    crowd = group([*people.portraits] * 4, (100.0,) * 240, 4000, 3000, 1).photo.pixels
    yield "1,280 x 960, a portrait", folder / "one.jpg"
    yield "14 megapixels, JPEG, a portrait", saved(fourteen, folder / "14.jpg")
    fourteen.save(folder / "14p.jpg", quality=92, progressive=True)
    yield "14 megapixels, progressive JPEG", folder / "14p.jpg"
    fourteen.convert("RGBA").save(folder / "14.png", compress_level=1)
    yield "14 megapixels, PNG with alpha", folder / "14.png"
    fourteen.save(folder / "14.webp", quality=80, method=0)
    yield "14 megapixels, WebP", folder / "14.webp"
    yield "48 megapixels, JPEG, a portrait", saved(portrait.resize((8000, 6000)), folder / "48.jpg")
    yield "12 megapixels, a crowd", saved(crowd, folder / "crowd.jpg")
    random = np.random.default_rng(1)
    noise = random.integers(0, 256, (1920, 2560, 3), dtype=np.uint8)
    yield "2,560 x 1,920, noise, nobody", saved(noise, folder / "noise.jpg")
    for width, height in ((12000, 400), (400, 12000), (20000, 20)):
        strip = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
        yield f"{width:,} x {height:,}, noise", saved(strip, folder / "strip.jpg")
