"""What is said of protection: what there is to ask for, and that a photo was posted."""

from __future__ import annotations

from bot.moderation.cases import Sureness
from bot.moderation.held import Held
from bot.preferences import Protection
from bot.texts.speech import Markup, Speech
from bot.texts.writing import account, bold_name, joined, name, plain


def alert(speech: Speech, held: Held, group: str) -> Markup:
    """Tell somebody of a photo that may show them, and who posted it where."""
    case = held.case
    sure = case.finding.sureness is not Sureness.LIKELY
    lines = [
        speech.html(
            "protection-alert-match" if sure else "protection-alert-possible",
            group=bold_name(group),
            who=account(case.poster, case.posted_as) if case.poster > 0 else name(case.posted_as),
        )
    ]
    if case.more:
        lines.append(speech.html("case-more", more=case.more))
    return joined([*lines, speech.html("protection-alert-why")], "\n")


def choice(
    speech: Speech, group: str | None, wish: Protection, allowed: Protection, *, reachable: bool
) -> Markup:
    """Say what somebody may ask for, and what holds.

    Args:
        speech: the language.
        group: what the group is called, where that is not plain from where it is said.
        wish: what they asked for.
        allowed: how far the group lets them go.
        reachable: whether they can be told in private what they want to be told.
    """
    lines = [speech.html("protection-choose")]
    if group is not None:
        lines.insert(0, bold_name(group))
    holds = wish.at_most(allowed)
    lines.append(speech.html("protection-now", protection=plain(holds.value)))
    if holds is not wish:
        lines.append(speech.html("protection-allowed-less", wish=plain(wish.value)))
    if holds is Protection.DELETE:
        lines.append(speech.html("protection-sure-alone"))
    if holds is Protection.TELL and not reachable:
        lines.append(speech.html("protection-start-first"))
    return joined(lines, "\n\n")
