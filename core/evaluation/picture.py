"""How scores lie, and what one kind of error costs in the other, as a picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.evaluation.pairs import Pairs

BINS = 120
RATES = np.geomspace(1e-4, 0.5, 200)
"""Of pairs of two people that are accepted, along the DET curve."""


def draw(found: Pairs, title: str, file: Path) -> None:
    """Write a PNG: histograms of the scores of pairs, and the DET curves of score and evidence.

    Raises:
        OSError: the file cannot be written.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 — half a second, for this one picture

    figure = Figure(figsize=(11, 4.5), layout="constrained")
    figure.suptitle(title)
    scores, curve = figure.subplots(1, 2)
    every = np.concatenate((found.same, found.other))
    bins = np.linspace(float(np.quantile(every, 0.0005)), 1, BINS)
    for values, label in ((found.same, "one person"), (found.other, "two people")):
        scores.hist(values, bins, density=True, alpha=0.6, label=label)
    scores.set(xlabel="cosine similarity", ylabel="density", title="pairs of photos")
    scores.legend()
    for same, other, label in (
        (found.same, found.other, "score"),
        (found.same_evidence, found.other_evidence, "evidence"),
    ):
        curve.plot(RATES, _missed(same, other), label=label)
    curve.set(
        xscale="log",
        yscale="log",
        xlabel="two people accepted (FMR)",
        ylabel="one person refused (FNMR)",
        title="detection error trade-off",
    )
    curve.grid(visible=True, which="both", alpha=0.3)
    curve.legend()
    figure.savefig(file, dpi=110)


def _missed(
    same: npt.NDArray[np.float32], other: npt.NDArray[np.float32]
) -> npt.NDArray[np.float64]:
    limits = np.quantile(other, 1 - RATES)
    return 1 - np.array([(same >= limit).mean() for limit in limits])
