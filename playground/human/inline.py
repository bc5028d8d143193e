"""Inline mode, for people: type words for a bot, see what it offers, send one of it."""

from typing import Any

from aiohttp import web

from playground.human.bodies import (
    NotThereError,
    find_bot,
    find_chat,
    find_person,
    read_body,
)
from playground.human.room import Room, answer
from playground.human.sending import check_may_send, check_may_write, sender_chat_of
from playground.human.views import message_view
from playground.world import RefusalError
from playground.world.inline import Offer

ANSWER_SECONDS = 15.0
LONGEST_WAIT = 120.0
# https://core.telegram.org/bots/api#inlinequery
MAX_WORDS = 256


class InlineRoom(Room):
    """``/human/chats/{chat}/inline``."""

    def routes(self) -> list[web.RouteDef]:
        """The paths of this room."""
        return [
            web.post("/human/chats/{chat}/inline", self.ask),
            web.post("/human/chats/{chat}/inline/{query}", self.choose),
        ]

    async def ask(self, request: web.Request) -> web.Response:
        """A person types ``query`` for a ``bot``, and waits for what it offers."""
        chat = find_chat(self.world, request)
        body = await read_body(request, 0)
        person = find_person(self.world, body)
        bot = find_bot(self.world, body.values.get("bot", ""))
        check_may_write(self.world, chat, person)
        if not bot.inline:
            raise RefusalError(f"@{bot.user.username} has no inline mode; switch on “inline”.")
        words = body.text("query", "")
        if len(words) > MAX_WORDS:
            raise RefusalError(f"A query has at most {MAX_WORDS} characters.")
        seconds = body.seconds("timeout", ANSWER_SECONDS, LONGEST_WAIT)
        before = self.events.last
        query = self.inline.ask(chat, person, bot.id, words, body.text("offset", ""))
        offers = await self._offers(query, before, seconds)
        results = [_view(offer) for offer in offers or ()]
        answered = offers is not None
        return answer({"query": query, "answered": answered, "results": results, "seq": before})

    async def choose(self, request: web.Request) -> web.Response:
        """The person sends the ``result`` of this id."""
        chat = find_chat(self.world, request)
        body = await read_body(request, 0)
        person = find_person(self.world, body)
        asked = self.inline.find(request.match_info["query"])
        if asked is None or (asked.person, asked.chat) != (person, chat.key):
            raise NotThereError("This person made no such query in this chat.")
        wanted = body.text("result")
        offer = next((each for each in asked.offers or () if each.id == wanted), None)
        if offer is None:
            raise NotThereError(f"The bot offers no result “{wanted}”.")
        check_may_write(self.world, chat, person)
        check_may_send(self.world, chat, person, offer.content)
        sent = self.inline.choose(asked, offer, sender_chat_of(self.world, chat, person, body))
        views = [message_view(self.world, sent)]
        return answer({"messages": views, "seq": self.events.last}, status=201)

    async def _offers(self, query: str, after: int, seconds: float) -> tuple[Offer, ...] | None:
        deadline = self.world.clock() + seconds
        while True:
            asked = self.inline.find(query)
            left = deadline - self.world.clock()
            if asked is None or asked.offers is not None or left <= 0:
                return asked.offers if asked else None
            events = await self.events.wait(after, left, kinds={"inline_answer"})
            after = events[-1].sequence if events else after


def _view(offer: Offer) -> dict[str, Any]:
    return {
        "id": offer.id,
        "type": offer.kind,
        "title": offer.title,
        "description": offer.description,
    }
