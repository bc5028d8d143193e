"""Reasons to think twice before a photo is enrolled: it can be done, and had better not.

Each is an error of the tree in `core.errors`, with the figure that was seen and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.errors import PhotoError


@dataclass(eq=False)
class DoubtfulPhoto(PhotoError):
    """A photo that is enrolled only when somebody insists."""

    code: ClassVar[str] = "doubtful_photo"


# --- how good the photo is --------------------------------------------------------------------


@dataclass(eq=False)
class PoorPhoto(DoubtfulPhoto):
    """A face that is seen so badly that its person will be recognised markedly less often.

    Attributes:
        seen: the figure that was measured, rounded away from the limit; see `core.quality`.
        wanted: the least (or the most) that is taken without a question.
    """

    seen: float
    wanted: float
    code: ClassVar[str] = "poor_photo"


@dataclass(eq=False)
class FaceTooSmall(PoorPhoto):
    """Too few pixels."""

    code: ClassVar[str] = "face_too_small"
    sentence: ClassVar[str] = (
        "The face in this photo is {seen:.0f} pixels across, and {wanted:.0f} are needed: "
        "use a closer photo, or the original rather than a reduced copy."
    )


@dataclass(eq=False)
class FaceBlurred(PoorPhoto):
    """Out of focus, shaken, or enlarged from less."""

    code: ClassVar[str] = "face_blurred"
    sentence: ClassVar[str] = (
        "The face in this photo is blurred (its sharpness is {seen:.3f}, and {wanted:.3f} is "
        "needed): use a sharper photo."
    )


@dataclass(eq=False)
class FaceTooDark(PoorPhoto):
    """Too little light on it."""

    code: ClassVar[str] = "face_too_dark"
    sentence: ClassVar[str] = (
        "The face in this photo is too dark (its brightness is {seen:.0f} of 255, and "
        "{wanted:.0f} is needed): use a photo with more light on the face."
    )


@dataclass(eq=False)
class FaceTooBright(PoorPhoto):
    """So much light that nothing is drawn any more."""

    code: ClassVar[str] = "face_too_bright"
    sentence: ClassVar[str] = (
        "The face in this photo is overexposed ({seen:.0%} of it is plain white, and at most "
        "{wanted:.0%} may be): use a photo with less light on the face."
    )


@dataclass(eq=False)
class FaceTooFaint(PoorPhoto):
    """Hardly any difference between its lights and darks."""

    code: ClassVar[str] = "face_too_faint"
    sentence: ClassVar[str] = (
        "The face in this photo hardly stands out (its contrast is {seen:.1f} of 127, and "
        "{wanted:.1f} is needed): use a photo in better light."
    )


@dataclass(eq=False)
class FaceTurnedAway(PoorPhoto):
    """Seen from the side."""

    code: ClassVar[str] = "face_turned_away"
    sentence: ClassVar[str] = (
        "The face in this photo is turned {seen:.0%} to the side, and at most {wanted:.0%} is "
        "good: use a photo that is taken from the front."
    )


@dataclass(eq=False)
class FaceHidden(PoorPhoto):
    """Turned, bowed, or with something before it."""

    code: ClassVar[str] = "face_hidden"
    sentence: ClassVar[str] = (
        "The face in this photo is turned away or partly covered (as a face from the front it "
        "scores {seen:.1f}, and {wanted:.1f} is needed): use a photo from the front that shows all "
        "of it."
    )


# --- whose face it is -------------------------------------------------------------------------


@dataclass(eq=False)
class DoubtfulPerson(DoubtfulPhoto):
    """A face that seems to be somebody else's than the one whose name it is given.

    Attributes:
        name: as it was given.
        score: cosine similarity, -1 to 1, to the person in question.
    """

    name: str
    score: float
    code: ClassVar[str] = "doubtful_person"


@dataclass(eq=False)
class LooksLikeAnother(DoubtfulPerson):
    """A match with somebody who is enrolled under another name.

    Attributes:
        other: that name.
        known: whether somebody is enrolled under the name that was given, too.
    """

    other: str
    known: bool
    code: ClassVar[str] = "looks_like_another"
    sentence: ClassVar[str] = (
        "This looks like {other} (score {score:.3f}), who is enrolled already: add the photo to "
        "{other}, or insist that it is {name}."
    )


@dataclass(eq=False)
class UnlikeTheOthers(DoubtfulPerson):
    """As unlike each of the person's photos as strangers are."""

    code: ClassVar[str] = "unlike_the_others"
    sentence: ClassVar[str] = (
        "This does not look like the {name} who is enrolled (score {score:.3f} at best): check "
        "whose photo it is."
    )


Despite = tuple[type[DoubtfulPhoto], ...]
"""What somebody insists on: the kinds of doubt that are put aside, as `isinstance` takes them."""

NOTHING: Despite = ()
ANYTHING: Despite = (DoubtfulPhoto,)
