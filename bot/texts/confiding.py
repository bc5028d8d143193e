"""What whoever was banned or muted is told of it in private."""

from __future__ import annotations

from datetime import UTC

from bot.moderation.held import Done, Held
from bot.texts.speech import Markup, Speech
from bot.texts.writing import bold_name, plain


def done(speech: Speech, held: Held, group: str) -> Markup:
    """Say what was done, where, until when, and whom to turn to if that was wrong."""
    values = {"group": bold_name(group), "by": plain("rule" if held.by_rule else "admin")}
    if Done.BANNED in held.done:
        return speech.html("confided-banned", **values)
    until = (held.until or held.opened).astimezone(UTC)
    return speech.html("confided-muted", **values, until=plain(f"{until:%Y-%m-%d %H:%M}"))


def lifted(speech: Speech, group: str) -> Markup:
    """Say that it was taken back."""
    return speech.html("confided-lifted", group=bold_name(group))
