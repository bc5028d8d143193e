"""What a bot says of itself, and which commands somebody is shown."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.playground.actors import Group, Talk
from tests.playground_client import Json, PlaygroundClient


def menu(word: str) -> list[Json]:
    """A list of one command, described by this word."""
    return [{"command": "help", "description": word}]


async def shown(playground: PlaygroundClient, chat: str, person: int) -> str:
    """How the one command is described to somebody in a chat; empty for none."""
    commands = await playground.commands(chat, person)
    return str(commands[0]["description"]) if commands else ""


async def test_the_narrowest_scope_in_the_persons_language_is_shown(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    """Each step is set over the one before it, so each must win."""
    group: Group = await make_group()
    admin = await playground.create_person("Petra", language_code="de-AT")
    await playground.add_member(group.key, admin)
    await playground.promote(group.key, admin)
    chat = {"chat_id": group.id}
    steps: list[tuple[Json, str]] = [
        ({"type": "default"}, ""),
        ({"type": "default"}, "de"),
        ({"type": "all_group_chats"}, ""),
        ({"type": "all_group_chats"}, "de"),
        ({"type": "all_chat_administrators"}, ""),
        ({"type": "all_chat_administrators"}, "de"),
        ({"type": "chat", **chat}, ""),
        ({"type": "chat", **chat}, "de"),
        ({"type": "chat_administrators", **chat}, ""),
        ({"type": "chat_administrators", **chat}, "de"),
        ({"type": "chat_member", **chat, "user_id": admin}, ""),
        ({"type": "chat_member", **chat, "user_id": admin}, "de"),
    ]
    assert await shown(playground, group.key, admin) == ""
    for number, (scope, language) in enumerate(steps):
        await group.bot.ok(
            "setMyCommands", commands=menu(f"{number}"), scope=scope, language_code=language
        )
        assert await shown(playground, group.key, admin) == f"{number}", (scope, language)
    assert await shown(playground, group.key, group.member) == "6"
    await group.bot.ok("setMyCommands", commands=[], scope=steps[-1][0], language_code="de")
    assert await shown(playground, group.key, admin) == "10"
    await group.bot.ok("deleteMyCommands", scope=steps[-2][0])
    assert await shown(playground, group.key, admin) == "9"


async def test_a_private_chat_has_scopes_of_its_own(
    playground: PlaygroundClient, talk: Talk
) -> None:
    await talk.bot.ok("setMyCommands", commands=menu("groups"), scope={"type": "all_group_chats"})
    assert await shown(playground, talk.key, talk.person) == ""
    for number, scope in enumerate(
        (
            {"type": "default"},
            {"type": "all_private_chats"},
            {"type": "chat", "chat_id": talk.person},
        )
    ):
        await talk.bot.ok("setMyCommands", commands=menu(f"{number}"), scope=scope)
        assert await shown(playground, talk.key, talk.person) == f"{number}"
    (command,) = await playground.commands(talk.key, talk.person)
    assert command["bot"] == talk.bot.username


async def test_a_chat_of_a_scope_is_named_by_id_or_username(
    make_group: Callable[..., Any],
) -> None:
    group: Group = await make_group(username="hikers_with_menu")
    scope = {"type": "chat", "chat_id": "@hikers_with_menu"}
    await group.bot.ok("setMyCommands", commands=menu("x"), scope=scope)
    by_id = {"type": "chat", "chat_id": group.id}
    assert await group.bot.ok("getMyCommands", scope=by_id) == menu("x")


@pytest.mark.parametrize(
    ("scope", "language", "refusal"),
    [
        ({"type": "default"}, "english", "invalid language code specified"),
        ({"type": "chat", "chat_id": 1}, "", "chat not found"),
        (
            {"type": "chat_administrators", "chat_id": "ME"},
            "",
            "can't use specified scope in private chats",
        ),
    ],
)
async def test_a_scope_that_can_not_be_is_refused(
    talk: Talk, scope: Json, language: str, refusal: str
) -> None:
    if scope.get("chat_id") == "ME":
        scope = {**scope, "chat_id": talk.person}
    assert await talk.bot.refusal(
        "setMyCommands", commands=menu("x"), scope=scope, language_code=language
    ) == (f"Bad Request: {refusal}")


async def test_what_a_bot_says_of_itself(make_bot: Callable[..., Any]) -> None:
    bot = await make_bot()
    commands = [{"command": "start", "description": "Begin"}]
    assert await bot.ok("setMyCommands", commands=commands)
    assert await bot.ok("getMyCommands") == commands
    group = {"scope": {"type": "all_group_chats"}}
    assert await bot.ok("getMyCommands", **group) == []
    assert await bot.ok("setMyCommands", commands=commands, **group, language_code="de")
    assert await bot.ok("deleteMyCommands")
    assert await bot.ok("getMyCommands") == []
    assert await bot.ok("setMyName", name="Helper")
    assert await bot.ok("getMyName") == {"name": "Helper"}
    assert await bot.ok("setMyDescription", description="I help.")
    assert await bot.ok("getMyDescription", language_code="de") == {"description": "I help."}
    assert await bot.ok("setMyShortDescription", short_description="Helps.")
    assert await bot.ok("getMyShortDescription") == {"short_description": "Helps."}
    assert await bot.refusal("setMyName", name="x" * 65) == "Bad Request: name is too long"
