"""How well turned templates hide whose they are: `python -m bench.unturning --cache FOLDER`.

Prints the table of docs/encryption.md. A thief has the turned templates of half of the people of
LFW, one each, and looks for these people with other photos of them. Photos come from FACES_DIR
(default ../shared/faces).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.encoders.fast import FastEncoder
from core.evaluation.labelled import Labelled, labelled
from core.vault.turning import rotation

SEED = 0
ROUNDS = 10
PAIRS = (8, 16, 32, 64, 128)
AXES = 20
"""Of the cloud's main ones: more are as long as each other by chance alone."""

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Theft:
    """What a thief has, and what the thief's guesses are judged by.

    Attributes:
        stolen: turned templates, one a person.
        plain: the same as they were.
        sought: other photos' plain templates of some of these people.
        whose: the row of `stolen` of each.
        elsewhere: plain templates of other people.
        key: the rotation.
    """

    stolen: Matrix
    plain: Matrix
    sought: Matrix
    whose: npt.NDArray[np.int64]
    elsewhere: Matrix
    key: Matrix

    @classmethod
    def drawn(cls, faces: Labelled, random: np.random.Generator) -> Theft:
        """Split people in two, and turn the templates of one half."""
        photos = [rows[faces.found[rows]] for rows in faces.photos_of()]
        order = random.permutation([n for n, rows in enumerate(photos) if len(rows)])
        mine, others = order[: len(order) // 2], order[len(order) // 2 :]
        several = [place for place, person in enumerate(mine) if len(photos[person]) > 1]
        kept = faces.kept.astype(np.float64)
        plain = kept[[photos[person][0] for person in mine]]
        key = rotation(random.bytes(32), plain.shape[1])
        return cls(
            stolen=plain @ key,
            plain=plain,
            sought=kept[[photos[mine[place]][1] for place in several]],
            whose=np.array(several),
            elsewhere=kept[np.concatenate([photos[person] for person in others])],
            key=key,
        )

    def found(self, guess: Matrix) -> tuple[float, float]:
        """Return how often a person is the first, and in which place they are in the middle."""
        scores = (self.sought @ guess) @ self.stolen.T
        own = scores[np.arange(len(scores)), self.whose]
        places = 1 + (scores > own[:, None]).sum(axis=1)
        return float((places == 1).mean()), float(np.median(places))

    def by_pairs(self, pairs: int, random: np.random.Generator) -> Matrix:
        """Guess from templates of which both forms are known (Procrustes)."""
        known = random.choice(len(self.stolen), pairs, replace=False)
        return _nearest_rotation(self.plain[known].T @ self.stolen[known])

    def by_shape(self) -> Matrix:
        """Guess by laying the main axes of one cloud of templates on those of the other."""
        (mean, axes), (turned, others) = _cloud(self.elsewhere), _cloud(self.stolen)
        return _nearest_rotation(np.outer(mean, turned) + axes @ others.T)


def lines(faces: Labelled) -> Iterator[str]:
    """Yield the table."""
    found: dict[str, list[tuple[float, float]]] = {}
    for turn in range(ROUNDS):
        random = np.random.default_rng([SEED, turn])
        theft = Theft.drawn(faces, random)
        nothing = np.eye(len(theft.key))
        guesses = {
            "the key": theft.key,
            "nothing": nothing,
            f"{len(theft.elsewhere)} templates of other people": theft.by_shape(),
            **{
                f"{pairs} templates in both forms": theft.by_pairs(pairs, random) for pairs in PAIRS
            },
        }
        for what, guess in guesses.items():
            found.setdefault(what.replace(f"{len(theft.elsewhere)}", "some 1,900"), []).append(
                theft.found(guess)
            )
    yield f"{len(theft.stolen)} people; means of {ROUNDS} drawings."
    yield "| what the thief has besides | named right | place of the right person, median |"
    yield "|---|---|---|"
    for what, each in found.items():
        first, place = np.mean(each, axis=0)
        yield f"| {what} | {first:.1%} | {place:.0f} |"


def _cloud(rows: Matrix) -> tuple[Matrix, Matrix]:
    """Return the direction of the mean, and the main axes, each pointing to the longer tail."""
    mean = rows.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov(rows.T))
    axes = axes[:, : -AXES - 1 : -1]
    tails = (((rows - mean) @ axes) ** 3).mean(axis=0)
    return mean / np.linalg.norm(mean), axes * np.sign(tails)


def _nearest_rotation(matrix: Matrix) -> Matrix:
    left, _, right = np.linalg.svd(matrix)
    return np.asarray(left @ right, np.float64)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument(
        "--cache", type=Path, required=True, help="where networks and templates are kept"
    )
    given = options.parse_args()
    folder = Path(os.environ.get("FACES_DIR", "../shared/faces")) / "lfw-dev"
    photos = {one.name: sorted(one.glob("*.jpg")) for one in sorted(folder.iterdir())}
    faces = labelled(photos, FastEncoder(given.cache / "networks"), given.cache)
    for line in lines(faces):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
