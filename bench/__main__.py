"""`make bench`: what things cost beside each other, in one run on one machine."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from bench import encoding, searching


def main() -> None:
    """Run every measurement and print its ratios."""
    with tempfile.TemporaryDirectory(prefix="familiar-bench-") as folder:
        for line in encoding.lines(Path("data/deepface")):
            print(line, flush=True)
        for line in asyncio.run(searching.lines(Path(folder))):
            print(line, flush=True)


if __name__ == "__main__":
    main()
