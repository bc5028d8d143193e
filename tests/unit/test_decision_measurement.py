"""The measurement behind the thresholds counts what it says it counts."""

from __future__ import annotations

import numpy as np
import pytest

from bench.faces import Faces
from bench.open_set import OpenSet, wilson


def faces(photos: list[int], lost: tuple[int, ...] = ()) -> Faces:
    """People who resemble themselves fully and nobody else; `lost` photos have no template."""
    owner = np.repeat(np.arange(len(photos)), photos)
    templates = np.eye(len(photos), dtype=np.float32)[owner]
    templates[list(lost)] = np.nan
    return Faces(tuple(map(str, range(len(photos)))), owner, templates)


def alike(people: int, photos: int, seed: int = 1) -> Faces:
    """People whose photos are spread around a point of their own."""
    rng = np.random.default_rng(seed)
    owner = np.repeat(np.arange(people), photos)
    points = rng.normal(size=(people, 16))[owner] + rng.normal(size=(len(owner), 16))
    unit = points / np.linalg.norm(points, axis=1, keepdims=True)
    return Faces(tuple(map(str, range(people))), owner, unit.astype(np.float32))


def everybody(of: Faces) -> OpenSet:
    return OpenSet(of, np.arange(len(of.people)))


def test_a_stranger_is_never_somebody_enrolled() -> None:
    found = everybody(faces([3] * 20)).searches(size=8, galleries=50, seed=1)

    assert found.strangers.shape == (50, 12)
    assert found.strangers.max() == 0


def test_a_mate_is_another_photo_of_somebody_enrolled() -> None:
    found = everybody(faces([2] * 10 + [1] * 10)).searches(size=20, galleries=5, seed=1)

    # Only the ten with a second photo can search.
    assert found.mates.shape == (50,)
    assert found.searchers == 10
    assert found.mates.min() == 1


def test_a_face_that_is_not_found_is_a_miss() -> None:
    # The second photo of each of two people is lost, so the first is the one enrolled.
    found = everybody(faces([2, 2, 1, 1], lost=(1, 3))).searches(size=2, galleries=200, seed=1)

    assert len(found.mates) > 0
    assert found.tpir(-1.0) == 0


def test_people_without_any_face_are_neither_enrolled_nor_strangers() -> None:
    found = everybody(faces([1, 1, 1, 2], lost=(0,))).searches(size=1, galleries=20, seed=1)

    assert found.strangers.shape == (20, 2)


def test_somebody_else_who_scores_higher_is_a_miss() -> None:
    mixed = faces([2, 1])
    # Either photo of the first is nearer to the other person, between them, than to its fellow.
    mixed.templates[:] = [[0.6, 0.8], [0.8, 0.6], [0.5**0.5, 0.5**0.5]]

    found = everybody(mixed).searches(size=2, galleries=20, seed=1)

    assert len(found.mates) == 20
    assert found.tpir(-1.0) == 0


def test_a_threshold_lets_as_many_strangers_through_as_it_says() -> None:
    found = everybody(alike(200, 2)).searches(size=50, galleries=100, seed=1)

    for fpir in (0.01, 0.1, 0.5):
        assert found.fpir(found.threshold(fpir)) == pytest.approx(fpir, rel=0.05)


def test_more_people_and_more_photos_of_each_raise_the_threshold_alike() -> None:
    draws = everybody(alike(600, 2))
    one, twice, two = (
        draws.searches(size, 100, seed=1, photos=photos).threshold(0.05)
        for size, photos in ((50, 1), (100, 1), (50, 2))
    )

    assert one < twice
    assert one < two


def test_the_interval_is_wilsons() -> None:
    # Agresti and Coull 1998: 50 of 100 at 95 %.
    assert wilson(0.5, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)
    assert wilson(0.0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
