"""The updates that wait for a bot, with the offsets of getUpdates."""

import logging
import secrets
from collections import deque
from dataclasses import dataclass
from typing import Any

from playground.journal import Signal

log = logging.getLogger(__name__)

# Sent only to bots that ask for them (https://core.telegram.org/bots/api#getupdates).
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class Update:
    """An update: its id, its kind (``message``, …) and the object of that kind."""

    id: int
    kind: str
    body: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """An ``Update``."""
        return {"update_id": self.id, self.kind: self.body}


class UpdateQueue:
    """Updates in order, at most ``capacity``; the oldest are dropped beyond that."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._updates: deque[Update] = deque()
        # Telegram's ids begin anywhere.
        self._next_id = 100_000_000 + secrets.randbelow(800_000_000)
        self._allowed: frozenset[str] = frozenset()
        self.changed = Signal()

    def __len__(self) -> int:
        return len(self._updates)

    @property
    def allowed(self) -> frozenset[str]:
        """The kinds that the bot asked for; empty: all but those on request."""
        return self._allowed

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds the bot asks for; None leaves it as it was."""
        if kinds is not None:
            self._allowed = frozenset(kinds)

    def wants(self, kind: str) -> bool:
        """Is an update of this kind kept?"""
        return kind in self._allowed if self._allowed else kind not in ON_REQUEST

    def put(self, kind: str, body: dict[str, Any]) -> None:
        """Add an update, if the bot wants its kind."""
        if not self.wants(kind):
            return
        self._updates.append(Update(self._next_id, kind, body))
        self._next_id += 1
        if len(self._updates) > self._capacity:
            dropped = self._updates.popleft()
            log.warning("The queue is full: update %d was dropped.", dropped.id)
        self.changed.fire()

    def read(self, offset: int, limit: int, *, confirm: bool = True) -> list[Update]:
        """Up to ``limit`` updates from ``offset`` on; those before it are forgotten.

        A negative offset counts from the end; 0 means from the first that is unconfirmed.
        """
        start = offset
        if offset < 0:
            start = self._next_id + offset
        # An offset that no update has reached yet confirms nothing, as on the real server.
        if confirm and 0 < start <= self._next_id:
            while self._updates and self._updates[0].id < start:
                self._updates.popleft()
        return list(self._updates)[:limit]

    def waiting(self) -> list[Update]:
        """All updates that wait, oldest first."""
        return list(self._updates)

    def holds(self, number: int) -> bool:
        """Does this update still wait?"""
        return any(update.id == number for update in self._updates)

    def remove(self, number: int) -> None:
        """Forget one update that was delivered."""
        self._updates = deque(update for update in self._updates if update.id != number)

    def clear(self) -> None:
        """Forget all updates."""
        self._updates.clear()
