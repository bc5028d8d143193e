"""What happens in the world, as frozen values that listeners are told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.world.chats import Invite, JoinRequest, Member
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
    """Somebody's standing in a chat was changed by ``by``; who came by an ``invite``, by that."""

    chat: str
    by: int
    date: int
    before: Member
    after: Member
    invite: Invite | None = None


@dataclass(frozen=True, slots=True)
class JoinRequested:
    """Somebody asks to come into a chat."""

    chat: str
    request: JoinRequest


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


@dataclass(frozen=True, slots=True)
class InlineAsked:
    """A person types words for a bot, in a chat that the bot may not be in."""

    query: str
    bot: int
    person: int
    chat: str
    words: str
    offset: str


@dataclass(frozen=True, slots=True)
class InlineAnswered:
    """A bot offers results for such words."""

    query: str
    chat: str


@dataclass(frozen=True, slots=True)
class InlineChosen:
    """A person sent one of the results that a bot offered."""

    result: str
    bot: int
    person: int
    words: str
    message: Message


Happening = (
    Posted
    | Edited
    | Deleted
    | MemberChanged
    | JoinRequested
    | Pressed
    | Answered
    | ActionShown
    | Reacted
    | InlineAsked
    | InlineAnswered
    | InlineChosen
)
Listener = Callable[[Happening], None]
