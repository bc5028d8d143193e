"""What is said of a score depends on how many people it is the best of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calibration import RARE_FPIR, Calibration
from core.decision import Bands, Policy
from core.findings import Decision, Evidence, Rarity, Threshold, fused
from core.model import ModelId
from core.normalisation import Normalisation

TABLE = Calibration(
    model=ModelId("Dlib", "dlib", "deepface"),
    sizes=(1, 25, 100, 400),
    fpirs=(0.5, 0.1, 0.02, 0.01, 0.001),
    evidence=(
        (0.84, 0.88, 0.90, 0.91, 0.93),
        (0.90, 0.92, 0.93, 0.94, 0.95),
        (0.91, 0.93, 0.94, 0.945, 0.96),
        (0.92, 0.94, 0.945, 0.95, 0.965),
    ),
    normalisation=None,
    made_from="nobody",
)
MEASURED = Policy(0.93, TABLE)
SHIPPED = Policy(0.32, None)
ONE = np.ones(1, np.float32)

sizes = st.integers(1, 10_000_000)
values = st.floats(-1, 1)


def best(value: float) -> list[Evidence]:
    """A first candidate with this evidence, and another who is nowhere near."""
    return [Evidence(value, None), Evidence(-1.0, None)]


def test_at_a_measured_size_the_threshold_is_the_measured_one() -> None:
    assert MEASURED.bands(25) == Bands(Threshold(0.94, 0.01, 25), Threshold(0.92, 0.1, 25))


def test_between_sizes_the_threshold_is_linear_in_the_logarithm() -> None:
    # 50 is half-way from 25 to 100.
    assert MEASURED.bands(50).match.evidence == pytest.approx((0.94 + 0.945) / 2)


def test_beyond_the_last_size_each_template_is_one_more_chance() -> None:
    # Ten times as many: what one in a thousand reaches in 400, nearly one in a hundred does.
    assert TABLE.fpir(0.965, 4000) == pytest.approx(1 - 0.999**10)
    assert TABLE.limit(1 - 0.999**10, 4000) == pytest.approx(0.965)
    assert MEASURED.bands(4000).match.evidence == pytest.approx(0.965, abs=1e-4)


def test_below_the_least_share_that_was_measured_the_threshold_goes_on_rising() -> None:
    assert TABLE.limit(0.0001, 400) == pytest.approx(0.965 + (0.965 - 0.95))


@given(sizes, sizes)
def test_more_people_never_lower_a_threshold(one: int, other: int) -> None:
    few, many = (MEASURED.bands(size) for size in sorted((one, other)))

    assert few.match.evidence <= many.match.evidence
    assert few.possible
    assert many.possible
    assert few.possible.evidence <= many.possible.evidence < many.match.evidence


@given(sizes, values, values)
def test_more_evidence_never_says_less(size: int, one: float, other: float) -> None:
    order = [Decision.UNKNOWN, Decision.POSSIBLE, Decision.MATCH]
    low, high = sorted((one, other))
    for policy in (MEASURED, SHIPPED):
        said = [policy.decide(best(value), size) for value in (low, high)]

        assert order.index(said[0]) <= order.index(said[1])


@pytest.mark.parametrize(
    ("value", "size", "decision"),
    [
        (0.94, 1, Decision.MATCH),
        (0.94, 25, Decision.MATCH),
        (0.94, 100, Decision.POSSIBLE),
        (0.94, 1500, Decision.UNKNOWN),
        (0.88, 1, Decision.POSSIBLE),
        (0.8799, 1, Decision.UNKNOWN),
    ],
)
def test_the_same_evidence_says_less_among_more_people(
    value: float, size: int, decision: Decision
) -> None:
    assert MEASURED.decide(best(value), size) is decision


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


def test_few_strangers_reach_what_one_in_a_thousand_does_among_those_who_are_watched() -> None:
    # 0.95: one in a thousand among 25 templates, one in a hundred among 400.
    few, fewer, many = (
        MEASURED.rarity(Evidence(value, None), templates)
        for value, templates in ((0.95, 25), (0.9499, 25), (0.95, 400))
    )
    assert few.share == pytest.approx(0.001)
    assert many.share == pytest.approx(0.01)
    assert [one.sure for one in (few, fewer, many)] == [True, False, False]


@given(st.integers(1, 1000), st.integers(1, 60), values)
def test_a_photo_of_many_strangers_is_acted_on_no_more_often_than_that_of_one(
    templates: int, faces: int, value: float
) -> None:
    many = MEASURED.rarity(Evidence(value, None), templates, faces)
    limit = TABLE.limit(1 - (1 - RARE_FPIR) ** (1 / faces), templates)

    assert many.sure is (value >= limit)
    assert not many.sure or MEASURED.rarity(Evidence(value, None), templates).sure


@given(values, st.integers(0, 100))
def test_nothing_is_sure_where_nothing_was_measured_or_nobody_is_watched(
    value: float, templates: int
) -> None:
    assert SHIPPED.rarity(Evidence(value, None), templates) == Rarity(None, sure=False)
    assert MEASURED.rarity(Evidence(value, None), 0) == Rarity(None, sure=False)


@given(sizes)
def test_without_calibration_the_makers_threshold_holds_at_every_size(size: int) -> None:
    assert not SHIPPED.calibrated
    assert SHIPPED.bands(size) == Bands(Threshold(0.32, None, size), None)
    assert SHIPPED.decide(best(0.32), size) is Decision.MATCH
    assert SHIPPED.decide(best(0.3199), size) is Decision.UNKNOWN


@pytest.mark.parametrize(("value", "size"), [(0.91, 1), (0.945, 100), (0.95, 400)])
def test_a_threshold_is_reached_by_the_share_of_strangers_that_it_is_for(
    value: float, size: int
) -> None:
    assert TABLE.fpir(value, size) == pytest.approx(0.01)
    assert TABLE.limit(0.01, size) == pytest.approx(value)


@given(sizes, values, values)
def test_more_evidence_is_never_reached_by_more_strangers(
    size: int, one: float, other: float
) -> None:
    low, high = sorted((one, other))

    assert 1 >= TABLE.fpir(low, size) >= TABLE.fpir(high, size) >= 0.001 * (1 - 1e-12)


def test_between_measured_shares_the_share_is_linear_in_its_logarithm() -> None:
    # Half-way between the evidence of 2 % and 1 % in a gallery of 100.
    assert TABLE.fpir((0.94 + 0.945) / 2, 100) == pytest.approx((0.02 * 0.01) ** 0.5)


def test_what_was_not_measured_is_not_claimed() -> None:
    assert TABLE.fpir(0.999, 1) == 0.001
    assert TABLE.fpir(0.1, 1) == 1.0
    assert SHIPPED.evidence(ONE, [ONE], [None], 10) == (Evidence(1.0, None),)


@given(sizes, values)
def test_the_decision_agrees_with_the_share_of_strangers(size: int, value: float) -> None:
    fpir = TABLE.fpir(value, size)
    decision = MEASURED.decide(best(value), size)

    if decision is Decision.MATCH:
        assert fpir <= 0.01 * (1 + 1e-9)
    elif decision is Decision.POSSIBLE:
        assert 0.01 * (1 - 1e-9) <= fpir <= 0.1 * (1 + 1e-9)
    else:
        assert fpir >= 0.1 * (1 - 1e-9)


def unit(rng: np.random.Generator, rows: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    drawn = rng.normal(size=(rows, 16))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)


def test_evidence_is_the_score_less_what_each_face_has_in_common_with_a_cohort() -> None:
    rng = np.random.default_rng(1)
    cohort, (probe, one, other) = unit(rng, 80), unit(rng, 3)
    policy = Policy(0.9, replace(TABLE, normalisation=Normalisation(cohort, 0.5, 0.2)))

    def common(template: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
        cosines = sorted((cohort @ template).tolist(), reverse=True)
        return float(0.5 * np.mean(cosines[:5]) - 0.2 * np.mean(cosines[:50]))

    found = policy.evidence(probe, [one, other], [None, None], 10)
    assert [evidence.value for evidence in found] == pytest.approx(
        [float(probe @ each) - common(probe) - common(each) for each in (one, other)], abs=1e-5
    )


def test_the_mean_of_somebodys_photos_counts_as_one_more() -> None:
    one, near, far = np.eye(3, dtype=np.float32)
    probe = fused(np.stack([one, near]))
    alone = MEASURED.evidence(probe, [one, far], [None, None], 10)
    together = MEASURED.evidence(probe, [one, far], [probe, None], 10)
    assert [evidence.value for evidence in alone] == pytest.approx([0.5**0.5, 0])
    assert [evidence.value for evidence in together] == pytest.approx([1, 0])


def test_a_face_that_resembles_everybody_needs_a_higher_score() -> None:
    rng = np.random.default_rng(2)
    common, rare = unit(rng, 2)
    cohort = unit(rng, 80) * 0.3 + common
    cohort /= np.linalg.norm(cohort, axis=1, keepdims=True)
    rule = Normalisation(cohort.astype(np.float32), 0.45, 0.1)
    assert rule.commonness(common[None])[0] > rule.commonness(rare[None])[0] + 0.1


def test_nobody_found_is_no_evidence() -> None:
    assert MEASURED.evidence(ONE, [], [], 0) == ()
