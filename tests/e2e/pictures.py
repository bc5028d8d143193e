"""The photos of these stories, small enough that a story takes seconds."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.photos import (
    article_identities,
    astronaut_photo,
    astronaut_twice,
    blurred_photo,
    faces_dir,
)

EILEEN = astronaut_photo(side=256)
EILEEN_AGAIN = astronaut_photo(side=300)
EILEEN_BLURRED = blurred_photo()
TWO_FACES = astronaut_twice()
FOUR_FACES = astronaut_twice(rows=2)

LONGEST_SIDE = 600


def person(number: int, longest: int = LONGEST_SIDE) -> list[bytes]:
    """Return the photos of one of the article's people."""
    return [small(path, longest) for path in article_identities()[number]]


def couple() -> bytes:
    """Return a photo of two people; the first is the article's person 0."""
    return small(faces_dir() / "deepface" / "couple.jpg")


def numbered(photo: bytes, number: int) -> bytes:
    """Return a photo that is like no other: the bits of a number stand in its upper edge."""
    with Image.open(BytesIO(photo)) as picture:
        marked = picture.convert("RGB")
    for place in range(16):
        colour = "white" if number >> place & 1 else "black"
        marked.paste(colour, (8 * place, 0, 8 * place + 8, 8))
    out = BytesIO()
    marked.save(out, "JPEG", quality=92)
    return out.getvalue()


def small(path: Path, longest: int = LONGEST_SIDE) -> bytes:
    """Return a photo with at most so many pixels on its long side."""
    with Image.open(path) as picture:
        picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        out = BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=92)
    return out.getvalue()
