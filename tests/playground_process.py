"""The real playground process, for tests."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READY = "playground ready "
START_SECONDS = 30.0


@asynccontextmanager
async def playground_process(*options: str) -> AsyncIterator[str]:
    """The real process on a free port; its URL, without a slash at the end.

    Args:
        options: More of the command line; without any, it begins with no people and no bots.

    Raises:
        AssertionError: It did not start, or did not end cleanly.
    """
    with tempfile.TemporaryFile() as complaints:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "playground",
            "--port",
            "0",
            *(options or ("--empty",)),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=complaints,
        )
        try:
            url = await asyncio.wait_for(_ready(process), START_SECONDS)
            if not url:
                complaints.seek(0)
                raise AssertionError(f"The playground did not start: {complaints.read()!r}")
            yield url
        finally:
            if process.returncode is None:
                process.terminate()
            try:
                status = await asyncio.wait_for(process.wait(), START_SECONDS)
            except TimeoutError:
                process.kill()
                raise
        assert status == 0, f"The playground ended with {status}."


async def _ready(process: asyncio.subprocess.Process) -> str:
    stdout = process.stdout
    if stdout is None:
        return ""
    while line := (await stdout.readline()).decode():
        if line.startswith(READY):
            return line.removeprefix(READY).strip().rstrip("/")
    return ""
