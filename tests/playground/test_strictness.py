"""The bot's door against the published schema, in the real server's words."""

import json
from typing import Any

import aiohttp
import pytest

from playground.botapi.methods import METHODS
from playground.schema import Schema, load_schema, problems
from tests.playground.actors import Talk
from tests.playground_client import PlaygroundClient


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema()


def test_every_implemented_method_is_in_the_schema(schema: Schema) -> None:
    for name in METHODS:
        method = schema.method(name)
        assert method is not None
        assert method.name == name


MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}


@pytest.mark.parametrize(
    ("types", "value", "sentence"),
    [
        (["Message"], {"message_id": 1, "date": 1}, "result.chat is required"),
        (["Message"], MESSAGE | {"text": 5}, "result.text should be String, is Integer"),
        (["Message"], MESSAGE | {"txt": "x"}, "result.txt is not a field of Message"),
        (["Message"], MESSAGE | {"photo": {}}, "result.photo should be Array of PhotoSize"),
        (["Array of Message"], [MESSAGE, {}], "result[1].message_id is required"),
        (["Boolean"], 1, "result should be Boolean, is Integer"),
        (["Integer"], True, "result should be Integer, is Boolean"),
        (["ChatMember"], {"status": "member"}, "result.user is required"),
        (["User"], None, "result should be User, is null"),
    ],
)
def test_what_breaks_the_schema_is_seen(
    schema: Schema, types: list[str], value: Any, sentence: str
) -> None:
    assert any(sentence in problem for problem in problems(schema, types, value))


def test_what_keeps_to_the_schema_passes(schema: Schema) -> None:
    assert problems(schema, ["Message", "Boolean"], MESSAGE) == []
    assert problems(schema, ["Message", "Boolean"], True) == []  # noqa: FBT003 — a value


async def test_the_method_and_the_token_must_be_known(talk: Talk) -> None:
    async def get(path: str) -> tuple[int, str]:
        async with talk.bot.client.get(f"{talk.bot.url}/{path}") as response:
            body = await response.json()
            assert body["error_code"] == response.status
            return response.status, body["description"]

    assert await get(f"bot{talk.bot.token}/sendSmoke") == (404, "Not Found: method not found")
    assert await get("bot123:unknown/getMe") == (401, "Unauthorized")
    assert await get("botnonsense/getMe") == (404, "Not Found")
    assert await get(f"bot{talk.bot.token}/setChatStickerSet?chat_id=1&sticker_set_name=x") == (
        400,
        "Bad Request: method setChatStickerSet is not implemented by this playground",
    )


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendMessage", {"chat_id": "ME", "text": "  \n "}, "message text is empty"),
        ("sendMessage", {"chat_id": "ME", "text": "\ud83d"}, "strings must be encoded in UTF-8"),
        (
            "sendMessage",
            {"chat_id": "ME", "text": "x", "business_connection_id": "b"},
            "parameter business_connection_id is not implemented by this playground",
        ),
        ("sendMessage", {"chat_id": "ME", "text": "x" * 4097}, "message is too long"),
        ("sendMessage", {"chat_id": 77, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": "@nobody_here", "text": "x"}, "chat not found"),
        (
            "sendMessage",
            {"chat_id": "ME", "text": "<b>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            "sendMessage",
            {"chat_id": "ME", "text": "x.", "parse_mode": "MarkdownV2"},
            (
                "can't parse entities: Character '.' is reserved and must be escaped "
                "with the preceding '\\'"
            ),
        ),
        (
            "sendMessage",
            {"chat_id": "ME", "text": "x", "parse_mode": "y"},
            "unsupported parse_mode",
        ),
        (
            "sendMessage",
            {"chat_id": "ME", "text": "x", "reply_parameters": {"message_id": 999}},
            "message to be replied not found",
        ),
        (
            "sendMessage",
            {"chat_id": "ME", "text": "x", "disable_notification": "perhaps"},
            'parameter "disable_notification" must be of type Boolean',
        ),
        (
            "sendMessage",
            {"chat_id": "ME", "text": "x", "message_thread_id": "one"},
            'parameter "message_thread_id" must be of type Integer',
        ),
        (
            "sendMessage",
            {"chat_id": "ME", "text": "x", "reply_markup": "no json"},
            "object expected as reply markup",
        ),
        (
            "sendMessage",
            {
                "chat_id": "ME",
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "é" * 33}]]},
            },
            "BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            {"chat_id": "ME", "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}},
            "text buttons are unallowed in the inline keyboard",
        ),
        (
            "sendMessage",
            {
                "chat_id": "ME",
                "text": "x",
                "entities": [{"type": "bold", "offset": 0, "length": 5}],
            },
            (
                "can't parse entities: entity beginning at UTF-16 offset 0 ends after "
                "the end of the text at UTF-16 offset 5"
            ),
        ),
        ("editMessageText", {"chat_id": "ME", "text": "x"}, "message identifier is not specified"),
        (
            "editMessageText",
            {"chat_id": "ME", "message_id": 999, "text": "x"},
            "message to edit not found",
        ),
        ("editMessageText", {"message_id": 1, "text": "x"}, "chat_id is empty"),
        (
            "editMessageCaption",
            {"chat_id": "ME", "message_id": "BOTS", "caption": "x"},
            "there is no caption in the message to edit",
        ),
        (
            "sendChatAction",
            {"chat_id": "ME", "action": "dance"},
            "wrong parameter action in request",
        ),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1"},
            "query is too old and response timeout expired or query ID is invalid",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "Bad!", "description": "x"}]},
            "BOT_COMMAND_INVALID",
        ),
        ("setMyCommands", {}, 'parameter "commands" is required'),
        (
            "setMyCommands",
            {"commands": [{"command": "x"}]},
            'can\'t parse commands[0]: field "description" of BotCommand must be specified',
        ),
        ("leaveChat", {"chat_id": "ME"}, "chat member status can't be changed in private chats"),
        (
            "getChatAdministrators",
            {"chat_id": "ME"},
            "there are no administrators in the private chat",
        ),
        (
            "forwardMessage",
            {"chat_id": "ME", "from_chat_id": "ME", "message_id": 999},
            "message to forward not found",
        ),
        (
            "deleteMessages",
            {"chat_id": "ME", "message_ids": []},
            "message identifiers are not specified",
        ),
    ],
)
async def test_refusals(
    talk: Talk, method: str, parameters: dict[str, Any], description: str
) -> None:
    sent = await talk.bot.ok("sendMessage", chat_id=talk.person, text="mine")
    stand_ins = {"ME": talk.person, "BOTS": sent["message_id"]}
    real = {
        key: stand_ins.get(value, value) if isinstance(value, str) else value
        for key, value in parameters.items()
    }
    assert await talk.bot.refusal(method, **real) == f"Bad Request: {description}"


async def test_a_caption_is_bounded(talk: Talk) -> None:
    answer = await talk.bot.upload(
        "sendDocument", {"document": ("x", b"x")}, chat_id=talk.person, caption="é" * 1025
    )
    assert answer["description"] == "Bad Request: message caption is too long"


async def test_parameters_come_as_query_form_json_or_multipart(talk: Talk) -> None:
    url = f"{talk.bot.url}/bot{talk.bot.token}/SENDMESSAGE"
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    fields = {"chat_id": str(talk.person), "text": "x", "reply_markup": json.dumps(markup)}
    form = aiohttp.FormData()
    for key, value in fields.items():
        form.add_field(key, value, content_type="text/plain")
    requests: list[dict[str, Any]] = [
        {"params": fields},
        {"data": fields},
        {"json": {**fields, "reply_markup": markup, "chat_id": talk.person}},
        {"data": form},
    ]
    for request in requests:
        method = "GET" if "params" in request else "POST"
        async with talk.bot.client.request(method, url, **request) as response:
            body = await response.json()
        assert body["ok"], body
        assert body["result"]["reply_markup"] == markup


async def test_a_body_that_is_no_json_is_refused(talk: Talk) -> None:
    url = f"{talk.bot.url}/bot{talk.bot.token}/sendMessage"
    headers = {"Content-Type": "application/json"}
    for data in ("{", "[1]", "[" * 100_000):
        async with talk.bot.client.post(url, data=data, headers=headers) as response:
            body = await response.json()
        assert response.status == 400
        assert body["description"].startswith("Bad Request: can't parse the request")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\ncut"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y--\r\n--x--\r\n",
        ),
        ("application/x-www-form-urlencoded; charset=nonsense", b"%ff=%ff&&&="),
        ("application/octet-stream", b"x"),
    ],
)
async def test_a_malformed_body_is_refused(talk: Talk, content_type: str, body: bytes) -> None:
    url = f"{talk.bot.url}/bot{talk.bot.token}/sendMessage"
    headers = {"Content-Type": content_type}
    async with talk.bot.client.post(url, data=body, headers=headers) as response:
        answer = await response.json()
    assert (response.status, answer["error_code"]) == (400, 400)


async def test_an_unknown_parameter_is_ignored_and_listed(
    playground: PlaygroundClient, talk: Talk
) -> None:
    await playground.ask("DELETE", "/calls")
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "b", "colour": "red"}]]}
    for _ in range(2):
        assert await talk.bot.ok(
            "sendMessage", chat_id=talk.person, text="x", txet="y", reply_markup=markup
        )
    found = {each["parameter"]: each["count"] for each in await playground.unknown_parameters()}
    assert set(found) == {"txet", "reply_markup.inline_keyboard[0][0].colour"}
    assert found["txet"] == 2
    await playground.ask("DELETE", "/calls")


async def test_every_call_is_noted(playground: PlaygroundClient, talk: Talk) -> None:
    await talk.bot.call("sendMessage", chat_id=talk.person, text="noted")
    await talk.bot.call("sendMessage", chat_id=1, text="refused")
    calls = [c for c in await playground.calls("sendMessage") if c["bot"] == talk.bot.username]
    assert [call["parameters"]["text"] for call in calls] == ["noted", "refused"]
    assert [call["status"] for call in calls] == [200, 400]
    assert calls[0]["answer"]["result"]["text"] == "noted"
    (refused,) = await playground.failed_calls(talk.bot.username)
    assert refused == calls[1]


async def test_a_reply_keyboard_is_seen_by_people_and_not_by_bots(
    playground: PlaygroundClient, talk: Talk
) -> None:
    for markup in (
        {"keyboard": [[{"text": "Yes"}, {"text": "No"}]], "one_time_keyboard": True},
        {"remove_keyboard": True},
        {"force_reply": True, "input_field_placeholder": "Name"},
    ):
        sent = await talk.bot.ok("sendMessage", chat_id=talk.person, text="x", reply_markup=markup)
        assert "reply_markup" not in sent
        seen = await playground.message(talk.key, sent["message_id"])
        assert seen.raw["keyboard"] == markup
