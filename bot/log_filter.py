"""No secret reaches a log: every line is cleaned after it was made, traces included."""

from __future__ import annotations

import logging
import re
import sys
import threading
import warnings
from collections.abc import Sequence
from types import TracebackType

from telegram.warnings import PTBDeprecationWarning

ANY_TOKEN = re.compile(r"\b[0-9]{5,20}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
"""Whatever has the form of a bot's token, be it ours or another's."""

TOKEN_IN_PATH = re.compile(r"(?<=/bot)[0-9]+(?::|%3A)[A-Za-z0-9_-]+", re.IGNORECASE)
"""A token of any length where an address of the Bot API holds it."""

LEAST_TELLING = 12
"""Characters from which half a token is hidden alone; a shorter one could be any word."""

INSTEAD = "<secret>"

logger = logging.getLogger("bot")


class RedactingFormatter(logging.Formatter):
    """Formats as usual and then replaces secrets in the whole text, exception and stack included.

    A filter on the record would see neither the trace nor what a library's own `str` adds.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        """Take the secrets whose every appearance is to be replaced; empty ones are ignored."""
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        known = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with its trace, without secrets."""
        return self.redact(super().format(record))

    def redact(self, text: str) -> str:
        """Replace every secret in a text."""
        if self._known is not None:
            text = self._known.sub(INSTEAD, text)
        return TOKEN_IN_PATH.sub(INSTEAD, ANY_TOKEN.sub(INSTEAD, text))


def secrets_of(token: str, *others: str | None) -> list[str]:
    """Return what must not be seen: a token, its secret half and its form in addresses; others."""
    number, _, secret = token.partition(":")
    half = secret if len(secret) >= LEAST_TELLING else ""
    return [token, f"{number}%3A{secret}", half, *(other for other in others if other)]


def set_up_logging(level: str, secrets: Sequence[str]) -> None:
    """Send every log line, warning and uncaught exception of this process to stderr, cleaned."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    # The library warns of its own next version whenever Telegram asks for quiet.
    warnings.filterwarnings("ignore", category=PTBDeprecationWarning)
    if level != "DEBUG":
        # They tell of every request at INFO, with its address.
        for name in ("httpx", "telegram.ext.Application"):
            logging.getLogger(name).setLevel(logging.WARNING)
        # And it of every failure of a host, which is our own matter to count.
        logging.getLogger("elastic_transport").setLevel(logging.ERROR)
    # A line that cannot be formatted would be printed as it is, with whatever it holds.
    logging.raiseExceptions = False
    sys.excepthook = _log_uncaught
    sys.unraisablehook = lambda told: _log_uncaught(
        told.exc_type, told.exc_value, told.exc_traceback
    )
    threading.excepthook = lambda told: _log_uncaught(
        told.exc_type, told.exc_value, told.exc_traceback
    )


def _log_uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if error is None or issubclass(kind, KeyboardInterrupt):
        return
    logger.critical("Uncaught exception", exc_info=(kind, error, trace))
