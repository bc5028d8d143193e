"""Programs that are born with their libraries imported.

To import them takes a program a second and a half of a processor's time. Tests that kill a bot some
hundreds of times have them imported once, by a process that does nothing but fork: each child is a
process of its own, which runs the same module as `python -m` would.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

IMPORTED = [
    "bot.doctor",
    "bot.running",
    "core.encoders.fast",
    "core.stores.elastic",
    "cv2",
    "dlib",
    "onnxruntime",
    "tests.e2e.nursery",
]
"""Nothing of ours does anything when it is imported."""

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(IMPORTED)


@dataclass(frozen=True)
class Program:
    """What a process does.

    Attributes:
        module: as after `python -m`.
        arguments: of its command line.
        folder: that it runs in.
        environment: all of it.
        log: what it prints is added to this file.
    """

    module: str
    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    log: Path


@dataclass(frozen=True)
class Life:
    """A process that runs, or ran.

    Attributes:
        status: returns its exit status, or minus the signal that killed it; None while it runs.
        terminate: asks it to end.
        kill: ends it.
    """

    status: Callable[[], int | None]
    terminate: Callable[[], None]
    kill: Callable[[], None]


def begun(program: Program) -> Life:
    """Start a program as anybody does."""
    with program.log.open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", program.module, *program.arguments],
            cwd=program.folder,
            env=program.environment,
            stdout=log,
            stderr=log,
        )
    return Life(process.poll, process.terminate, process.kill)


def born(program: Program) -> Life:
    """Start a program that has its libraries already; it is ended with this process."""
    process = _FORKING.Process(target=_run, args=(program,), daemon=True)
    process.start()
    return Life(lambda: process.exitcode, process.terminate, process.kill)


def _run(program: Program) -> None:
    printed = os.open(program.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(printed, sys.stdout.fileno())
    os.dup2(printed, sys.stderr.fileno())
    os.close(printed)
    os.chdir(program.folder)
    os.environ.clear()
    os.environ.update(program.environment)
    sys.argv = [program.module, *program.arguments]
    runpy.run_module(program.module, run_name="__main__", alter_sys=True)
