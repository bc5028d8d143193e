"""What happens in the world, as frozen values that listeners are told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.world.chats import Member
from playground.world.content import Message


@dataclass(frozen=True, slots=True)
class Posted:
    """A message was sent; bots are told ``delay`` seconds later (albums that come apart)."""

    message: Message
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Edited:
    """A message was changed by its sender."""

    message: Message


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message was deleted by somebody."""

    message: Message
    by: int


@dataclass(frozen=True, slots=True)
class MemberChanged:
    """Somebody's standing in a chat was changed by ``by``."""

    chat: str
    by: int
    date: int
    before: Member
    after: Member


@dataclass(frozen=True, slots=True)
class Pressed:
    """A person pressed an inline button."""

    query: str
    person: int
    message: Message
    data: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A bot answered the press of a button."""

    query: str
    chat: str
    person: int
    text: str
    show_alert: bool
    url: str


@dataclass(frozen=True, slots=True)
class ActionShown:
    """A bot shows that it is at work (``typing``, ``upload_photo``, …)."""

    chat: str
    bot: int
    action: str
    thread: int | None


@dataclass(frozen=True, slots=True)
class Reacted:
    """Somebody changed the reactions of a message."""

    message: Message
    by: int
    date: int
    before: tuple[dict[str, Any], ...]
    after: tuple[dict[str, Any], ...]


Happening = Posted | Edited | Deleted | MemberChanged | Pressed | Answered | ActionShown | Reacted
Listener = Callable[[Happening], None]
