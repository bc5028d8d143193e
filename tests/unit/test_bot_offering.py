"""The buttons under an answer."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.answer import Answer, AnsweredFace, Resemblance
from bot.buttons import LONGEST, Buttons, Rows
from bot.handlers.offering import MOST_FACES, Offering
from bot.known import Names
from bot.request import FaceRef, PhotoRef, PhotoSent, Request
from core.findings import Decision
from core.model import Box
from tests.unit.updates import ENGLISH, NOBODY, NOW

LARGEST = 2**31 - 1
"""Ids of messages and chats at their longest, as the Bot API promises them."""

PHOTO = PhotoRef("file", LARGEST, None)
NAMES = Names({str(number): f"Person {number}" for number in range(5)})


def now() -> datetime:
    return NOW


async def nobody_is_admin(chat: int, person: int) -> bool:
    del chat, person
    return False


@pytest.fixture
def offering() -> Offering:
    return Offering(Buttons("1:token", now, nobody_is_admin))


REQUEST = Request(
    1, -1_002_147_483_647, False, None, LARGEST, 2**52, NOBODY, PhotoSent(PHOTO), ENGLISH,  # noqa: FBT003 — no private chat
)  # fmt: skip


def face(label: str, decision: Decision = Decision.MATCH, people: int = 5) -> AnsweredFace:
    alike = tuple(Resemblance(str(number), 0.9 - number / 10) for number in range(people))
    return AnsweredFace(label, FaceRef(PHOTO, Box(0, 0, 9, 9)), decision, alike)


def answer(*faces: AnsweredFace) -> Answer:
    return Answer(LARGEST, 2**52, None, (PHOTO,), faces=faces)


def labels(rows: Rows) -> list[list[str]]:
    isolates = dict.fromkeys(map(ord, "\u2068\u2069"))
    return [[button.label.translate(isolates) for button in row] for row in rows]


def test_one_face_has_its_buttons_at_once(offering: Offering) -> None:
    known, unknown = face(""), face("", Decision.UNKNOWN)
    assert labels(offering.under(REQUEST, answer(known), NAMES)) == [["Why?", "Not Person 0"]]
    assert labels(offering.under(REQUEST, answer(unknown), NAMES)) == [["Why?", "Who is this?"]]
    first = answer(face("", Decision.UNKNOWN, people=0))
    assert labels(offering.under(REQUEST, first, NAMES)) == [["Who is this?"]]


def test_of_several_faces_the_number_is_asked_first(offering: Offering) -> None:
    six = answer(*(face(str(number)) for number in range(1, 7)))
    assert labels(offering.under(REQUEST, six, NAMES)) == [["1", "2", "3", "4", "5"], ["6"]]
    assert labels(offering.about(REQUEST, six, 6, NAMES)) == [["Why?", "Not Person 0"], ["Back"]]


def test_of_a_face_that_was_named_nothing_more_is_asked(offering: Offering) -> None:
    two = answer(face("1"), face("2")).with_face(1, learnt="3")
    assert labels(offering.under(REQUEST, two, NAMES)) == [["2"]]
    one = answer(face("")).with_face(1, learnt="3")
    assert labels(offering.under(REQUEST, one, NAMES)) == []


def test_nobody_looks_for_their_number_among_hundreds(offering: Offering) -> None:
    many = answer(*(face(str(number)) for number in range(MOST_FACES + 1)))
    assert offering.under(REQUEST, many, NAMES) == ()


def test_who_was_forgotten_or_will_not_be_named_is_not_offered(offering: Offering) -> None:
    one = answer(face(""))
    left = Names({"1": "Bob"})
    assert labels(offering.under(REQUEST, one, left)) == [["Why?", "Who is this?"]]
    assert labels(offering.instead(REQUEST, one, 1, left))[0] == ["Bob"]
    unnamed = Names({"1": "Bob"}, frozenset({"0"}))
    assert labels(offering.under(REQUEST, one, unnamed)) == []
    assert labels(offering.under(REQUEST, one, Names({}))) == [["Who is this?"]]


def test_the_longest_data_fits_into_a_button(offering: Offering) -> None:
    many = answer(*(face(str(number)) for number in range(MOST_FACES)))
    rows = [
        *offering.under(REQUEST, many, NAMES),
        *offering.about(REQUEST, many, MOST_FACES, NAMES),
        *offering.instead(REQUEST, many, MOST_FACES, NAMES),
        *offering.removal(REQUEST, many, MOST_FACES),
    ]
    data = [button.data for row in rows for button in row if hasattr(button, "data")]
    assert len(data) > MOST_FACES
    assert max(len(one.encode()) for one in data) <= LONGEST
