"""What was seen: the bots' calls, and the events that tests and the page wait for. Bounded."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

MAX_EVENTS = 5_000
MAX_CALLS = 2_000
# Names of unknown parameters that are counted.
MAX_UNKNOWN = 1_000
MAX_NAME = 200
# JSON longer than this is not kept in the journal, in characters.
MAX_KEPT = 20_000
# The HTTP status from which a call has failed.
FAILED = 400


class Signal:
    """Wakes everybody who waits, each time that something changes."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def fire(self) -> None:
        """Wake all who wait now."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        """Return at the next change, or after so many seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), max(0.0, seconds))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that people see: ``sequence`` counts up, ``at`` is Unix seconds."""

    sequence: int
    at: float
    kind: str
    chat: str
    body: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The event as the human door gives it."""
        return {
            "seq": self.sequence,
            "at": self.at,
            "kind": self.kind,
            "chat": self.chat,
        } | self.body


class EventLog:
    """The last events, in order."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque(maxlen=MAX_EVENTS)
        self.last = 0
        self.changed = Signal()

    def add(self, kind: str, chat: str, body: dict[str, Any]) -> int:
        """Note an event; its sequence number."""
        self.last += 1
        self._events.append(Event(self.last, time.time(), kind, chat, body))
        self.changed.fire()
        return self.last

    def after(self, sequence: int, chat: str = "", kinds: Collection[str] = ()) -> list[Event]:
        """The events after a sequence number, of one chat or all, of some kinds or all."""
        return [
            event
            for event in self._events
            if event.sequence > sequence
            and (not chat or event.chat == chat)
            and (not kinds or event.kind in kinds)
        ]

    async def wait(
        self, sequence: int, seconds: float, chat: str = "", kinds: Collection[str] = ()
    ) -> list[Event]:
        """The events after a sequence number; waits so many seconds for the first."""
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            found = self.after(sequence, chat, kinds)
            left = deadline - asyncio.get_running_loop().time()
            if found or left <= 0:
                return found
            await self.changed.wait(left)


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call that a bot made; ``seconds`` is how long it took."""

    bot: str
    method: str
    parameters: dict[str, Any]
    unknown: tuple[str, ...]
    status: int
    answer: dict[str, Any]
    at: float
    seconds: float
    fault: str

    def as_json(self) -> dict[str, Any]:
        """The call as the human door gives it."""
        return {
            "bot": self.bot,
            "method": self.method,
            "parameters": self.parameters,
            "unknown_parameters": list(self.unknown),
            "status": self.status,
            "answer": self.answer,
            "at": self.at,
            "seconds": round(self.seconds, 4),
            "fault": self.fault or None,
        }


class CallLog:
    """The last calls, and every parameter that the schema does not know, counted."""

    def __init__(self) -> None:
        self._calls: deque[CallRecord] = deque(maxlen=MAX_CALLS)
        self.unknown: dict[tuple[str, str], int] = {}

    def add(self, record: CallRecord) -> None:
        """Note a call."""
        self._calls.append(record)
        for name in record.unknown:
            key = (record.method, name[:MAX_NAME])
            if key in self.unknown or len(self.unknown) < MAX_UNKNOWN:
                self.unknown[key] = self.unknown.get(key, 0) + 1

    def of(self, *, method: str = "", bot: str = "", failed: bool = False) -> list[CallRecord]:
        """The calls of a method, or all; by one bot (username), or all; those refused, or all."""
        return [
            call
            for call in self._calls
            if (not method or call.method == method)
            and (not bot or call.bot == bot)
            and (not failed or call.status >= FAILED)
        ]

    def clear(self) -> None:
        """Forget everything."""
        self._calls.clear()
        self.unknown.clear()


def abridged(value: dict[str, Any]) -> dict[str, Any]:
    """A JSON object as it is kept in the journal: each field whole, or its size if it is long."""
    kept: dict[str, Any] = {}
    room = MAX_KEPT
    for key, item in value.items():
        size = len(json.dumps(item, ensure_ascii=False))
        if size > room:
            kept[key] = f"({size} characters of JSON)"
        else:
            kept[key] = item
            room -= size
    return kept
