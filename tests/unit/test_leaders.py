"""The best people, found part by part, are those that brute force finds."""

from __future__ import annotations

import numpy as np
import pytest

from core.stores.leaders import Leader, Leaders, Page, Whom
from core.stores.templates import Matrix
from tests.contract.made_up import some_vectors


def brute_force(page: Page, probe: Matrix, limit: int) -> list[tuple[Whom, str]]:
    """Rank everybody by the best of all their templates, in float64."""
    wide = page.matrix.astype(np.float64)
    scores = (wide * probe.astype(np.float64)).sum(axis=1) / np.linalg.norm(wide, axis=1)
    best: dict[Whom, tuple[float, str]] = {}
    for whom, template, score in zip(page.whose, page.templates, scores, strict=True):
        mine = (-float(score), template)
        best[whom] = min(mine, best.get(whom, mine))
    ranked = sorted(best.items(), key=lambda one: (one[1][0], one[0]))
    return [(whom, template) for whom, (_, template) in ranked[:limit]]


def told(leaders: list[Leader]) -> list[tuple[Whom, str]]:
    return [(one.whom, one.template) for one in leaders]


def part_of(page: Page, rows: list[int]) -> Page:
    return Page(
        page.matrix[rows], [page.whose[row] for row in rows], [page.templates[row] for row in rows]
    )


def some_page(random: np.random.Generator, templates: int, people: int) -> Page:
    """Return templates of which many are equal, of people with one or with hundreds."""
    matrix = some_vectors(random, templates, dimensions=8)
    matrix[random.random(templates) < 0.4] = matrix[0]
    crowd = random.integers(0, people, templates) * (random.random(templates) < 0.7)
    whose = [(f"subject {number % 7}", f"gallery {number // 7}") for number in crowd.tolist()]
    return Page(matrix, whose, [f"{number:05}" for number in random.permutation(templates)])


@pytest.mark.parametrize("seed", range(12))
def test_however_templates_are_spread_over_parts_the_answer_is_that_of_brute_force(
    seed: int,
) -> None:
    random = np.random.default_rng(seed)
    page = some_page(random, int(random.integers(1, 900)), int(random.integers(1, 60)))
    probes = np.concatenate((some_vectors(random, 5, dimensions=8), page.matrix[:1]))
    limit = int(random.choice([1, 2, 5, 100]))
    parts = [Leaders(probes, limit) for _ in range(int(random.integers(1, 6)))]
    rows = random.permutation(len(page.matrix)).tolist()
    while rows:
        size = int(random.integers(1, 200))
        some, rows = rows[:size], rows[size:]
        parts[int(random.integers(0, len(parts)))].take(part_of(page, some))
    found = Leaders.reduced(parts).best
    for probe, leaders in zip(probes, found, strict=True):
        assert told(leaders) == brute_force(page, probe, limit)


def test_of_thousands_who_tie_no_more_are_kept_than_are_wanted() -> None:
    vector = some_vectors(np.random.default_rng(1), 1)
    leaders = Leaders(vector, 5)
    for start in range(9000, -1, -1000):
        ids = [f"{number:05}" for number in range(start, start + 1000)]
        leaders.take(Page(vector.repeat(1000, axis=0), [(one, "g") for one in ids], ids))
    assert [one.template for one in leaders.best[0]] == [f"{number:05}" for number in range(5)]
    assert len({one.score for one in leaders.best[0]}) == 1


def test_a_template_of_another_length_than_one_is_compared_by_its_direction() -> None:
    """Stores take what is within a thousandth of it."""
    near, far = some_vectors(np.random.default_rng(2), 2)
    longer = np.stack([near * np.float32(0.9992), (near + 1e-2 * far) * np.float32(1.0009)])
    leaders = Leaders(near[None], 1)
    leaders.take(Page(longer, [("a", "g"), ("b", "g")], ["1", "2"]))
    assert [one.whom for one in leaders.best[0]] == [("a", "g")]
    assert leaders.best[0][0].score == pytest.approx(1.0, abs=1e-6)


def test_nothing_shown_is_nobody() -> None:
    leaders = Leaders(some_vectors(np.random.default_rng(3), 2), 5)
    leaders.take(Page(np.zeros((0, 16), np.float32), [], []))
    assert Leaders.reduced([leaders, leaders]).best == [[], []]
