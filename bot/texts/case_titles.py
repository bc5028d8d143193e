"""The first lines of a card: what it asks or tells, and where the photo was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.moderation.cases import Occasion
from bot.moderation.held import Held
from bot.moderation.rules import Mode, Then
from bot.texts.speech import Markup, Speech
from bot.texts.writing import plain


@dataclass(frozen=True, slots=True)
class Titles:
    """The keys of the titles that a card can have."""

    dry: str
    asked: str
    told: str
    acted: str


TITLES: Mapping[Occasion, Titles] = {
    Occasion.POST: Titles(
        "case-title-dry", "case-title-asked", "case-title-told", "case-title-acted"
    ),
    Occasion.REQUEST: Titles(
        "request-title-dry", "request-title-asked", "request-title-told", "request-title-acted"
    ),
    Occasion.ARRIVAL: Titles(
        "arrival-title-dry", "arrival-title-asked", "arrival-title-told", "arrival-title-acted"
    ),
}

POSTED: Mapping[Occasion, str] = {
    Occasion.POST: "case-posted",
    Occasion.REQUEST: "request-posted",
    Occasion.ARRIVAL: "arrival-posted",
}
"""The keys of who showed the photo, and where."""


def title(speech: Speech, held: Held) -> Markup:
    """Say what is asked, told, or was done."""
    titles, then = TITLES[held.case.occasion], plain(held.case.then.value)
    if held.case.report is not None:
        return speech.html("case-title-reported")
    if held.by_rule:
        return speech.html(titles.acted)
    if held.case.mode is Mode.DRY_RUN:
        return speech.html(titles.dry, then=then)
    if held.taken is not None or held.case.then is Then.TELL:
        return speech.html(titles.told)
    return speech.html(titles.asked, then=then)
