"""What the bot says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from bot.answer import Answer, AnsweredFace, Remark, Resemblance
from bot.known import Names
from bot.request import FaceRef, PhotoRef
from bot.texts import doubts, enrolling, explaining, identifying, people
from bot.texts.enrolling import Asked, Doubted, Failed, Learnt
from bot.texts.speech import Markup
from bot.texts.writing import LONGEST_CAPTION, LONGEST_TEXT, length, name, pages, plain
from core.doubts import FaceHidden, FaceTooDark, LooksLikeAnother, PoorPhoto, UnlikeTheOthers
from core.findings import Candidate, Decision, Evidence, Identification
from core.model import Box, ModelId, Person, Probe, Subject, Template
from tests.unit.updates import ENGLISH

PROBE = Probe(
    Template(np.zeros(128, np.float32), ModelId("Dlib", "dlib", "deepface")), Box(0, 0, 9, 9), 1.0
)


PHOTO = PhotoRef("file", 7, None)


def face(decision: Decision, *people: str, label: str = "") -> AnsweredFace:
    alike = tuple(Resemblance(who, 0.95 - place / 10) for place, who in enumerate(people))
    return AnsweredFace(label, FaceRef(PHOTO, Box(0, 0, 9, 9)), decision, alike)


def answer(*faces: AnsweredFace) -> Answer:
    return Answer(7, 7, None, (PHOTO,), faces=faces, picture=len(faces) > 1)


def told(given: Answer, *gone: str, folded: bool = False) -> str:
    """Say an answer in which everybody is called as their id; of some there is no name any more."""
    names = {one.person: one.person for face in given.faces for one in face.alike}
    known = Names({key: name for key, name in names.items() if key not in gone})
    pages_ = identifying.told(ENGLISH, given, known, folded=folded)
    return "\n\n".join(pages_).translate(dict.fromkeys(map(ord, "\u2068\u2069")))


def test_an_uncalibrated_model_says_so() -> None:
    known = face(Decision.MATCH, "Ann", label="1")
    for given in (answer(face(Decision.MATCH, "Ann")), answer(known, replace(known, label="2"))):
        assert "not calibrated" not in told(given)
        assert told(replace(given, measured=False)).endswith("would score this high.</i>")


def test_a_name_cannot_bring_markup_or_turn_its_neighbours() -> None:
    assert plain("<b>&") == "&lt;b&gt;&amp;"
    assert name("عائشة") == "\u2068عائشة\u2069"


def test_scores_have_three_decimals_and_a_real_minus() -> None:
    assert ENGLISH.score(0.98765) == "0.988"
    assert ENGLISH.score(-0.01) == "\u22120.010"


def test_length_is_telegrams_utf_16_without_markup() -> None:
    assert length("<b>a&lt;b</b>") == 3
    assert length("👩‍🚀") == 5


def test_pages_are_as_few_as_fit_and_part_no_block() -> None:
    blocks = [Markup(letter * 2000) for letter in "xyz"]
    made = pages(blocks)
    assert [block for page in made for block in page.split("\n\n")] == blocks
    assert [length(page) for page in made] == [4002, 2000]


def test_a_match_looks_like_and_a_possible_one_might_be() -> None:
    assert told(answer(face(Decision.MATCH, "Ann"))).startswith("This looks like")
    assert told(answer(face(Decision.POSSIBLE, "Ann"))).startswith("This might be")
    unknown = told(answer(face(Decision.UNKNOWN, "Ann")))
    assert unknown.startswith("I don't know this person.")
    assert "Ann" in unknown, "the nearest are named as such"


def test_many_faces_of_long_names_fit_into_telegrams_messages() -> None:
    names = ["&" * 64, "<" * 64, "👩" * 64, "د" * 64, "x" * 64]
    many = answer(*(face(Decision.MATCH, *names, label=str(n)) for n in range(1, 41)))
    for folded in (False, True):
        caption, *texts = identifying.told(
            ENGLISH, many, Names({name: name for name in names}), folded=folded
        )
        assert caption == "40 faces:"
        assert all(length(text) <= LONGEST_TEXT for text in texts)
        assert sum(text.count("looks like") for text in texts) == 40
        assert sum(text.count("0.950") for text in texts) == 40


def test_the_lists_of_several_faces_are_folded_together_below_the_verdicts() -> None:
    known = face(Decision.MATCH, "Ann", "Bob", label="1")
    given = answer(known, face(Decision.UNKNOWN, "Bob", label="2"))
    assert told(given, folded=True) == (
        "<b>1.</b> This looks like <b>Ann</b>.\n<b>2.</b> I don't know this person.\n"
        "<blockquote expandable>1: Ann\u00a00.950, Bob\u00a00.850\n2: Bob\u00a00.950</blockquote>"
    )
    assert told(given).startswith("<b>1.</b> This looks like <b>Ann</b>.\nAnn\u00a00.950, Bob")


def test_who_was_forgotten_is_not_named_any_more() -> None:
    given = answer(face(Decision.MATCH, "Ann", "Bob"))
    assert told(given, "Ann") == (
        "I don't know this person.\n\nMost alike here:\n1. Bob \u2013 0.850"
    )
    assert told(given, "Ann", "Bob") == "I don't know this person."


def test_a_corrected_face_is_said_to_be_who_it_is() -> None:
    known = replace(face(Decision.MATCH, "Ann", "Bob"), learnt="Bob")
    assert told(answer(known)) == "Corrected: this is a photo of <b>Bob</b>. Thank you."
    assert told(answer(replace(known, decision=Decision.UNKNOWN))).startswith("Noted: this is")
    assert told(answer(known), "Bob").startswith("This looks like <b>Ann</b>."), "he is gone"
    ruled_out = replace(known, learnt=None, ruled_out=True)
    assert told(answer(ruled_out)).startswith("Not <b>Ann</b>, I was told.")


def test_photos_without_a_face_are_told_in_their_place() -> None:
    given = replace(
        answer(face(Decision.UNKNOWN, "Ann", label="2"), face(Decision.MATCH, "Ann", label="4")),
        photos=(PHOTO,) * 5,
        picture=False,
        remarks=(
            Remark("1", Markup("Nobody."), 0),
            Remark("3", Markup("Broken."), 1),
            Remark("5", Markup("Nobody."), 2),
        ),
    )
    lines = told(given, folded=True).splitlines()
    assert lines[0] == "In these 5 photos:"
    assert [line[3] for line in lines[1:6]] == ["1", "2", "3", "4", "5"]
    assert lines[3] == "<b>3.</b> Broken."


def resembling(decision: Decision, share: float | None) -> Identification:
    """Return what a search found of a face, with the share of strangers who come as near."""
    found = (Candidate(Subject("1", "Ann"), 0.95, "t"),)
    return Identification(PROBE, found, (Evidence(0.3, share),), decision, gallery_size=1)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "At most 1 stranger in 1,000 would come"),
        (0.001, "At most 1 stranger in 1,000 would come"),
        (1 / 300, "About 1 stranger in 300 would come"),
        (1 / 437, "About 1 stranger in 440 would come"),
        (0.25, "About 1 stranger in 4 would come"),
        (0.5, "Every second stranger, or more, would come"),
        (1.0, "Every second stranger, or more, would come"),
        (None, "I can't tell how many strangers would score this high."),
    ],
)
def test_an_explanation_says_how_many_strangers_come_as_near(
    share: float | None, said: str
) -> None:
    assert said in explaining.explained(ENGLISH, resembling(Decision.MATCH, share))


def test_an_explanation_of_somebody_unknown_names_the_nearest() -> None:
    said = explaining.explained(ENGLISH, resembling(Decision.UNKNOWN, 0.25))
    assert said.startswith("I don't know this person. The nearest is <b>\u2068Ann\u2069</b>.")
    assert said.endswith("1. \u2068Ann\u2069 \u2013 0.950")


def test_a_page_of_people_fits_under_a_picture_whatever_they_are_called() -> None:
    since = datetime(2030, 1, 1, tzinfo=UTC)
    crowd = [Person(Subject(str(n), f"{n}{'x' * 63}"), n + 1, since) for n in range(8)]
    listed = people.listed(ENGLISH, crowd, 1000, 2, 125)
    assert length(listed) <= LONGEST_CAPTION
    lines = listed.splitlines()
    assert lines[0] == "I know 1,000 people in this chat:"
    assert lines[1].endswith("1 photo")
    assert lines[-1] == "Page 2 of 125"


def test_the_outcome_of_an_album_names_what_was_added_and_what_was_not() -> None:
    told = enrolling.outcome_of_all(
        ENGLISH,
        [
            Learnt("Ann", new=True, photos=1),
            Failed(Markup("No.")),
            Learnt("Ann", new=True, photos=2),
        ],
    )
    assert told.splitlines()[1] == "Photo 2: No."
    assert told.startswith("Added 2: I now know")
    assert told.count("2 photos") == 1


def test_an_album_that_was_known_says_so() -> None:
    told = enrolling.outcome_of_all(ENGLISH, [Learnt("Ann", new=False, photos=2)] * 2)
    assert told.startswith("I had these photos already.")


def test_a_photo_that_was_asked_about_needs_no_words_here() -> None:
    assert not enrolling.outcome_of_all(ENGLISH, [Asked()])
    assert not enrolling.outcome_of_all(ENGLISH, [Asked(), Asked()])


def test_every_poor_photo_gets_its_figure_what_is_needed_and_what_to_send() -> None:
    for kind in PoorPhoto.__subclasses__():
        told = doubts.sentence(ENGLISH, kind(0.5, 3))
        assert any(seen in told for seen in (" 0.5", " 0 ", "50%")), told
        assert any(wanted in told for wanted in (" 3.", " 3 ", " 3.0", "300%")), told
        assert "Please send" in told


def test_a_score_below_zero_has_a_real_minus() -> None:
    assert "scores \u22120.3, and I need 0.0." in doubts.sentence(ENGLISH, FaceHidden(-0.3, 0))


def test_who_a_face_looks_like_is_named_without_markup_of_their_own() -> None:
    doubt = LooksLikeAnother(name="B&B", score=0.98765, other="<i>", known=False)
    told = doubts.sentence(ENGLISH, doubt)
    assert told.startswith(
        "This looks like <b>\u2068&lt;i&gt;\u2069</b> (0.988), whom I know already"
    )
    assert doubts.of_photos(ENGLISH, [2, 5], doubt).startswith("Photos 2, 5: This looks like")


def test_an_album_tells_poor_photos_and_leaves_out_what_is_asked_elsewhere() -> None:
    ref = FaceRef(PhotoRef("file", 7, None), None)
    told = enrolling.outcome_of_all(
        ENGLISH,
        [
            Learnt("Ann", new=True, photos=1),
            Doubted(ref, FaceTooDark(3, 14)),
            Doubted(ref, UnlikeTheOthers(name="Ann", score=0.5)),
        ],
    )
    first, second = told.splitlines()
    assert first.startswith("Added 1")
    assert second.startswith("Photo 2: This face is too dark")
