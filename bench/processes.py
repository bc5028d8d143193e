"""The command line as people start it: a process, its time and its peak of memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ALONE = """
import atexit, pathlib, re, runpy, sys
def tell():
    # Not getrusage: its peak begins with that of the process that started this one.
    status = pathlib.Path("/proc/self/status").read_text()
    print("peak", re.search(r"VmHWM:\\s+(\\d+) kB", status)[1], file=sys.stderr)
atexit.register(tell)
runpy.run_module("core", run_name="__main__", alter_sys=True)
"""
"""`python -m core`, which tells its peak at the end."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a process did.

    Attributes:
        seconds: from its start to its end.
        work: seconds of all cores.
        peak: megabytes of 10^6 bytes that it had in memory at most; 0 where Linux is not.
    """

    stdout: str
    seconds: float
    work: float
    peak: float


def run_core(home: Path, database: Path, *arguments: object) -> Ran:
    """Run `python -m core` with these arguments."""
    program = ["-c", ALONE] if sys.platform == "linux" else ["-m", "core"]
    done, seconds, work = _timed(
        [*program, *map(str, arguments)],
        {"DEEPFACE_HOME": str(home), "FACES_DB": str(database)},
    )
    words = done.stderr.split()
    peak = int(words[words.index("peak") + 1]) * 1024 / 1e6 if "peak" in words else 0
    return Ran(done.stdout, seconds, work, peak)


def seconds_of(program: str) -> tuple[float, float]:
    """Return how long Python takes for a program, its own start included, and the work."""
    return _timed(["-c", program], {})[1:]


def _timed(
    arguments: list[str], settings: dict[str, str]
) -> tuple[subprocess.CompletedProcess[str], float, float]:
    begun, worked = time.perf_counter(), _work()
    done = subprocess.run(  # noqa: S603 — this very program
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **settings},
    )
    return done, time.perf_counter() - begun, _work() - worked


def _work() -> float:
    """Return the seconds of all cores of the processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
