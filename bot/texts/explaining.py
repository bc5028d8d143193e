"""Why a face looks like somebody: how many strangers would come as near."""

from __future__ import annotations

from bot.texts.identifying import most_alike
from bot.texts.speech import Markup, Speech
from bot.texts.writing import bold_name, joined
from core.findings import Decision, Identification

RAREST = 1000
"""One stranger in so many: of rarer ones nothing was measured."""

COMMON = 0.5
"""The largest share of strangers that was measured."""


def explained(speech: Speech, face: Identification) -> Markup:
    """Say what the likeness to the first candidate is worth, and name all of them.

    Args:
        speech: the language.
        face: with at least one candidate.
    """
    who = bold_name(face.candidates[0].subject.name)
    match face.decision:
        case Decision.MATCH:
            first = speech.html("verdict-match", name=who)
        case Decision.POSSIBLE:
            first = speech.html("verdict-possible", name=who)
        case Decision.UNKNOWN:
            first = speech.html("nearest", name=who)
    alike = [(one.subject.name, one.score) for one in face.candidates]
    worth = joined([first, _odds(speech, face.evidence[0].fpir)], " ")
    return joined([worth, most_alike(speech, alike)], "\n\n")


def _odds(speech: Speech, share: float | None) -> Markup:
    """Say how many strangers' searches come as near to somebody in this gallery."""
    if share is None:
        return speech.html("uncalibrated")
    if share >= COMMON:
        return speech.html("strangers-many")
    if share * RAREST <= 1:
        return speech.html("strangers-rare", odds=RAREST)
    return speech.html("strangers-some", odds=rounded(1 / share))


def rounded(number: float) -> int:
    """Return a number as people say it: two digits, and then noughts."""
    return int(float(f"{number:.2g}"))
