"""What is said of the faces in a photo. It "looks like", it never "is"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts.writing import bold_name, count, name, score
from core.findings import Candidate, Decision, Identification

NO_FACE = "I can't see a face in this photo. One that shows it clearly, from the front, works best."

NOBODY_YET = (
    "I see {faces}, but I don't know anybody in this chat yet.\n"
    "Reply to the photo with <code>/enroll</code> and a name, and I will."
)


UNCALIBRATED = (
    "<i>This model is not calibrated: I can't tell how many strangers would score this high.</i>"
)


def nobody_yet(faces: int) -> str:
    """Say that there is nobody to compare with, and how to change that."""
    return NOBODY_YET.format(faces="a face" if faces == 1 else count(faces, "face", "faces"))


def one_face(face: Identification) -> str:
    """Say whom the only face of a photo looks like: a verdict and a line a candidate."""
    return "\n\n".join((_verdict(face), _listed(face.candidates), *_doubts([face])))


def faces_of_many(faces: Sequence[Identification]) -> list[str]:
    """Say of each numbered face whom it looks like: a block a face."""
    told = [
        f"<b>{number}.</b> {_verdict(face)}\n{_in_a_row(face.candidates)}"
        for number, face in enumerate(faces, start=1)
    ]
    return [*told, *_doubts(faces)]


def _doubts(faces: Sequence[Identification]) -> list[str]:
    measured = all(evidence.fpir is not None for face in faces for evidence in face.evidence)
    return [] if measured else [UNCALIBRATED]


def _verdict(face: Identification) -> str:
    if face.decision is Decision.UNKNOWN or not face.candidates:
        return "I don't know this person."
    who = bold_name(face.candidates[0].subject.name)
    if face.decision is Decision.MATCH:
        return f"This looks like {who}."
    return f"This might be {who}."


def _listed(candidates: Sequence[Candidate]) -> str:
    lines = [
        f"{place}. {name(candidate.subject.name)} \u2013 {score(candidate.score)}"
        for place, candidate in enumerate(candidates, start=1)
    ]
    return "\n".join(["Most alike here:", *lines])


def _in_a_row(candidates: Sequence[Candidate]) -> str:
    return ", ".join(f"{name(c.subject.name)}\u00a0{score(c.score)}" for c in candidates)


def many_faces(faces: int) -> str:
    """Say how many there are, where what is said of them comes in a message of its own."""
    return f"{count(faces, 'face', 'faces')}:"
