"""What is said of the faces in a photo. It "looks like", it never "is"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answer import Answer, AnsweredFace, Remark
from bot.known import Names
from bot.texts.speech import Markup, Speech
from bot.texts.writing import LONGEST_CAPTION, account, bold_name, joined, name, pages, plain
from core.findings import Decision

LONGEST_FOLD = 3000
"""Of what is folded up in one piece, in UTF-16 code units."""


def told(speech: Speech, answer: Answer, names: Names, *, folded: bool) -> list[Markup]:
    """Say whom each face of an answer looks like.

    Args:
        speech: the language.
        answer: with its faces.
        names: of everybody whom they resemble.
        folded: whether the lists of names are folded up, so that they take little room.

    Returns:
        As few texts as it fits in; the first fits under the answer's picture, if it has one.
    """
    if len(answer.faces) == 1 and not answer.faces[0].label:
        blocks, between = _only_face(speech, answer.faces[0], names, folded=folded), "\n\n"
    elif folded:
        blocks, between = _folded(speech, answer, names), "\n"
    else:
        blocks, between = _unfolded(speech, answer, names), "\n\n"
    if len(answer.photos) > 1:
        blocks.insert(0, speech.html("in-these-photos", photos=len(answer.photos)))
    if not answer.measured:
        blocks.append(speech.html("uncalibrated"))
    if not answer.picture:
        return pages(blocks, between)
    fitting = pages(blocks, between, LONGEST_CAPTION)
    if len(fitting) == 1:
        return fitting
    return [speech.html("face-count", faces=len(answer.faces)), *pages(blocks, between)]


def verdict(speech: Speech, face: AnsweredFace, names: Names) -> Markup:
    """Say in a sentence whom a face looks like, or whose somebody said it is."""
    learnt = names.of(face.learnt)
    if learnt is not None:
        key = "told-who" if face.decision is Decision.UNKNOWN else "corrected"
        return speech.html(key, name=bold_name(learnt))
    first = face.alike[0].person if face.alike else None
    if face.unnamed or (face.decision is not Decision.UNKNOWN and first in names.unsaid):
        return speech.html("verdict-unnamed")
    name_of_first = names.of(first)
    if face.decision is Decision.UNKNOWN or name_of_first is None:
        return speech.html("verdict-unknown")
    if face.ruled_out:
        key = "ruled-out"
    else:
        key = "verdict-match" if face.decision is Decision.MATCH else "verdict-possible"
    return speech.html(key, name=_called(face, names, name_of_first))


def _called(face: AnsweredFace, names: Names, name_of_first: str) -> Markup:
    """Return the name of the first; one who wants it is told by Telegram that they were named."""
    number = names.mentioned.get(face.alike[0].person)
    if number is None or face.decision is not Decision.MATCH or face.ruled_out:
        return bold_name(name_of_first)
    return Markup(f"<b>{account(number, name_of_first)}</b>")


def most_alike(speech: Speech, alike: Sequence[tuple[str, float]]) -> Markup:
    """List people by their names with their scores, as they are given: the most alike first."""
    lines = [
        Markup(f"{place}. {name(who)} \u2013 {speech.score(score)}")
        for place, (who, score) in enumerate(alike, start=1)
    ]
    return joined([speech.html("most-alike"), *lines], "\n")


def _only_face(speech: Speech, face: AnsweredFace, names: Names, *, folded: bool) -> list[Markup]:
    said = verdict(speech, face, names)
    alike = _named(face, names)
    if not alike:
        return [said]
    listed = most_alike(speech, alike)
    return [joined([said, _fold(listed)], "\n")] if folded else [said, listed]


def _unfolded(speech: Speech, answer: Answer, names: Names) -> list[Markup]:
    blocks = []
    for one in _in_order(answer):
        line = _line(speech, one, names)
        row = Markup() if isinstance(one, Remark) else _in_a_row(speech, one, names)
        blocks.append(joined([line, row], "\n") if row else line)
    return blocks


def _folded(speech: Speech, answer: Answer, names: Names) -> list[Markup]:
    lines = [_line(speech, one, names) for one in _in_order(answer)]
    rows = [(face.label, _in_a_row(speech, face, names)) for _, face in answer.in_order]
    listed = [Markup(f"{plain(label)}: {row}") for label, row in rows if row]
    return [*lines, *(_fold(page) for page in pages(listed, "\n", LONGEST_FOLD))]


def _in_order(answer: Answer) -> Iterator[AnsweredFace | Remark]:
    """Give faces and remarks as their photos come."""
    remarks = list(answer.remarks)
    for place, (_, face) in enumerate(answer.in_order):
        while remarks and remarks[0].after <= place:
            yield remarks.pop(0)
        yield face
    yield from remarks


def _line(speech: Speech, one: AnsweredFace | Remark, names: Names) -> Markup:
    said = one.words if isinstance(one, Remark) else verdict(speech, one, names)
    return Markup(f"<b>{plain(one.label)}.</b> {said}")


def _in_a_row(speech: Speech, face: AnsweredFace, names: Names) -> Markup:
    """Name whom a face resembles in one line; nobody once somebody said who it is."""
    every = [
        Markup(f"{name(who)}\u00a0{speech.score(score)}") for who, score in _named(face, names)
    ]
    return joined(every, ", ")


def _named(face: AnsweredFace, names: Names) -> list[tuple[str, float]]:
    if names.of(face.learnt) is not None:
        return []
    return [(who, one.score) for one in face.alike if (who := names.of(one.person)) is not None]


def _fold(text: Markup) -> Markup:
    """Fold a text up until somebody taps it (core.telegram.org/bots/api#html-style)."""
    return Markup(f"<blockquote expandable>{text}</blockquote>")
