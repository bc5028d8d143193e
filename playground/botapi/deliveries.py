"""What happens in the world, told to the bots that may know it, as updates."""

import asyncio

from playground.botapi.inline_ids import inline_message_id
from playground.botapi.lines import Lines
from playground.schema import Schema, problems
from playground.wire import chat_json, member_json, message_json, user_json
from playground.wire.accounts import Json, invite_json, known_user_json
from playground.world import World
from playground.world.chats import Chat
from playground.world.content import Message
from playground.world.happenings import (
    Edited,
    Happening,
    InlineAsked,
    InlineChosen,
    JoinRequested,
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
            case JoinRequested():
                self._tell_join_request(happening)
            case Pressed():
                self._tell_press(happening)
            case Reacted():
                self._tell_reaction(happening)
            case InlineAsked():
                self._tell_inline_query(happening)
            case InlineChosen():
                self._tell_chosen(happening)
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
                link = change.invite
                by = {"invite_link": invite_json(self._world, link, bot.id)} if link else {}
                self._put(bot, "chat_member", body | by)

    def _tell_join_request(self, asked: JoinRequested) -> None:
        chat, request = self._world.chats[asked.chat], asked.request
        for bot in self._bots_in(chat):
            if chat.member(bot.id).may("can_invite_users"):
                body = {
                    "chat": chat_json(self._world, chat),
                    "from": known_user_json(self._world, request.person),
                    "user_chat_id": request.person,
                    "date": request.date,
                    "invite_link": invite_json(self._world, request.invite, bot.id),
                }
                self._put(bot, "chat_join_request", body)

    def _tell_press(self, press: Pressed) -> None:
        bot = self._world.bots.get(press.message.via or press.message.sender or 0)
        if bot is None:
            return
        body: Json = {
            "id": press.query,
            "from": user_json(self._world.people[press.person]),
            **self._pressed_json(press.message, bot),
            "chat_instance": str(hash_of(press.message.chat)),
            "data": press.data,
        }
        self._put(bot, "callback_query", body)

    def _pressed_json(self, message: Message, bot: Bot) -> Json:
        if message.via is not None:
            return {"inline_message_id": inline_message_id(message.chat, message.id)}
        seen = message_json(self._world, message, bot.id)
        if message.is_deleted:
            seen = {"chat": seen["chat"], "message_id": message.id, "date": 0}
        return {"message": seen}

    def _tell_inline_query(self, asked: InlineAsked) -> None:
        chat = self._world.chats[asked.chat]
        is_own = chat.kind == "private" and asked.bot in chat.members
        body: Json = {
            "id": asked.query,
            "from": user_json(self._world.people[asked.person]),
            "query": asked.words,
            "offset": asked.offset,
            "chat_type": "sender" if is_own else chat.kind,
        }
        self._put(self._world.bots[asked.bot], "inline_query", body)

    def _tell_chosen(self, chosen: InlineChosen) -> None:
        body: Json = {
            "result_id": chosen.result,
            "from": user_json(self._world.people[chosen.person]),
            "query": chosen.words,
        }
        if chosen.message.keyboard is not None:
            place = chosen.message.chat, chosen.message.id
            body["inline_message_id"] = inline_message_id(*place)
        self._put(self._world.bots[chosen.bot], "chosen_inline_result", body)

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
