"""Pictures for the tests of the playground, made on the spot."""

import io

from PIL import Image, ImageDraw

ORIENTATION = 0x0112
ROTATED = 6


def picture(
    width: int,
    height: int,
    *,
    form: str = "JPEG",
    colour: str = "steelblue",
    mode: str = "RGB",
    orientation: int | None = None,
) -> bytes:
    """A picture with a red corner at the top left, as bytes."""
    image = Image.new(mode, (width, height), colour)
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill="red")
    exif = Image.Exif()
    if orientation is not None:
        exif[ORIENTATION] = orientation
    out = io.BytesIO()
    image.save(out, form, exif=exif)
    return out.getvalue()
