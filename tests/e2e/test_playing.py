"""`make play`, as whoever tries it sees it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGHUP])
def test_whoever_ends_the_try_out_is_told_nothing_more(by: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "play"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as play:
        assert play.stdout
        lines = iter(play.stdout)
        address = next(line.split()[1] for line in lines if "Open http://" in line)
        with urlopen(address) as page:  # noqa: S310 — of this machine
            assert page.status == 200
        os.killpg(play.pid, by)  # as a terminal does: everybody in it is told
        assert "".join(lines).strip() == "", (
            "its pipes are closed, so nothing of it is left running"
        )
        assert play.wait() == 0
