"""The words of face recognition as values."""

import math

import pytest

from core.errors import BadName
from core.findings import Candidate
from core.model import Box, ModelId, Subject, template_id
from core.names import LONGEST_NAME, kept_key, name_key, normalise_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ann   Smith ", "Ann Smith"),
        ("Ann\nSmith\t", "Ann Smith"),
        ("A\u0301nn", "Ánn"),
        ("\uff21nn", "Ann"),
        ("李小龍", "李小龍"),
        ("👩\u200d🚀 Ann", "👩\u200d🚀 Ann"),
        ("Ann\x00\x07", "Ann"),
        ("\u3164Ann\uffa0", "Ann"),
        ("\u1100\u115f\u1161", "\uac00"),
        ("e\u200b\u0301", "é"),
        ("\u2801\u281d\u281d\u2800\u2803", "\u2801\u281d\u281d \u2803"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
    ],
)
def test_a_name_is_kept_as_people_see_it(typed: str, kept: str) -> None:
    assert normalise_name(typed) == kept
    assert normalise_name(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", "  \n", "\x00", "x" * (LONGEST_NAME + 1), "\u200b", "\u202e\u2066"),
        *("\u3164", "\u1160", "\u115f \uffa0", "\u2800", "\u3164\u200d\ufe0f"),
    ],
    ids=ascii,
)
def test_a_name_that_nobody_could_read_is_refused(typed: str) -> None:
    with pytest.raises(BadName):
        normalise_name(typed)


def test_case_and_spacing_do_not_make_another_person() -> None:
    assert name_key("ANN  smith") == name_key(" Ann Smith")
    assert name_key("STRASSE") == name_key("straße")
    assert name_key("Ann") != name_key("Anne")


def test_who_is_kept_under_a_name_that_is_refused_by_now_has_a_key_all_the_same() -> None:
    assert kept_key(" ANN ") == name_key("Ann")
    assert kept_key("\u3164") == "\u1160", "the one that it had"


def test_a_model_id_reads_back_what_it_writes_and_names_an_index() -> None:
    model = ModelId("VGG-Face", "opencv", "deepface")
    assert ModelId.parse(str(model)) == model
    assert model.slug == "vgg-face-opencv-deepface"


def test_a_template_id_is_the_same_again_and_differs_in_every_part() -> None:
    box = Box(1, 2, 3, 4)
    ids = {
        template_id("g", "s", "p", box),
        template_id("gs", "", "p", box),
        template_id("g", "sp", "", box),
        template_id("g", "s", "q", box),
        template_id("g", "s", "p", Box(1, 2, 3, 5)),
    }
    assert len(ids) == 5
    assert template_id("g", "s", "p", box) in ids


def test_distance_is_that_of_unit_vectors() -> None:
    def distance(score: float) -> float:
        return Candidate(Subject("1", "Ann"), score, "t").distance

    assert distance(1.0) == 0.0
    assert distance(1.0000001) == 0.0
    assert distance(0.0) == pytest.approx(math.sqrt(2))
    assert distance(-1.0) == pytest.approx(2.0)
