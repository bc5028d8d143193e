"""What is said of rights that the bot lacks in a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.admin_rights import AdminRight
from bot.texts.entitling import NAMES
from bot.texts.speech import Markup, Speech
from bot.texts.writing import bold_name, joined

CONSEQUENCES: Mapping[AdminRight, str] = {
    AdminRight.DELETE: "lacking-delete",
    AdminRight.RESTRICT: "lacking-ban",
    AdminRight.INVITE: "lacking-add",
}


def under_a_rule(speech: Speech, missing: Sequence[AdminRight]) -> Markup:
    """Say which rights a rule needs and we lack."""
    return speech.html("rule-needs-rights", rights=joined(_named(speech, missing), ", "))


def told(speech: Speech, group: str, missing: Sequence[AdminRight]) -> Markup:
    """Tell admins which rights their rules need and we lack, and what will not work."""
    title = speech.html("lacking-title", group=bold_name(group), count=len(missing))
    lines = [
        speech.html(CONSEQUENCES[right], right=called)
        for right, called in zip(missing, _named(speech, missing), strict=True)
    ]
    return joined([title, *lines, speech.html("lacking-how")], "\n")


def _named(speech: Speech, rights: Sequence[AdminRight]) -> list[Markup]:
    return [speech.html(NAMES[right]) for right in rights]
