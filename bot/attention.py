"""How a photo is to be answered."""

from __future__ import annotations

from enum import Enum


class Attention(Enum):
    """How a photo is to be answered."""

    NONE = 0
    """Not at all."""
    KNOWN = 1
    """If somebody in it is known, or might be."""
    FACES = 2
    """If there is a face in it."""
    ASKED = 3
    """In any case: somebody asked for it."""
