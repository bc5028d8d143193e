"""`make play`: the local Telegram with the bot in it, on SQLite. Ctrl-C ends both.

Faces that are taught here live in a temporary folder and are gone at the end; the model's weights
stay in `data/` for the next time.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BOT_ID = 4200000001
USERNAME = "familiar_bot"
LISTENING = " is listening "
PORTS = ("8081", "0")
"""The usual one, and whichever is free when that is taken."""


def main() -> int:
    """Run both until one ends or Ctrl-C; return the exit status."""
    # Also when the window is closed; and where a script's `&` had Ctrl-C ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    token = f"{BOT_ID}:{secrets.token_urlsafe(27)[:35]}"
    with tempfile.TemporaryDirectory(prefix="familiar-") as folder:
        try:
            with _playground(token) as address, _bot(token, address, Path(folder)) as bot:
                print("Starting the bot; the model takes a few seconds.", flush=True)  # noqa: T201 — what the person waits for
                _follow(bot, address)
                return bot.wait()
        except KeyboardInterrupt:
            return 0


def _follow(bot: subprocess.Popen[str], address: str) -> None:
    """Pass on what the bot logs, and say when it can be talked to."""
    assert bot.stderr  # noqa: S101 — asked for with PIPE
    for line in bot.stderr:
        if LISTENING in line:
            print(f"\n  Open {address} and send a photo.   (Ctrl-C ends it)\n", flush=True)  # noqa: T201 — what the person waits for
        else:
            sys.stderr.write(line)


@contextmanager
def _playground(token: str) -> Iterator[str]:
    for port in PORTS:
        command = ["playground", "--port", port, "--bot", f"{token}:{USERNAME}"]
        process = _start(command, dict(os.environ), stdout=subprocess.PIPE)
        assert process.stdout  # noqa: S101 — asked for with PIPE
        ready = next((line for line in process.stdout if line.startswith("playground ready ")), "")
        if ready:
            try:
                yield ready.split()[-1]
            finally:
                _end(process)
            return
        process.wait()
    sys.exit("The playground did not start; its last words are above.")


@contextmanager
def _bot(token: str, address: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    settings = {
        "TELEGRAM_BOT_TOKEN": token,
        "TELEGRAM_API_URL": address.rstrip("/"),
        "FACES_DB": str(folder / "faces.db"),
        # Whatever .env says, this try-out touches no real store and no real Telegram.
        "ELASTICSEARCH_URL": "",
        "WEBHOOK_URL": "",
    }
    command = ["bot", "run"]
    process = _start(command, {**os.environ, **settings}, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        _end(process)


def _start(
    command: list[str],
    env: dict[str, str],
    stdout: int | None = None,
    stderr: int | None = None,
) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 — our own modules
        [sys.executable, "-m", *command],
        env=env,
        stdout=stdout,
        stderr=stderr,
        text=True,
        # Else Ctrl-C would end both at once, and a bot whose Telegram is gone says so at length.
        process_group=0,
    )


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
