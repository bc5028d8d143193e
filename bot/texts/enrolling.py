"""What is said while faces are learnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.request import FaceRef
from bot.texts import doubts
from bot.texts.writing import bold_name, count, name, name_without_markup
from core.doubts import DoubtfulPhoto, PoorPhoto

PHOTO_WORDS = ("photo", "photos")


@dataclass(frozen=True, slots=True)
class Learnt:
    """A photo whose face is kept now.

    Attributes:
        name: as the gallery has it.
        new: False when it was there already.
        photos: how many photos that person has now.
    """

    name: str
    new: bool
    photos: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A photo that could not be used, with the sentence that says why."""

    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A photo of several people: a question with buttons was sent."""


@dataclass(frozen=True, slots=True, eq=False)
class Doubted:
    """A face that was not kept, because there is a doubt about it."""

    face: FaceRef
    doubt: DoubtfulPhoto


Outcome = Learnt | Failed | Asked | Doubted

WHO = "Whose face shall I learn? Send me the name."
WHO_IS_THIS = "Who is this? Send me the name."
WHO_IN_GROUP = "Whose face shall I learn? Reply to this message with the name."
WHO_IS_THIS_IN_GROUP = "Who is this? Reply to this message with the name."
QUESTION_CLOSED = "This question is closed. Send the photo again to start anew."
NOT_YOURS = "Only who asked can choose here."
CANCELLED = "Cancelled."
NOTHING_TO_CANCEL = "There is nothing to cancel."
CANCEL = "Cancel"


def photo_wanted(who: str, *, group: bool) -> str:
    """Ask for the photo of somebody who was named."""
    if group:
        return f"Reply to this message with a photo of {bold_name(who)}."
    return f"Send me a photo of {bold_name(who)}, alone in it if you can."


def still_wanted(who: str) -> str:
    """Remind somebody who writes while a photo is waited for."""
    return f"I am waiting for a photo of {bold_name(who)}. /cancel drops that."


def which_face(who: str) -> str:
    """Ask which of the numbered faces is meant."""
    return f"Which one is {bold_name(who)}?"


def too_many_faces(who: str, faces: int) -> str:
    """Say that there are more faces than buttons."""
    return (
        f"There are {faces} faces in this photo, too many to choose from. "
        f"Cut the photo down to {bold_name(who)} and send it again."
    )


def bad_name(longest: int) -> str:
    """Say what a name needs."""
    return f"A name needs 1 to {longest} visible characters. For example: <code>/enroll Ann</code>"


def choosing(who: str) -> str:
    """Say, in the little notice after a click, that it is being done. No markup there."""
    return f"Learning {name_without_markup(who)}\u2026"


def none_chosen(who: str) -> str:
    """Say that the question was cancelled."""
    return f"Cancelled: {name(who)} was not learnt from this photo."


def learnt(outcome: Learnt) -> str:
    """Say what came of one photo."""
    known = f"{bold_name(outcome.name)} from {count(outcome.photos, *PHOTO_WORDS)}"
    if not outcome.new:
        return f"I had this photo already. I know {known}."
    if outcome.photos == 1:
        return (
            f"Learnt: I now know {known}. "
            f"Another photo of {name(outcome.name)} would make me surer."
        )
    return f"Added: I now know {known}."


def outcome_of_all(outcomes: Sequence[Outcome]) -> str:
    """Say what came of several photos of one person in one message; empty if that is nothing.

    Photos that were asked about have their own message and are left out; so are, where there are
    several, those that seem to be of somebody else.
    """
    if len(outcomes) == 1:
        return _outcome(outcomes[0])
    lines: list[str] = []
    kept = [outcome for outcome in outcomes if isinstance(outcome, Learnt)]
    if kept:
        new = sum(outcome.new for outcome in kept)
        known = f"I now know {bold_name(kept[-1].name)} from "
        known += count(max(outcome.photos for outcome in kept), *PHOTO_WORDS)
        lines.append(f"Added {new}: {known}." if new else f"I had these already. {known}.")
    lines += [
        f"Photo {place}: {_outcome(outcome)}"
        for place, outcome in enumerate(outcomes, start=1)
        if isinstance(outcome, Failed)
        or (isinstance(outcome, Doubted) and isinstance(outcome.doubt, PoorPhoto))
    ]
    return "\n".join(lines)


def _outcome(outcome: Outcome) -> str:
    match outcome:
        case Learnt():
            return learnt(outcome)
        case Failed(why):
            return why
        case Doubted(_, doubt):
            return doubts.sentence(doubt)
        case Asked():
            return ""
