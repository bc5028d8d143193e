"""The real bot process, for tests."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.e2e.nursery import Life, Program, begun, born

ROOT = Path(__file__).resolve().parent.parent.parent
READY = "is listening"
START_SECONDS = 60.0

OUR_SETTINGS = (
    "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "TELEGRAM_LIMITS",
    "WEBHOOK_URL", "WEBHOOK_LISTEN", "WEBHOOK_PORT", "WEBHOOK_SECRET", "LOG_LEVEL",
    "MODEL", "DETECTOR", "PROFILE", "CALIBRATION",
    "DEEPFACE_HOME", "FACES_DB", "FACES_KEY_FILE",
    "ELASTICSEARCH_URL", "ELASTICSEARCH_API_KEY", "ELASTICSEARCH_USERNAME",
    "ELASTICSEARCH_PASSWORD", "ELASTICSEARCH_CA_CERTS", "ELASTICSEARCH_CA_FINGERPRINT",
    "ELASTICSEARCH_PREFIX",
    "ELASTICSEARCH_SHARDS", "ELASTICSEARCH_REPLICAS", "ELASTICSEARCH_INDEX_TYPE", "SEARCH_RECALL",
    "EVENTS_DAYS", "BACKUPS_DAYS",
)  # fmt: skip
"""What a developer's own environment or `.env` must not bring into a test: an empty variable stands
for an absent one, and `.env` replaces none that is there."""


class BotProcess:
    """`python -m bot`, started, killed and started again on the same data."""

    def __init__(
        self,
        settings: Mapping[str, str],
        log: Path,
        command: str = "run",
        *,
        start: Callable[[Program], Life] = born,
    ) -> None:
        """Take what it is to be.

        Args:
            settings: its own; none of ours.
            log: the file that has what it prints.
            command: of its command line.
            start: how it is started.
        """
        self._env = {**os.environ, **dict.fromkeys(OUR_SETTINGS, ""), **settings}
        self.log = log
        self._command = command
        self._start = start
        self._life: Life | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What it runs in, for other programs on the same data."""
        return dict(self._env)

    @property
    def output(self) -> str:
        """Everything that it ever printed, in all its lives."""
        return self.log.read_text() if self.log.exists() else ""

    async def start(self, *, ready: str = READY) -> None:
        """Start it and wait for a line of its log."""
        before = len(self.output)
        await self.launch()
        await self.said(ready, after=before)

    async def launch(self) -> None:
        """Start it and wait for nothing."""
        self._life = self._start(Program("bot", [self._command], ROOT, self._env, self.log))

    async def said(self, words: str, *, after: int = 0, seconds: float = START_SECONDS) -> None:
        """Wait until its output has these words."""
        deadline = asyncio.get_running_loop().time() + seconds
        while words not in self.output[after:]:
            ended = self._running.status()
            if ended is not None or asyncio.get_running_loop().time() > deadline:
                raise AssertionError(
                    f"The bot (status {ended}) did not say {words!r}:\n{self.output[-3000:]}"
                )
            await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """End it as a power cut would."""
        self._running.kill()
        await self.ended()

    async def stop(self) -> int:
        """Ask it to end, and return its exit status."""
        if self._running.status() is None:
            self._running.terminate()
        return await self.ended()

    async def ended(self, seconds: float = 30.0) -> int:
        """Wait for its end and return its exit status."""
        async with asyncio.timeout(seconds):
            while (status := self._running.status()) is None:  # noqa: ASYNC110 — it tells nobody
                await asyncio.sleep(0.01)
        return status

    @property
    def _running(self) -> Life:
        assert self._life is not None, "it was not started"
        return self._life


async def run_to_its_end(
    settings: Mapping[str, str], folder: Path, command: str = "run"
) -> tuple[int, str]:
    """Run the program as anybody does; return its status and what it printed."""
    bot = BotProcess(settings, folder / "bot.log", command, start=begun)
    await bot.launch()
    return await bot.ended(60), bot.output


@asynccontextmanager
async def running_bot(
    settings: Mapping[str, str], log: Path, *, start: Callable[[Program], Life] = born
) -> AsyncIterator[BotProcess]:
    """Start the bot; at the end it must stop cleanly, unless the test killed it."""
    bot = BotProcess(settings, log, start=start)
    await bot.start()
    try:
        yield bot
    finally:
        status = await bot.stop()
    assert status in {0, -signal.SIGKILL}, bot.output[-3000:]
