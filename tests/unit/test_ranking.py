"""The best people by exact cosine, whatever shape the crowd has."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.stores.ranking import Hit, best_people, cosines, merged


@st.composite
def crowds(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Templates (some alike), whose they are, a probe, and how many people are wanted."""
    seed = draw(st.integers(0, 2**32 - 1))
    count = draw(st.integers(1, 400))
    people = draw(st.integers(1, 60))
    different = draw(st.integers(1, count))
    random = np.random.default_rng(seed)
    rows = random.normal(size=(different, draw(st.sampled_from([2, 8, 128]))))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    matrix = rows[random.integers(0, different, count)].astype(np.float32)
    return matrix, random.integers(0, people, count), matrix[0], draw(st.integers(1, 12))


@settings(deadline=None)
@given(crowds())
def test_the_best_people_are_those_of_brute_force(
    crowd: tuple[np.ndarray, np.ndarray, np.ndarray, int],
) -> None:
    matrix, people, probe, limit = crowd
    (found,) = best_people(matrix, people, np.arange(len(matrix)), probe[None], limit)
    scores = cosines(matrix, probe)
    best = sorted(((scores[people == one].max(), one) for one in set(people)), reverse=True)
    least = best[min(limit, len(best)) - 1][0]
    assert {hit.person for hit in found} == {one for score, one in best if score >= least}
    assert [hit.score for hit in found] == [score for score, _ in best if score >= least]
    assert all(scores[hit.row] == hit.score and people[hit.row] == hit.person for hit in found)


def test_a_cosine_does_not_depend_on_where_its_row_stands() -> None:
    random = np.random.default_rng(1)
    row = random.normal(size=128).astype(np.float32)
    matrix = np.tile(row, (5000, 1))
    assert len(set(cosines(matrix, random.normal(size=128).astype(np.float32)))) == 1


def test_cosines_never_leave_their_range() -> None:
    random = np.random.default_rng(2)
    rows = random.normal(size=(2000, 128)).astype(np.float32)
    for row in rows[:50]:
        assert -1 <= cosines(rows, row).min() <= cosines(rows, row).max() <= 1
        assert cosines(row[None], row)[0] <= 1


def test_whoever_ties_with_the_last_is_kept() -> None:
    hits = [Hit("a", 1, 0.9), Hit("b", 2, 0.5), Hit("c", 3, 0.5), Hit("a", 4, 0.95), Hit("d", 5, 0)]
    assert [(hit.person, hit.row) for hit in merged(hits, 2)] == [("a", 4), ("b", 2), ("c", 3)]
