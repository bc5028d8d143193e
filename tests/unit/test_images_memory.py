"""The largest photo that each format allows is decoded in bounded memory.

Each is decoded in a process of its own, whose peak the operating system tells.
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from core import images

MOST_MEBIBYTES = 750
"""Of the whole process, Python and the file's own bytes included."""

LOADING = """
import pathlib, re, resource, sys
from core import images
photo = images.load(pathlib.Path(sys.argv[1]).read_bytes())
status = pathlib.Path("/proc/self/status")
if status.exists():  # getrusage would tell the parent's peak where that was higher
    peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1]) // 2**10
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**20
print(photo.width, photo.height, max(photo.pixels.shape), peak)
"""

FIFTY_MEGAPIXELS = (8164, 6124)
TWENTY_FIVE_MEGAPIXELS = (5000, 5000)


def flat(mode: str, size: tuple[int, int] = FIFTY_MEGAPIXELS) -> Image.Image:
    return Image.new(mode, size)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    stream = BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def filled_up(data: bytes) -> bytes:
    """As many bytes as a file may have; decoders pass over what follows the end."""
    return data + bytes(images.MOST_BYTES - len(data))


def jpeg_of_200_megapixels() -> bytes:
    """A baseline JPEG whose eight rows of blocks are repeated, each with its restart marker."""
    width, rows = 16_320, 765
    ramp = Image.linear_gradient("L").resize((width, 128)).convert("RGB")
    strip = saved(ramp, "JPEG", quality=85, restart_marker_rows=1)
    size_at = strip.index(b"\xff\xc0") + 5
    data_at = strip.index(b"\xff\xda") + 14
    pieces = re.split(rb"\xff[\xd0-\xd7]", strip[data_at:-2])
    assert len(pieces) == 8
    body = bytearray()
    for row in range(rows):
        body += pieces[row % 8]
        if row < rows - 1:
            body += bytes([0xFF, 0xD0 + row % 8])
    size = struct.pack(">HH", rows * 16, width)
    return strip[:size_at] + size + strip[size_at + 4 : data_at] + body + strip[-2:]


def heic_of_50_megapixels() -> bytes:
    stream = BytesIO()
    # How well it is compressed is nothing to who reads it, and takes most of a minute.
    quickly = {"preset": "ultrafast"}
    pillow_heif.from_pillow(flat("RGB")).save(stream, quality=30, tile_size=512, enc_params=quickly)
    data = stream.getvalue()
    rest = images.MOST_BYTES - len(data)
    return data + struct.pack(">I", rest) + b"free" + bytes(rest - 8)


def webp_of_25_megapixels() -> bytes:
    """A lossless one with alpha, and a chunk that nobody knows."""
    data = saved(flat("RGBA", TWENTY_FIVE_MEGAPIXELS), "WEBP", lossless=True, method=0, exif=b"x")
    rest = images.MOST_BYTES - len(data) - 8
    body = data[12:] + b"JUNK" + struct.pack("<I", rest) + bytes(rest)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def palette() -> Image.Image:
    picture = flat("P")
    picture.putpalette([0, 0, 0, 255, 255, 255])
    return picture


WORST: dict[str, tuple[Callable[[], bytes], tuple[int, int]]] = {
    "JPEG in one scan": (lambda: filled_up(jpeg_of_200_megapixels()), (16_320, 12_240)),
    "JPEG in several scans": (
        lambda: filled_up(saved(flat("CMYK"), "JPEG", progressive=True)),
        FIFTY_MEGAPIXELS,
    ),
    "PNG with alpha": (lambda: filled_up(saved(flat("RGBA"), "PNG")), FIFTY_MEGAPIXELS),
    "PNG in grey with alpha": (lambda: filled_up(saved(flat("LA"), "PNG")), FIFTY_MEGAPIXELS),
    "PNG with a transparent colour": (
        lambda: filled_up(saved(flat("RGB"), "PNG", transparency=(0, 0, 0))),
        FIFTY_MEGAPIXELS,
    ),
    "PNG with a palette": (
        lambda: filled_up(saved(palette(), "PNG", transparency=bytes([0, 128]))),
        FIFTY_MEGAPIXELS,
    ),
    "PNG of 16 bits": (lambda: filled_up(saved(flat("I;16"), "PNG")), FIFTY_MEGAPIXELS),
    "GIF": (lambda: filled_up(saved(palette(), "GIF", transparency=0)), FIFTY_MEGAPIXELS),
    "WebP": (webp_of_25_megapixels, TWENTY_FIVE_MEGAPIXELS),
    "HEIC": (heic_of_50_megapixels, FIFTY_MEGAPIXELS),
    "BMP": (lambda: filled_up(saved(flat("RGB", (5912, 5910)), "BMP")), (5912, 5910)),
}


@pytest.mark.parametrize("form", WORST)
def test_the_worst_photo_that_is_allowed_needs_little_memory(form: str, tmp_path: Path) -> None:
    make, size = WORST[form]
    data = make()
    assert len(data) == images.MOST_BYTES
    file = tmp_path / "photo"
    file.write_bytes(data)

    done = subprocess.run(
        [sys.executable, "-c", LOADING, str(file)], capture_output=True, text=True, check=True
    )

    width, height, longest, mebibytes = map(int, done.stdout.split())
    assert (width, height) == size
    assert longest == images.WORKING_SIDE
    assert mebibytes < MOST_MEBIBYTES
    assert not done.stderr
    sys.stdout.write(f"{form}: {mebibytes} MiB\n")
