"""What people do with messages: edit, delete, forward, press buttons, react."""

from dataclasses import replace
from typing import Any

from aiohttp import web

from playground.human.bodies import (
    Body,
    chat_of_key,
    find_message,
    find_person,
    query,
    read_body,
)
from playground.human.contents import read_replacement, read_words
from playground.human.room import Room, answer
from playground.human.sending import check_may_send, check_may_write
from playground.human.views import message_view
from playground.text.formatted import MAX_CAPTION, MAX_TEXT
from playground.world import RefusalError
from playground.world.content import Content, Message, Service, Text, takes_caption
from playground.world.forwarding import forwarded
from playground.world.posting import delete, edit, post, press, react
from playground.world.reactions import EMOJI

ANSWER_SECONDS = 15.0
LONGEST_WAIT = 120.0


class ActingRoom(Room):
    """What can be done to one message."""

    def routes(self) -> list[web.RouteDef]:
        """The paths of this room."""
        one = "/human/chats/{chat}/messages/{message}"
        return [
            web.patch(one, self.edit),
            web.delete(one, self.delete),
            web.post(one + "/forward", self.forward),
            web.post(one + "/click", self.click),
            web.post(one + "/react", self.react),
        ]

    async def edit(self, request: web.Request) -> web.Response:
        """Change the text or caption of one's own message, or put a file where one was."""
        body = await read_body(request, self.world.limits.upload)
        message = self._standing(request)
        person = find_person(self.world, body)
        self._check_own(message, person)
        content: Content
        match message.content:
            case _ if body.files:
                content = await read_replacement(self.world, self.darkroom, body, message)
                check_may_send(self.world, self.world.chats[message.chat], person, content)
                # It took a while: somebody may have deleted the message.
                message = self._standing(request)
            case Text():
                content = Text(read_words(body, "text", MAX_TEXT))
            case _ if takes_caption(message.content):
                content = replace(message.content, caption=read_words(body, "caption", MAX_CAPTION))
            case _:
                raise RefusalError("There is nothing in this message that can be edited.")
        after = edit(self.world, message, content, message.keyboard)
        return answer({"message": message_view(self.world, after), "seq": self.events.last})

    async def delete(self, request: web.Request) -> web.Response:
        """Delete a message for everybody: one's own, or anybody's as an administrator."""
        message = self._standing(request)
        person = find_person(self.world, query(request))
        chat = self.world.chats[message.chat]
        may_delete = chat.kind == "private" or chat.member(person).may("can_delete_messages")
        if not may_delete:
            self._check_own(message, person)
        delete(self.world, message, person)
        return answer({"deleted": True, "seq": self.events.last})

    async def forward(self, request: web.Request) -> web.Response:
        """Forward a message to another chat, ``to``."""
        body = await read_body(request, 0)
        message = self._standing(request)
        person = find_person(self.world, body)
        target = chat_of_key(self.world, body.text("to"))
        check_may_write(self.world, target, person)
        if isinstance(message.content, Service) or message.is_protected:
            raise RefusalError("This message can't be forwarded.")
        if target.kind == "private":
            target.has_started = True
        sent = post(self.world, target, forwarded(message, person))
        return answer(
            {"messages": [message_view(self.world, sent)], "seq": self.events.last}, status=201
        )

    async def click(self, request: web.Request) -> web.Response:
        """Press an inline button, and wait for the bot's answer."""
        body = await read_body(request, 0)
        message = find_message(self.world, request)
        person = find_person(self.world, body)
        if not self.world.chats[message.chat].member(person).is_present:
            raise RefusalError(f"The person {person} is not in this chat.")
        button = _button(message, body)
        seconds = body.seconds("timeout", ANSWER_SECONDS, LONGEST_WAIT)
        if "callback_data" not in button:
            return answer({"button": button, "answered": False, "seq": self.events.last})
        before = self.events.last
        pressed = press(self.world, message, person, button["callback_data"])
        given = await self._answer_to(pressed, before, seconds)
        return answer(
            {
                "button": button,
                "query": pressed,
                "answered": given is not None,
                "text": (given or {}).get("text", ""),
                "show_alert": (given or {}).get("show_alert", False),
                "url": (given or {}).get("url", ""),
                "seq": before,
            }
        )

    async def react(self, request: web.Request) -> web.Response:
        """React with an ``emoji``; with an empty one take the reaction back."""
        body = await read_body(request, 0)
        message = self._standing(request)
        person = find_person(self.world, body)
        emoji = body.text("emoji", "")
        if emoji and emoji not in EMOJI:
            raise RefusalError(f"“{emoji}” is no reaction that Telegram has.")
        reactions = ({"type": "emoji", "emoji": emoji},) if emoji else ()
        react(self.world, message, person, reactions)
        return answer({"seq": self.events.last})

    async def _answer_to(self, pressed: str, after: int, seconds: float) -> dict[str, Any] | None:
        deadline = self.world.clock() + seconds
        while (left := deadline - self.world.clock()) > 0:
            events = await self.events.wait(after, left, kinds={"callback_answer"})
            for event in events:
                if event.body["query"] == pressed:
                    return event.body
                after = event.sequence
        return None

    def _standing(self, request: web.Request) -> Message:
        message = find_message(self.world, request)
        if message.is_deleted:
            raise RefusalError(f"The message {message.id} was deleted.")
        return message

    def _check_own(self, message: Message, person: int) -> None:
        if message.sender != person:
            raise RefusalError(f"The message {message.id} was not sent by the person {person}.")


def _button(message: Message, body: Body) -> dict[str, Any]:
    """The inline button that is named by its text, its data, or its row and column."""
    rows = (message.keyboard or {}).get("inline_keyboard", [])
    if not rows:
        raise RefusalError(f"The message {message.id} has no inline buttons.")
    if body.has("row"):
        row, column = body.number("row"), body.number("column", 0)
        if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
            raise RefusalError(f"There is no button in row {row}, column {column}.")
        found: dict[str, Any] = rows[row][column]
        return found
    key, wanted = ("callback_data", "data") if body.has("data") else ("text", "button")
    buttons = [button for row in rows for button in row]
    for button in buttons:
        if button.get(key) == body.text(wanted):
            return dict(button)
    labels = ", ".join(f"“{button['text']}”" for button in buttons)
    raise RefusalError(f"There is no button “{body.text(wanted)}”; there are {labels}.")
