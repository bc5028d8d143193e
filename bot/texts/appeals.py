"""What the admins are told of who wants a case looked at again."""

from __future__ import annotations

from bot.texts.speech import Markup, Speech
from bot.texts.writing import account, joined, name, plain


def told(speech: Speech, by: int, called: str, words: str) -> Markup:
    """Say who asks, and how they put it."""
    who = account(by, called) if by > 0 else name(called)
    quoted = Markup(f"<blockquote>{plain(words)}</blockquote>")
    return joined([speech.html("appeal-told", who=who), quoted], "\n")
