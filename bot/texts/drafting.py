"""What is asked while a watch rule is put together, and what there is to choose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from bot.moderation.drafts import Draft
from bot.moderation.rules import Posters, Then, When
from bot.texts.speech import Markup, Speech
from bot.texts.watching import hours

AN_HOUR, A_DAY, A_WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)

KINDS: Sequence[When] = (When.PERSON, When.OFTEN, When.STRANGER, When.ANY_FACE, When.CROWD)
CROWDS: Sequence[int] = (3, 5, 10)
OFTEN: Sequence[tuple[int, timedelta]] = ((3, AN_HOUR), (5, A_DAY))
MUTES: Sequence[timedelta] = (AN_HOUR, A_DAY, A_WEEK)


class Step(StrEnum):
    """What is asked, in this order; each is the end of the key of its question, `draft-…`."""

    WHEN = "when"
    PEOPLE = "people"
    OFTEN = "often"
    CROWD = "crowd"
    BY = "by"
    THEN = "then"
    MUTE = "mute"
    SAVE = "save"


QUESTIONS = {
    Step.WHEN: "draft-when",
    Step.OFTEN: "draft-often",
    Step.CROWD: "draft-crowd",
    Step.BY: "draft-by",
    Step.THEN: "draft-then",
    Step.MUTE: "draft-mute",
}


def steps(draft: Draft) -> list[Step]:
    """Return what there is to ask for a rule of this kind."""
    asked = [Step.WHEN]
    if draft.is_about_people:
        asked.append(Step.PEOPLE)
    if draft.when is When.OFTEN:
        asked.append(Step.OFTEN)
    if draft.when is When.CROWD:
        asked.append(Step.CROWD)
    asked += [Step.BY, Step.THEN]
    if draft.then is Then.MUTE:
        asked.append(Step.MUTE)
    return [*asked, Step.SAVE]


def question(speech: Speech, step: Step, draft: Draft) -> Markup:
    """Ask what is to be chosen at a step; at the last, the rule is said instead."""
    if step is Step.PEOPLE:
        return speech.html("draft-people", chosen=len(draft.subjects))
    return speech.html(QUESTIONS[step])


def choices(speech: Speech, step: Step, draft: Draft) -> list[tuple[str, str]]:
    """Return what there is to choose at a step: what buttons say to people, and to us."""
    match step:
        case Step.WHEN:
            found = [(speech.text("draft-when-button", when=one.value), one.value) for one in KINDS]
        case Step.OFTEN:
            counted = [(count, hours(time)) for count, time in OFTEN]
            found = [
                (speech.text("draft-often-button", count=count, hours=time), f"{count}-{time}")
                for count, time in counted
            ]
        case Step.CROWD:
            found = [(str(count), str(count)) for count in CROWDS]
        case Step.BY:
            found = [
                (speech.text("draft-by-button", by=one.value), one.value)
                for one in Posters
                if draft.is_about_people or one is not Posters.OTHERS
            ]
        case Step.THEN:
            found = [(speech.text("draft-then-button", then=one.value), one.value) for one in Then]
        case Step.MUTE:
            times = [hours(time) for time in MUTES]
            found = [(speech.text("draft-time-button", hours=time), str(time)) for time in times]
        case Step.PEOPLE | Step.SAVE:
            found = []
    return found
