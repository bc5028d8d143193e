"""What a script is, and the photos that people show in them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, EILEEN_BLURRED, FOUR_FACES, TWO_FACES, person
from tests.e2e.telling import Picture, Tale
from tests.photos import plain_photo

ONE = Picture(EILEEN, "a photo of Eileen")
ANOTHER = Picture(EILEEN_AGAIN, "another photo of Eileen")
BLURRED = Picture(EILEEN_BLURRED, "a blurred photo of Eileen")
FOUR = Picture(FOUR_FACES, "a photo with four faces")
TWO = Picture(TWO_FACES, "a photo with two faces")
WALL = Picture(plain_photo(), "a photo of a green wall")


@dataclass(frozen=True)
class Script:
    """What happens in a tale.

    Attributes:
        slug: the file's name.
        title: the transcript's.
        told: what it shows, in a sentence or two.
        happens: tells it.
    """

    slug: str
    title: str
    told: str
    happens: Callable[[Tale], Awaitable[None]]


def stranger() -> Picture:
    """Return somebody of whom there are photos to develop with."""
    return of_somebody(3, "a photo of somebody else")


def of_somebody(number: int, called: str, *, nth: int = 0) -> Picture:
    """Return a photo of one of the article's people."""
    return Picture(person(number)[nth], called)
