"""Pictures that carry numbers and candidates: plain, pure and slow, so run them in the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from math import ceil

from PIL import Image, ImageDraw, ImageFont, ImageOps

from core.findings import Decision, Identification
from core.model import Box, Photo

LONGEST_SIDE = 1280
"""Pixels on the long side of the drawn photo: what a phone shows whole."""

LEAST_SIDE = 640
"""A smaller photo is drawn larger, so that its numbers can be read."""

JPEG_QUALITY = 88

PAPER = (250, 250, 248)
INK = (28, 30, 34)
FAINT = (120, 124, 130)
NEUTRAL = (30, 110, 220)
COLOURS = {
    Decision.MATCH: (20, 130, 70),
    Decision.POSSIBLE: (190, 115, 0),
    Decision.UNKNOWN: (105, 108, 115),
}

MOST_CANDIDATES = 5
LEAST_PANEL_HEIGHT = 800
TILE_SIDES = (192, 128, 96)
"""Pixels of a crop's side: the largest with which all faces find room in one column."""

WIDE_FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "Arial Unicode.ttf", "arial.ttf")
"""Looked for among the system's fonts, since Pillow's own has little beyond Western Europe."""

Colour = tuple[int, int, int]


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
        return _font(self.line - 3 - less)


@dataclass(frozen=True, slots=True)
class _Mark:
    number: int
    box: Box
    colour: Colour


def numbered(photo: Photo, boxes: Sequence[Box]) -> bytes:
    """Draw a numbered box round each face, from 1 in the order given.

    Returns:
        A JPEG of the photo, `LEAST_SIDE` to `LONGEST_SIDE` pixels on its long side.
    """
    marks = [_Mark(number, box, NEUTRAL) for number, box in enumerate(boxes, start=1)]
    return _jpeg(_with_marks(photo, marks))


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
        _Mark(number, face.probe.box, COLOURS[face.decision])
        for number, face in enumerate(faces, start=1)
    ]
    picture = _with_marks(photo, marks)
    if not faces:
        return _jpeg(picture)
    room = max(picture.height, LEAST_PANEL_HEIGHT)
    layout = _layout(faces, room)
    rows = max(1, room // layout.row)
    columns = ceil(len(faces) / rows)
    height = max(picture.height, min(rows, len(faces)) * layout.row)
    sheet = Image.new("RGB", (picture.width + columns * layout.column, height), PAPER)
    sheet.paste(picture, (0, 0))
    for place, (mark, face) in enumerate(zip(marks, faces, strict=True)):
        column, row = divmod(place, rows)
        strip = _strip(layout, mark, _face_crop(photo, mark.box), face, crops)
        sheet.paste(strip, (picture.width + column * layout.column, row * layout.row))
    return _jpeg(sheet)


def _layout(faces: Sequence[Identification], room: int) -> _Layout:
    most = max(len(face.candidates) for face in faces)
    # An empty gallery leaves the room of one tile for saying so.
    across = 1 + min(max(most, 1), MOST_CANDIDATES)
    layouts = [_Layout(tile, across) for tile in TILE_SIDES]
    fitting = (layout for layout in layouts if len(faces) * layout.row <= room)
    return next(fitting, layouts[-1])


def _with_marks(photo: Photo, marks: Sequence[_Mark]) -> Image.Image:
    picture = Image.fromarray(photo.pixels)
    side = min(max(*picture.size, LEAST_SIDE), LONGEST_SIDE)
    picture = ImageOps.contain(picture, (side, side), Image.Resampling.LANCZOS)
    scale = picture.width / photo.width
    draw = ImageDraw.Draw(picture)
    unit = max(picture.size) / LONGEST_SIDE
    stroke = max(2, round(4 * unit))
    for mark in marks:
        left, top = mark.box.x * scale, mark.box.y * scale
        right, bottom = left + mark.box.w * scale, top + mark.box.h * scale
        draw.rectangle((left, top, right, bottom), outline=mark.colour, width=stroke)
    # Badges come last so that no later box crosses a number.
    for mark in marks:
        _draw_badge(draw, picture.size, mark, scale, unit)
    return picture


def _draw_badge(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], mark: _Mark, scale: float, unit: float
) -> None:
    side = mark.box.w * scale
    radius = min(max(side * 0.22, 15 * unit, 9), 34 * unit + 4)
    x = min(max(mark.box.x * scale, radius), size[0] - radius)
    y = min(max(mark.box.y * scale, radius), size[1] - radius)
    around = (x - radius, y - radius, x + radius, y + radius)
    draw.ellipse(around, fill=mark.colour, outline="white", width=max(1, round(radius / 9)))
    draw.text((x, y), str(mark.number), fill="white", anchor="mm", font=_font(radius * 1.25))


def _strip(
    layout: _Layout,
    mark: _Mark,
    face_crop: Image.Image,
    face: Identification,
    crops: Mapping[str, bytes],
) -> Image.Image:
    """Draw one face with its candidates: the panel's row."""
    strip = Image.new("RGB", (layout.column, layout.row), PAPER)
    draw = ImageDraw.Draw(strip)
    tile, x, y = layout.tile, layout.gap, layout.gap
    draw.text((x, y), f"{mark.number}  {face.decision}", fill=mark.colour, font=layout.font())
    y += layout.line + 2
    strip.paste(_tile(face_crop, tile), (x, y))
    draw.rectangle((x, y, x + tile - 1, y + tile - 1), outline=mark.colour, width=3)
    if not face.candidates:
        draw.text((x + tile + layout.gap, y), "nobody\nenrolled", fill=FAINT, font=layout.font())
    for candidate in face.candidates[:MOST_CANDIDATES]:
        x += tile + layout.gap
        if crop := crops.get(candidate.template_id):
            strip.paste(_tile(Image.open(BytesIO(crop), formats=["JPEG"]), tile), (x, y))
        else:
            draw.rectangle((x, y, x + tile - 1, y + tile - 1), outline=FAINT)
        below = y + tile + 2
        draw.text((x, below), f"{candidate.score:.3f}", fill=INK, font=layout.font())
        if name := _writable(candidate.subject.name, layout.font(1), tile):
            draw.text((x, below + layout.line), name, fill=INK, font=layout.font(1))
    return strip


def _face_crop(photo: Photo, box: Box) -> Image.Image:
    scale = photo.scale
    left, top = round(box.x / scale), round(box.y / scale)
    right, bottom = round((box.x + box.w) / scale), round((box.y + box.h) / scale)
    return Image.fromarray(photo.pixels[top : max(bottom, top + 1), left : max(right, left + 1)])


def _tile(picture: Image.Image, side: int) -> Image.Image:
    return ImageOps.pad(picture.convert("RGB"), (side, side), color=PAPER)


@cache
def _font(size: float) -> ImageFont.FreeTypeFont:
    for file in WIDE_FONTS:
        try:
            return ImageFont.truetype(file, size)
        except OSError:
            continue
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101 — Pillow's wheels carry FreeType
    return font


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


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return out.getvalue()
