"""Photos for tests: people from FACES_DIR, the public-domain astronaut, and odd files."""

from __future__ import annotations

import csv
import os
import struct
import zlib
from collections import defaultdict
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageFilter
from skimage.data import astronaut

from tests.requirements_rule import missing


def faces_dir() -> Path:
    """Return the folder of people's photos; they are no part of the project."""
    folder = Path(os.environ.get("FACES_DIR", "../shared/faces"))
    if not (folder / "deepface" / "pairs.csv").is_file():
        missing("photos of people: set FACES_DIR to the folder that holds deepface/ and lfw-dev/")
    return folder.resolve()


def article_identities() -> list[list[Path]]:
    """Return the article's photos by person, as pairs.csv tells who matches whom."""
    folder = faces_dir() / "deepface"
    same: dict[str, set[str]] = defaultdict(set)
    with (folder / "pairs.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if row["Decision"] == "Yes":
                group = {row["file_x"], row["file_y"]} | same[row["file_x"]] | same[row["file_y"]]
                for name in group:
                    same[name] = group
    groups = {frozenset(group) for group in same.values()}
    return sorted([sorted(folder / name for name in group) for group in groups])


def astronaut_photo(form: str = "JPEG", side: int = 512) -> bytes:
    """Return a photo of one face, free for anybody to keep."""
    out = BytesIO()
    Image.fromarray(astronaut()).resize((side, side)).save(out, form)
    return out.getvalue()


def astronaut_twice(side: int = 256, rows: int = 1) -> bytes:
    """Return a photo of two faces: the astronaut, and beside her the same looking the other way.

    With more rows there are so many of each.
    """
    one = Image.fromarray(astronaut()).resize((side, side))
    both = Image.new("RGB", (2 * side, rows * side))
    for row in range(rows):
        both.paste(one, (0, row * side))
        both.paste(one.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (side, row * side))
    out = BytesIO()
    both.save(out, "JPEG")
    return out.getvalue()


def blurred_photo(side: int = 640, radius: float = 5) -> bytes:
    """Return the same photo out of focus: the face is still found, and poor to know her by."""
    out = BytesIO()
    picture = Image.fromarray(astronaut()).resize((side, side))
    picture.filter(ImageFilter.GaussianBlur(radius)).save(out, "JPEG", quality=92)
    return out.getvalue()


def plain_photo(colour: str = "seagreen", side: int = 300) -> bytes:
    """Return a photo without a face."""
    out = BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "JPEG")
    return out.getvalue()


def turned_photo() -> bytes:
    """Return the astronaut lying on her side, with an EXIF note that says how to hold it."""
    out = BytesIO()
    picture = Image.fromarray(astronaut()).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def bomb(side: int = 30_000) -> bytes:
    """Return a small PNG that says it is `side` by `side` black pixels, and is."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )
