"""Methods: answers to inline queries."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from playground.botapi.call import Call, Handler
from playground.botapi.drafts import check_inline_keyboard, read_caption, read_words
from playground.botapi.errors import bad_request
from playground.botapi.media import known_photo
from playground.text import utf16_length
from playground.text.formatted import MAX_TEXT
from playground.world.content import Content, Text
from playground.world.inline import Offer

# https://core.telegram.org/bots/api#answerinlinequery and #inlinequeryresult
MAX_RESULTS = 50
MAX_ID_BYTES = 64
NOT_HERE = "is not implemented by this playground"


async def answer_inline_query(call: Call) -> Any:
    """answerInlineQuery: articles with a text, and photos that Telegram has already."""
    results: list[dict[str, Any]] = call.get("results")
    if len(results) > MAX_RESULTS:
        raise bad_request("too many inline query results specified")
    offers = tuple(_offer(call, result) for result in results)
    if len({offer.id for offer in offers}) < len(offers):
        raise bad_request("RESULT_ID_DUPLICATE")
    if not call.inline.answer(call.get("inline_query_id"), call.bot.id, offers):
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return True


def _offer(call: Call, result: Mapping[str, Any]) -> Offer:
    kind, number = result["type"], result["id"]
    if not 1 <= len(number.encode()) <= MAX_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    markup = result.get("reply_markup")
    return Offer(
        number,
        kind,
        result.get("title", ""),
        result.get("description", ""),
        _content(call, kind, result),
        check_inline_keyboard(markup) if markup else None,
    )


def _content(call: Call, kind: str, result: Mapping[str, Any]) -> Content:
    given = result.get("input_message_content")
    if given is not None:
        if "message_text" not in given:
            raise bad_request(f"input_message_content without a text {NOT_HERE}")
        words = read_words(
            call, given["message_text"], given.get("parse_mode", ""), given.get("entities")
        )
        if not words.text:
            raise bad_request("message text is empty")
        if utf16_length(words.text) > MAX_TEXT:
            raise bad_request("MESSAGE_TOO_LONG")
        return Text(words, given.get("link_preview_options"))
    if kind == "photo" and "photo_file_id" in result:
        photo = known_photo(call, result["photo_file_id"])
        return replace(photo, caption=read_caption(call, result))
    raise bad_request(f"an inline {kind} that is not a known file {NOT_HERE}")


METHODS: dict[str, Handler] = {"answerInlineQuery": answer_inline_query}
