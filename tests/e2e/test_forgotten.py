"""Whoever had themselves forgotten is nowhere in the store any more, whichever it is."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.e2e.chatting import Talker, words
from tests.e2e.conftest import Stage
from tests.e2e.traces import Trace, everything
from tests.photos import astronaut_photo, blurred_photo

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAME = "Wenceslas Vanishing"

ONE, ANOTHER, BLURRED = (
    astronaut_photo(side=277),
    astronaut_photo(side=311),
    blurred_photo(side=613),
)
"""Photos that no other story shows: what is left of theirs is none of our business here."""

LONG = 60
"""Characters of what can only be a digest, a picture or a template."""


async def test_forgetme_leaves_no_name_no_face_and_no_id_but_the_audits(any_stage: Stage) -> None:
    tom = await any_stage.newcomer(NAME)
    await tom.shows(ONE, "/enroll me")
    await tom.shows(ANOTHER, "/enroll me")
    asked = await tom.answer_to(await tom.sends_photo(ONE))
    assert f"This looks like {NAME}." in words(asked)
    await tom.outcome_of(await tom.clicks(asked, f"Not {NAME}"))
    before = await at_rest(any_stage, tom)
    subject = subject_of(before, tom.person)
    faces = faces_of(before, subject)
    assert len(faces) == 2
    signs = {sign for face in faces for sign in signs_of(face.fields.values())}
    assert len(signs) >= 2 * 3, "of each photo the digest, the template and the crop"
    assert NAME in repr(before)
    await tom.shows(BLURRED, "/enroll me")
    photos = [ONE, ANOTHER]
    album = await tom.playground.send_album(tom.chat, tom.person, photos, f"/enroll {NAME}")
    await tom.answer_to(album[0])
    waiting = await at_rest(any_stage, tom)
    assert {one.collection for one in waiting if NAME in one.written} >= {
        "questions-consents", "albums", "albums-taught",
    }  # fmt: skip

    question = await tom.answer_to(await tom.sends("/forgetme"))
    gone = await tom.outcome_of(await tom.clicks(question, "Forget me"))
    assert words(gone).startswith("You are forgotten, with 2 photos: your name,")

    after = await at_rest(any_stage, tom)
    there = repr(after)
    assert NAME not in there
    assert NAME.casefold() not in there
    assert [sign for sign in signs if sign in there] == []
    assert {one.collection for one in after if subject in one.written} == {"audit"}


async def at_rest(stage: Stage, talker: Talker) -> list[Trace]:
    """Return what lies in the store when no message of somebody's waits there any more."""
    for _ in range(150):
        found = await everything(stage.identity)
        waiting = [one.value for one in found if one.collection.startswith("inbox-")]
        if str(talker.person) not in repr(waiting):
            return found
        await asyncio.sleep(0.2)
    raise AssertionError("something is not answered yet")


def subject_of(traces: list[Trace], account: int) -> str:
    """Return the id of the subject that an account is, by the record that links them."""
    (key,) = [
        str(one.fields["key"])
        for one in traces
        if one.collection == "people-accounts" and one.value["account"] == account
    ]
    return key.rpartition(":")[2]


def faces_of(traces: list[Trace], subject: str) -> list[Trace]:
    """Return a person's templates, with the crops of them."""
    on_elasticsearch = [
        one for one in traces if one.place == "faces" and one.fields["subject"] == subject
    ]
    if on_elasticsearch:
        return on_elasticsearch
    (row,) = [one for one in traces if one.place == "subjects" and one.fields["id"] == subject]
    crops = {one.fields["template"]: one.fields for one in traces if one.place == "crops"}
    return [
        Trace(one.place, {**one.fields, **crops[one.fields["key"]]})
        for one in traces
        if one.place == "templates" and one.fields["subject"] == row.fields["key"]
    ]


def signs_of(values: Any) -> list[str]:
    """Return how those values are written of which there is but one in the world."""
    return [written for value in values if len(written := repr(value)) > LONG]
