"""What faces are called, however late their photos come."""

from __future__ import annotations

import itertools

import pytest

from bot.answer import Answer, AnsweredFace, Remark, Resemblance
from bot.numbering import Seen, looked_at, with_photos
from bot.request import FaceRef, PhotoRef
from bot.texts.speech import Markup
from core.findings import Decision
from core.model import Box

PHOTOS = tuple(PhotoRef(f"file {message}", message, None) for message in (11, 12, 13, 14))
FACES = (2, 1, 0, 1)
"""How many the photos show."""


def seen(place: int) -> Seen:
    """Return what is to be told of a photo, by its place from 0."""
    photo = PHOTOS[place]
    faces = tuple(
        AnsweredFace(
            "",
            FaceRef(photo, Box(number, 0, 9, 9)),
            Decision.MATCH,
            (Resemblance(f"{place}.{number}", 0.9),),
        )
        for number in range(FACES[place])
    )
    return Seen(photo, faces, None if faces else Markup("Nobody."))


def told(*lots: tuple[int, ...]) -> Answer:
    """Return an answer whose photos came in lots."""
    answer = Answer(PHOTOS[lots[0][0]].message_id, 7, None, ())
    for lot in lots:
        answer = with_photos(answer, [seen(place) for place in lot])
    return answer


def shown(answer: Answer) -> list[tuple[str, str]]:
    return [(face.label, face.alike[0].person) for _, face in answer.in_order]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_photos_that_come_one_by_one_are_told_as_if_they_had_come_together(
    order: tuple[int, ...],
) -> None:
    late, whole = told(*((place,) for place in order)), told((0, 1, 2, 3))
    assert (late.photos, late.remarks) == (whole.photos, whole.remarks)
    assert shown(late) == shown(whole)
    assert shown(whole) == [("1.1", "0.0"), ("1.2", "0.1"), ("2", "1.0"), ("4", "3.0")]
    assert whole.remarks == (Remark("3", Markup("Nobody."), 3),)


def test_a_face_keeps_the_number_by_which_its_buttons_know_it() -> None:
    early = told((1,), (3,))
    late = with_photos(early, [seen(0)])
    assert [face.face for face in late.faces[:2]] == [face.face for face in early.faces]
    assert [number for number, _ in late.in_order] == [3, 4, 1, 2]
    assert [face.label for face in early.faces] == ["1", "2"]
    assert [face.label for face in late.faces] == ["2", "3", "1.1", "1.2"]


def test_a_photo_alone_is_not_numbered_until_there_is_another() -> None:
    assert [face.label for face in told((1,)).faces] == [""]
    assert [face.label for face in told((0,)).faces] == ["1", "2"]


def test_a_photo_that_is_seen_again_changes_nothing() -> None:
    once = told((0, 1, 2))
    corrected = once.with_face(3, learnt="somebody")
    assert with_photos(corrected, [seen(1), seen(2)]) == corrected


def test_an_answer_that_is_being_worked_on_has_told_of_no_photo() -> None:
    assert looked_at(Answer(11, 7, None, PHOTOS, messages=(20,))) == ()
    assert looked_at(told((2,))) == (PHOTOS[2],)
