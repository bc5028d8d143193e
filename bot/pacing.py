"""How fast Telegram lets a bot send, kept before it complains.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: in one chat about a
message a second, with short bursts; in a group 20 a minute; 30 a second in all. Edits share these
limits (github.com/tdlib/td/issues/2592); answers to clicks, deletions, bans and files do not.

A message counts from when it is begun until some time after Telegram has answered: when exactly it
arrives in between is not ours to know. What this process has sent is kept in memory alone: after a
crash Telegram may have to tell us once to wait (`Delivery`).
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from itertools import islice


class Urgency(Enum):
    """Whether somebody waits for a message."""

    ASKED = 0
    """A command, a click, a photo in private, whatever is for us: it may use all the room."""
    UNASKED = 1
    """An ordinary photo in a group: it leaves room for what is asked."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many messages in so many seconds, of which some are kept for what is asked."""

    most: int
    seconds: float
    kept: int

    def until_room(self, sends: Sends, urgency: Urgency, now: float) -> float:
        """Return the seconds until one more may go, at least; 0 or less means now."""
        most = self.most - (self.kept if urgency is Urgency.UNASKED else 0)
        place = most - sends.pending
        if place <= 0:
            # Whatever is on its way ends now at the earliest.
            return self.seconds
        return sends.ended[-place] + self.seconds - now if len(sends.ended) >= place else 0.0


IN_A_CHAT = Limit(5, 5.0, kept=2)
"""A burst, and a message a second on the long run."""
IN_A_GROUP = Limit(20, 61.0, kept=5)
"""A second more than the minute: two clocks do not run quite alike."""
IN_ALL = Limit(30, 1.0, kept=5)

LONGEST_NAP = 1.0
"""Seconds until whoever waits looks again: a promise may have been given back."""


class Sends:
    """What was sent under some limits, and who waits to send: each kind in a line of its own.

    Attributes:
        ended: when messages had been sent, the last ones, the latest last.
        pending: how many are on their way or promised.
        promised: how many of these are not on their way yet.
        holders: how many promises were made to somebody who is not done.
    """

    def __init__(self, *limits: Limit) -> None:
        """Begin with nothing sent."""
        self.ended: deque[float] = deque(maxlen=max(limit.most for limit in limits))
        self.pending = 0
        self.promised = 0
        self.holders = 0
        self.lines = {urgency: asyncio.Lock() for urgency in Urgency}
        self._limits = limits

    def until_room(self, urgency: Urgency, now: float) -> float:
        """Return the seconds until one more may go, at least; 0 or less means now."""
        return max(limit.until_room(self, urgency, now) for limit in self._limits)

    def is_idle(self, now: float) -> bool:
        """Tell whether nothing that is known here matters any more."""
        busy = self.pending or any(line.locked() for line in self.lines.values())
        longest = max(limit.seconds for limit in self._limits)
        return not busy and (not self.ended or self.ended[-1] + longest <= now)


async def _at_once() -> None:
    """Wait for nothing."""


class Pace:
    """Lets messages go when there is room for them; chats do not wait for each other."""

    def __init__(
        self,
        now: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        *,
        limited: bool = True,
    ) -> None:
        """Take a clock, in seconds, and what waits for some.

        Args:
            now: the clock; it never goes back.
            sleep: waits.
            limited: False where the other side has no limits: everything goes at once.
        """
        self._now = now
        self._sleep = sleep
        self._limited = limited
        self._all = Sends(IN_ALL)
        self._chats: OrderedDict[int, Sends] = OrderedDict()

    @asynccontextmanager
    async def turn(
        self, chat: int, urgency: Urgency, *, ready: Callable[[], Awaitable[None]] = _at_once
    ) -> AsyncIterator[None]:
        """Wait until a message may go to a chat; the body sends it.

        What nobody asked for goes in a place that was promised. Without one it belongs to an answer
        that has begun, and is not to come minutes after it: it goes like what is asked.

        Args:
            chat: its id; groups' are negative.
            urgency: whether somebody waits for it.
            ready: waits for whatever else the chat has to wait for; no other chat does meanwhile.
        """
        if not self._limited:
            await ready()
            yield
            return
        sends = self._of(chat)
        if urgency is Urgency.UNASKED and sends.promised:
            sends.promised -= 1
        else:
            await self._enter(sends, Urgency.ASKED)
        async with self._counted(sends):
            await ready()
            await self._enter(self._all, urgency)
            async with self._counted(self._all):
                yield

    @asynccontextmanager
    async def promised(self, chat: int) -> AsyncIterator[None]:
        """Wait until a message that nobody asked for may go to a chat, and keep that place.

        The body may send it, or find that there is nothing to be said.
        """
        if not self._limited:
            yield
            return
        sends = self._of(chat)
        await self._enter(sends, Urgency.UNASKED)
        sends.promised += 1
        sends.holders += 1
        try:
            yield
        finally:
            sends.holders -= 1
            if sends.promised > sends.holders:
                sends.promised -= 1
                sends.pending -= 1

    def has_room(self, chat: int) -> bool:
        """Tell whether a message could go to a chat now that is not urgent."""
        sends = self._chats.get(chat)
        if not self._limited or sends is None:
            return True
        waited_for = sends.lines[Urgency.UNASKED].locked()
        return not waited_for and sends.until_room(Urgency.UNASKED, self._now()) <= 0

    @property
    def chats(self) -> Sequence[int]:
        """Those that something is known about: recently written to, or waited for."""
        return tuple(self._chats)

    async def _enter(self, sends: Sends, urgency: Urgency) -> None:
        async with sends.lines[urgency]:
            while (seconds := sends.until_room(urgency, self._now())) > 0:
                await self._sleep(min(seconds, LONGEST_NAP))
            sends.pending += 1

    @asynccontextmanager
    async def _counted(self, sends: Sends) -> AsyncIterator[None]:
        try:
            yield
        finally:
            sends.pending -= 1
            sends.ended.append(self._now())

    def _of(self, chat: int) -> Sends:
        sends = self._chats.pop(chat, None)
        if sends is None:
            sends = Sends(IN_A_CHAT, IN_A_GROUP) if chat < 0 else Sends(IN_A_CHAT)
        now = self._now()
        # Two for each that comes: what is idle is forgotten faster than it gathers.
        for other in tuple(islice(self._chats, 2)):
            if self._chats[other].is_idle(now):
                del self._chats[other]
        self._chats[chat] = sends
        return sends
