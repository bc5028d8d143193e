"""The world as people see it: the Bot API's objects, and what only people know."""

from typing import Any

from playground.botapi.lines import Line
from playground.faults import Fault
from playground.wire import chat_json, member_json, message_json, user_json
from playground.wire.messages import content_json
from playground.world import World
from playground.world.chats import Chat
from playground.world.content import Clip, Document, Message, Photo
from playground.world.people import Bot, Profile, User

Json = dict[str, Any]

# The file ids in a person's view are of no bot; people get files by URL.
NOBODY = 0


def person_view(user: User) -> Json:
    """A person."""
    return user_json(user)


def bot_view(bot: Bot, line: Line, profile: Profile) -> Json:
    """A bot with its token, its privacy mode, its commands and how it gets its updates."""
    webhook = line.webhook
    return user_json(bot.user) | {
        "token": bot.token,
        "privacy": bot.privacy,
        "can_join_groups": bot.can_join_groups,
        "inline": bot.inline,
        "inline_feedback": bot.inline_feedback,
        "commands": next(iter(profile.commands.values()), ()),
        "open_polls": line.open_polls,
        "last_poll": line.last_poll,
        "webhook": webhook.url if webhook else None,
        "pending_updates": len(line.queue),
    }


def chat_view(world: World, chat: Chat) -> Json:
    """A chat with its members; ``key`` names it at this door."""
    bot = world.bot_of_chat(chat) if chat.kind == "private" else None
    last = next(reversed(chat.messages.values()), None)
    return chat_json(world, chat) | {
        "key": chat.key,
        "bot": user_json(bot.user) if bot else None,
        "has_started": chat.has_started,
        "is_blocked": chat.is_blocked,
        "migrated_to": chat.migrated_to,
        "linked": chat.linked,
        "members": [member_json(world, chat, member) for member in chat.members.values()],
        "topics": [{"id": topic.id, "name": topic.name} for topic in chat.topics.values()],
        "last_message": message_view(world, last) if last else None,
    }


def full_message_view(world: World, message: Message) -> Json:
    """A message with what it was before each edit."""
    history = [content_json(world, each, NOBODY) for each in message.earlier]
    return message_view(world, message) | {"history": history}


def message_view(world: World, message: Message) -> Json:
    """A message with its chat's key, its keyboard, its files by URL, its edits and deletion."""
    made = message_json(world, message, NOBODY)
    reply = made.get("reply_to_message")
    if reply is not None:
        answered = world.standing(message.chat, message.reply_to)
        made["reply_to_message"] = reply | _file_urls(answered) if answered else reply
    return (
        made
        | {
            "chat_key": message.chat,
            "sender": message.sender,
            "from_bot": message.sender in world.bots,
            "deleted": message.is_deleted,
            "edits": len(message.earlier),
            "keyboard": message.keyboard,
            "silent": message.is_silent,
            "reactions": _reactions(world, message),
        }
        | _file_urls(message)
    )


def fault_view(fault: Fault) -> Json:
    """A fault with how often it struck and how often it still will."""
    return {
        "id": fault.id,
        "method": fault.method,
        "kind": fault.kind,
        "when": fault.when,
        "bot": fault.bot or None,
        "times_left": fault.times,
        "struck": fault.struck,
    }


def _file_urls(message: Message) -> Json:
    match message.content:
        case Photo(sizes):
            urls = [f"/human/files/{size.file.number}" for size in sizes]
            return {"photo_urls": urls, "file_url": urls[-1]}
        case Document(file, _, thumbnail):
            small = f"/human/files/{thumbnail.file.number}" if thumbnail else None
            return {"file_url": f"/human/files/{file.number}", "thumbnail_url": small}
        case Clip(_, file, _, _, thumbnail):
            small = f"/human/files/{thumbnail.file.number}" if thumbnail else None
            return {"file_url": f"/human/files/{file.number}", "thumbnail_url": small}
        case _:
            return {}


def _reactions(world: World, message: Message) -> list[Json]:
    return [
        {"user": user, "emoji": each.get("emoji")}
        for (chat, number, user), reactions in world.reactions.items()
        if (chat, number) == (message.chat, message.id)
        for each in reactions
    ]
