"""The buttons under an answer: what can be asked about a face, and said of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer import Answer, AnsweredFace
from bot.answers import LIFE
from bot.buttons import ANYBODY, Button, Buttons, Rows
from bot.known import Names
from bot.request import Request
from bot.texts.writing import name_without_markup
from core.findings import Decision

PREFIX = "ans"
"""What the data of these buttons begins with: `ans:<answer>:<what>:<number of the face>`."""

FACE, BACK, WHY = "face", "back", "why"
WHO, NOT, PICK, UNSURE = "who", "not", "pick", "unsure"
SUSPECT, REMOVE, KEEP = "wrong", "drop", "keep"

MOST_FACES = 40
"""That get a button each; with more of them nobody finds theirs."""

NUMBERS_A_ROW = 5
NAMES_A_ROW = 2


@dataclass(frozen=True, slots=True)
class Offering:
    """Makes the buttons. Who may press which is seen to when they are: the answer says whose."""

    buttons: Buttons

    def under(self, request: Request, answer: Answer, names: Names) -> Rows:
        """Return the buttons of an answer: those of its only face, or a number for each."""
        faces = answer.faces
        if len(faces) == 1:
            return self.about(request, answer, 1, names)
        if len(faces) > MOST_FACES:
            return ()
        numbers = [
            self._button(request, answer, face.label, FACE, place)
            for place, face in answer.in_order
            if face.alike and face.learnt is None
        ]
        return _rows(numbers, NUMBERS_A_ROW)

    def about(self, request: Request, answer: Answer, number: int, names: Names) -> Rows:
        """Return the buttons of one face."""
        face, say = answer.faces[number - 1], request.speech.text
        row = []
        if face.learnt is None and not _unnamed(face, names):
            if any(names.of(one.person) for one in face.alike):
                row.append(self._button(request, answer, say("why-button"), WHY, number))
            named = said_to_be(face, names)
            if named is None:
                row.append(self._button(request, answer, say("who-button"), WHO, number))
            else:
                label = say("not-button", name=name_without_markup(named))
                row.append(self._button(request, answer, label, NOT, number))
        rows = [row] if row else []
        return [*rows, *self._back(request, answer, BACK, number)]

    def instead(self, request: Request, answer: Answer, number: int, names: Names) -> Rows:
        """Return the others whom a face may show, when it is not whom we named."""
        say = request.speech.text
        named = said_to_be(answer.faces[number - 1], names)
        suspect = say("suspect-button", name=name_without_markup(named or ""))
        others = [
            self._button(request, answer, name_without_markup(name), f"{PICK}{place}", number)
            for place, one in enumerate(answer.faces[number - 1].alike)
            if place and (name := names.of(one.person)) is not None
        ]
        return [
            *_rows(others, NAMES_A_ROW),
            [
                self._button(request, answer, say("somebody-else-button"), WHO, number),
                self._button(request, answer, say("do-not-know-button"), UNSURE, number),
            ],
            *([[self._button(request, answer, suspect, SUSPECT, number)]] if named else []),
            [self._button(request, answer, say("back-button"), FACE, number)],
        ]

    def removal(self, request: Request, answer: Answer, number: int) -> Rows:
        """Return the buttons under a photo of somebody that may be wrong."""
        say = request.speech.text
        return [
            [self._button(request, answer, say("remove-it-button"), REMOVE, number)],
            [self._button(request, answer, say("keep-it-button"), KEEP, number)],
        ]

    def _back(self, request: Request, answer: Answer, to: str, number: int) -> Rows:
        if len(answer.faces) == 1:
            return []
        return [[self._button(request, answer, request.speech.text("back-button"), to, number)]]

    def _button(
        self, request: Request, answer: Answer, label: str, what: str, number: int
    ) -> Button:
        says = f"{PREFIX}:{answer.key}:{what}:{number}"
        return self.buttons.make(request, label, says, life=LIFE, owner=ANYBODY, asks=what == WHO)


def said_to_be(face: AnsweredFace, names: Names) -> str | None:
    """Return the name that was said of a face, if there still is one to be taken back."""
    if face.decision is Decision.UNKNOWN or face.ruled_out or not face.alike:
        return None
    return names.of(face.alike[0].person)


def _unnamed(face: AnsweredFace, names: Names) -> bool:
    """Tell whether a face looks like somebody who asked not to be named: then no more is said."""
    named = face.decision is not Decision.UNKNOWN and face.alike
    return face.unnamed or bool(named and face.alike[0].person in names.unsaid)


def _rows(buttons: list[Button], across: int) -> list[list[Button]]:
    return [buttons[i : i + across] for i in range(0, len(buttons), across)]
