"""Photos made of photos: faces of known size at known places, and turned ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from PIL import Image

from core.model import Box, Photo, Pixels, Probe
from core.ports import Encoder

AROUND = 1.7
"""Times the side of a face that a portrait has."""

GROUND = (123, 117, 104)
"""Red, green and blue where nothing is."""


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """A photo with one face, and where it is."""

    pixels: Pixels
    box: Box


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A photo made of portraits, and where their faces are."""

    photo: Photo
    boxes: tuple[Box, ...]


def photo_of(pixels: Pixels) -> Photo:
    """Return pixels as a photo that was loaded."""
    height, width = pixels.shape[:2]
    return Photo(pixels, width, height, sha256(pixels.tobytes()).hexdigest())


def portraits(folder: Path, encoder: Encoder, count: int) -> list[Portrait]:
    """Return photos of FOLDER/<name>/*.jpg, spread over all of them, that have one face."""
    paths = sorted(folder.glob("*/*.jpg"))
    found: list[Portrait] = []
    for path in paths[:: max(1, len(paths) // (2 * count))]:
        pixels = np.asarray(Image.open(path).convert("RGB"))
        probes = encoder.encode(photo_of(pixels))
        if len(probes) == 1:
            found.append(_cut(pixels, probes[0].box))
        if len(found) == count:
            break
    return found


def _cut(pixels: Pixels, box: Box) -> Portrait:
    """Cut out the square around a face that has `AROUND` times its side, as far as there is."""
    margin = round(box.w * (AROUND - 1) / 2)
    top, left = max(0, box.y - margin), max(0, box.x - margin)
    part = pixels[top : box.y + box.h + margin, left : box.x + box.w + margin]
    return Portrait(part, Box(box.x - left, box.y - top, box.w, box.h))


def group(
    people: Sequence[Portrait], faces: Sequence[float], width: int, height: int, seed: int
) -> Group:
    """Put people on a canvas, as many as find room, with faces of these sizes in pixels.

    Largest first, each at a free place drawn at random.
    """
    random = np.random.default_rng(seed)
    canvas = np.empty((height, width, 3), np.uint8)
    canvas[:] = GROUND
    taken: list[tuple[int, int, int, int]] = []
    boxes: list[Box] = []
    for person, face in zip(people, sorted(faces, reverse=True), strict=False):
        scale = face / person.box.w
        high, wide = (round(side * scale) for side in person.pixels.shape[:2])
        place = _free(taken, (high, wide), (height, width), random)
        if place is None:
            continue
        top, left = place
        small = Image.fromarray(person.pixels).resize((wide, high), Image.Resampling.LANCZOS)
        canvas[top : top + high, left : left + wide] = np.asarray(small)
        taken.append((top, left, high, wide))
        box = person.box
        x, y = round(left + box.x * scale), round(top + box.y * scale)
        boxes.append(Box(x, y, round(box.w * scale), round(box.h * scale)))
    return Group(photo_of(canvas), tuple(boxes))


def side_by_side(
    people: Sequence[Portrait], face: float, count: int, size: tuple[int, int]
) -> Group:
    """Put people in two rows, or one alone, as large as their faces are to be.

    Args:
        people: at least as many as are wanted.
        face: pixels of each face; whoever is larger than their place is cut off.
        count: of people.
        size: width and height of the photo.
    """
    width, height = size
    canvas = np.empty((height, width, 3), np.uint8)
    canvas[:] = GROUND
    columns, rows = (count + 1) // 2, min(count, 2)
    boxes: list[Box] = []
    for number, person in enumerate(people[:count]):
        left, top = number % columns * (width // columns), number // columns * (height // rows)
        scale = face / person.box.w
        high, wide = (round(side * scale) for side in person.pixels.shape[:2])
        image = Image.fromarray(person.pixels).resize((wide, high), Image.Resampling.LANCZOS)
        place = canvas[top : top + height // rows, left : left + width // columns]
        shown = np.asarray(image)[: place.shape[0], : place.shape[1]]
        place[: shown.shape[0], : shown.shape[1]] = shown
        x, y = round(left + person.box.x * scale), round(top + person.box.y * scale)
        boxes.append(Box(x, y, round(face), round(person.box.h * scale)))
    return Group(photo_of(canvas), tuple(boxes))


def _free(
    taken: Sequence[tuple[int, int, int, int]],
    size: tuple[int, int],
    room: tuple[int, int],
    random: np.random.Generator,
) -> tuple[int, int] | None:
    if size[0] > room[0] or size[1] > room[1]:
        return None
    for _ in range(300):
        top, left = (int(random.integers(0, room[axis] - size[axis] + 1)) for axis in (0, 1))
        if all(
            top >= y + h or y >= top + size[0] or left >= x + w or x >= left + size[1]
            for y, x, h, w in taken
        ):
            return top, left
    return None


def found_and_false(probes: Sequence[Probe], boxes: Sequence[Box]) -> tuple[list[bool], int]:
    """Tell which boxes were found, and how many probes are of none of them."""
    hits = [any(_overlap(probe.box, box) >= 1 / 2 for probe in probes) for box in boxes]
    false = sum(all(_overlap(probe.box, box) < 1 / 4 for box in boxes) for probe in probes)
    return hits, false


def turned(pixels: Pixels, degrees: float) -> Pixels:
    """Turn a photo anticlockwise; the canvas grows with it."""
    image = Image.fromarray(pixels)
    return np.asarray(
        image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=GROUND)
    )


def batches(people: Sequence[Portrait], size: int) -> Iterator[Sequence[Portrait]]:
    """Cut a list into parts of a size."""
    for start in range(0, len(people) - size + 1, size):
        yield people[start : start + size]


def _overlap(one: Box, other: Box) -> float:
    wide = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
    high = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
    if wide <= 0 or high <= 0:
        return 0.0
    common = wide * high
    return common / (one.w * one.h + other.w * other.h - common)
