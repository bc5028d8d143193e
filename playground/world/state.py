"""All state in one place, and the look-ups over it."""

import itertools
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from playground.world.chats import Chat, private_key
from playground.world.content import Message, Photo
from playground.world.files import FileStore
from playground.world.happenings import Happening, Listener
from playground.world.people import Bot, Profile, User

# Where Telegram's own numbers begin: groups are negative, supergroups and channels below -10^12.
FIRST_PERSON = 100_001
FIRST_GROUP = 4_000_001
FIRST_SUPERGROUP = 1_000_000_000_000 + 1_500_000_001


class RefusalError(Exception):
    """The world does not allow something; the message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds the memory; where full, the oldest goes. Sizes in bytes."""

    stored_files: int = 256 * 1024 * 1024
    messages_per_chat: int = 1_000
    topics_per_chat: int = 200
    pending_updates: int = 5_000
    chats: int = 1_000
    people: int = 10_000
    bots: int = 1_000
    upload: int = 50 * 1024 * 1024
    photo: int = 10 * 1024 * 1024
    download: int = 20 * 1024 * 1024


class World:
    """People, bots, chats, files; who wants to know what happens is told at once."""

    def __init__(
        self, limits: Limits | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self.limits = limits or Limits()
        self.clock = clock
        self.people: dict[int, User] = {}
        self.bots: dict[int, Bot] = {}
        self.profiles: dict[int, Profile] = {}
        self.chats: dict[str, Chat] = {}
        self.files = FileStore(self.limits.stored_files)
        self.profile_photos: dict[int, tuple[Photo, ...]] = {}
        # Presses of buttons that wait for an answer: query id -> (bot, chat, person, time).
        self.presses: OrderedDict[str, tuple[int, str, int, float]] = OrderedDict()
        self.reactions: OrderedDict[tuple[str, int, int], tuple[dict[str, str], ...]] = (
            OrderedDict()
        )
        self._listeners: list[Listener] = []
        self.person_numbers = itertools.count(FIRST_PERSON)
        self.group_numbers = itertools.count(FIRST_GROUP)
        self.supergroup_numbers = itertools.count(FIRST_SUPERGROUP)
        self.serial_numbers = itertools.count(1)

    def listen(self, listener: Listener) -> None:
        """Be told of everything that happens from now on."""
        self._listeners.append(listener)

    def tell(self, happening: Happening) -> None:
        """Tell all listeners, in the order in which they came."""
        for listener in self._listeners:
            listener(happening)

    def now(self) -> int:
        """The time in whole Unix seconds."""
        return int(self.clock())

    def user(self, number: int) -> User | None:
        """The person or bot of this id."""
        bot = self.bots.get(number)
        return bot.user if bot else self.people.get(number)

    def bot_of_token(self, token: str) -> Bot | None:
        """The bot that has this token."""
        return next((bot for bot in self.bots.values() if bot.token == token), None)

    def bot_of_chat(self, chat: Chat) -> Bot | None:
        """The bot of a private chat."""
        return next((self.bots[user] for user in chat.members if user in self.bots), None)

    def private_chat(self, person: int, bot: int) -> Chat | None:
        """The private chat between a person and a bot."""
        return self.chats.get(private_key(person, bot))

    def message(self, chat: str, number: int) -> Message | None:
        """A message of a chat, a deleted one too; None when there is none."""
        held = self.chats.get(chat)
        return held.messages.get(number) if held else None

    def standing(self, chat: str, number: int | None) -> Message | None:
        """A message of a chat that is not deleted."""
        found = self.message(chat, number) if number is not None else None
        return None if found is None or found.is_deleted else found

    def has_met(self, bot: int, user: int) -> bool:
        """Are, or were, they in one chat, or did they ask to? A bot knows nothing of others."""
        return any(
            bot in chat.members and (user in chat.members or user in chat.askers)
            for chat in self.chats.values()
        )

    def username_taken(self, username: str) -> bool:
        """Does somebody, or some chat, have this name? Case does not count."""
        wanted = username.lower()
        names = (
            *(user.username for user in self.people.values()),
            *(bot.user.username for bot in self.bots.values()),
            *(chat.username for chat in self.chats.values()),
        )
        return bool(wanted) and any(name.lower() == wanted for name in names)
