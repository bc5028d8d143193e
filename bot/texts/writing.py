"""How names, scores and long texts are written for Telegram."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

LONGEST_TEXT = 4096
"""Of a message, in UTF-16 code units after its markup is read (core.telegram.org/bots/api)."""

LONGEST_CAPTION = 1024
"""Of a picture's caption, likewise."""

TAG = re.compile(r"<[^>]*>")


def plain(text: str) -> str:
    """Return somebody's words so that none of them is taken for markup."""
    return html.escape(text, quote=False)


def name(text: str) -> str:
    """Return a name that keeps its own direction of writing and does not turn its neighbours'."""
    return f"\u2068{plain(text)}\u2069"


def name_without_markup(text: str) -> str:
    """Return the same for where Telegram reads no markup."""
    return f"\u2068{text}\u2069"


def bold_name(text: str) -> str:
    """Return a name that stands out."""
    return f"<b>{name(text)}</b>"


def score(value: float) -> str:
    """Return a cosine similarity as people read it, with three decimals and a real minus."""
    return decimal(value, places=3)


def decimal(value: float, places: int = 1) -> str:
    """Return a number with so many decimals and a real minus."""
    return f"{value:.{places}f}".replace("-", "\u2212")


def count(number: int, one: str, many: str) -> str:
    """Return "1 photo" or "3 photos"."""
    return f"{number} {one if number == 1 else many}"


def length(markup: str) -> int:
    """Return how long Telegram finds a text: UTF-16 code units without the markup."""
    return len(html.unescape(TAG.sub("", markup)).encode("utf-16-le")) // 2


def pages(blocks: Iterable[str], between: str = "\n\n", longest: int = LONGEST_TEXT) -> list[str]:
    """Join blocks into as few texts as fit; a block is never parted.

    Args:
        blocks: each at most `longest` long.
        between: what joins two blocks of one text.
        longest: in UTF-16 code units.
    """
    made: list[str] = []
    for block in blocks:
        if made and length(made[-1] + between + block) <= longest:
            made[-1] += between + block
        else:
            made.append(block)
    return made
