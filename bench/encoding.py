"""What a photo costs from its file to templates, beside deepface and dlib."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import dlib
import numpy as np
from PIL import Image

from bench.composing import group
from bench.pairing import in_turns
from bench.people import People, saved
from core import images
from core.encoders.deepface import DeepFaceEncoder
from core.encoders.dlib_models import DLIB_MMOD, load_networks, weights_path
from core.encoders.fast import FastEncoder
from core.encoders.mmod import Detector
from core.encoders.pyramid import whole_pyramid
from core.ports import Encoder

SHOWN = {
    "640 x 480, 1 face of 150 px": (640, 480, (150.0,)),
    "640 x 480, 2 faces of 130 px": (640, 480, (130.0,) * 2),
    "640 x 480, 4 faces of 120 px": (640, 480, (120.0,) * 4),
    "1,280 x 960, 1 face of 400 px": (1280, 960, (400.0,)),
    "1,280 x 960, 1 face of 300 px": (1280, 960, (300.0,)),
    "1,280 x 960, 2 faces of 250 px": (1280, 960, (250.0,) * 2),
    "1,280 x 960, 4 faces of 250 px": (1280, 960, (250.0,) * 4),
    "1,280 x 960, 4 faces of 200 px": (1280, 960, (200.0,) * 4),
    "1,280 x 960, 16 faces of 40 px": (1280, 960, (40.0,) * 16),
    "1,280 x 960, 16 faces of 40 to 150 px": (
        (1280, 960, tuple(float(size) for size in np.linspace(40, 150, 16)))
    ),
    "1,280 x 960, nobody": (1280, 960, ()),
    "4,032 x 3,024 (12 megapixels), 1 face of 900 px": (4032, 3024, (900.0,)),
}
"""Width, height, and the faces' sides."""

LONG = 4_000_000
"""Pixels from which deepface takes so long that it is measured once."""


def lines(people: People, home: Path, folder: Path, rounds: int) -> Iterator[str]:
    """Measure `DeepFace.represent` and both profiles on the same files."""
    encoders = (FastEncoder(home / "familiar"), FastEncoder(home / "familiar", "accurate"))
    DeepFaceEncoder("Dlib", "dlib", home).dimensions()  # puts the weights into deepface's home
    from deepface import DeepFace  # noqa: PLC0415 — looks for its home when it is imported

    def theirs(path: Path) -> int:
        found = DeepFace.represent(
            str(path), model_name="Dlib", detector_backend="dlib", enforce_detection=False
        )
        return sum(face["face_confidence"] > 0 for face in found)

    yield f"Photos of {people.origin}; milliseconds (of work of all cores)."
    yield (
        "| photo | faces found: fast, accurate, deepface | fast | accurate | DeepFace.represent "
        "| DeepFace.represent / fast |"
    )
    yield "|---|---|---|---|---|---|"
    for what, path in _photos(people, folder):
        ways = [partial(_encoded, encoder, path) for encoder in encoders]
        ways.append(partial(theirs, path))
        found = ", ".join(str(way()) for way in ways)
        with Image.open(path) as image:
            times = 1 if image.width * image.height > LONG else rounds
        fast, accurate, deepface = in_turns(ways, times)
        yield f"| {what} | {found} | {fast} | {accurate} | {deepface} | {fast.times(deepface)} |"


def detectors(people: People, home: Path, rounds: int) -> str:
    """Measure dlib's own detector beside the same as a graph."""
    image = Image.fromarray(people.portraits[0].pixels).resize((640, 640))
    picture = np.asarray(image)
    network, _ = load_networks(home / "familiar", None)
    ours = Detector(network)
    theirs = dlib.cnn_face_detection_model_v1(os.fspath(weights_path(DLIB_MMOD, home)))
    mine, its = in_turns(
        (lambda: ours.windows(whole_pyramid(picture), 0.0), lambda: theirs(picture)), rounds
    )
    return f"MMOD at 640 x 640, ours {mine}, dlib's own {its}: {mine.times(its)} times as much"


def _encoded(encoder: Encoder, path: Path) -> int:
    return len(encoder.encode(images.load(path.read_bytes())))


def _photos(people: People, folder: Path) -> Iterator[tuple[str, Path]]:
    for number, (what, (width, height, faces)) in enumerate(SHOWN.items()):
        shown = group(people.portraits, faces, width, height, number)
        name = what if len(shown.boxes) == len(faces) else f"{what} ({len(shown.boxes)} had room)"
        yield name, saved(shown.photo.pixels, folder / f"{number}.jpg")
    portrait = Image.fromarray(people.portraits[1].pixels).resize((250, 250))
    yield "250 x 250, 1 face (as in LFW)", saved(portrait, folder / "small.jpg")
