"""Faults that are put in the bots' way."""

import fnmatch
import itertools
from dataclasses import dataclass, replace

# kind -> what it does
KINDS = {
    "too_many_requests": "answers 429 with parameters.retry_after (retry_after, seconds)",
    "server_error": "answers a 5xx (status, default 502)",
    "error": "answers any error (status, description)",
    "drop": "cuts the connection",
    "delay": "waits before it answers (seconds)",
    "slow_download": "sends files slowly (bytes_per_second); method is “download”",
    "duplicate_updates": "hands every update of a getUpdates batch out twice; "
    "with method “webhook”: sends each update twice",
    "reversed_updates": "hands a getUpdates batch out in reverse order",
    "lost_confirmation": "ignores the offset of getUpdates, so that old updates come again",
}
WHENS = ("before", "after")
UPDATE_KINDS = frozenset({"duplicate_updates", "reversed_updates", "lost_confirmation"})
MAX_FAULTS = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault for calls whose method fits the pattern ``method`` (``send*``).

    ``times`` is how often it still strikes, None: until it is cleared. ``when`` says whether the
    call takes effect first (``after``) or not at all (``before``).
    """

    id: int
    method: str
    kind: str
    times: int | None = 1
    when: str = "before"
    bot: str = ""
    retry_after: int = 1
    status: int = 502
    description: str = ""
    seconds: float = 1.0
    bytes_per_second: int = 10_000
    struck: int = 0

    def fits(self, method: str, bot: str) -> bool:
        """Is this fault for a call of this method by this bot (username)?"""
        named = fnmatch.fnmatchcase(method.lower(), self.method.lower())
        return named and self.bot in ("", bot) and self.times != 0


class Faults:
    """The faults that wait, oldest first; one call is struck by one fault at most."""

    def __init__(self) -> None:
        self._faults: dict[int, Fault] = {}
        self._ids = itertools.count(1)

    def add(self, fault: Fault) -> Fault:
        """Put a fault in the way; it gets an id."""
        numbered = replace(fault, id=next(self._ids))
        self._faults[numbered.id] = numbered
        while len(self._faults) > MAX_FAULTS:
            self._faults.pop(next(iter(self._faults)))
        return numbered

    def take(self, method: str, bot: str) -> Fault | None:
        """The first fault that fits a call; it counts as having struck."""
        for fault in self._faults.values():
            if fault.fits(method, bot):
                left = None if fault.times is None else fault.times - 1
                self._faults[fault.id] = replace(fault, times=left, struck=fault.struck + 1)
                return fault
        return None

    def all(self) -> list[Fault]:
        """Every fault, those that are spent too."""
        return list(self._faults.values())

    def clear(self, number: int | None = None) -> int:
        """Remove one fault, or all; how many there were."""
        if number is None:
            count = len(self._faults)
            self._faults.clear()
            return count
        return 0 if self._faults.pop(number, None) is None else 1
