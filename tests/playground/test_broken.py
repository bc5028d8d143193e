"""What the playground does when it is itself wrong: it says so, and never fakes a success."""

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from playground.application import build_application
from playground.schema import Field, Schema, load_schema
from playground.world import World
from playground.world.membership import add_bot, add_person, open_private_chat

TOKEN = "1:abc"
Client = TestClient[web.Request, web.Application]


def demanding(structure: str) -> Schema:
    """The published schema, but with a field more that every such object must have."""
    schema = load_schema()
    wanted = schema.structures[structure]
    more = {**wanted.fields, "shoe_size": Field("shoe_size", ("Integer",), required=True)}
    changed = dataclasses.replace(wanted, fields=more)
    return dataclasses.replace(schema, structures={**schema.structures, structure: changed})


@asynccontextmanager
async def served(world: World, schema: Schema | None = None) -> AsyncIterator[Client]:
    async with TestClient(TestServer(build_application(world, schema=schema))) as client:
        yield client


def world_with_a_chat() -> World:
    world = World()
    add_bot(world, TOKEN, "a_bot")
    mira = add_person(world, "Mira")
    open_private_chat(world, mira.id, 1).has_started = True
    return world


async def test_an_answer_that_breaks_the_schema_is_a_500(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with served(world_with_a_chat(), demanding("User")) as client:
        response = await client.get(f"/bot{TOKEN}/getMe")
        body = await response.json()
    assert (response.status, body["ok"]) == (500, False)
    assert "result.shoe_size is required in User and missing" in body["description"]
    assert "breaks the schema" in caplog.text


async def test_an_update_that_breaks_the_schema_is_a_500_for_who_caused_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = world_with_a_chat()
    (chat,) = world.chats.values()
    async with served(world, demanding("Message")) as client:
        path = f"/human/chats/{chat.key}/messages"
        response = await client.post(path, json={"person": chat.id, "text": "x"})
        body = await response.json()
    assert response.status == 500
    assert "update.message.shoe_size is required in Message" in body["error"]
    assert "breaks the schema" in caplog.text


async def test_an_unforeseen_failure_is_a_500_at_both_doors(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = world_with_a_chat()
    (chat,) = world.chats.values()
    async with served(world) as client:

        def broken_clock() -> float:
            raise RuntimeError("the clock fell down")

        world.clock = broken_clock
        called = await client.get(f"/bot{TOKEN}/sendMessage?chat_id={chat.id}&text=x")
        asked = await client.post(
            f"/human/chats/{chat.key}/messages", json={"person": chat.id, "text": "x"}
        )
        assert (called.status, (await called.json())["description"]) == (
            500,
            "Internal Server Error",
        )
        assert (asked.status, await asked.json()) == (
            500,
            {"error": "The playground failed; its log says how."},
        )
    assert "the clock fell down" in caplog.text
