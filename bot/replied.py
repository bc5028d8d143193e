"""The message that a command replies to, as a frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Replied:
    """Somebody's message, to which somebody replies.

    Attributes:
        message: its id.
        sender: who wrote it: a person's id, or that of the chat in whose name it was written.
        called: what they are called.
        words: its text or caption.
        at: when it was written, with its zone.
        automatic: whether Telegram brought it from the channel that the group discusses.
    """

    message: int
    sender: int
    called: str
    words: str = field(repr=False)
    at: datetime
    automatic: bool = False
