"""What the bot says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from bot.request import FaceRef, PhotoRef
from bot.texts import doubts, enrolling, identifying, people
from bot.texts.enrolling import Asked, Doubted, Failed, Learnt
from bot.texts.writing import LONGEST_CAPTION, LONGEST_TEXT, length, name, pages, plain, score
from core.doubts import FaceHidden, FaceTooDark, LooksLikeAnother, PoorPhoto, UnlikeTheOthers
from core.findings import Candidate, Decision, Evidence, Identification
from core.model import Box, ModelId, Person, Probe, Subject, Template

PROBE = Probe(
    Template(np.zeros(128, np.float32), ModelId("Dlib", "dlib", "deepface")), Box(0, 0, 9, 9), 1.0
)


def face(decision: Decision, *names: str) -> Identification:
    candidates = tuple(
        Candidate(Subject(who, who), 0.95 - place / 10, who) for place, who in enumerate(names)
    )
    evidence = tuple(Evidence(candidate.score, 0.5) for candidate in candidates)
    return Identification(PROBE, candidates, evidence, decision, gallery_size=len(names))


def test_an_uncalibrated_model_says_so() -> None:
    known = face(Decision.MATCH, "Ann")
    guess = replace(known, evidence=(Evidence(0.95, None),))
    assert "not calibrated" not in identifying.one_face(known)
    assert "not calibrated" in identifying.one_face(guess)
    assert "not calibrated" in identifying.faces_of_many([known, guess])[-1]


def test_a_name_cannot_bring_markup_or_turn_its_neighbours() -> None:
    assert plain("<b>&") == "&lt;b&gt;&amp;"
    assert name("عائشة") == "\u2068عائشة\u2069"


def test_the_notice_after_a_click_has_no_markup() -> None:
    assert enrolling.choosing("A & B") == "Learning \u2068A & B\u2069…"


def test_scores_have_three_decimals_and_a_real_minus() -> None:
    assert score(0.98765) == "0.988"
    assert score(-0.01) == "\u22120.010"


def test_length_is_telegrams_utf_16_without_markup() -> None:
    assert length("<b>a&lt;b</b>") == 3
    assert length("👩‍🚀") == 5


def test_pages_are_as_few_as_fit_and_part_no_block() -> None:
    blocks = ["x" * 2000, "y" * 2000, "z" * 2000]
    made = pages(blocks)
    assert [block for page in made for block in page.split("\n\n")] == blocks
    assert [length(page) for page in made] == [4002, 2000]


def test_a_match_looks_like_and_a_possible_one_might_be() -> None:
    assert identifying.one_face(face(Decision.MATCH, "Ann")).startswith("This looks like")
    assert identifying.one_face(face(Decision.POSSIBLE, "Ann")).startswith("This might be")
    unknown = identifying.one_face(face(Decision.UNKNOWN, "Ann"))
    assert unknown.startswith("I don't know this person.")
    assert "Ann" in unknown, "the nearest are named as such"


def test_many_faces_of_long_names_fit_into_telegrams_messages() -> None:
    names = ["&" * 64, "<" * 64, "👩" * 64, "د" * 64, "x" * 64]
    blocks = identifying.faces_of_many([face(Decision.MATCH, *names)] * 40)
    for page in pages(blocks):
        assert length(page) <= LONGEST_TEXT
    assert len(pages(blocks, longest=LONGEST_CAPTION)) > 1


def test_a_long_list_of_people_is_cut_with_a_word_of_how_many_more() -> None:
    since = datetime(2030, 1, 1, tzinfo=UTC)
    crowd = [Person(Subject(str(n), f"{n} {'x' * 60}"), n + 1, since) for n in range(1000)]
    listed = people.listed(crowd)
    assert all(length(page) <= LONGEST_TEXT for page in listed)
    assert listed[0].startswith("I know 1000 people in this chat:")
    assert "1 photo\n" in listed[0]
    assert listed[-1].endswith("… and 700 more.")


def test_the_outcome_of_an_album_names_what_was_added_and_what_was_not() -> None:
    told = enrolling.outcome_of_all(
        [Learnt("Ann", new=True, photos=1), Failed("No."), Learnt("Ann", new=True, photos=2)]
    )
    assert told.splitlines()[1] == "Photo 2: No."
    assert told.startswith("Added 2: I now know")
    assert told.count("2 photos") == 1


def test_an_album_that_was_known_says_so() -> None:
    told = enrolling.outcome_of_all([Learnt("Ann", new=False, photos=2)] * 2)
    assert told.startswith("I had these already.")


def test_a_photo_that_was_asked_about_needs_no_words_here() -> None:
    assert not enrolling.outcome_of_all([Asked()])
    assert not enrolling.outcome_of_all([Asked(), Asked()])


def test_every_poor_photo_gets_its_figure_what_is_needed_and_what_to_send() -> None:
    for kind in PoorPhoto.__subclasses__():
        told = doubts.sentence(kind(0.5, 3))
        assert any(seen in told for seen in (" 0.5", " 0 ", "50%")), told
        assert any(wanted in told for wanted in (" 3.", " 3 ", " 3.0", "300%")), told
        assert "Please send" in told


def test_a_score_below_zero_has_a_real_minus() -> None:
    assert "scores \u22120.3, and I need 0.0." in doubts.sentence(FaceHidden(-0.3, 0))


def test_who_a_face_looks_like_is_named_without_markup_of_their_own() -> None:
    doubt = LooksLikeAnother(name="B&B", score=0.98765, other="<i>", known=False)
    told = doubts.sentence(doubt)
    assert told.startswith(
        "This looks like <b>\u2068&lt;i&gt;\u2069</b> (0.988), whom I know already"
    )
    assert doubts.add_to("<i>") == "Add to \u2068<i>\u2069", "buttons have no markup"
    assert doubts.of_photos([2, 5], doubt).startswith("Photos 2, 5: This looks like")


def test_an_album_tells_poor_photos_and_leaves_out_what_is_asked_elsewhere() -> None:
    ref = FaceRef(PhotoRef("file", 7, None), None)
    told = enrolling.outcome_of_all(
        [
            Learnt("Ann", new=True, photos=1),
            Doubted(ref, FaceTooDark(3, 14)),
            Doubted(ref, UnlikeTheOthers(name="Ann", score=0.5)),
        ]
    )
    first, second = told.splitlines()
    assert first.startswith("Added 1")
    assert second.startswith("Photo 2: This face is too dark")
