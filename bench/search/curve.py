"""How much is found, by how long it takes: of each graph, as it is searched more widely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from matplotlib.figure import Figure

from bench.search.asking import Way, by_library, everything, in_turns
from bench.search.distribution import Vectors
from bench.search.libraries import Library
from bench.search.tables import Timed, table
from bench.search.variants import Indexed

LADDER = (50, 100, 200, 300, 400, 550, 700, 1000, 1500, 2000, 3000)
"""Candidates that are tried."""

WANTED = 0.99


@dataclass(frozen=True, slots=True)
class Step:
    """One point of a curve.

    Attributes:
        wide: candidates of Elasticsearch, `ef` of the libraries.
        timed: what searches took and found.
    """

    wide: int
    timed: Timed


@dataclass(frozen=True, slots=True)
class Curve:
    """The points of one graph, by growing width."""

    name: str
    steps: tuple[Step, ...]

    @property
    def enough(self) -> Step:
        """The first point with the recall that is wanted; the last where none has it."""
        return next((one for one in self.steps if one.timed.recall >= WANTED), self.steps[-1])


async def curves(
    indexed: Sequence[Indexed],
    libraries: Sequence[Library],
    known: Mapping[str, int],
    probes: Vectors,
    truths: list[list[int]],
) -> list[Curve]:
    """Measure every graph at every width, in turns.

    Args:
        indexed: those of Elasticsearch.
        libraries: the others.
        known: people by their subjects' ids.
        probes: shape (probes, dimensions).
        truths: the five best people for each.
    """
    ways: list[tuple[str, int, Way]] = []
    for one in indexed:
        for wide in LADDER:
            way = everything(one, known, one.variant.wide(wide))
            ways.append((way.name, wide, way))
    for library in libraries:
        for wide, search in library.search.items():
            ways.append((library.name, wide, by_library(library.name, search)))
    timed = await in_turns([way for _, _, way in ways], probes, truths)
    steps: dict[str, list[Step]] = {}
    for (name, wide, _), one_timed in zip(ways, timed, strict=True):
        steps.setdefault(name, []).append(Step(wide, one_timed))
    return [Curve(name, tuple(some)) for name, some in steps.items()]


def curve_table(every: Sequence[Curve]) -> Iterator[str]:
    """Return the lines of a table, a row a width."""
    widths = sorted({step.wide for curve in every for step in curve.steps})
    heads = ["candidates (ef)", *(f"{curve.name}: recall@5, p50 ms" for curve in every)]
    rows = []
    for wide in widths:
        cells = [f"{wide:,}"]
        for curve in every:
            step = next((one for one in curve.steps if one.wide == wide), None)
            cells.append(f"{step.timed.recall:.4f}, {step.timed.p50:.1f}" if step else "")
        rows.append(cells)
    return table(heads, rows)


def named_for(curve: Curve) -> Timed:
    """Return the searches of the point that is enough, named for its width."""
    step = curve.enough
    return replace(step.timed, name=f"{curve.name}, {step.wide:,} candidates")


def draw(every: Sequence[Curve], templates: int, path: Path) -> None:
    """Write a picture: the share that is missed, by the median time."""
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.subplots()
    for curve in every:
        times = [step.timed.p50 for step in curve.steps]
        missed = [max(1 - step.timed.recall, 1e-4) for step in curve.steps]
        ours = curve.name.startswith("Elasticsearch")
        axes.plot(times, missed, "o-" if ours else "s--", label=curve.name, markersize=4)
    axes.axhline(1 - WANTED, color="grey", linewidth=0.8)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("median of a search at the client, ms")
    axes.set_ylabel("share of the five best people that is missed")
    axes.set_title(f"{templates:,} templates, all searched at once; grey: recall@5 of {WANTED}")
    axes.legend()
    axes.grid(visible=True, which="both", alpha=0.3)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120)
