"""Commands run as `python -m core` would, without waiting for a process to start."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO, TextIOWrapper
from typing import Any

from core.cli.arguments import parse
from core.cli.running import run


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    stdout: str
    stderr: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The JSON lines of standard output, on which nothing else may be."""
        return [json.loads(line) for line in self.stdout.splitlines()]


Run = Callable[..., Ran]


def runner(env: Mapping[str, str]) -> Run:
    """Return what runs a command in an environment; keywords add to that for once."""

    def run_command(*arguments: object, **more: str) -> Ran:
        out, err = TextIOWrapper(BytesIO(), encoding="utf-8"), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                status = run(parse([str(argument) for argument in arguments]), {**env, **more})
            except SystemExit as ended:
                status = int(ended.code or 0)
        out.seek(0)
        return Ran(status, out.read(), err.getvalue())

    return run_command
