"""Photos as Telegram makes them: several sizes, upright, JPEG, nothing kept of the EXIF."""

import io
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

# Telegram's size letters and their boxes, https://core.telegram.org/api/files#image-thumbnail-types
BOXES = (90, 320, 800, 1280, 2560)
# Without "HD", clients send at most 1280 pixels.
ORDINARY_BOX = 1280
THUMBNAIL_BOX = 320
# https://core.telegram.org/bots/api#sendphoto
MAX_SIDES = 10_000
MAX_RATIO = 20
# Decoded, this many pixels are up to 200 MB.
MAX_PIXELS = 50_000_000
# Modes that can be made small as they are; any other is converted first.
SHRINKABLE = frozenset({"RGB", "RGBA", "L", "CMYK", "YCbCr"})
# Pillow's measure for "first coarsely, then finely": 2.0 is said to look as good as without.
REDUCING_GAP = 2.0
# Pillow's decoders fail in many ways on what is no picture, or only a part of one.
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    TypeError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
JPEG_QUALITY = 87


class PictureError(Exception):
    """The bytes are no picture that Telegram takes; the message is the real server's code."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One size of a photo as JPEG bytes; ``width`` and ``height`` in pixels."""

    data: bytes
    width: int
    height: int


def render_photo(data: bytes, *, by_bot: bool, largest: int = ORDINARY_BOX) -> list[Rendered]:
    """The sizes of a photo, smallest first; the last is at most ``largest`` pixels on a side.

    Args:
        data: The uploaded picture.
        by_bot: Bots are held to the limits on sides and ratio; a person's client shrinks first.
        largest: 1280, or 2560 for a photo sent in HD.

    Raises:
        PictureError: ``IMAGE_PROCESS_FAILED`` or ``PHOTO_INVALID_DIMENSIONS``.
    """
    with _opened(data) as picture:
        width, height = picture.size
        if min(width, height) == 0 or width * height > MAX_PIXELS:
            raise PictureError("PHOTO_INVALID_DIMENSIONS")
        if by_bot and (
            width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height)
        ):
            raise PictureError("PHOTO_INVALID_DIMENSIONS")
        upright = _upright(picture, largest)
    # From the largest to the smallest: each is made of the one before it.
    boxes = [box for box in BOXES if box < max(upright.size)]
    sizes = [upright]
    for box in reversed(boxes):
        sizes.append(_shrunk(sizes[-1], box))
    return [_encoded(each) for each in reversed(sizes)]


def render_thumbnail(data: bytes) -> Rendered | None:
    """The thumbnail of a picture that is sent as a file; None when it can't be read."""
    try:
        with _opened(data) as picture:
            if picture.size[0] * picture.size[1] > MAX_PIXELS:
                return None
            return _encoded(_upright(picture, THUMBNAIL_BOX))
    except PictureError:
        return None


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data))
    except UNREADABLE:
        raise PictureError("IMAGE_PROCESS_FAILED") from None


def _upright(picture: Image.Image, largest: int) -> Image.Image:
    """The first frame as RGB in a box, turned as its EXIF says; transparency becomes white."""
    try:
        # JPEG can be decoded at a part of its size, which spares memory.
        picture.draft("RGB", (largest, largest))
        if picture.mode.startswith("I"):
            # 16 bits of grey; Pillow would cut what is above 8 instead of scaling it.
            picture = picture.convert("I").point([value // 256 for value in range(65_536)], "L")
        if picture.mode not in SHRINKABLE or "transparency" in picture.info:
            picture = picture.convert("RGBA")
        # A large picture is never copied whole: it is made small before anything else.
        picture.thumbnail((largest, largest), Image.Resampling.LANCZOS, reducing_gap=REDUCING_GAP)
        turned = ImageOps.exif_transpose(picture)
        if turned.mode == "RGBA":
            ground = Image.new("RGBA", turned.size, "white")
            turned = Image.alpha_composite(ground, turned)
        return turned.convert("RGB")
    except UNREADABLE:
        raise PictureError("IMAGE_PROCESS_FAILED") from None


def _shrunk(picture: Image.Image, box: int) -> Image.Image:
    scale = box / max(picture.size)
    if scale >= 1:
        return picture
    width, height = (max(1, round(side * scale)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _encoded(picture: Image.Image) -> Rendered:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY)
    return Rendered(out.getvalue(), picture.width, picture.height)
