import asyncio
from typing import Any

import pytest

from tests.playground.actors import BotApi, Talk
from tests.playground.pictures import picture
from tests.playground_client import Json, PlaygroundClient, PlaygroundError

OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
MARKUP = {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}


def article(number: str, text: str, **options: Any) -> Json:
    content = {"message_text": text, "parse_mode": "HTML"}
    about = {"type": "article", "id": number, "title": f"Title {number}"}
    return {**about, "input_message_content": content, **options}


async def inline(playground: PlaygroundClient, bot: BotApi, *, feedback: bool = False) -> None:
    """Switch a bot's inline mode on, as with BotFather."""
    body = {"inline": True, "inline_feedback": feedback}
    await playground.ask("PATCH", f"/bots/{bot.username}", json=body)


async def asked(bot: BotApi) -> Json:
    """The next query that reaches the bot."""
    (update,) = await bot.updates(timeout=10)
    query: Json = update["inline_query"]
    return query


async def test_a_query_is_answered_and_a_result_is_sent(
    playground: PlaygroundClient, talk: Talk
) -> None:
    await inline(playground, talk.bot, feedback=True)
    assert (await talk.bot.ok("getMe"))["supports_inline_queries"] is True
    friend = await playground.create_person("Jonas")
    group = await playground.create_group("Hikers", talk.person, [friend])
    waiting = asyncio.ensure_future(
        playground.ask_inline(group["key"], talk.person, talk.bot.username, "Ann")
    )
    query = await asked(talk.bot)
    assert (query["query"], query["from"]["id"]) == ("Ann", talk.person)
    assert (query["offset"], query["chat_type"]) == ("", "supergroup")
    results = [article("a", "<b>Ann</b>", reply_markup=MARKUP), article("b", "Bea")]
    assert await talk.bot.ok("answerInlineQuery", inline_query_id=query["id"], results=results)
    offered = await waiting
    assert [each["title"] for each in offered["results"]] == ["Title a", "Title b"]
    sent = await playground.choose_inline(group["key"], talk.person, offered["query"], "a")
    assert (sent.text, sent.raw["sender"]) == ("Ann", talk.person)
    assert sent.raw["via_bot"]["username"] == talk.bot.username
    (update,) = await talk.bot.updates()
    chosen = update["chosen_inline_result"]
    assert (chosen["result_id"], chosen["query"]) == ("a", "Ann")
    await playground.click(sent, friend, "More", seconds=0.05)
    (update,) = await talk.bot.updates()
    pressed = update["callback_query"]
    assert pressed["inline_message_id"] == chosen["inline_message_id"]
    assert "message" not in pressed
    place = {"inline_message_id": pressed["inline_message_id"]}
    assert await talk.bot.ok("editMessageText", **place, text="more of Ann") is True
    assert (await playground.message(group["key"], sent.id)).text == "more of Ann"
    assert await talk.bot.refusal("editMessageText", inline_message_id="x", text="y") == (
        "Bad Request: MESSAGE_ID_INVALID"
    )


async def test_a_photo_that_telegram_has_is_a_result_and_a_stranger_to_fetch_is_not(
    playground: PlaygroundClient, talk: Talk
) -> None:
    await inline(playground, talk.bot)
    answer = await talk.bot.upload(
        "sendPhoto", {"photo": ("p", picture(80, 60))}, chat_id=talk.person
    )
    number = answer["result"]["photo"][-1]["file_id"]
    waiting = asyncio.ensure_future(
        playground.ask_inline(talk.key, talk.person, talk.bot.username, "")
    )
    query = await asked(talk.bot)
    assert query["chat_type"] == "sender"
    fetched = {"type": "photo", "id": "1", "photo_url": "http://a.org", "thumbnail_url": "http://a"}
    place = {"inline_query_id": query["id"]}
    refused = await talk.bot.refusal("answerInlineQuery", **place, results=[fetched])
    assert refused.endswith("is not implemented by this playground")
    cached = {"type": "photo", "id": "1", "photo_file_id": number, "caption": "here"}
    assert await talk.bot.ok("answerInlineQuery", **place, results=[cached])
    offered = await waiting
    sent = await playground.choose_inline(talk.key, talk.person, offered["query"], "1")
    assert (sent.text, sent.has_photo) == ("here", True)
    assert "via_bot" in (await talk.bot.updates())[0]["message"]


@pytest.mark.parametrize(
    ("results", "refusal"),
    [
        ([article("a", "x"), article("a", "y")], "RESULT_ID_DUPLICATE"),
        ([article("", "x")], "RESULT_ID_INVALID"),
        ([article("a", " ")], "message text is empty"),
        ([article("a", "x" * 4097)], "MESSAGE_TOO_LONG"),
        ([article(f"{n}", "x") for n in range(51)], "too many inline query results specified"),
    ],
)
async def test_wrong_results_are_refused(
    playground: PlaygroundClient, talk: Talk, results: list[Json], refusal: str
) -> None:
    await inline(playground, talk.bot)
    offered = await playground.ask_inline(
        talk.key, talk.person, talk.bot.username, "Ann", seconds=0
    )
    assert (offered["answered"], offered["results"]) == (False, [])
    query = await asked(talk.bot)
    place = {"inline_query_id": query["id"]}
    assert await talk.bot.refusal("answerInlineQuery", **place, results=results) == (
        f"Bad Request: {refusal}"
    )
    assert await talk.bot.ok("answerInlineQuery", **place, results=[])
    assert await talk.bot.refusal("answerInlineQuery", **place, results=[]) == OLD


async def test_only_who_asked_sends_only_what_was_offered(
    playground: PlaygroundClient, talk: Talk
) -> None:
    name = talk.bot.username
    with pytest.raises(PlaygroundError, match="no inline mode"):
        await playground.ask_inline(talk.key, talk.person, name, "x")
    await inline(playground, talk.bot)
    with pytest.raises(PlaygroundError, match="at most 256"):
        await playground.ask_inline(talk.key, talk.person, name, "x" * 257)
    offered = await playground.ask_inline(talk.key, talk.person, name, "x", seconds=0)
    with pytest.raises(PlaygroundError, match="offers no result"):
        await playground.choose_inline(talk.key, talk.person, offered["query"], "a")
    stranger = await playground.create_person("Priya")
    with pytest.raises(PlaygroundError, match="made no such query"):
        await playground.choose_inline(talk.key, stranger, offered["query"], "a")
