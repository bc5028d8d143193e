"""Methods: editing messages."""

from dataclasses import replace
from typing import Any

from playground.botapi.call import Call, Handler
from playground.botapi.drafts import read_caption, read_keyboard, read_text
from playground.botapi.errors import bad_request
from playground.botapi.inline_ids import read_inline_message_id
from playground.botapi.media import read_media
from playground.botapi.messages import sent
from playground.botapi.targets import standing_message, writable_chat
from playground.world.chats import Chat
from playground.world.content import Content, Message, Photo, Text, takes_caption
from playground.world.posting import edit

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def edit_message_text(call: Call) -> Any:
    """EditMessageText."""
    chat, message = _own_message(call)
    if not isinstance(message.content, Text):
        raise bad_request("there is no text in the message to edit")
    content = Text(read_text(call, is_edit=True), call.get("link_preview_options"))
    return _apply(call, chat, message, content)


async def edit_message_caption(call: Call) -> Any:
    """EditMessageCaption."""
    chat, message = _own_message(call)
    content = message.content
    if not takes_caption(content):
        raise bad_request("there is no caption in the message to edit")
    changed: Content = replace(content, caption=read_caption(call, call.values, is_edit=True))
    if isinstance(changed, Photo):
        changed = replace(changed, caption_above=bool(call.get("show_caption_above_media")))
    return _apply(call, chat, message, changed)


async def edit_message_media(call: Call) -> Any:
    """EditMessageMedia."""
    _own_message(call)
    content = await read_media(call, call.get("media"))
    chat, message = _own_message(call)
    if message.album is not None and type(content) is not type(message.content):
        raise bad_request("MEDIA_GROUPED_INVALID")
    return _apply(call, chat, message, content)


async def edit_message_reply_markup(call: Call) -> Any:
    """EditMessageReplyMarkup."""
    chat, message = _own_message(call)
    return _apply(call, chat, message, message.content)


def _own_message(call: Call) -> tuple[Chat, Message]:
    if call.get("inline_message_id"):
        return _inline_message(call)
    if call.get("chat_id") is None:
        raise bad_request("chat_id is empty")
    if call.get("message_id") is None:
        raise bad_request("message identifier is not specified")
    chat = writable_chat(call)
    message = standing_message(call, chat, call.get("message_id"), "message to edit")
    may_edit = message.sender == call.bot.id or (
        chat.kind == "channel" and chat.member(call.bot.id).may("can_edit_messages")
    )
    if not may_edit or message.origin is not None:
        raise bad_request("message can't be edited")
    return chat, message


def _inline_message(call: Call) -> tuple[Chat, Message]:
    place = read_inline_message_id(call.get("inline_message_id"))
    message = call.world.standing(*place) if place else None
    if message is None or message.via != call.bot.id or message.keyboard is None:
        raise bad_request("MESSAGE_ID_INVALID")
    return call.world.chats[message.chat], message


def _apply(call: Call, chat: Chat, message: Message, content: Content) -> Any:
    """An edit without a keyboard takes the keyboard away, as on the real server."""
    keyboard = read_keyboard(call, chat)
    if keyboard is not None and "inline_keyboard" not in keyboard:
        raise bad_request("inline keyboard expected")
    shown = message.keyboard if "inline_keyboard" in (message.keyboard or {}) else None
    if content == message.content and keyboard == shown:
        raise bad_request(NOT_MODIFIED)
    after = edit(call.world, message, content, keyboard)
    return True if call.get("inline_message_id") else sent(call, after)


METHODS: dict[str, Handler] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
}
