import asyncio
import json

import aiohttp
import pytest

from tests.playground.actors import Talk
from tests.playground.pictures import picture
from tests.playground_client import PlaygroundClient, PlaygroundError


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "sentence"),
    [
        ("GET", "/nowhere", None, 404, "There is no path"),
        ("PUT", "/people", {}, 405, "Only GET, HEAD, POST can be used here"),
        ("POST", "/people", {}, 400, "“first_name” is missing"),
        ("POST", "/people", {"first_name": " "}, 400, "A person needs a first_name"),
        ("POST", "/people", {"first_name": 5}, 400, "“first_name” must be a text"),
        ("POST", "/people", {"first_name": "A", "username": "a b"}, 400, "is no username"),
        ("POST", "/bots", {"username": "helper"}, 400, "must end with “bot”"),
        ("POST", "/bots", {"username": "x_bot", "token": "abc"}, 400, "A token looks like"),
        ("GET", "/bots/nobody_bot", None, 404, "There is nobody called “nobody_bot”"),
        ("GET", "/chats/zzz", None, 404, "There is no chat “zzz”"),
        ("GET", "/chats/KEY/messages/12345", None, 404, "There is no message 12345"),
        ("GET", "/chats/KEY/messages/x", None, 404, "There is no message x"),
        ("POST", "/chats", {"kind": "party"}, 400, "“kind” must be one of private, group"),
        ("POST", "/chats", {"kind": "private", "person": "ME", "bot": "ME"}, 400, "not a bot"),
        ("POST", "/chats", {"kind": "group", "owner": "ME", "title": ""}, 400, "needs a title"),
        (
            "POST",
            "/chats",
            {"kind": "group", "owner": "ME", "title": "x", "is_forum": True},
            400,
            "Only a supergroup can have topics",
        ),
        ("POST", "/chats", {"kind": "group", "owner": 1, "title": "x"}, 404, "nobody with the id"),
        ("POST", "/chats/KEY/messages", {"text": "x"}, 400, "“person” is missing"),
        ("POST", "/chats/KEY/messages", {"person": "ME"}, 400, "Give a “text”, or files"),
        ("POST", "/chats/KEY/messages", {"person": "ME", "text": "x" * 4097}, 400, "in parts"),
        (
            "POST",
            "/chats/KEY/messages",
            {"person": "ME", "text": "<b>", "parse_mode": "HTML"},
            400,
            "can't be parsed",
        ),
        (
            "POST",
            "/chats/KEY/messages",
            {"person": "ME", "text": "x", "reply_to": 999},
            400,
            "no message 999 to reply to",
        ),
        (
            "POST",
            "/chats/KEY/messages",
            {"person": "ME", "text": "x", "thread": 9},
            400,
            "no topic 9",
        ),
        ("POST", "/chats/KEY/members", {"user": "ME"}, 400, "no members to change"),
        ("POST", "/chats/KEY/topics", {"name": "x"}, 400, "no members to change"),
        ("POST", "/chats/KEY/messages/1/click", {"person": "ME"}, 400, "no inline buttons"),
        ("POST", "/chats/KEY/messages/1/react", {"person": "ME", "emoji": "x"}, 400, "no reaction"),
        ("GET", "/files/999999", None, 404, "There is no file 999999"),
        ("GET", "/events?after=x", None, 400, "“after” must be a whole number"),
        ("GET", "/events?timeout=9999", None, 400, "between 0 and 120 seconds"),
        ("POST", "/people/1/photo", {}, 404, "There is no person 1"),
    ],
)
async def test_what_is_wrong_is_said_in_a_sentence(
    playground: PlaygroundClient,
    talk: Talk,
    *,
    method: str,
    path: str,
    body: dict[str, object] | None,
    status: int,
    sentence: str,
) -> None:
    sent = {key: talk.person if value == "ME" else value for key, value in (body or {}).items()}
    options = {} if body is None else {"json": sent}
    with pytest.raises(PlaygroundError) as refused:
        await playground.ask(method, path.replace("KEY", talk.key), **options)
    assert sentence in str(refused.value)
    assert refused.value.status == status


async def test_a_body_that_is_no_json_object(playground: PlaygroundClient) -> None:
    for body in ("{", "[]", "[" * 50_000):
        with pytest.raises(PlaygroundError, match="JSON"):
            await playground.ask("POST", "/people", data=body)
    with pytest.raises(PlaygroundError, match="at most"):
        await playground.ask("POST", "/people", data=" " * 1_100_000)


async def test_names_are_unique(playground: PlaygroundClient) -> None:
    await playground.create_person("Mira", username="only_one_mira")
    with pytest.raises(PlaygroundError, match="is taken"):
        await playground.create_person("Mira", username="Only_One_Mira")


async def test_a_page_from_elsewhere_may_not_use_the_door(playground: PlaygroundClient) -> None:
    headers = {"Origin": "https://elsewhere.example"}
    with pytest.raises(PlaygroundError, match="own page"):
        await playground.ask("POST", "/people", json={"first_name": "x"}, headers=headers)
    own = {"Origin": playground.url}
    await playground.ask("POST", "/people", json={"first_name": "x"}, headers=own)


async def test_nobody_writes_edits_or_deletes_in_anothers_name(
    playground: PlaygroundClient, talk: Talk
) -> None:
    stranger = await playground.create_person("Jonas")
    mine = await playground.send_text(talk.key, talk.person, "mine")
    with pytest.raises(PlaygroundError, match="not Jonas's chat"):
        await playground.send_text(talk.key, stranger, "x")
    with pytest.raises(PlaygroundError, match="was not sent by"):
        await playground.edit(mine, stranger, "x")
    group = await playground.create_group("G", talk.person, [stranger])
    his = await playground.send_text(group["key"], stranger, "his")
    with pytest.raises(PlaygroundError, match="was not sent by"):
        await playground.edit(his, talk.person, "x")
    await playground.delete(his, talk.person)
    with pytest.raises(PlaygroundError, match="was deleted"):
        await playground.edit(his, stranger, "x")
    own = await playground.send_text(group["key"], talk.person, "the owner's")
    with pytest.raises(PlaygroundError, match="was not sent by"):
        await playground.delete(own, stranger)
    await playground.remove_member(group["key"], stranger, by=talk.person)
    with pytest.raises(PlaygroundError, match="is not in"):
        await playground.send_text(group["key"], stranger, "x")


async def test_a_wait_ends_with_the_first_event_and_with_the_time(
    playground: PlaygroundClient, talk: Talk
) -> None:
    before = await playground.last_seq()
    assert await playground.events(before, chat=talk.key, seconds=0.1) == []
    waiting = asyncio.create_task(playground.events(before, chat=talk.key, seconds=10))
    await asyncio.sleep(0.05)
    sent = await playground.send_text(talk.key, talk.person, "now")
    (event,) = await waiting
    assert (event["kind"], event["message"]["message_id"]) == ("message", sent.id)


async def test_events_come_as_a_stream_too(playground: PlaygroundClient, talk: Talk) -> None:
    before = await playground.last_seq()
    await playground.send_text(talk.key, talk.person, "streamed")
    url = f"{playground.url}/human/events/stream?after={before}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.content_type == "text/event-stream"
        number = (await response.content.readline()).decode()
        data = (await response.content.readline()).decode()
    event = json.loads(data.removeprefix("data: "))
    assert number == f"id: {event['seq']}\n"
    assert event["message"]["text"] == "streamed"


async def test_a_document_is_never_shown_as_a_page(
    playground: PlaygroundClient, talk: Talk
) -> None:
    sent = await playground.send_document(
        talk.key, talk.person, b"<script>alert(1)</script>", "x.html"
    )
    url = f"{playground.url}{sent.raw['file_url']}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_waiting_updates_of_a_bot_are_shown(
    playground: PlaygroundClient, talk: Talk
) -> None:
    await playground.send_photo(talk.key, talk.person, picture(40, 40), "seen")
    (update,) = await playground.pending_updates(talk.bot.username)
    assert update["message"]["caption"] == "seen"
    assert (await playground.bot(talk.bot.username))["pending_updates"] == 1
