"""Tables in Markdown, and the figures in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

THOUSAND = 1_000
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Timed:
    """What some searches took, one after the other.

    Attributes:
        name: who searched.
        seconds: of each.
        recall: the share of the best people that was found, 0 to 1.
        before: seconds of each of the searches before them, which warmed up.
    """

    name: str
    seconds: tuple[float, ...]
    recall: float
    before: tuple[float, ...] = ()

    def quantile(self, share: float) -> float:
        """Return the milliseconds within which such a share of the searches was done."""
        return 1000 * float(np.quantile(self.seconds, share, method="higher"))

    @property
    def p50(self) -> float:
        """The median, in milliseconds."""
        return 1000 * float(np.median(self.seconds))

    @property
    def p99(self) -> float:
        """What one search in a hundred took longer than, in milliseconds."""
        return self.quantile(0.99)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Return the lines of a table."""
    yield _line(heads)
    yield "|" + "---|" * len(heads)
    yield from map(_line, rows)


def against_first(ones: Sequence[Timed]) -> Iterator[str]:
    """Return the lines of a table of searches, the first of them being what is compared with."""
    first = ones[0]
    heads = ["", "p50, ms", "p99, ms", f"p50 / {first.name}", f"p50 - {first.name}, ms", "recall@5"]
    yield from table(
        heads,
        (
            [
                one.name,
                f"{one.p50:.2f}",
                f"{one.p99:.2f}",
                f"{one.p50 / first.p50:.2f}",
                f"{one.p50 - first.p50:.2f}",
                f"{one.recall:.4f}",
            ]
            for one in ones
        ),
    )


def warming(ones: Sequence[Timed]) -> Iterator[str]:
    """Return the lines of a table of what each thousand searches took before those that count.

    Args:
        ones: with as many searches before each, in the order in which they were warmed up.
    """
    thousands = range(0, len(ones[0].before), THOUSAND)
    heads = ["p50, ms, of", *(f"{one + 1:,} to {one + THOUSAND:,}" for one in thousands)]
    yield from table(
        heads,
        (
            [
                one.name,
                *(f"{1000 * np.median(one.before[at : at + THOUSAND]):.2f}" for at in thousands),
            ]
            for one in ones
        ),
    )


def megabytes(count: int) -> str:
    """Return bytes as megabytes of 10^6."""
    return f"{count / MILLION:,.1f}" if count < 100 * MILLION else f"{count / MILLION:,.0f}"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
