"""What is said when a photo had better not be learnt, or seems to be of somebody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.texts.speech import Markup, Speech
from bot.texts.writing import bold_name, joined, name, plain
from core.doubts import (
    DoubtfulPhoto,
    FaceBlurred,
    FaceHidden,
    FaceTooBright,
    FaceTooDark,
    FaceTooFaint,
    FaceTooSmall,
    FaceTurnedAway,
    LooksLikeAnother,
    UnlikeTheOthers,
)


def sentence(speech: Speech, of: DoubtfulPhoto) -> Markup:
    """Say what is doubted, with the figure, and what would be better."""
    return SENTENCES[type(of)](speech, of)


def of_photos(speech: Speech, places: Sequence[int], of: DoubtfulPhoto) -> Markup:
    """Say the same of some photos of an album, by their places in it, from 1."""
    listed = plain(", ".join(map(str, places)))
    return speech.html(
        "doubt-of-photos", count=len(places), places=listed, told=sentence(speech, of)
    )


def left_out(speech: Speech, who: str, count: int, photos: int) -> Markup:
    """Say that photos were not learnt, and of how many others their person is known."""
    told = [speech.html("left-out", name=name(who), photos=count)]
    if photos:
        told.append(speech.html("known-from", name=name(who), photos=photos))
    return joined(told, " ")


def _measured(key: str, places: int) -> Callable[[Speech, Any], Markup]:
    """Return what says a figure with so many decimals, and the one that is wanted."""
    return lambda speech, of: speech.html(
        key, seen=speech.decimal(of.seen, places), wanted=speech.decimal(of.wanted, places)
    )


def _share(key: str) -> Callable[[Speech, Any], Markup]:
    return lambda speech, of: speech.html(
        key, seen=speech.percent(of.seen), wanted=speech.percent(of.wanted)
    )


def _another(speech: Speech, of: LooksLikeAnother) -> Markup:
    score = speech.score(of.score)
    other = bold_name(of.other)
    if of.known:
        return speech.html(
            "doubt-another-than-known", other=other, score=score, name=bold_name(of.name)
        )
    return speech.html("doubt-another", other=other, score=score, plain=name(of.other))


def _unlike(speech: Speech, of: UnlikeTheOthers) -> Markup:
    return speech.html(
        "doubt-unlike",
        name=bold_name(of.name),
        score=speech.score(of.score),
        plain=name(of.name),
    )


SENTENCES: Mapping[type[DoubtfulPhoto], Callable[[Speech, Any], Markup]] = {
    FaceTooSmall: _measured("doubt-small", 0),
    FaceBlurred: _measured("doubt-blurred", 3),
    FaceTooDark: _measured("doubt-dark", 0),
    FaceTooBright: _share("doubt-bright"),
    FaceTooFaint: _measured("doubt-faint", 1),
    FaceTurnedAway: _share("doubt-turned"),
    FaceHidden: _measured("doubt-hidden", 1),
    LooksLikeAnother: _another,
    UnlikeTheOthers: _unlike,
}
