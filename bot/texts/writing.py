"""How names and long texts are written for Telegram."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from bot.texts.speech import Markup

LONGEST_TEXT = 4096
"""Of a message, in UTF-16 code units after its markup is read (core.telegram.org/bots/api)."""

LONGEST_CAPTION = 1024
"""Of a picture's caption, likewise."""

TAG = re.compile(r"<[^>]*>")


def plain(text: str) -> Markup:
    """Return somebody's words so that none of them is taken for markup."""
    return Markup(html.escape(text, quote=False))


def name(text: str) -> Markup:
    """Return a name that keeps its own direction of writing and does not turn its neighbours'."""
    return Markup(f"\u2068{plain(text)}\u2069")


def name_without_markup(text: str) -> str:
    """Return the same for where Telegram reads no markup."""
    return f"\u2068{text}\u2069"


def bold_name(text: str) -> Markup:
    """Return a name that stands out."""
    return Markup(f"<b>{name(text)}</b>")


def account(number: int, called: str) -> Markup:
    """Return a name that leads to somebody's account, and tells them that they were named."""
    return Markup(f'<a href="tg://user?id={number}">{name(called)}</a>')


def joined(parts: Iterable[Markup], between: str) -> Markup:
    """Return texts as one, with something between that is no markup."""
    return Markup(plain(between).join(parts))


def length(markup: str) -> int:
    """Return how long Telegram finds a text: UTF-16 code units without the markup."""
    return len(html.unescape(TAG.sub("", markup)).encode("utf-16-le")) // 2


def pages(
    blocks: Iterable[Markup], between: str = "\n\n", longest: int = LONGEST_TEXT
) -> list[Markup]:
    """Join blocks into as few texts as fit; a block is never parted.

    Args:
        blocks: each at most `longest` long.
        between: what joins two blocks of one text.
        longest: in UTF-16 code units.
    """
    made: list[Markup] = []
    for block in blocks:
        if made and length(made[-1] + between + block) <= longest:
            made[-1] = joined([made[-1], block], between)
        else:
            made.append(block)
    return made
