"""What is said when a photo had better not be learnt, or seems to be of somebody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.texts.writing import bold_name, decimal, name, name_without_markup, score
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

USE_IT = "Use it anyway"
USE_THEM = "Use them anyway"
LEAVE_IT = "Leave it out"
LEAVE_THEM = "Leave them out"
CANCEL = "Cancel"
NO = "No"


def sentence(of: DoubtfulPhoto) -> str:
    """Say what is doubted, with the figure, and what would be better."""
    return SENTENCES[type(of)](of)


def of_photos(places: Sequence[int], of: DoubtfulPhoto) -> str:
    """Say the same of some photos of an album, by their places in it, from 1."""
    photos = "Photo" if len(places) == 1 else "Photos"
    return f"{photos} {', '.join(map(str, places))}: {sentence(of)}"


def add_to(who: str) -> str:
    """Offer, on a button, to add the photo to somebody who is known."""
    return f"Add to {name_without_markup(who)}"


def no_this_is(who: str) -> str:
    """Offer, on a button, to insist on a name that nobody has yet."""
    return f"No, this is {name_without_markup(who)}"


def yes_this_is(who: str) -> str:
    """Offer, on a button, to insist on the name of somebody who is known."""
    return f"Yes, this is {name_without_markup(who)}"


def left_out(who: str, photos: int) -> str:
    """Say that nothing was learnt after all."""
    these = "this photo" if photos == 1 else "these photos"
    return f"All right, I did not learn {name(who)} from {these}."


def asked_below(who: str) -> str:
    """Say that one question led to another, which has a message of its own."""
    return f"About {name(who)} I have another question: see below."


def _small(of: FaceTooSmall) -> str:
    return (
        f"This face is too small for me: {of.seen:.0f} pixels across, and I need "
        f"{of.wanted:.0f}. Please send a closer photo, or this one as a file, which keeps its "
        "detail."
    )


def _blurred(of: FaceBlurred) -> str:
    return (
        f"This face is blurred: its sharpness is {of.seen:.3f}, and I need {of.wanted:.3f}. "
        "Please send a sharper photo."
    )


def _dark(of: FaceTooDark) -> str:
    return (
        f"This face is too dark: its brightness is {of.seen:.0f} of 255, and I need "
        f"{of.wanted:.0f}. Please send a photo with more light on the face."
    )


def _bright(of: FaceTooBright) -> str:
    return (
        f"This face has too much light on it: {of.seen:.0%} of it is plain white, and I can work "
        f"with {of.wanted:.0%} at most. Please send a photo that is less bright."
    )


def _faint(of: FaceTooFaint) -> str:
    return (
        f"I can hardly make out this face: its contrast is {of.seen:.1f} of 127, and I need "
        f"{of.wanted:.1f}. Please send a photo in better light."
    )


def _turned(of: FaceTurnedAway) -> str:
    return (
        f"This face looks away: it is turned {of.seen:.0%} to the side, and I can work with "
        f"{of.wanted:.0%} at most. Please send a photo from the front."
    )


def _hidden(of: FaceHidden) -> str:
    return (
        "I can't see all of this face: it is turned away or partly covered. As a face from the "
        f"front it scores {decimal(of.seen)}, and I need {decimal(of.wanted)}. Please send a photo "
        "from the front, without cap, sunglasses or hands before the face."
    )


def _another(of: LooksLikeAnother) -> str:
    seen = f"This looks like {bold_name(of.other)} ({score(of.score)})"
    if of.known:
        return f"{seen}, more than like the {bold_name(of.name)} I know. Whose photo is it?"
    return f"{seen}, whom I know already. Shall I add the photo to {name(of.other)}?"


def _unlike(of: UnlikeTheOthers) -> str:
    return (
        f"This does not look like the {bold_name(of.name)} I know "
        f"(the most alike of the photos: {score(of.score)}). Is it really {name(of.name)}?"
    )


SENTENCES: Mapping[type[DoubtfulPhoto], Callable[[Any], str]] = {
    FaceTooSmall: _small,
    FaceBlurred: _blurred,
    FaceTooDark: _dark,
    FaceTooBright: _bright,
    FaceTooFaint: _faint,
    FaceTurnedAway: _turned,
    FaceHidden: _hidden,
    LooksLikeAnother: _another,
    UnlikeTheOthers: _unlike,
}
