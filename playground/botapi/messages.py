"""Methods: text messages, forwards, copies, deletions, chat actions, reactions."""

from dataclasses import replace
from typing import Any

from playground.botapi.call import Call, Handler
from playground.botapi.drafts import compose, read_caption, read_text
from playground.botapi.errors import ApiError, bad_request
from playground.botapi.targets import readable_chat, standing_message, writable_chat
from playground.wire import message_json
from playground.world.chats import Chat
from playground.world.content import Document, Message, Photo, Service, Text
from playground.world.forwarding import origin_of
from playground.world.posting import delete, post, react, show_action
from playground.world.reactions import EMOJI

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
# https://core.telegram.org/bots/api#deletemessages
MAX_DELETED = 100
# https://core.telegram.org/bots/api#deletemessage
DELETABLE_SECONDS = 48 * 3600


async def send_message(call: Call) -> Any:
    """SendMessage."""
    chat = writable_chat(call)
    content = Text(read_text(call), call.get("link_preview_options"))
    return sent(call, post(call.world, chat, compose(call, chat, content)))


async def forward_message(call: Call) -> Any:
    """ForwardMessage."""
    chat = writable_chat(call)
    source = readable_chat(call, "from_chat_id")
    message = standing_message(call, source, call.get("message_id"), "message to forward")
    if message.is_protected or isinstance(message.content, Service):
        raise bad_request("the message can't be forwarded")
    draft = compose(call, chat, message.content)
    return sent(call, post(call.world, chat, replace(draft, origin=origin_of(message))))


async def copy_message(call: Call) -> Any:
    """CopyMessage."""
    chat = writable_chat(call)
    source = readable_chat(call, "from_chat_id")
    message = standing_message(call, source, call.get("message_id"), "message to copy")
    if message.is_protected or isinstance(message.content, Service):
        raise bad_request("the message can't be copied")
    content = message.content
    if call.get("caption") is not None and isinstance(content, Photo | Document):
        content = replace(content, caption=read_caption(call))
    return {"message_id": post(call.world, chat, compose(call, chat, content)).id}


async def delete_message(call: Call) -> Any:
    """DeleteMessage."""
    chat = readable_chat(call)
    message = standing_message(call, chat, call.get("message_id"), "message to delete")
    _check_deletable(call, chat, message)
    delete(call.world, message, call.bot.id)
    return True


async def delete_messages(call: Call) -> Any:
    """deleteMessages: those that are not found are skipped."""
    chat = readable_chat(call)
    numbers: list[int] = call.get("message_ids")
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MAX_DELETED:
        raise bad_request("too many message identifiers specified")
    for number in numbers:
        message = call.world.standing(chat.key, number)
        if message is not None and _is_deletable(call, chat, message):
            delete(call.world, message, call.bot.id)
    return True


async def send_chat_action(call: Call) -> Any:
    """SendChatAction."""
    chat = writable_chat(call)
    action = call.get("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    show_action(call.world, chat, call.bot.id, action, call.get("message_thread_id"))
    return True


async def set_message_reaction(call: Call) -> Any:
    """SetMessageReaction."""
    chat = writable_chat(call)
    message = standing_message(call, chat, call.get("message_id"), "message to react")
    reactions = call.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(each["type"] != "emoji" or each.get("emoji") not in EMOJI for each in reactions):
        raise bad_request("REACTION_INVALID")
    react(call.world, message, call.bot.id, tuple(reactions))
    return True


def sent(call: Call, message: Message) -> Any:
    """A message as the bot that sent it sees it."""
    return message_json(call.world, message, call.bot.id)


def _is_deletable(call: Call, chat: Chat, message: Message) -> bool:
    try:
        _check_deletable(call, chat, message)
    except ApiError:
        return False
    return True


def _check_deletable(call: Call, chat: Chat, message: Message) -> None:
    is_own = message.sender == call.bot.id
    is_old = call.world.now() - message.date > DELETABLE_SECONDS
    may_delete_all = chat.member(call.bot.id).may("can_delete_messages")
    allowed = may_delete_all or (not is_old and (is_own or chat.kind == "private"))
    if not allowed:
        raise bad_request("message can't be deleted")


METHODS: dict[str, Handler] = {
    "sendMessage": send_message,
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
}
