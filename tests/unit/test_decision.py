"""What is said of a score depends on how many people it is the best of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.decision import CALIBRATIONS, Bands, Policy, policy_for
from core.model import Candidate, Decision, ModelId, Subject, Threshold

DLIB = ModelId("Dlib", "dlib", "deepface")
MEASURED = policy_for(DLIB, 0.93)
SHIPPED = policy_for(ModelId("ArcFace", "dlib", "deepface"), 0.32)

sizes = st.integers(1, 10_000_000)
scores = st.floats(-1, 1)


def best(score: float) -> list[Candidate]:
    """A first candidate with this score, and another who is nowhere near."""
    return [
        Candidate(Subject("1", "Ann"), score, "a"),
        Candidate(Subject("2", "Bob"), -1.0, "b"),
    ]


def test_the_embedded_default_is_calibrated_and_others_are_not() -> None:
    assert MEASURED.calibrated
    assert not SHIPPED.calibrated


@pytest.mark.parametrize(
    "other",
    [
        ModelId("Dlib", "retinaface", "deepface"),
        ModelId("Facenet", "dlib", "deepface"),
        ModelId("Dlib", "dlib", "chip"),
    ],
)
def test_a_calibration_holds_for_its_own_recipe_alone(other: ModelId) -> None:
    assert not policy_for(other, 0.93).calibrated


@pytest.mark.parametrize(
    ("size", "match", "possible"),
    [(1, 0.9137, 0.8863), (25, 0.9357, 0.9201), (100, 0.9428, 0.9294), (1500, 0.9533, 0.9433)],
)
def test_at_a_measured_size_the_threshold_is_the_measured_one(
    size: int, match: float, possible: float
) -> None:
    assert MEASURED.bands(size) == Bands(
        match=Threshold(match, 0.01, size), possible=Threshold(possible, 0.1, size)
    )


def test_between_sizes_the_threshold_is_linear_in_the_logarithm() -> None:
    # 50 is half-way from 25 to 100.
    assert MEASURED.bands(50).match.score == pytest.approx((0.9357 + 0.9428) / 2)


def test_beyond_the_last_size_the_threshold_goes_on_rising() -> None:
    assert MEASURED.bands(5625).match.score == pytest.approx(0.9533 + (0.9533 - 0.9487))


@given(sizes, sizes)
def test_more_people_never_lower_a_threshold(one: int, other: int) -> None:
    few, many = (MEASURED.bands(size) for size in sorted((one, other)))

    assert few.match.score <= many.match.score <= 1
    assert few.possible
    assert many.possible
    assert few.possible.score <= many.possible.score < many.match.score


@given(sizes, scores, scores)
def test_a_higher_score_never_says_less(size: int, one: float, other: float) -> None:
    order = [Decision.UNKNOWN, Decision.POSSIBLE, Decision.MATCH]
    low, high = sorted((one, other))
    for policy in (MEASURED, SHIPPED):
        said = [policy.decide(best(score), size) for score in (low, high)]

        assert order.index(said[0]) <= order.index(said[1])


@pytest.mark.parametrize(
    ("score", "size", "decision"),
    [
        (0.94, 1, Decision.MATCH),
        (0.94, 25, Decision.MATCH),
        (0.94, 100, Decision.POSSIBLE),
        (0.94, 1500, Decision.UNKNOWN),
        (0.90, 1, Decision.POSSIBLE),
        (0.90, 25, Decision.UNKNOWN),
        (0.9137, 1, Decision.MATCH),
        (0.8863, 1, Decision.POSSIBLE),
        (0.8862, 1, Decision.UNKNOWN),
    ],
)
def test_the_same_score_says_less_among_more_people(
    score: float, size: int, decision: Decision
) -> None:
    assert MEASURED.decide(best(score), size) is decision


def test_the_first_candidate_is_decided_on() -> None:
    far, near = best(0.2), best(0.99)

    assert MEASURED.decide([*far, *near], 10) is Decision.UNKNOWN
    assert MEASURED.decide([*near, *far], 10) is Decision.MATCH


def test_nobody_is_known_where_nobody_is_enrolled() -> None:
    for policy in (MEASURED, SHIPPED):
        assert policy.decide([], 0) is Decision.UNKNOWN
        assert policy.decide([], 7) is Decision.UNKNOWN
        assert policy.decide(best(1.0), 0) is Decision.UNKNOWN
        with pytest.raises(ValueError, match="empty gallery"):
            policy.bands(0)


@given(sizes)
def test_without_calibration_the_makers_threshold_holds_at_every_size(size: int) -> None:
    assert SHIPPED.bands(size) == Bands(Threshold(0.32, None, size), None)
    assert SHIPPED.decide(best(0.32), size) is Decision.MATCH
    assert SHIPPED.decide(best(0.3199), size) is Decision.UNKNOWN


def test_one_face_is_compared_with_one_as_in_a_gallery_of_one() -> None:
    assert MEASURED.verify_threshold == MEASURED.bands(1).match
    assert SHIPPED.verify_threshold.score == 0.32


@pytest.mark.parametrize(("score", "size"), [(0.9137, 1), (0.9428, 100), (0.9533, 1500)])
def test_a_threshold_is_reached_by_the_share_of_strangers_that_it_is_for(
    score: float, size: int
) -> None:
    assert MEASURED.fpir(score, size) == pytest.approx(0.01)


@given(sizes, scores, scores)
def test_a_higher_score_is_never_reached_by_more_strangers(
    size: int, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    fpirs = [MEASURED.fpir(score, size) for score in (low, high)]

    assert fpirs[0] is not None
    assert fpirs[1] is not None
    assert 1 >= fpirs[0] >= fpirs[1] >= 0.01 * (1 - 1e-12)


def test_between_measured_shares_the_share_is_linear_in_its_logarithm() -> None:
    # Half-way between the scores of 2 % and 1 % in a gallery of 100.
    assert MEASURED.fpir((0.9393 + 0.9428) / 2, 100) == pytest.approx((0.02 * 0.01) ** 0.5)


def test_what_was_not_measured_is_not_claimed() -> None:
    assert MEASURED.fpir(0.999, 1) == 0.01
    assert MEASURED.fpir(0.1, 1) == 1.0
    assert MEASURED.fpir(0.95, 0) is None
    assert SHIPPED.fpir(0.95, 10) is None


@given(sizes, scores)
def test_the_decision_agrees_with_the_share_of_strangers(size: int, score: float) -> None:
    fpir = MEASURED.fpir(score, size)
    assert fpir is not None
    decision = MEASURED.decide(best(score), size)

    if decision is Decision.MATCH:
        assert fpir <= 0.01 * (1 + 1e-9)
    elif decision is Decision.POSSIBLE:
        assert 0.01 * (1 - 1e-9) <= fpir <= 0.1 * (1 + 1e-9)
    else:
        assert fpir >= 0.1 * (1 - 1e-9)


def test_a_table_is_whole_and_rises_in_both_directions() -> None:
    for table in CALIBRATIONS:
        assert len(table.scores) == len(table.sizes) >= 2
        assert list(table.sizes) == sorted(set(table.sizes))
        assert list(table.fpirs) == sorted(set(table.fpirs), reverse=True)
        assert {0.01, 0.1} <= set(table.fpirs)
        for row in table.scores:
            assert len(row) == len(table.fpirs)
            assert list(row) == sorted(set(row))
        for column in zip(*table.scores, strict=True):
            assert list(column) == sorted(set(column))


def test_a_policy_is_a_value() -> None:
    assert policy_for(DLIB, 0.93) == Policy(0.93, CALIBRATIONS[1])
