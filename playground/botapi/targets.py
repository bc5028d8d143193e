"""Which chat, which message: found and allowed, or refused in the real server's words."""

from playground.botapi.call import Call
from playground.botapi.errors import bad_request, forbidden
from playground.world.chats import Chat
from playground.world.content import Message
from playground.world.joining import is_reachable
from playground.world.membership import open_private_chat

CHAT_NOT_FOUND = "chat not found"
CANNOT_INITIATE = "bot can't initiate conversation with a user"


def readable_chat(call: Call, name: str = "chat_id") -> Chat:
    """The chat of a parameter, if the bot may know of it."""
    return find_readable(call, call.get(name))


def find_readable(call: Call, wanted: int | str) -> Chat:
    """The chat of this id or ``@username``, if the bot may know of it."""
    if isinstance(wanted, str) and not wanted.lstrip("-").isdigit():
        chat = _public_chat(call, wanted.removeprefix("@"))
    else:
        number = int(wanted)
        chat = _private_chat(call, number) if number > 0 else call.world.chats.get(str(number))
    if chat is None or (chat.kind != "private" and not _knows(call, chat)):
        raise bad_request(CHAT_NOT_FOUND)
    if chat.kind == "private":
        return chat
    member = chat.member(call.bot.id)
    name = "group" if chat.kind == "group" else chat.kind
    if member.status == "kicked":
        raise forbidden(f"bot was kicked from the {name} chat")
    if not member.is_present and not chat.username:
        raise forbidden(f"bot is not a member of the {name} chat")
    return chat


def writable_chat(call: Call, name: str = "chat_id") -> Chat:
    """The chat of a parameter, if the bot may write to it."""
    asker = _asker(call, call.get(name))
    if asker is not None:
        return asker
    chat = readable_chat(call, name)
    if chat.kind == "private":
        if chat.is_blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.has_started:
            raise forbidden(CANNOT_INITIATE)
        return chat
    if chat.migrated_to:
        successor = call.world.chats[chat.migrated_to]
        raise bad_request(
            "group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": successor.id}
        )
    member = chat.member(call.bot.id)
    if not member.is_present:
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    if chat.kind == "channel" and not member.may("can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    return chat


def standing_message(call: Call, chat: Chat, number: int, what: str) -> Message:
    """A message that is there; ``what`` begins the refusal (“message to edit”)."""
    message = call.world.standing(chat.key, number)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def _knows(call: Call, chat: Chat) -> bool:
    return call.bot.id in chat.members or bool(chat.username)


def _public_chat(call: Call, username: str) -> Chat | None:
    wanted = username.lower()
    return next(
        (chat for chat in call.world.chats.values() if wanted and chat.username.lower() == wanted),
        None,
    )


def _private_chat(call: Call, number: int) -> Chat | None:
    if number in call.world.bots:
        raise forbidden("bot can't send messages to bots")
    chat = call.world.private_chat(number, call.bot.id)
    known = number in call.world.people and call.world.has_met(call.bot.id, number)
    if chat is None and known:
        raise forbidden(CANNOT_INITIATE)
    return chat


def _asker(call: Call, wanted: int | str) -> Chat | None:
    """The private chat with somebody who asked to come into a chat a moment ago."""
    number = int(wanted) if str(wanted).isdecimal() else 0
    if number not in call.world.people or not is_reachable(call.world, call.bot.id, number):
        return None
    chat = open_private_chat(call.world, number, call.bot.id)
    return None if chat.is_blocked else chat
