"""What every picture is drawn with: colours, letters, crops and the file that comes out."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import Image, ImageFont, ImageOps

from core.findings import Decision
from core.model import Box, Photo

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

WIDE_FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "Arial Unicode.ttf", "arial.ttf")
"""Looked for among the system's fonts, since Pillow's own has little beyond Western Europe."""

Colour = tuple[int, int, int]


@cache
def font(size: float) -> ImageFont.FreeTypeFont:
    """Return letters of a height in pixels."""
    for file in WIDE_FONTS:
        try:
            return ImageFont.truetype(file, size)
        except OSError:
            continue
    own = ImageFont.load_default(size)
    assert isinstance(own, ImageFont.FreeTypeFont)  # noqa: S101 — Pillow's wheels carry FreeType
    return own


def face_crop(photo: Photo, box: Box, margin: float = 0.0) -> Image.Image:
    """Return the pixels of a box, and as much around it as `margin` says, in sides of the box."""
    scale = photo.scale
    wider, higher = box.w * margin, box.h * margin
    left, top = round((box.x - wider) / scale), round((box.y - higher) / scale)
    right = round((box.x + box.w + wider) / scale)
    bottom = round((box.y + box.h + higher) / scale)
    left, top = max(left, 0), max(top, 0)
    return Image.fromarray(photo.pixels[top : max(bottom, top + 1), left : max(right, left + 1)])


def opened_crop(jpeg: bytes) -> Image.Image:
    """Return a kept crop as a picture."""
    return Image.open(BytesIO(jpeg), formats=["JPEG"])


def tile(picture: Image.Image, side: int) -> Image.Image:
    """Return a picture within a square of `side` pixels."""
    return ImageOps.pad(picture.convert("RGB"), (side, side), color=PAPER)


def jpeg(picture: Image.Image) -> bytes:
    """Return a picture as a file."""
    out = BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return out.getvalue()
