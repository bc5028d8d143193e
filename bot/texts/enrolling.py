"""What is said of faces that were to be learnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.request import FaceRef
from bot.texts import doubts
from bot.texts.speech import Markup, Speech
from bot.texts.writing import bold_name, joined, name
from core.doubts import DoubtfulPhoto, PoorPhoto


@dataclass(frozen=True, slots=True)
class Learnt:
    """A photo whose face is kept now.

    Attributes:
        name: as the gallery has it.
        new: False when it was there already.
        photos: how many photos that person has now.
        person: their id in the gallery.
    """

    name: str
    new: bool
    photos: int
    person: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A photo that could not be used, with the sentence that says why."""

    why: Markup


@dataclass(frozen=True, slots=True)
class Asked:
    """A photo of several people: a question with buttons was sent."""


@dataclass(frozen=True, slots=True, eq=False)
class Doubted:
    """A face that was not kept, because there is a doubt about it."""

    face: FaceRef
    doubt: DoubtfulPhoto


Outcome = Learnt | Failed | Asked | Doubted


def learnt(speech: Speech, outcome: Learnt) -> Markup:
    """Say what came of one photo."""
    who, photos = bold_name(outcome.name), outcome.photos
    if not outcome.new:
        return speech.html("learnt-already", name=who, photos=photos)
    if photos == 1:
        return speech.html("learnt-first", name=who, plain=name(outcome.name), photos=photos)
    return speech.html("learnt-more", name=who, photos=photos)


def outcome_of_all(speech: Speech, outcomes: Sequence[Outcome]) -> Markup:
    """Say what came of several photos of one person in one message; empty if that is nothing.

    Photos that were asked about have their own message and are left out; so are, where there are
    several, those that seem to be of somebody else.
    """
    if len(outcomes) == 1:
        return _outcome(speech, outcomes[0])
    lines: list[Markup] = []
    kept = [outcome for outcome in outcomes if isinstance(outcome, Learnt)]
    if kept:
        lines.append(_of_several(speech, kept))
    lines += [
        speech.html("of-photo", place=place, told=_outcome(speech, outcome))
        for place, outcome in enumerate(outcomes, start=1)
        if isinstance(outcome, Failed)
        or (isinstance(outcome, Doubted) and isinstance(outcome.doubt, PoorPhoto))
    ]
    return joined(lines, "\n")


def _of_several(speech: Speech, kept: Sequence[Learnt]) -> Markup:
    who, photos = bold_name(kept[-1].name), max(outcome.photos for outcome in kept)
    new = sum(outcome.new for outcome in kept)
    if not new:
        return speech.html("learnt-none-new", name=who, photos=photos)
    return speech.html("learnt-several", new=new, name=who, photos=photos)


def _outcome(speech: Speech, outcome: Outcome) -> Markup:
    match outcome:
        case Learnt():
            return learnt(speech, outcome)
        case Failed(why):
            return why
        case Doubted(_, doubt):
            return doubts.sentence(speech, doubt)
        case Asked():
            return Markup()
