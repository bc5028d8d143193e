"""A real process that logs, warns and dies of a token says nothing of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"

PROGRAM = """
import asyncio, logging, sys, threading, warnings
from bot.log_filter import secrets_of, set_up_logging

token = sys.argv[1]
set_up_logging("INFO", secrets_of(token))
logging.getLogger("httpx").warning("HTTP Request: POST https://api.telegram.org/bot%s/getMe", token)
logging.info("no %d number", token)
warnings.warn(f"about {token}")
thread = threading.Thread(target=lambda: 1 / 0 if not token else int(token))
thread.start(); thread.join()

class Dying:
    def __del__(self):
        raise RuntimeError(token)

Dying()

async def forgotten():
    async def fails():
        raise RuntimeError(token)
    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task

asyncio.run(forgotten())
raise RuntimeError(f"the end of {token}")
"""


def test_no_way_of_printing_shows_the_token() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, TOKEN],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    printed = done.stdout + done.stderr
    assert done.returncode == 1
    for seen in ("HTTP Request", "about <secret>", "ValueError", "the end of", "never retrieved"):
        assert seen in printed
    assert printed.count("RuntimeError") >= 3
    assert TOKEN.partition(":")[2] not in printed
