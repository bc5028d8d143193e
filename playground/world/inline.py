"""Inline mode: a person types ``@bot words``, the bot offers results, the person picks one."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any

from playground.world.chats import Chat
from playground.world.content import Content, Draft, Message
from playground.world.happenings import InlineAnswered, InlineAsked, InlineChosen
from playground.world.posting import post
from playground.world.state import World

# Telegram gives no figure for how long a query waits; bots report about half a minute.
QUERY_SECONDS = 30
MAX_QUERIES = 1_000


@dataclass(frozen=True, slots=True)
class Offer:
    """A result that a bot offers; ``kind`` is the type of an ``InlineQueryResult``."""

    id: str
    kind: str
    title: str
    description: str
    content: Content
    keyboard: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and, once the bot has answered it, what it offers."""

    bot: int
    person: int
    chat: str
    words: str
    at: float
    offers: tuple[Offer, ...] | None = None


class InlineQueries:
    """The last queries of all people, by id."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._asked: OrderedDict[str, Asked] = OrderedDict()

    def ask(self, chat: Chat, person: int, bot: int, words: str, offset: str) -> str:
        """Somebody types words for a bot; the id of the query."""
        query = str(secrets.randbelow(2**62) + 2**61)
        self._asked[query] = Asked(bot, person, chat.key, words, self._world.clock())
        while len(self._asked) > MAX_QUERIES:
            self._asked.popitem(last=False)
        self._world.tell(InlineAsked(query, bot, person, chat.key, words, offset))
        return query

    def answer(self, query: str, bot: int, offers: tuple[Offer, ...]) -> bool:
        """A bot answers; False when the query is unknown, another bot's, answered or too old."""
        asked = self._asked.get(query)
        if asked is None or asked.bot != bot or asked.offers is not None:
            return False
        if self._world.clock() - asked.at > QUERY_SECONDS:
            return False
        self._asked[query] = replace(asked, offers=offers)
        self._world.tell(InlineAnswered(query, asked.chat))
        return True

    def find(self, query: str) -> Asked | None:
        """A query by its id."""
        return self._asked.get(query)

    def choose(self, asked: Asked, offer: Offer, sender_chat: str | None) -> Message:
        """The person sends one of the results; it is theirs, by way of the bot."""
        draft = Draft(
            offer.content,
            sender=asked.person,
            sender_chat=sender_chat,
            keyboard=offer.keyboard,
            via=asked.bot,
        )
        sent = post(self._world, self._world.chats[asked.chat], draft)
        if self._world.bots[asked.bot].inline_feedback:
            self._world.tell(InlineChosen(offer.id, asked.bot, asked.person, asked.words, sent))
        return sent
