"""How fast a bot may send (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits).

Telegram publishes three figures and allows short bursts in a chat without saying how long; here a
burst has five messages.
"""

import math
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

PER_CHAT_BURST, PER_CHAT_SECONDS = 5, 1.0
PER_GROUP, PER_GROUP_SECONDS = 20, 60.0
OVERALL, OVERALL_SECONDS = 30, 1.0
COUNTED = ("send", "forward", "copy", "edit")
NOT_COUNTED = frozenset({"sendchataction"})
MAX_CHATS = 10_000


@dataclass(slots=True)
class _Chat:
    """The messages to one chat: when each was sent, and how much of the burst is left."""

    sent: deque[float] = field(default_factory=lambda: deque(maxlen=PER_GROUP))
    room: float = PER_CHAT_BURST
    at: float = 0.0


class Rates:
    """Counts what bots send, in seconds of ``clock``; off until it is switched on."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._chats: OrderedDict[tuple[int, str], _Chat] = OrderedDict()
        self._all: dict[int, deque[float]] = {}
        self.is_on = False

    def switch(self, *, is_on: bool) -> None:
        """Switch the limits on or off; what was counted is forgotten."""
        self.is_on = is_on
        self._chats.clear()
        self._all.clear()

    def wait_for(self, bot: int, method: str, values: Mapping[str, Any]) -> int:
        """Count a call; the seconds that the bot must wait first, or 0 where it may go on.

        Args:
            bot: Who calls.
            method: The method's name; only those that send or edit are counted.
            values: Its parameters: ``chat_id``, and ``media`` where several are sent at once.
        """
        name = method.lower()
        target = values.get("chat_id")
        if not self.is_on or target is None or name in NOT_COUNTED or not name.startswith(COUNTED):
            return 0
        now = self._clock()
        chat = self._chat(bot, str(target), now)
        everything = self._all.setdefault(bot, deque(maxlen=OVERALL))
        is_group = str(target).startswith(("-", "@"))
        missing = max(
            (1 - chat.room) * PER_CHAT_SECONDS,
            _until_free(chat.sent, PER_GROUP, PER_GROUP_SECONDS, now) if is_group else 0.0,
            _until_free(everything, OVERALL, OVERALL_SECONDS, now),
        )
        if missing > 0:
            return math.ceil(missing)
        media = values.get("media")
        count = len(media) if name == "sendmediagroup" and media else 1
        chat.room -= count
        chat.sent.extend([now] * count)
        everything.extend([now] * count)
        return 0

    def _chat(self, bot: int, target: str, now: float) -> _Chat:
        chat = self._chats.pop((bot, target), None) or _Chat(at=now)
        chat.room = min(PER_CHAT_BURST, chat.room + (now - chat.at) / PER_CHAT_SECONDS)
        chat.at = now
        self._chats[bot, target] = chat
        while len(self._chats) > MAX_CHATS:
            self._chats.popitem(last=False)
        return chat


def _until_free(sent: deque[float], most: int, seconds: float, now: float) -> float:
    """Seconds until one more fits into a window that holds ``most``; negative when it does."""
    return sent[0] + seconds - now if len(sent) >= most else 0.0
