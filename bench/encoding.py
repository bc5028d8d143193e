"""What a photo costs from its file to templates, beside deepface and dlib."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import dlib
import numpy as np
from PIL import Image

from bench.composing import group, side_by_side
from bench.pairing import in_turns
from bench.people import People, saved
from core import images
from core.encoders.deepface import DeepFaceEncoder
from core.encoders.dlib_models import DLIB_MMOD, load_networks, weights_path
from core.encoders.fast import FastEncoder
from core.encoders.mmod import Detector
from core.encoders.pyramid import whole_pyramid
from core.ports import Encoder

SHOWN = (
    (640, 480, 1, 250),
    (640, 480, 1, 150),
    (640, 480, 2, 130),
    (640, 480, 4, 120),
    (1280, 960, 1, 400),
    (1280, 960, 1, 300),
    (1280, 960, 2, 250),
    (1280, 960, 4, 290),
    (1280, 960, 4, 250),
    (1280, 960, 4, 200),
    (4032, 3024, 1, 900),
)
"""Width, height, faces and their sides."""

GROUPS = {"16 faces of 40 px": (40, 40), "16 faces of 40 to 150 px": (40, 150), "nobody": None}
"""Scattered on 1,280 x 960: pixels of the least and the largest face."""

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
    ways = (lambda: ours.windows(whole_pyramid(picture), 0.0), lambda: theirs(picture))
    in_turns(ways, 1)
    mine, its = in_turns(ways, rounds)
    return f"MMOD at 640 x 640, ours {mine}, dlib's own {its}: {mine.times(its)} times as much"


def _encoded(encoder: Encoder, path: Path) -> int:
    return len(encoder.encode(images.load(path.read_bytes())))


def _photos(people: People, folder: Path) -> Iterator[tuple[str, Path]]:
    for width, height, count, face in SHOWN:
        photo = side_by_side(people.portraits, face, count, (width, height)).photo
        what = f"{width:,} x {height:,}, {count} of {face} px"
        yield what, saved(photo.pixels, folder / "photo.jpg")
    for what, sizes in GROUPS.items():
        faces = np.linspace(*sizes, 16).tolist() if sizes else []
        photo = group(people.portraits, faces, 1280, 960, 1).photo
        yield f"1,280 x 960, {what}", saved(photo.pixels, folder / "photo.jpg")
    portrait = Image.fromarray(people.portraits[1].pixels).resize((250, 250))
    yield "250 x 250, 1 face (as in LFW)", saved(portrait, folder / "small.jpg")
