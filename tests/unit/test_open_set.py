"""The open-set protocol counts what it says it counts."""

from __future__ import annotations

import numpy as np
import pytest

from core.decision import Policy
from core.evaluation.calibrating import FPIRS, calibrated
from core.evaluation.cohorts import GROUP, WithoutThem, grouped
from core.evaluation.judging import FoldsJudge, PolicyJudge
from core.evaluation.labelled import Labelled
from core.evaluation.open_set import NONE, Hits, OpenSet, wilson
from core.evaluation.report import open_set_rows
from core.model import ModelId

MODEL = ModelId("M", "d", "r")


def labelled(
    templates: np.ndarray[tuple[int, int], np.dtype[np.float32]], owner: list[int]
) -> Labelled:
    people = tuple(map(str, range(max(owner) + 1)))
    return Labelled(MODEL, people, np.array(owner), templates, templates)


def faces(photos: list[int], lost: tuple[int, ...] = ()) -> Labelled:
    """People who resemble themselves fully and nobody else; `lost` photos have no template."""
    owner = [person for person, count in enumerate(photos) for _ in range(count)]
    templates = np.eye(len(photos), dtype=np.float32)[owner]
    templates[list(lost)] = np.nan
    return labelled(templates, owner)


def alike(people: int, photos: int, seed: int = 1, numbers: int = 16) -> Labelled:
    """People whose photos are spread around a point of their own."""
    rng = np.random.default_rng(seed)
    owner = np.repeat(np.arange(people), photos)
    points = rng.normal(size=(people, numbers))[owner]
    points += 0.6 * rng.normal(size=points.shape) + 1.0
    unit = points / np.linalg.norm(points, axis=1, keepdims=True)
    return labelled(unit.astype(np.float32), owner.tolist())


def everybody(of: Labelled) -> OpenSet:
    return OpenSet(of, np.arange(len(of.people)))


def test_a_stranger_is_never_somebody_enrolled() -> None:
    found = everybody(faces([3] * 20)).searches(size=8, galleries=50, seed=1)

    assert len(found.strangers) == 50 * 12
    assert found.strangers.score.max() == 0


def test_a_mate_is_another_photo_of_somebody_enrolled() -> None:
    of = faces([2] * 10 + [1] * 10)
    found = everybody(of).searches(size=20, galleries=5, seed=1)

    # Only the ten with a second photo can search.
    assert len(found.mates) == found.tried == 50
    assert found.searchers == 10
    assert (of.owner[found.mates.probe] == of.owner[found.mates.candidate]).all()
    assert (found.mates.probe != found.mates.candidate).all()


def test_a_face_that_is_not_found_is_a_miss() -> None:
    # The second photo of each of two people is lost, so the first is the one enrolled.
    found = everybody(faces([2, 2, 1, 1], lost=(1, 3))).searches(size=2, galleries=200, seed=1)

    assert found.tried > 0
    assert len(found.mates) == 0


def test_people_without_any_face_are_neither_enrolled_nor_strangers() -> None:
    found = everybody(faces([1, 1, 1, 2], lost=(0,))).searches(size=1, galleries=20, seed=1)

    assert len(found.strangers) == 20 * 2


def test_somebody_else_who_scores_higher_is_a_miss() -> None:
    # Either photo of the first is nearer to the other person, between them, than to its fellow.
    templates = np.array([[0.6, 0.8], [0.8, 0.6], [0.5**0.5, 0.5**0.5]], np.float32)
    found = everybody(labelled(templates, [0, 0, 1])).searches(size=2, galleries=20, seed=1)

    assert found.tried == 20
    assert len(found.mates) == 0


def test_with_two_photos_those_who_search_have_two_and_the_others_one() -> None:
    found = everybody(faces([3] * 5 + [2] * 5 + [1] * 10)).searches(20, 10, seed=1, photos=2)

    assert found.templates == 5 * 2 + 15
    assert found.searchers == 5
    assert len(found.mates) == 50


def test_the_interval_is_wilsons() -> None:
    # Agresti and Coull 1998: 50 of 100 at 95 %.
    assert wilson(0.5, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)
    assert wilson(0.0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)


def test_nobodys_own_template_is_in_a_cohort() -> None:
    of = alike(120, 2)
    cohort = grouped(of, np.arange(100), seed=1)

    assert len(cohort.cohort) == 100 // GROUP
    assert (cohort.group[100:] == NONE).all()
    assert set(np.bincount(cohort.group[cohort.group != NONE])) == {GROUP}
    assert (cohort.cohort @ of.kept.T).max() < 0.9999


def test_people_of_a_cohort_are_searched_as_if_they_were_not_in_it() -> None:
    of = alike(300, 2)
    cohort = grouped(of, np.arange(240), seed=1)
    hits = Hits(np.array([0, 500]), np.array([9, 510]), np.array([0.5, 0.5], np.float32))

    means = WithoutThem.of(of, cohort).around(hits)
    for (one, other), found in zip(((0, 9), (500, 510)), means, strict=True):
        left = np.ones(len(cohort.cohort), bool)
        for photo in (one, other):
            group = cohort.group[of.owner[photo]]
            left[group if group != NONE else slice(0, 0)] = False
        wanted = [
            sum(
                np.sort(cohort.cohort[left] @ of.kept[p])[::-1][:count].mean() for p in (one, other)
            )
            for count in (5, 50)
        ]
        assert found == pytest.approx(wanted, abs=1e-5)


def test_a_calibration_lets_as_many_strangers_through_as_it_says() -> None:
    of = alike(700, 2)
    made = calibrated(of, np.arange(500), 1, "made up", 20_000)
    judge = PolicyJudge(of, Policy(0.0, made))
    # These are not the people that it was made from.
    found = OpenSet(of, np.arange(500, 700)).searches(50, 100, seed=1)

    assert made.usable
    assert made.fpirs == FPIRS
    for fpir, low, high in ((0.1, 0.07, 0.14), (0.01, 0.004, 0.02)):
        reached = judge.evidence(found.strangers) >= judge.limit(found.strangers, fpir, 50)
        assert low < reached.mean() < high


def test_too_few_people_for_a_cohort_are_calibrated_by_the_score_alone() -> None:
    assert calibrated(alike(80, 2), np.arange(80), 1, "few", 20_000).normalisation is None


def test_in_folds_nobody_is_judged_by_themselves() -> None:
    of = alike(240, 2)
    folds = FoldsJudge.of(of, 3, seed=1, searches=5_000)

    assert np.bincount(folds.fold[::2]).tolist() == [80, 80, 80]
    assert (folds.fold[::2] == folds.fold[1::2]).all()
    hits = Hits(np.arange(0, 240), np.arange(240, 480), np.zeros(240, np.float32))
    both = set(
        zip(folds.fold[hits.probe].tolist(), folds.fold[hits.candidate].tolist(), strict=True)
    )
    assert both == set(folds.judges)
    assert np.isfinite(folds.evidence(hits)).all()


def test_a_report_has_a_row_for_each_size_with_strangers_left() -> None:
    of = alike(240, 3)
    policy = Policy(0.0, calibrated(of, np.arange(240), 1, "made up", 20_000))
    rows = list(open_set_rows(of, PolicyJudge(of, policy), seed=1))

    assert [(row.people, row.photos, row.templates) for row in rows] == [
        (25, 1, 25), (100, 1, 100), (25, 2, 50), (100, 2, 200),
    ]  # fmt: skip
    for row in rows:
        assert row.strict_tpir.value <= row.tpir.value <= row.first
        assert row.match_tpir <= row.possible_tpir
        assert row.match_fpir < row.possible_fpir
        assert row.tpir.low < row.tpir.value < row.tpir.high
