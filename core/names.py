"""People's names: how they are kept and shown, and what makes two of them the same."""

from __future__ import annotations

import unicodedata

from core.errors import BadName

LONGEST_NAME = 64
"""Characters in a person's name, after normalisation."""

JOINERS = frozenset("\u200c\u200d") | {chr(tag) for tag in range(0xE0020, 0xE0080)}
"""Invisible characters that scripts, emoji and flags need."""


def normalise_name(text: str) -> str:
    """Return a person's name as it is kept and shown: NFKC, single spaces, nothing invisible.

    Raises:
        BadName: nothing visible is left, or more than `LONGEST_NAME` characters.
    """
    composed = unicodedata.normalize("NFKC", text)
    kept = "".join(" " if c.isspace() else c for c in composed if c.isspace() or _belongs(c))
    name = " ".join(kept.split())
    visible = any(unicodedata.category(c)[0] not in "CMZ" for c in name)
    if not visible or len(name) > LONGEST_NAME:
        raise BadName(name=name[: LONGEST_NAME + 1], longest=LONGEST_NAME)
    return name


def _belongs(character: str) -> bool:
    """Tell whether a name may hold it: no control, no order mark, but what joins letters may."""
    return unicodedata.category(character)[0] != "C" or character in JOINERS


def name_key(name: str) -> str:
    """Return what makes a name unique in a gallery: NFKC, casefolded, NFKC again."""
    return unicodedata.normalize("NFKC", normalise_name(name).casefold())
