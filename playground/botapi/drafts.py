"""What a bot's message is made of: text, caption, keyboard, reply, topic."""

from typing import Any

from playground.botapi.call import Call
from playground.botapi.errors import bad_request
from playground.text import (
    Formatted,
    ParseError,
    parse,
    trimmed,
    utf16_length,
    with_detected,
)
from playground.text.formatted import MAX_CAPTION, MAX_TEXT, given_entities
from playground.world.chats import Chat
from playground.world.content import Content, Draft, words
from playground.world.permissions import permission_for
from playground.world.threads import thread_of_reply

# https://core.telegram.org/bots/api#inlinekeyboardbutton: 1-64 bytes.
MAX_CALLBACK_DATA = 64
MAX_BUTTONS = 100
SENT_AS = {
    "can_send_messages": "text messages",
    "can_send_photos": "photos",
    "can_send_documents": "documents",
    "can_send_videos": "videos",
}
LABEL_FIELDS = frozenset({"text", "icon_custom_emoji_id", "style"})
LINK_SCHEMES = ("http://", "https://", "tg://")


def read_text(call: Call, *, is_edit: bool = False) -> Formatted:
    """The text of a message, parsed and within its bounds."""
    body = read_words(call, call.get("text", ""), call.get("parse_mode", ""), call.get("entities"))
    if not body.text:
        raise bad_request("message text is empty")
    if utf16_length(body.text) > MAX_TEXT:
        # An edit is refused by another server, in its own words.
        raise bad_request("MESSAGE_TOO_LONG" if is_edit else "message is too long")
    return body


def read_caption(call: Call, source: Any, *, is_edit: bool = False) -> Formatted:
    """The caption of a call or of an ``InputMedia``, parsed and within its bounds."""
    body = read_words(
        call,
        source.get("caption") or "",
        source.get("parse_mode") or "",
        source.get("caption_entities"),
    )
    if utf16_length(body.text) > MAX_CAPTION:
        raise bad_request("MEDIA_CAPTION_TOO_LONG" if is_edit else "message caption is too long")
    return body


def read_words(
    call: Call, text: str, mode: str, entities: list[dict[str, Any]] | None
) -> Formatted:
    """Marked text with what is found in it; mentions of people whom the bot never met are lost."""
    try:
        # Entities are ignored beside a parse mode.
        marked = given_entities(text, entities) if entities and not mode else parse(text, mode)
    except ParseError as error:
        plain = "unsupported parse_mode"
        said = str(error)
        raise bad_request(said if said == plain else f"can't parse entities: {said}") from None
    known = tuple(
        entity
        for entity in marked.entities
        if entity.user_id is None
        or entity.user_id == call.bot.id
        or call.world.has_met(call.bot.id, entity.user_id)
    )
    return with_detected(trimmed(Formatted(marked.text, known)))


def read_keyboard(call: Call, chat: Chat) -> dict[str, Any] | None:
    """The ``reply_markup`` of a call; an inline keyboard without buttons is none."""
    markup: dict[str, Any] | None = call.get("reply_markup")
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        if chat.kind == "channel":
            raise bad_request("inline keyboard expected")
        return markup
    return check_inline_keyboard(markup)


def check_inline_keyboard(markup: dict[str, Any]) -> dict[str, Any] | None:
    """An inline keyboard whose buttons may be; without buttons it is none."""
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: dict[str, Any]) -> None:
    purposes = [key for key in button if key not in LABEL_FIELDS]
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: button text must be non-empty")
    if len(purposes) != 1:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= MAX_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not url.startswith(LINK_SCHEMES) and "." not in url:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def compose(call: Call, chat: Chat, content: Content, *, album: str | None = None) -> Draft:
    """The draft of a message with everything that all kinds of messages share."""
    permission = permission_for(content)
    if not chat.member(call.bot.id).is_permitted(permission):
        what = SENT_AS.get(permission, "messages of this kind")
        raise bad_request(f"not enough rights to send {what} to the chat")
    reply_to, quote = _read_reply(call, chat)
    return Draft(
        content,
        sender=call.bot.id,
        sender_chat=chat.key if chat.kind == "channel" else None,
        reply_to=reply_to,
        quote=quote,
        thread=_read_thread(call, chat, reply_to),
        album=album,
        keyboard=read_keyboard(call, chat),
        is_protected=bool(call.get("protect_content")),
        is_silent=bool(call.get("disable_notification")),
    )


def _read_reply(call: Call, chat: Chat) -> tuple[int | None, Formatted | None]:
    wanted = call.get("reply_parameters")
    if not wanted:
        return None, None
    if wanted.get("chat_id") not in (None, chat.id, str(chat.id)):
        raise bad_request("replies to other chats are not implemented by this playground")
    answered = call.world.standing(chat.key, wanted["message_id"])
    if answered is None:
        if wanted.get("allow_sending_without_reply"):
            return None, None
        raise bad_request("message to be replied not found")
    text = wanted.get("quote")
    if not text:
        return answered.id, None
    if text not in words(answered.content).text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return answered.id, Formatted(text)


def _read_thread(call: Call, chat: Chat, reply_to: int | None) -> int | None:
    thread: int | None = call.get("message_thread_id")
    if thread is not None:
        root = call.world.standing(chat.key, thread)
        if thread not in chat.topics and not (root and root.is_automatic):
            raise bad_request("message thread not found")
        return thread
    return thread_of_reply(chat, call.world.standing(chat.key, reply_to))
