"""`make bench`: what things cost beside each other, in one run on one machine.

`python -m bench encoding looking` prints some of its tables only.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from bench import encoding, folders, importing, looking, searching, starting
from bench.people import People, find_people
from core.encoders.fast import FastEncoder

Table = Callable[[People, Path, Path, int], Iterable[str]]
"""Takes people, the home of weights, a folder to work in, and how many rounds."""

TABLES: Mapping[str, Table] = {
    "encoding": encoding.lines,
    "detectors": lambda people, home, _, rounds: [encoding.detectors(people, home, rounds)],
    "looking": lambda people, home, *_: looking.lines(people, home),
    "folders": folders.lines,
    "importing": importing.lines,
    "starting": starting.lines,
    "searching": lambda _, __, folder, ___: asyncio.run(searching.lines(folder)),
}


def main() -> None:
    """Measure, and print a table as soon as a row of it is known."""
    options = argparse.ArgumentParser(description=__doc__, prog="python -m bench")
    options.add_argument(
        "tables", nargs="*", type=_table, metavar="TABLE", help=f"of {', '.join(TABLES)}"
    )
    options.add_argument("--home", type=Path, default=Path("data/deepface"))
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    home = given.home.absolute()
    os.environ["DEEPFACE_HOME"] = str(home)
    people = find_people(FastEncoder(home / "familiar"))
    for name in given.tables or TABLES:
        print(f"\n### {name}\n", flush=True)
        with tempfile.TemporaryDirectory(prefix="familiar-bench-") as folder:
            for line in TABLES[name](people, home, Path(folder), given.rounds):
                print(line, flush=True)


def _table(name: str) -> str:
    if name not in TABLES:
        raise argparse.ArgumentTypeError(f"there is no table {name}, but {', '.join(TABLES)}")
    return name


if __name__ == "__main__":
    main()
