"""Methods: text messages, forwards, copies, chat actions, reactions."""

from dataclasses import replace
from typing import Any

from playground.botapi.call import Call, Handler
from playground.botapi.drafts import compose, read_caption, read_text
from playground.botapi.errors import bad_request
from playground.botapi.targets import readable_chat, standing_message, writable_chat
from playground.wire import message_json
from playground.world.content import Message, Service, Text, takes_caption
from playground.world.forwarding import origin_of
from playground.world.posting import post, react, show_action
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
    if call.get("caption") is not None and takes_caption(content):
        content = replace(content, caption=read_caption(call, call))
    return {"message_id": post(call.world, chat, compose(call, chat, content)).id}


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


METHODS: dict[str, Handler] = {
    "sendMessage": send_message,
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
}
