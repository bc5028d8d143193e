"""Following links: what happens when a person opens a t.me or tg:// link."""

import re
from typing import Any

from aiohttp import web

from playground.human.addresses import Address, read_address
from playground.human.bodies import (
    Body,
    NotThereError,
    chat_of_key,
    find_person,
    find_user,
    read_body,
)
from playground.human.room import Room, answer
from playground.human.sending import check_may_write
from playground.human.views import chat_view, message_view
from playground.text import Formatted, with_detected
from playground.wire import user_json
from playground.world import RefusalError
from playground.world.chats import RIGHTS, Chat
from playground.world.content import Draft, Message, Text
from playground.world.joining import come, find_invite
from playground.world.membership import join, open_private_chat, promote, set_blocked
from playground.world.people import Bot
from playground.world.posting import post

# https://core.telegram.org/bots/features#deep-linking
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


class LinksRoom(Room):
    """``POST /human/links``."""

    def routes(self) -> list[web.RouteDef]:
        """The paths of this room."""
        return [web.post("/human/links", self.follow)]

    async def follow(self, request: web.Request) -> web.Response:
        """A ``person`` opens a link (``url``) and does what it offers, in ``chat`` if it asks."""
        body = await read_body(request, 0)
        person = find_person(self.world, body)
        address = read_address(body.text("url"))
        if address is None:
            return answer({"kind": "outside", "url": body.text("url"), "seq": self.events.last})
        if address.invite:
            found = self._come_in(address.invite, person)
        else:
            found = self._follow(address, person, body)
        return answer({**found, "seq": self.events.last})

    def _follow(self, address: Address, person: int, body: Body) -> dict[str, Any]:
        if address.user is not None:
            return {"kind": "user", "user": self._user(address.user)}
        if address.chat is not None or self._chat_named(address.name) is not None:
            return self._open_chat(address, person)
        number = find_user(self.world, f"@{address.name}")
        bot = self.world.bots.get(number)
        if bot is None:
            return {"kind": "user", "user": self._user(number)}
        if address.starts.keys() & {"startgroup", "startchannel"}:
            return self._bring(bot, address, person, body)
        chat = open_private_chat(self.world, person, bot.id)
        if "start" not in address.starts:
            return {"kind": "chat", "chat": chat_view(self.world, chat)}
        set_blocked(self.world, chat, is_blocked=False)
        chat.has_started = True
        return self._started(chat, person, f"/start {_payload(address.starts['start'])}")

    def _come_in(self, code: str, person: int) -> dict[str, Any]:
        """The person comes into a chat, or asks for it."""
        found = find_invite(self.world, code)
        if found is None:
            raise NotThereError("This link is not, or no longer, valid.")
        chat, invite = found
        if not come(self.world, chat, person, invite):
            return {"kind": "asked", "title": chat.title}
        return {"kind": "chat", "chat": chat_view(self.world, chat)}

    def _bring(self, bot: Bot, address: Address, person: int, body: Body) -> dict[str, Any]:
        """The person brings a bot into a group or channel of their choice."""
        chat = chat_of_key(self.world, body.text("chat"))
        is_channel = "startchannel" in address.starts
        if (chat.kind == "channel") != is_channel or chat.kind == "private":
            raise RefusalError(f"This link is for a {'channel' if is_channel else 'group'}.")
        check_may_write(self.world, chat, person)
        if not chat.member(bot.id).is_present:
            join(self.world, chat, bot.id, by=person)
        if "admin" in address.starts:
            if not chat.member(person).may("can_promote_members"):
                raise RefusalError("Only who may promote members can follow a link with “admin”.")
            promote(self.world, chat, bot.id, by=person, rights=_rights(address.starts["admin"]))
        payload = _payload(address.starts.get("startgroup", ""))
        if is_channel or not payload:
            return {"kind": "chat", "chat": chat_view(self.world, chat)}
        return self._started(chat, person, f"/start@{bot.user.username} {payload}")

    def _started(self, chat: Chat, person: int, words: str) -> dict[str, Any]:
        text = with_detected(Formatted(words.strip()))
        sent = post(self.world, chat, Draft(Text(text), sender=person))
        views = [message_view(self.world, sent)]
        return {"kind": "chat", "chat": chat_view(self.world, chat), "messages": views}

    def _open_chat(self, address: Address, person: int) -> dict[str, Any]:
        chat = self._chat_named(address.name)
        if address.chat is not None:
            chat = self.world.chats.get(str(address.chat))
        if chat is None or not (chat.username or chat.member(person).is_present):
            raise NotThereError("There is no such chat, or this person is not in it.")
        found = {"kind": "chat", "chat": chat_view(self.world, chat)}
        if address.message is None:
            return found
        message: Message | None = self.world.standing(chat.key, address.message)
        if message is None:
            raise NotThereError("The message of this link does not exist.")
        return {**found, "message": message_view(self.world, message)}

    def _chat_named(self, name: str) -> Chat | None:
        wanted = name.lower()
        chats = self.world.chats.values()
        return next((each for each in chats if wanted and each.username.lower() == wanted), None)

    def _user(self, number: int) -> dict[str, Any]:
        user = self.world.user(number)
        if user is None:
            raise NotThereError(f"There is nobody with the id {number}.")
        return user_json(user)


def _payload(text: str) -> str:
    if not PAYLOAD.fullmatch(text):
        raise RefusalError("A payload has at most 64 characters, of A-Z, a-z, 0-9, _ and -.")
    return text


def _rights(text: str) -> list[str]:
    """``delete_messages+pin_messages`` as rights; a “+” in a query is a blank."""
    named = [f"can_{word.removeprefix('can_')}" for word in text.split()]
    unknown = set(named) - RIGHTS
    if unknown:
        raise RefusalError(f"There is no right {sorted(unknown)}; there are {sorted(RIGHTS)}.")
    return named
