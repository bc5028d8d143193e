"""Pictures that carry numbers and candidates: plain, pure and slow, so run them in the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from math import ceil

from PIL import Image, ImageDraw, ImageFont, ImageOps

from core.model import Box, Decision, Identification, Photo

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

TILE = 96
GAP = 12
LINE = 18
ROW = GAP + LINE + TILE + 2 * LINE + GAP
ACROSS = 6
"""Tiles in a row of the panel: the face and its five candidates."""

COLUMN = GAP + ACROSS * (TILE + GAP)
LEAST_PANEL_HEIGHT = 800

WIDE_FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "Arial Unicode.ttf", "arial.ttf")
"""Looked for among the system's fonts, since Pillow's own has little beyond Western Europe."""

Colour = tuple[int, int, int]


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
    rows = max(1, max(picture.height, LEAST_PANEL_HEIGHT) // ROW)
    columns = ceil(len(faces) / rows)
    height = max(picture.height, min(rows, len(faces)) * ROW)
    sheet = Image.new("RGB", (picture.width + columns * COLUMN, height), PAPER)
    sheet.paste(picture, (0, 0))
    for place, (mark, face) in enumerate(zip(marks, faces, strict=True)):
        column, row = divmod(place, rows)
        strip = _strip(mark, _face_tile(photo, mark.box), face, crops)
        sheet.paste(strip, (picture.width + column * COLUMN, row * ROW))
    return _jpeg(sheet)


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
    mark: _Mark, tile: Image.Image, face: Identification, crops: Mapping[str, bytes]
) -> Image.Image:
    """Draw one face with its candidates: the panel's row."""
    strip = Image.new("RGB", (COLUMN, ROW), PAPER)
    draw = ImageDraw.Draw(strip)
    left, top = GAP, GAP
    heading = f"{mark.number}  {face.decision}"
    draw.text((left, top), heading, fill=mark.colour, font=_font(LINE - 3))
    top += LINE
    strip.paste(tile, (left, top))
    draw.rectangle((left, top, left + TILE - 1, top + TILE - 1), outline=mark.colour, width=3)
    if not face.candidates:
        draw.text((left + TILE + GAP, top), "nobody enrolled", fill=FAINT, font=_font(LINE - 3))
    for place, candidate in enumerate(face.candidates[: ACROSS - 1], start=1):
        x = left + place * (TILE + GAP)
        if crop := crops.get(candidate.template_id):
            strip.paste(_tile(Image.open(BytesIO(crop), formats=["JPEG"])), (x, top))
        else:
            draw.rectangle((x, top, x + TILE - 1, top + TILE - 1), outline=FAINT)
        below = top + TILE + 2
        draw.text((x, below), f"{candidate.score:.3f}", fill=INK, font=_font(LINE - 4))
        if name := _writable(candidate.subject.name, TILE):
            draw.text((x, below + LINE - 2), name, fill=INK, font=_font(LINE - 5))
    return strip


def _face_tile(photo: Photo, box: Box) -> Image.Image:
    scale = photo.scale
    left, top = round(box.x / scale), round(box.y / scale)
    right, bottom = round((box.x + box.w) / scale), round((box.y + box.h) / scale)
    return _tile(
        Image.fromarray(photo.pixels[top : max(bottom, top + 1), left : max(right, left + 1)])
    )


def _tile(picture: Image.Image) -> Image.Image:
    return ImageOps.pad(picture.convert("RGB"), (TILE, TILE), color=PAPER)


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


def _writable(name: str, width: int) -> str:
    """Return the name cut to `width` pixels, or nothing when the font lacks one of its letters."""
    font = _font(LINE - 5)
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
