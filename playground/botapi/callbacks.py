"""Methods: answers to pressed buttons."""

from typing import Any

from playground.botapi.call import Call, Handler
from playground.botapi.errors import bad_request
from playground.text import utf16_length
from playground.world.posting import answer

# https://core.telegram.org/bots/api#answercallbackquery
MAX_ANSWER = 200


async def answer_callback_query(call: Call) -> Any:
    """AnswerCallbackQuery."""
    text = call.get("text", "")
    if utf16_length(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answered = answer(
        call.world,
        call.bot.id,
        call.get("callback_query_id"),
        text=text,
        show_alert=bool(call.get("show_alert")),
        url=call.get("url", ""),
    )
    if not answered:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return True


METHODS: dict[str, Handler] = {"answerCallbackQuery": answer_callback_query}
