"""People's names: how they are kept and shown, and what makes two of them the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from core.errors import BadName

LONGEST_NAME = 64
"""Characters in a person's name, after normalisation."""

JOINERS = frozenset("\u200c\u200d") | {chr(tag) for tag in range(0xE0020, 0xE0080)}
"""Invisible characters that scripts, emoji and flags need."""

SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
"""They choose between two pictures of one character."""

BLANKS = str.maketrans(dict.fromkeys("\u115f\u1160\u3164\uffa0", "") | {"\u2800": " "})
"""Letters and signs by their category that nobody can see: what fills the place of a Hangul letter,
and the braille cell without a dot, which is braille's space."""


def normalise_name(text: str) -> str:
    """Return a person's name as it is kept and shown: NFKC, single spaces, nothing invisible.

    Raises:
        BadName: nothing visible is left, or more than `LONGEST_NAME` characters.
    """
    composed = unicodedata.normalize("NFKC", text.translate(BLANKS))
    kept = "".join(" " if c.isspace() else c for c in composed if c.isspace() or _belongs(c))
    # Once more: what stood between two characters that are written as one may be gone.
    name = " ".join(unicodedata.normalize("NFKC", kept).split())
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


def kept_key(name: str) -> str:
    """Return the `name_key` of who is kept already: also of a name that would be refused by now.

    Whoever was given one must still be listed, moved, renamed and forgotten.
    """
    try:
        return name_key(name)
    except BadName:
        return unicodedata.normalize("NFKC", name.casefold())


APART = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "\u0131": "i",  # the dotless one
        "ə": "e",
        "\u0640": "",  # Arabic tatweel, which only stretches a word
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
    }
)
"""Letters that Unicode does not take apart, and what people type in their place."""

UNMARKED = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")
"""Scripts whose marks may be left out. Elsewhere marks are vowels, or make another letter."""


def likeness_key(name: str) -> str:
    """Return what names have in common that people take for one: no case, accents, points, width.

    Two people of a gallery may have the same one ("Zoë" and "Zoe").

    Raises:
        BadName: it is no name.
    """
    return "".join(_unmarked(unicodedata.normalize("NFKD", name_key(name)))).translate(APART)


def _unmarked(decomposed: str) -> Iterator[str]:
    """Yield the characters without the marks that are no letters, and without joiners."""
    may_drop = False
    for character in decomposed:
        if character in JOINERS or character in SELECTORS:
            continue
        if unicodedata.category(character) != "Mn":
            may_drop = unicodedata.name(character, "").startswith(UNMARKED)
        elif may_drop:
            continue
        yield character
