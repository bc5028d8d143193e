"""Who comes into a group, or asks to, as frozen values. Nothing of Telegram's own types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """Who asks came into a group. Telegram tells it where the bot is an admin.

    Attributes:
        by: the account that let them in: their own, an admin's, or ours.
        called: what that account is called.
    """

    by: int
    called: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who came into a group.

    Attributes:
        account: theirs.
        name: what they are called.
        username: without the @, if they have one.
    """

    account: int
    name: str
    username: str | None


@dataclass(frozen=True, slots=True)
class Brought:
    """A group says of people that they came in. Telegram tells it every bot in the group.

    Attributes:
        people: who came; no bots.
    """

    people: tuple[Newcomer, ...]


@dataclass(frozen=True, slots=True)
class JoinAsked:
    """Who asks wants to come into a group, and an admin has to let them.

    Attributes:
        chat: their private chat with us, to which we may write for some minutes.
        at: when they asked, with its zone.
    """

    chat: int
    at: datetime
