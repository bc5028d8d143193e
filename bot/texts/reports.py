"""What is said of a message that members of a group reported."""

from __future__ import annotations

from bot.moderation.cases import Report, Reporter
from bot.texts.speech import Markup, Speech
from bot.texts.writing import account, joined, name, plain

NAMES_SHOWN = 3
"""Of those who reported a message."""


def who(speech: Speech, report: Report) -> Markup:
    """Say who reported a message."""
    shown = joined([_reporter(one) for one in report.by[:NAMES_SHOWN]], ", ")
    more = max(len(report.by) - NAMES_SHOWN, 0)
    return speech.html("report-by", count=len(report.by), who=shown, more=more)


def quoted(report: Report) -> list[Markup]:
    """Show how the message begins, if it has words."""
    return [Markup(f"<blockquote>{plain(report.words)}</blockquote>")] if report.words else []


def _reporter(one: Reporter) -> Markup:
    return account(one.account, one.called) if one.account > 0 else name(one.called)
