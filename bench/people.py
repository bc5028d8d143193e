"""Whom the photos to measure on are made of."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from skimage.data import astronaut

from bench.composing import Portrait, portraits
from core.model import Box
from core.ports import Encoder

FACE = Box(176, 66, 96, 96)
"""Where the astronaut's is."""

COUNT = 60


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Portraits to compose photos of, and the folders they are from.

    Attributes:
        portraits: at least one; used again where more are needed.
        lfw: FOLDER/<name>/*.jpg, None where there is none.
        article: the photos of deepface's article; None where they are not.
    """

    portraits: tuple[Portrait, ...]
    lfw: Path | None
    article: Path | None

    @property
    def origin(self) -> str:
        """Who they are, for the head of a table."""
        if self.lfw is None:
            return "one person (skimage's astronaut): FACES_DIR has no lfw-dev"
        return f"{len(self.portraits)} people of LFW"


def find_people(encoder: Encoder) -> People:
    """Take people from FACES_DIR (default ../shared/faces), or else the astronaut."""
    faces = Path(os.environ.get("FACES_DIR", "../shared/faces"))
    lfw, article = (
        folder if folder.is_dir() else None for folder in (faces / "lfw-dev", faces / "deepface")
    )
    if lfw is None:
        head = astronaut()[FACE.y - 40 : FACE.y + FACE.h + 40, FACE.x - 40 : FACE.x + FACE.w + 40]
        both = (head, head[:, ::-1])
        one = [Portrait(np.ascontiguousarray(side), Box(40, 40, FACE.w, FACE.h)) for side in both]
        return People(tuple(one * (COUNT // 2)), None, article)
    return People(tuple(portraits(lfw, encoder, COUNT)), lfw, article)


def saved(pixels: object, path: Path) -> Path:
    """Write pixels as a JPEG and return where."""
    Image.fromarray(np.asarray(pixels)).save(path, quality=92)
    return path
