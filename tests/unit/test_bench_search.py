"""What the search benchmark computes: whom it draws, what it counts as found, what it prints."""

from __future__ import annotations

import numpy as np
import pytest

from bench.search.crowd import CHAT, Crowd, best_people, first_people, found, gathered
from bench.search.distribution import Distribution, Owners, Vectors
from bench.search.tables import Timed, against_first, megabytes, table, warming

DIMENSIONS = 32


def random(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def crude() -> Distribution:
    return Distribution.crude(DIMENSIONS)


@pytest.fixture(scope="module")
def crowd(crude: Distribution) -> Crowd:
    return gathered(crude, 6_000, 20, random())


def test_as_many_unit_templates_are_drawn_as_asked_for_the_same_each_time(
    crude: Distribution,
) -> None:
    drawn, again = (crude.draw(1_234, random()) for _ in range(2))
    assert drawn.vectors.shape == (1_234, DIMENSIONS)
    assert drawn.vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(drawn.vectors, axis=1), 1.0, atol=1e-6)
    assert np.array_equal(drawn.vectors, again.vectors)
    assert not np.array_equal(drawn.vectors, crude.draw(1_234, random(2)).vectors)


def test_people_have_one_to_six_photos_in_the_shares_given(crude: Distribution) -> None:
    drawn = crude.draw(20_000, random())
    counts = np.bincount(drawn.owner)
    shares = np.bincount(counts, minlength=7)[1:] / len(counts)
    assert len(drawn.points) == drawn.people == len(counts)
    assert np.allclose(shares, crude.shares, atol=0.01)


def test_what_is_fitted_draws_templates_as_alike_as_those_it_was_fitted_to(
    crude: Distribution,
) -> None:
    given = crude.draw(2_000, random())
    again = Distribution.fitted(given.vectors, given.owner, "a test").draw(2_000, random(2))
    for quantile in (0.05, 0.5, 0.95):
        for which in ("strangers", "own"):
            before, after = (
                np.quantile(alikes(one.vectors, one.owner)[which], quantile)
                for one in (given, again)
            )
            assert before == pytest.approx(after, abs=0.02), (which, quantile)


def alikes(vectors: Vectors, owner: Owners) -> dict[str, Vectors]:
    some, whose = vectors[:1_000], owner[:1_000]
    every, same = some @ some.T, whose[:, None] == whose[None]
    return {"strangers": every[np.triu(~same, 1)], "own": every[np.triu(same, 1)]}


def test_the_first_gallery_is_the_chat_and_nobody_is_in_two(crowd: Crowd) -> None:
    assert crowd.cuts[0] == 0
    assert crowd.cuts[1] == CHAT
    assert crowd.cuts[-1] == crowd.templates == 6_000
    assert np.all(np.diff(crowd.cuts) > 0)
    inner = crowd.cuts[1:-1]
    assert np.all(crowd.drawn.owner[inner - 1] != crowd.drawn.owner[inner])


def test_probes_are_photos_of_people_who_are_there(crowd: Crowd) -> None:
    drawn = crowd.drawn
    for probe in crowd.chat_probes:
        assert probe.shape == (DIMENSIONS,)
        assert float(np.max(drawn.points[drawn.owner[:CHAT]] @ probe)) > 0.9
        assert not np.any(np.all(drawn.vectors == probe, axis=1))


def test_the_truth_is_what_comparing_with_everybody_in_double_precision_gives(
    crowd: Crowd,
) -> None:
    vectors, owner = crowd.drawn.vectors, crowd.drawn.owner
    for probe in crowd.probes:
        scores = vectors.astype(np.float64) @ probe.astype(np.float64)
        best = np.full(crowd.drawn.people, -1.0)
        np.maximum.at(best, owner, scores / np.linalg.norm(vectors.astype(np.float64), axis=1))
        assert best_people(vectors, owner, probe) == np.argsort(-best)[:5].tolist()


def test_people_count_once_however_many_photos_they_have() -> None:
    assert first_people(np.array([7, 7, 3, 7, 1, 3, 9, 2, 4])) == [7, 3, 1, 9, 2]


def test_recall_is_the_share_of_the_people_who_were_to_be_found() -> None:
    truths = [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]]
    assert found(truths, truths) == 1.0
    assert found([[5, 4, 3, 2, 1], [6, 7, 8, 9, 11]], truths) == 0.9
    assert found([[], []], truths) == 0.0


def test_times_are_told_in_milliseconds_and_beside_the_first() -> None:
    first = Timed("numpy", (0.001,) * 99 + (0.5,), 1.0)
    other = Timed("Elasticsearch", tuple(number / 1000 for number in range(1, 201)), 0.95)
    assert other.p50 == pytest.approx(100.5)
    assert other.p99 == pytest.approx(199.0)
    assert first.p99 == pytest.approx(500.0)  # one of a hundred took longer than all others
    lines = list(against_first([first, other]))
    assert lines[0].startswith("|  | p50, ms | p99, ms | p50 / numpy |")
    assert lines[3] == "| Elasticsearch | 100.50 | 199.00 | 100.50 | 99.50 | 0.9500 |"


def test_what_searches_took_before_those_that_count_is_told_by_thousands() -> None:
    before = (0.004,) * 1_000 + (0.002,) * 1_000
    warmed = Timed("Elasticsearch", (0.001,), 1.0, before)
    assert list(warming([warmed])) == [
        "| p50, ms, of | 1 to 1,000 | 1,001 to 2,000 |",
        "|---|---|---|",
        "| Elasticsearch | 4.00 | 2.00 |",
    ]


def test_tables_are_markdown() -> None:
    assert list(table(["a", "b"], [["1", "2"]])) == ["| a | b |", "|---|---|", "| 1 | 2 |"]
    assert megabytes(1_234_567) == "1.2"
    assert megabytes(1_234_567_890) == "1,235"
