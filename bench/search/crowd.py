"""Who is searched: people in galleries of many sizes, one of them a chat of a thousand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.search.distribution import Distribution, Drawn, Owners, Vectors

CHAT = 1_000
"""Templates of the chat that is searched alone."""

MIDDLE, SPREAD, SMALLEST, LARGEST = 300, 1.2, 10, 5_000
"""Templates of the other galleries: log-normal, by its median and sigma, within these bounds."""

PEOPLE = 5
"""The best people, as the product shows them."""

SLACK = 60
"""Rows scored again in double precision, so that near ties are ranked as they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """Templates in galleries, with photos that they have not seen.

    Attributes:
        drawn: the templates; the first `CHAT` are the chat's.
        cuts: where galleries begin, and the end: growing, from 0.
        probes: one more photo each of some of the people.
        chat_probes: the same, of people of the chat.
    """

    drawn: Drawn
    cuts: npt.NDArray[np.int64]
    probes: Vectors
    chat_probes: Vectors

    @property
    def templates(self) -> int:
        """How many there are."""
        return len(self.drawn.vectors)


def gathered(
    distribution: Distribution, templates: int, probes: int, random: np.random.Generator
) -> Crowd:
    """Draw a crowd.

    Args:
        distribution: to draw from.
        templates: how many, at least `CHAT`.
        probes: how many of each sort.
        random: where chance comes from.
    """
    chat = distribution.draw(CHAT, random)
    drawn = chat
    if templates > CHAT:
        rest = distribution.draw(templates - CHAT, random)
        drawn = Drawn(
            np.concatenate([chat.vectors, rest.vectors]),
            np.concatenate([chat.owner, rest.owner + chat.people]),
            np.concatenate([chat.points, rest.points]),
        )

    def others(people: int) -> Vectors:
        return distribution.photos(drawn.points[random.integers(0, people, probes)], random)

    return Crowd(drawn, _cuts(drawn, random), others(drawn.people), others(chat.people))


def best_people(vectors: Vectors, owner: Owners, probe: Vectors) -> list[int]:
    """Return the five best people by comparing with every template, exactly, best first."""
    return [person for person, _ in best_scores(vectors, owner, probe)]


def best_scores(vectors: Vectors, owner: Owners, probe: Vectors) -> list[tuple[int, float]]:
    """Return the five best people with their scores, summed in double precision, best first."""
    rough = vectors @ probe
    width = min(SLACK, len(rough))
    rows = np.argpartition(rough, -width)[-width:]
    wide = vectors[rows].astype(np.float64)
    exact = (wide @ probe.astype(np.float64)) / np.linalg.norm(wide, axis=1)
    exact /= np.linalg.norm(probe.astype(np.float64))
    best: dict[int, float] = {}
    for at in np.argsort(-exact, kind="stable"):
        best.setdefault(int(owner[rows[at]]), float(exact[at]))
    return list(best.items())[:PEOPLE]


def first_people(owners: npt.NDArray[np.int64]) -> list[int]:
    """Return the first five different people of a ranking of photos."""
    return list(dict.fromkeys(owners.tolist()))[:PEOPLE]


def found(answers: list[list[int]], truths: list[list[int]]) -> float:
    """Return which share of the people who are to be found was found, 0 to 1."""
    hits = sum(len(set(one) & set(truth)) for one, truth in zip(answers, truths, strict=True))
    return hits / sum(map(len, truths))


def _cuts(drawn: Drawn, random: np.random.Generator) -> npt.NDArray[np.int64]:
    """Return galleries' beginnings: nobody is in two of them."""
    ends = [0, CHAT]
    while ends[-1] < len(drawn.vectors):
        size = int(np.clip(MIDDLE * np.exp(SPREAD * random.normal()), SMALLEST, LARGEST))
        wanted = min(ends[-1] + size, len(drawn.vectors))
        whole = int(np.searchsorted(drawn.owner, drawn.owner[wanted - 1], side="right"))
        ends.append(whole)
    return np.array(ends)
