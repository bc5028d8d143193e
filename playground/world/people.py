"""People and bots."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with an account: a person or a bot."""

    id: int
    first_name: str
    is_bot: bool = False
    last_name: str = ""
    username: str = ""
    language_code: str = ""


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot's account as BotFather keeps it.

    ``privacy`` is privacy mode: in groups the bot sees only what is meant for it. ``inline`` is
    inline mode, ``inline_feedback`` whether the bot is told which of its results were sent.
    """

    user: User
    token: str
    privacy: bool = True
    can_join_groups: bool = True
    inline: bool = False
    inline_feedback: bool = False

    @property
    def id(self) -> int:
        """The bot's user id."""
        return self.user.id


@dataclass(frozen=True, slots=True)
class Scope:
    """Where commands are shown; ``kind`` is the type of a ``BotCommandScope``."""

    kind: str = "default"
    chat: int | None = None
    user: int | None = None


# A ``BotCommand``.
Command = dict[str, Any]


@dataclass(slots=True)
class Profile:
    """What a bot says of itself: commands by (scope, language), texts by language."""

    commands: dict[tuple[Scope, str], tuple[Command, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)


# Telegram's own accounts, which stand in "from" where a chat speaks.
GROUP_ANONYMOUS_BOT = User(1087968824, "Group", is_bot=True, username="GroupAnonymousBot")
TELEGRAM = User(777000, "Telegram")
CHANNEL_BOT = User(136817688, "Channel", is_bot=True, username="Channel_Bot")
