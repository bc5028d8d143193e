"""What happens in the world, told to the bots that may know it, as updates."""

import asyncio

from playground.botapi.lines import Lines
from playground.schema import Schema, problems
from playground.wire import chat_json, member_json, message_json, user_json
from playground.wire.accounts import Json, known_user_json
from playground.world import World
from playground.world.chats import Chat
from playground.world.content import Message
from playground.world.happenings import (
    Edited,
    Happening,
    MemberChanged,
    Posted,
    Pressed,
    Reacted,
)
from playground.world.people import Bot
from playground.world.visibility import sees


class SchemaViolationError(Exception):
    """Something that was to go out breaks the published schema: a bug of the playground."""


class Deliveries:
    """Listens to the world and fills the bots' queues."""

    def __init__(self, world: World, lines: Lines, schema: Schema) -> None:
        self._world = world
        self._lines = lines
        self._schema = schema

    def __call__(self, happening: Happening) -> None:
        """Take note of something that happened."""
        match happening:
            case Posted(message, delay):
                if delay > 0:
                    loop = asyncio.get_running_loop()
                    loop.call_later(delay, self._tell_message, message, "")
                else:
                    self._tell_message(message, "")
            case Edited(message):
                self._tell_message(message, "edited_")
            case MemberChanged():
                self._tell_member(happening)
            case Pressed():
                self._tell_press(happening)
            case Reacted():
                self._tell_reaction(happening)
            case _:
                pass

    def _tell_message(self, message: Message, prefix: str) -> None:
        chat = self._world.chats[message.chat]
        kind = prefix + ("channel_post" if chat.kind == "channel" else "message")
        for bot in self._bots_in(chat):
            is_own = message.sender == bot.id
            if sees(self._world, bot, message) and not (is_own and prefix):
                self._put(bot, kind, message_json(self._world, message, bot.id))

    def _tell_member(self, change: MemberChanged) -> None:
        chat = self._world.chats[change.chat]
        body = {
            "chat": chat_json(self._world, chat),
            "from": known_user_json(self._world, change.by),
            "date": change.date,
            "old_chat_member": member_json(self._world, chat, change.before),
            "new_chat_member": member_json(self._world, chat, change.after),
        }
        for bot in self._bots_in(chat):
            if bot.id == change.after.user:
                self._put(bot, "my_chat_member", body)
            elif chat.kind != "private" and chat.member(bot.id).is_admin:
                self._put(bot, "chat_member", body)

    def _tell_press(self, press: Pressed) -> None:
        bot = self._world.bots.get(press.message.sender or 0)
        if bot is None:
            return
        message = message_json(self._world, press.message, bot.id)
        if press.message.is_deleted:
            message = {"chat": message["chat"], "message_id": press.message.id, "date": 0}
        body: Json = {
            "id": press.query,
            "from": user_json(self._world.people[press.person]),
            "message": message,
            "chat_instance": str(hash_of(press.message.chat)),
            "data": press.data,
        }
        self._put(bot, "callback_query", body)

    def _tell_reaction(self, reaction: Reacted) -> None:
        chat = self._world.chats[reaction.message.chat]
        body = {
            "chat": chat_json(self._world, chat),
            "message_id": reaction.message.id,
            "user": known_user_json(self._world, reaction.by),
            "date": reaction.date,
            "old_reaction": list(reaction.before),
            "new_reaction": list(reaction.after),
        }
        for bot in self._bots_in(chat):
            may_know = chat.kind == "private" or chat.member(bot.id).is_admin
            if may_know and bot.id != reaction.by:
                self._put(bot, "message_reaction", body)

    def _bots_in(self, chat: Chat) -> list[Bot]:
        return [self._world.bots[user] for user in chat.members if user in self._world.bots]

    def _put(self, bot: Bot, kind: str, body: Json) -> None:
        update = {"update_id": 0, kind: body}
        broken = problems(self._schema, ("Update",), update, "update")
        if broken:
            raise SchemaViolationError("; ".join(broken))
        self._lines.of(bot.id).queue.put(kind, body)


def hash_of(text: str) -> int:
    """A number that stands for a chat, the same in every run."""
    return int.from_bytes(text.encode()[-7:], "big")
