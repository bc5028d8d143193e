from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from playground.application import build_application
from playground.botapi.deletions import DELETABLE_SECONDS
from playground.text import Formatted
from playground.world import World
from playground.world.chats import Chat
from playground.world.content import Draft, Text
from playground.world.membership import (
    add_bot,
    add_person,
    create_chat,
    open_private_chat,
    promote,
)
from playground.world.posting import post
from tests.playground.actors import BotApi, Group, Talk
from tests.playground_client import PlaygroundClient

FORBIDDEN = "Bad Request: message can't be deleted"
TOKEN = "1:abc"


async def outcomes(bot: BotApi, chat: int, *numbers: int) -> list[str]:
    """What deleting each of these messages is answered; empty where it worked."""
    answers = [await bot.call("deleteMessage", chat_id=chat, message_id=n) for n in numbers]
    return [answer.get("description", "") for answer in answers]


async def test_a_bot_deletes_its_own_and_as_admin_with_the_right_all(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group()
    own = await group.bot.ok("sendMessage", chat_id=group.id, text="own")
    others = [(await playground.send_text(group.key, group.member, f"{n}")).id for n in range(3)]
    assert await outcomes(group.bot, group.id, own["message_id"], others[0]) == ["", FORBIDDEN]
    await playground.promote(group.key, group.bot.username, rights=["can_pin_messages"])
    assert await outcomes(group.bot, group.id, others[0]) == [FORBIDDEN]
    await playground.promote(group.key, group.bot.username, rights=["can_delete_messages"])
    assert await outcomes(group.bot, group.id, *others) == ["", "", ""]
    first = (await playground.messages(group.key))[0]
    assert "supergroup_chat_created" in first.raw
    assert await outcomes(group.bot, group.id, first.id) == [FORBIDDEN]


async def test_of_several_all_go_or_none(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group()
    own = (await group.bot.ok("sendMessage", chat_id=group.id, text="own"))["message_id"]
    other = (await playground.send_text(group.key, group.member, "other")).id
    both = {"chat_id": group.id, "message_ids": [own, other, 999]}
    assert await group.bot.refusal("deleteMessages", **both) == FORBIDDEN
    assert not (await playground.message(group.key, own)).is_deleted
    await playground.promote(group.key, group.bot.username)
    assert await group.bot.ok("deleteMessages", **both)
    for number in (own, other):
        assert (await playground.message(group.key, number)).is_deleted


async def test_in_a_basic_group_what_others_wrote_goes_only_for_admins(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group(kind="group")
    other = (await playground.send_text(group.key, group.member, "other")).id
    assert await outcomes(group.bot, group.id, other) == [f"{FORBIDDEN} for everyone"]
    await playground.promote(group.key, group.bot.username, rights=["can_pin_messages"])
    assert await outcomes(group.bot, group.id, other) == [""]


async def test_in_a_private_chat_everything_may_go(
    playground: PlaygroundClient, talk: Talk
) -> None:
    sent = await playground.send_text(talk.key, talk.person, "mine")
    own = await talk.bot.ok("sendMessage", chat_id=talk.person, text="own")
    assert await outcomes(talk.bot, talk.person, sent.id, own["message_id"]) == ["", ""]


@pytest.mark.parametrize(
    ("kind", "description"),
    [("private", f"{FORBIDDEN} for everyone"), ("supergroup", FORBIDDEN)],
)
async def test_after_two_days_a_message_stays(kind: str, description: str) -> None:
    now = 1_000_000.0
    world = World(clock=lambda: now)
    add_bot(world, TOKEN, "a_bot")
    mira = add_person(world, "Mira").id
    chat: Chat = open_private_chat(world, mira, 1)
    if kind != "private":
        chat = create_chat(world, kind, "Hikers", mira, [1])
        promote(world, chat, 1, by=mira)
    numbers = [post(world, chat, Draft(Text(Formatted("x")), sender=1)).id for _ in range(2)]
    client: TestClient[web.Request, web.Application]
    async with TestClient(TestServer(build_application(world))) as client:
        answers = []
        for number in numbers:
            body = {"chat_id": chat.id, "message_id": number}
            response = await client.post(f"/bot{TOKEN}/deleteMessage", json=body)
            answers.append((await response.json()).get("description", ""))
            now += DELETABLE_SECONDS + 1
    assert answers == ["", description]
