"""A photo with its faces' candidates beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from PIL import Image, ImageDraw, ImageFont

from core.drawing.marks import Mark, with_marks
from core.drawing.paper import (
    COLOURS,
    FAINT,
    INK,
    PAPER,
    face_crop,
    font,
    jpeg,
    opened_crop,
    tile,
)
from core.findings import Identification
from core.model import Photo

MOST_CANDIDATES = 5
LEAST_PANEL_HEIGHT = 800
TILE_SIDES = (192, 128, 96)
"""Pixels of a crop's side: the largest with which all faces find room in one column."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Sizes in the panel, in pixels; `across` is how many tiles stand in a row."""

    tile: int
    across: int

    @property
    def gap(self) -> int:
        return self.tile // 8

    @property
    def line(self) -> int:
        return 10 + self.tile // 12

    @property
    def row(self) -> int:
        return 2 * self.gap + self.tile + 3 * self.line

    @property
    def column(self) -> int:
        return self.gap + self.across * (self.tile + self.gap)

    def font(self, less: int = 0) -> ImageFont.FreeTypeFont:
        return font(self.line - 3 - less)


def annotated(photo: Photo, faces: Sequence[Identification], crops: Mapping[str, bytes]) -> bytes:
    """Draw each face's numbered box and, beside the photo, its candidates with their scores.

    Args:
        photo: the photo that was identified.
        faces: what was found in it.
        crops: JPEG crops by template id; a candidate without one gets an empty tile.

    Returns:
        A JPEG. Names are written where the font has their letters.
    """
    marks = [
        Mark(str(number), face.probe.box, COLOURS[face.decision])
        for number, face in enumerate(faces, start=1)
    ]
    picture = with_marks(photo, marks)
    if not faces:
        return jpeg(picture)
    room = max(picture.height, LEAST_PANEL_HEIGHT)
    layout = _layout(faces, room)
    rows = max(1, room // layout.row)
    columns = ceil(len(faces) / rows)
    height = max(picture.height, min(rows, len(faces)) * layout.row)
    sheet = Image.new("RGB", (picture.width + columns * layout.column, height), PAPER)
    sheet.paste(picture, (0, 0))
    for place, (mark, face) in enumerate(zip(marks, faces, strict=True)):
        column, row = divmod(place, rows)
        strip = _strip(layout, mark, face_crop(photo, mark.box), face, crops)
        sheet.paste(strip, (picture.width + column * layout.column, row * layout.row))
    return jpeg(sheet)


def _layout(faces: Sequence[Identification], room: int) -> _Layout:
    most = max(len(face.candidates) for face in faces)
    # An empty gallery leaves the room of one tile for saying so.
    across = 1 + min(max(most, 1), MOST_CANDIDATES)
    layouts = [_Layout(tile, across) for tile in TILE_SIDES]
    fitting = (layout for layout in layouts if len(faces) * layout.row <= room)
    return next(fitting, layouts[-1])


def _strip(
    layout: _Layout,
    mark: Mark,
    crop_of_it: Image.Image,
    face: Identification,
    crops: Mapping[str, bytes],
) -> Image.Image:
    """Draw one face with its candidates: the panel's row."""
    strip = Image.new("RGB", (layout.column, layout.row), PAPER)
    draw = ImageDraw.Draw(strip)
    side, x, y = layout.tile, layout.gap, layout.gap
    draw.text((x, y), f"{mark.label}  {face.decision}", fill=mark.colour, font=layout.font())
    y += layout.line + 2
    strip.paste(tile(crop_of_it, side), (x, y))
    draw.rectangle((x, y, x + side - 1, y + side - 1), outline=mark.colour, width=3)
    if not face.candidates:
        draw.text((x + side + layout.gap, y), "nobody\nenrolled", fill=FAINT, font=layout.font())
    for candidate in face.candidates[:MOST_CANDIDATES]:
        x += side + layout.gap
        if crop := crops.get(candidate.template_id):
            strip.paste(tile(opened_crop(crop), side), (x, y))
        else:
            draw.rectangle((x, y, x + side - 1, y + side - 1), outline=FAINT)
        below = y + side + 2
        draw.text((x, below), f"{candidate.score:.3f}", fill=INK, font=layout.font())
        if name := _writable(candidate.subject.name, layout.font(1), side):
            draw.text((x, below + layout.line), name, fill=INK, font=layout.font(1))
    return strip


def _writable(name: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """Return the name cut to `width` pixels, or nothing when the font lacks one of its letters."""
    missing = bytes(font.getmask("\uffff"))
    for letter in name:
        if not letter.isspace() and bytes(font.getmask(letter)) == missing:
            return ""
    if font.getlength(name) <= width:
        return name
    while name and font.getlength(name + "…") > width:
        name = name[:-1]
    return name.rstrip() + "…"
