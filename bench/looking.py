"""How often a photo is looked at more closely, and what it costs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.people import People
from core import images
from core.encoders.dlib_models import load_networks
from core.encoders.looks import Looker
from core.encoders.mmod import Detector, Window
from core.encoders.pyramid import Canvas
from core.model import Pixels

EVERY = 10
"""Of LFW's photos."""


class Counting(Detector):
    """Counts the canvases that it is given."""

    seen = 0

    def windows(self, canvas: Canvas, least: float) -> list[Window]:
        """Count, and do what a `Detector` does."""
        self.seen += 1
        return super().windows(canvas, least)


@dataclass(frozen=True, slots=True)
class Looked:
    """One photo.

    Attributes:
        canvases: 1 where the first look did.
        work: milliseconds of all cores.
    """

    faces: int
    canvases: int
    work: float


def lines(people: People, home: Path) -> Iterator[str]:
    """Look at the photos there are."""
    network, _ = load_networks(home / "familiar", None)
    detector = Counting(network)
    looker = Looker(detector)
    yield (
        "| photos | the first look does | its work, ms | closer looks | their work, ms: median, "
        "most | of these with nobody, one, more faces |"
    )
    yield "|---|---|---|---|---|---|"
    sets = {
        f"every {EVERY}th of lfw-dev": people.lfw and sorted(people.lfw.glob("*/*.jpg"))[::EVERY],
        "the article's": people.article and sorted(people.article.glob("*.jpg")),
    }
    for what, paths in sets.items():
        if not paths:
            yield f"| {what} | not here | | | | |"
            continue
        looked = [_look(looker, detector, images.load(path.read_bytes()).pixels) for path in paths]
        first = [one for one in looked if one.canvases == 1]
        more = [one for one in looked if one.canvases > 1]
        kinds = [sum(min(one.faces, 2) == kind for one in more) for kind in (0, 1, 2)]
        yield (
            f"| {what} ({len(looked)}) | {len(first) / len(looked):.1%} | {_median(first)} "
            f"| {len(more) / len(looked):.1%} "
            f"| {_median(more)}, {max((one.work for one in more), default=0):.0f} "
            f"| {', '.join(map(str, kinds))} |"
        )


def _median(looked: list[Looked]) -> str:
    return f"{median(one.work for one in looked):.0f}" if looked else "-"


def _look(looker: Looker, detector: Counting, pixels: Pixels) -> Looked:
    detector.seen = 0
    worked = time.process_time()
    faces = len(looker.look(pixels).faces)
    return Looked(faces, detector.seen, 1000 * (time.process_time() - worked))
