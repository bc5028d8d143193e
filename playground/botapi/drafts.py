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

# https://core.telegram.org/bots/api#inlinekeyboardbutton: 1-64 bytes.
MAX_CALLBACK_DATA = 64
MAX_BUTTONS = 100
LABEL_FIELDS = frozenset({"text", "icon_custom_emoji_id", "style"})
LINK_SCHEMES = ("http://", "https://", "tg://")


def read_text(call: Call) -> Formatted:
    """The text of a message, parsed and within its bounds."""
    body = _read_words(call.get("text", ""), call.get("parse_mode", ""), call.get("entities"))
    if not body.text:
        raise bad_request("message text is empty")
    if utf16_length(body.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return body


def read_caption(source: Any) -> Formatted:
    """The caption of a call or of an ``InputMedia``, parsed and within its bounds."""
    body = _read_words(
        source.get("caption") or "",
        source.get("parse_mode") or "",
        source.get("caption_entities"),
    )
    if utf16_length(body.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return body


def _read_words(text: str, mode: str, entities: list[dict[str, Any]] | None) -> Formatted:
    try:
        # Entities are ignored beside a parse mode.
        marked = given_entities(text, entities) if entities and not mode else parse(text, mode)
    except ParseError as error:
        plain = "unsupported parse_mode"
        said = str(error)
        raise bad_request(said if said == plain else f"can't parse entities: {said}") from None
    return with_detected(trimmed(marked))


def read_keyboard(call: Call, chat: Chat) -> dict[str, Any] | None:
    """The ``reply_markup`` of a call; an inline keyboard without buttons is none."""
    markup: dict[str, Any] | None = call.get("reply_markup")
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        if chat.kind == "channel":
            raise bad_request("inline keyboard expected")
        return markup
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
        if thread not in chat.topics:
            raise bad_request("message thread not found")
        return thread
    answered = call.world.standing(chat.key, reply_to)
    return answered.thread if answered else None
