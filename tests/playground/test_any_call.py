"""Calls made up from the schema: whatever is sent, the answer keeps to it and is never a crash."""

import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer

from playground.application import build_application
from playground.botapi.methods import METHODS
from playground.schema import Field, Schema, load_schema
from playground.world import World
from playground.world.membership import (
    add_bot,
    add_person,
    create_chat,
    open_private_chat,
    promote,
)
from tests.playground.pictures import picture

PARTS = ("chat", "message", "user", "bot", "person", "number", "fault", "query")
TOKEN = "1:abc"
CALLS = 30
DEEPEST = 4
TEXTS = (
    "", " ", "x", "<b>x</b>", "<b>", "*x*", "_", "HTML", "MarkdownV2", "é😀", "@a_bot", "typing",
    "photo", "document", "bold", "emoji", "👍", "default", "chat", "true", "0", "-1", "1:2",
    "attach://photo", "attach://none", "http://a.example/", "x" * 5000, "\x00", "\ud83d",
)  # fmt: skip
NUMBERS = (0, 1, -1, 2, 3, 100, 4096, 2**31, -(2**63), 2**63, 2**70)


class Maker:
    """Makes values of the schema's types, right and wrong ones."""

    def __init__(self, schema: Schema, seed: int, known: list[Any]) -> None:
        self._schema = schema
        self._random = random.Random(seed)  # noqa: S311 — made-up calls are no secret
        self._known = known

    def call(self, method: str) -> dict[str, Any]:
        """Parameters for a method: nearly always the required ones, sometimes the others."""
        found = self._schema.method(method)
        assert found is not None
        return {
            field.name: self.value(field, 0)
            for field in found.fields.values()
            if self._random.random() < (0.95 if field.required else 0.25)
        }

    def value(self, field: Field, depth: int) -> Any:
        """A value for a field, of its type, or now and then of any other."""
        if field.name.endswith("_id") and self._random.random() < 0.8:
            return self._random.choice(self._known)
        kinds = field.types if self._random.random() < 0.95 else ("String", "Integer", "Boolean")
        return self._of(self._random.choice(kinds), depth)

    def _of(self, kind: str, depth: int) -> Any:
        if kind.startswith("Array of "):
            inner = kind.removeprefix("Array of ")
            count = self._random.randrange(3) if depth < DEEPEST else 0
            return [self._of(inner, depth + 1) for _ in range(count)]
        plain = {"Integer": NUMBERS, "Boolean": (True, False), "Float": (0.5, -1, 1e300)}
        if kind in plain:
            return self._random.choice(plain[kind])
        structure = self._schema.structures.get(kind)
        if structure is None or depth > DEEPEST:
            return self._random.choice(TEXTS)
        if structure.alternatives:
            return self._of(self._random.choice(structure.alternatives), depth)
        return {
            field.name: self.value(field, depth + 1)
            for field in structure.fields.values()
            if self._random.random() < (0.95 if field.required else 0.2)
        }


def peopled_world() -> tuple[World, list[Any]]:
    world = World()
    add_bot(world, TOKEN, "a_bot", privacy=False)
    mira = add_person(world, "Mira").id
    open_private_chat(world, mira, 1).has_started = True
    forum = create_chat(world, "supergroup", "Forum", mira, [1], is_forum=True)
    channel = create_chat(world, "channel", "News", mira, [1], username="news_here")
    promote(world, forum, 1, by=mira)
    return world, [mira, mira, forum.id, channel.id, "@news_here", 1, 1, 2, 3, 77]


@asynccontextmanager
async def served(world: World) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    async with TestClient(TestServer(build_application(world))) as client:
        yield client


def as_json(values: dict[str, Any]) -> dict[str, Any]:
    return {"json": values}


def as_multipart(values: dict[str, Any]) -> dict[str, Any]:
    form = FormData()
    for key, value in values.items():
        text = value if isinstance(value, str) else json.dumps(value)
        form.add_field(key, text.encode("utf-8", "replace").decode(), content_type="text/plain")
    form.add_field("photo", picture(30, 20), filename="p.jpg")
    return {"data": form}


@pytest.mark.parametrize("seed", [1])
async def test_any_call_is_answered_and_kept_to_the_schema(seed: int) -> None:
    schema = load_schema()
    world, known = peopled_world()
    maker = Maker(schema, seed, known)
    succeeded: set[str] = set()
    async with served(world) as client:
        for method in sorted(METHODS):
            for number in range(CALLS):
                if method == "leaveChat" and number > 0:
                    break
                values = maker.call(method)
                if method == "getUpdates":
                    values["timeout"] = 0
                if method == "setWebhook":
                    values["url"] = "http://127.0.0.1:9/" if number % 2 else ""
                body = as_multipart(values) if number % 3 == 0 else as_json(values)
                async with client.post(f"/bot{TOKEN}/{method}", **body) as response:
                    answer = await response.json()
                assert response.status in {200, 400, 403, 409}, (method, values, answer)
                if answer["ok"]:
                    succeeded.add(method)
            await client.post(f"/bot{TOKEN}/deleteWebhook")
    # Enough of the calls are right, so that answers of nearly every method were checked.
    assert len(succeeded) > len(METHODS) / 2, sorted(set(METHODS) - succeeded)


async def test_any_request_to_the_human_door_is_answered() -> None:
    world, known = peopled_world()
    chance = random.Random(3)  # noqa: S311 — made-up requests are no secret
    names = (
        "person", "text", "user", "by", "kind", "title", "owner", "members", "username", "token",
        "reply_to", "thread", "as", "parse_mode", "spread", "order", "shuffle", "button", "data",
        "row", "column", "emoji", "to", "rights", "blocked", "name", "times", "method", "status",
        "bot", "first_name", "timeout", "after", "limit", "is_forum", "privacy", "caption", "when",
        "url", "chat", "permissions", "until", "group", "comment_to", "location", "contact", "poll",
        "venue", "dice", "query", "result", "inline", "on", "offset", "is_anonymous",
    )  # fmt: skip
    values: list[Any] = [*known, *TEXTS, *NUMBERS, [], ["x"], [1, 2], {}, {"a": 1}, True, None, 1.5]
    async with served(world) as client:
        assert client.app is not None
        routes = [
            (route.method, str(route.resource.canonical))
            for route in client.app.router.routes()
            if route.resource and str(route.resource.canonical).startswith("/human/")
        ]
        for method, pattern in routes:
            if pattern.endswith("/stream") or method == "HEAD":
                continue
            for _ in range(25):
                path = pattern
                for part in (
                    "chat",
                    "message",
                    "user",
                    "bot",
                    "person",
                    "number",
                    "fault",
                    "query",
                ):
                    key = chance.choice([*world.chats, "1", "2", "x", "-5", "9" * 30])
                    path = path.replace(f"{{{part}}}", key)
                body = {name: chance.choice(values) for name in chance.sample(names, 9)}
                body |= {"timeout": 0, "spread": chance.choice([0, 0.01, -1, "x"])}
                query = {"person": str(chance.choice(known)), "after": chance.choice(["0", "x"])}
                async with client.request(method, path, json=body, params=query) as response:
                    answer = await response.json()
                assert response.status in {200, 201, 400, 404, 405}, (method, path, body, answer)
