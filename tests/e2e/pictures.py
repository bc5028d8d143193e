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

LONGEST_SIDE = 600


def person(number: int) -> list[bytes]:
    """Return the photos of one of the article's people."""
    return [small(path) for path in article_identities()[number]]


def couple() -> bytes:
    """Return a photo of two people; the first is the article's person 0."""
    return small(faces_dir() / "deepface" / "couple.jpg")


def small(path: Path) -> bytes:
    """Return a photo with at most `LONGEST_SIDE` pixels on its long side."""
    with Image.open(path) as picture:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        out = BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=92)
    return out.getvalue()
