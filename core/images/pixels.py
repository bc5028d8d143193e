"""From an opened image to upright RGB of bounded size."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
from PIL import Image

from core.errors import EmptyImage, FileTooLarge, TruncatedImage
from core.images.formats import MOST_BYTES, open_image
from core.model import Photo, Pixels

WORKING_SIDE = 2560
"""The most pixels along the longer side of a loaded photo."""

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each orientation of EXIF (CIPA DC-008, 4.6.5)."""

_LYING = frozenset({5, 6, 7, 8})
"""The orientations in which width and height change places."""

_SCALABLE = frozenset({"L", "LA", "RGB", "RGBA", "RGBX", "CMYK"})
"""Modes whose neighbouring numbers can be averaged: scaled first, converted when small."""


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes as 64 hexadecimal digits."""
    return sha256(data).hexdigest()


def load(data: bytes) -> Photo:
    """Decode a photo: JPEG, PNG, WebP, BMP, GIF (first frame), HEIC.

    It comes out upright by its EXIF orientation, transparent parts on white, and at most
    `WORKING_SIDE` pixels on its longer side. Its dimensions are read and bounded before anything is
    decoded. The worst photos that are allowed take a process to a peak of 290 MiB (JPEG in one
    scan) to 700 MiB (WebP), the file's own 100 MiB included.

    Args:
        data: a whole file, at most `MOST_BYTES`.

    Raises:
        EmptyImage: no bytes.
        FileTooLarge: too many bytes.
        NotAnImage: none of the formats above.
        TruncatedImage: damaged or incomplete.
        ImageTooLarge: more than `MOST_JPEG_MEGAPIXELS` in a JPEG of one scan,
            `MOST_WEBP_MEGAPIXELS` in a WebP, `MOST_MEGAPIXELS` otherwise.
    """
    if not data:
        raise EmptyImage
    if len(data) > MOST_BYTES:
        raise FileTooLarge(size=len(data), most=MOST_BYTES)
    opened = open_image(data)
    width, height = opened.image.size
    orientation = opened.orientation
    try:
        pixels = _pixels(opened.image, orientation)
    except Exception as error:
        # Decoders raise whatever damaged bytes lead them to.
        raise TruncatedImage from error
    if orientation in _LYING:
        width, height = height, width
    return Photo(pixels=pixels, width=width, height=height, digest=digest(data))


def _pixels(image: Image.Image, orientation: int) -> Pixels:
    target = _working_size(image.size)
    if image.format == "JPEG":
        # Decoded at 1/2, 1/4 or 1/8, never below the target.
        image.draft(None, target)
    image.load()
    scaled = _scaled(_scalable(image), target)
    upright = _on_white(scaled)
    if orientation in _UPRIGHT:
        upright = upright.transpose(_UPRIGHT[orientation])
    return np.asarray(upright)


def _working_size(size: tuple[int, int]) -> tuple[int, int]:
    longer = max(size)
    if longer <= WORKING_SIDE:
        return size
    width, height = (max(1, round(side * WORKING_SIDE / longer)) for side in size)
    return width, height


def _scalable(image: Image.Image) -> Image.Image:
    """Return the image in a mode of `_SCALABLE`, with 8 bits a channel; it may be used up."""
    if image.mode == "I;16":
        # Pillow's own conversion would cut every value above 255 to 255.
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in _SCALABLE and "transparency" not in image.info:
        return image
    to = "L" if image.mode == "1" else "RGB"
    converted = image.convert("RGBA" if image.has_transparency_data else to)
    image.close()  # gives its memory back: the next step needs as much again
    return converted


def _scaled(image: Image.Image, target: tuple[int, int]) -> Image.Image:
    if image.size == target:
        return image
    return image.resize(target, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in {"LA", "RGBA"}:
        return image.convert("RGB")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")
