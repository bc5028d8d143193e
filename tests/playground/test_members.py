"""Who comes, goes, is promoted, restricted and put out, and what bots are told of it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.playground.actors import BotApi, Group, Talk
from tests.playground.pictures import picture
from tests.playground_client import Json, PlaygroundClient, PlaygroundError


def change(update: Json, kind: str = "chat_member") -> tuple[str, str]:
    """The standing before and after, in an update of this kind."""
    told = update[kind]
    return told["old_chat_member"]["status"], told["new_chat_member"]["status"]


async def test_joining_and_being_put_out(
    playground: PlaygroundClient, bot: BotApi, make_bot: Callable[..., Any]
) -> None:
    owner = await playground.create_person("Mira")
    made = await playground.create_group("Hikers", owner)
    chat = {"chat_id": made["id"]}
    assert await bot.refusal("sendMessage", **chat, text="x") == "Bad Request: chat not found"
    await playground.add_member(made["key"], bot.username, by=owner)
    change, joined = await bot.updates()
    assert change["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert change["my_chat_member"]["from"]["id"] == owner
    assert joined["message"]["new_chat_members"][0]["id"] == bot.id
    assert await bot.ok("getChatMemberCount", **chat) == 2
    await playground.remove_member(made["key"], bot.username, by=owner)
    left, change = await bot.updates()
    assert left["message"]["left_chat_member"]["id"] == bot.id
    assert change["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert await bot.refusal("sendMessage", **chat, text="x") == (
        "Forbidden: bot was kicked from the supergroup chat"
    )
    shy = await make_bot(can_join_groups=False)
    with pytest.raises(PlaygroundError, match="can't be added to groups"):
        await playground.add_member(made["key"], shy.username, by=owner)


async def test_a_bot_leaves(playground: PlaygroundClient, make_group: Callable[..., Any]) -> None:
    group: Group = await make_group()
    assert await group.bot.ok("leaveChat", chat_id=group.id) is True
    assert await group.bot.refusal("sendMessage", chat_id=group.id, text="x") == (
        "Forbidden: bot is not a member of the supergroup chat"
    )
    assert (await playground.messages(group.key))[-1].raw["left_chat_member"]["id"] == (
        group.bot.id
    )


async def test_an_admin_hears_of_members_if_it_asks(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group()
    await playground.promote(group.key, group.bot.username)
    await group.bot.updates(allowed_updates=["message", "chat_member"])
    newcomer = await playground.create_person("Priya")
    await playground.add_member(group.key, newcomer)
    change, message = await group.bot.updates()
    assert change["chat_member"]["new_chat_member"]["user"]["id"] == newcomer
    assert message["message"]["new_chat_members"][0]["id"] == newcomer


async def test_who_is_in_a_chat(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group(username="hikers_group_one")
    bot, chat = group.bot, {"chat_id": "@hikers_group_one"}
    full = await bot.ok("getChat", **chat)
    assert (full["id"], full["type"], full["title"]) == (group.id, "supergroup", "Hikers")
    await playground.promote(
        group.key, group.member, rights=["can_delete_messages"], is_anonymous=True, title="guide"
    )
    admins = {each["user"]["id"]: each for each in await bot.ok("getChatAdministrators", **chat)}
    assert admins[group.owner]["status"] == "creator"
    guide = admins[group.member]
    assert (guide["is_anonymous"], guide["custom_title"]) == (True, "guide")
    assert (guide["can_delete_messages"], guide["can_pin_messages"]) == (True, False)
    me = await bot.ok("getChatMember", **chat, user_id=bot.id)
    assert me["status"] == "member"
    stranger = await playground.create_person("Priya")
    for number, refusal in (
        (0, "invalid user_id specified"),
        (42, "member not found"),
        (stranger, "PARTICIPANT_ID_INVALID"),
    ):
        assert await bot.refusal("getChatMember", **chat, user_id=number) == (
            f"Bad Request: {refusal}"
        )
    await playground.private_chat(stranger, bot.username)
    assert (await bot.ok("getChatMember", **chat, user_id=stranger))["status"] == "left"


async def test_every_change_of_the_bots_own_standing_is_told(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group()
    name, key = group.bot.username, group.key
    await playground.promote(key, name, rights=["can_delete_messages"])
    await playground.promote(key, name, rights=["can_delete_messages"])
    await playground.promote(key, name, rights=["can_restrict_members"], title="watch")
    await playground.promote(key, name, rights=[])
    await playground.restrict(key, name, ["can_send_messages"])
    await playground.restrict(key, name, None)
    await playground.remove_member(key, name, by=group.owner)
    await playground.unban(key, name)
    await playground.add_member(key, name, by=group.owner)
    updates = [each for each in await group.bot.updates() if "my_chat_member" in each]
    assert [change(each, "my_chat_member") for each in updates] == [
        ("member", "administrator"),
        ("administrator", "administrator"),
        ("administrator", "member"),
        ("member", "restricted"),
        ("restricted", "member"),
        ("member", "kicked"),
        ("kicked", "left"),
        ("left", "member"),
    ]
    promoted, other, *_ = (each["my_chat_member"]["new_chat_member"] for each in updates)
    assert (promoted["can_delete_messages"], promoted["can_restrict_members"]) == (True, False)
    assert (other["can_delete_messages"], other["custom_title"]) == (False, "watch")
    assert updates[0]["my_chat_member"]["from"]["id"] == group.owner


async def test_only_an_admin_that_asks_hears_of_the_others(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group()
    asked = ["message", "chat_member"]
    await group.bot.updates(allowed_updates=asked)
    await playground.promote(group.key, group.member)
    assert await group.bot.updates() == []
    await playground.promote(group.key, group.bot.username)
    await playground.promote(group.key, group.member, rights=[])
    await playground.restrict(group.key, group.member, ["can_send_messages"], until=2**31)
    await playground.remove_member(group.key, group.member)
    await playground.add_member(group.key, group.member)
    await playground.restrict(group.key, group.member, None)
    await playground.remove_member(group.key, group.member, by=group.owner)
    told = [each for each in await group.bot.updates() if "chat_member" in each]
    assert [change(each) for each in told] == [
        ("administrator", "member"),
        ("member", "restricted"),
        ("restricted", "restricted"),
        ("restricted", "restricted"),
        ("restricted", "member"),
        ("member", "kicked"),
    ]
    limited = told[1]["chat_member"]["new_chat_member"]
    assert (limited["can_send_messages"], limited["can_send_photos"]) == (True, False)
    assert (limited["is_member"], limited["until_date"]) == (True, 2**31)
    assert told[2]["chat_member"]["new_chat_member"]["is_member"] is False
    await group.bot.updates(allowed_updates=["message"])
    await playground.unban(group.key, group.member)
    assert await group.bot.updates() == []


async def test_whoever_was_put_out_comes_back_only_when_let(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group()
    place = {"chat_id": group.id, "user_id": group.member}
    with pytest.raises(PlaygroundError, match="is not banned"):
        await playground.unban(group.key, group.member)
    await playground.remove_member(group.key, group.member, by=group.owner)
    with pytest.raises(PlaygroundError, match="was banned"):
        await playground.add_member(group.key, group.member)
    banned = await group.bot.ok("getChatMember", **place)
    assert (banned["status"], banned["until_date"]) == ("kicked", 0)
    await playground.unban(group.key, group.member)
    assert (await group.bot.ok("getChatMember", **place))["status"] == "left"
    await playground.add_member(group.key, group.member)
    assert (await group.bot.ok("getChatMember", **place))["status"] == "member"


async def test_a_basic_group_bans_nobody_and_its_bot_is_told_that_it_left(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group(kind="group")
    with pytest.raises(PlaygroundError, match="Only in a supergroup"):
        await playground.restrict(group.key, group.member, [])
    await playground.remove_member(group.key, group.bot.username, by=group.owner)
    left, told = await group.bot.updates()
    assert left["message"]["left_chat_member"]["id"] == group.bot.id
    assert change(told, "my_chat_member") == ("member", "left")
    assert await group.bot.refusal("sendMessage", chat_id=group.id, text="x") == (
        "Forbidden: bot was kicked from the group chat"
    )


async def test_who_is_restricted_sends_only_what_is_permitted(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group()
    for user in (group.member, group.bot.username):
        await playground.restrict(group.key, user, ["can_send_photos"])
    with pytest.raises(PlaygroundError, match="lacks can_send_messages"):
        await playground.send_text(group.key, group.member, "x")
    await playground.send_photo(group.key, group.member, picture(50, 50))
    assert await group.bot.refusal("sendMessage", chat_id=group.id, text="x") == (
        "Bad Request: not enough rights to send text messages to the chat"
    )
    answer = await group.bot.upload("sendPhoto", {"photo": ("p", picture(9, 9))}, chat_id=group.id)
    assert answer["ok"], answer
    await playground.restrict(group.key, group.bot.username, [])
    answer = await group.bot.upload("sendPhoto", {"photo": ("p", picture(9, 9))}, chat_id=group.id)
    assert answer["description"] == "Bad Request: not enough rights to send photos to the chat"
    with pytest.raises(PlaygroundError, match="can't be restricted"):
        await playground.restrict(group.key, group.owner, [])
    with pytest.raises(PlaygroundError, match="There is no permission"):
        await playground.restrict(group.key, group.member, ["can_sing"])


async def test_a_person_who_blocks_and_unblocks_is_told_as_kicked_and_member(
    playground: PlaygroundClient, talk: Talk
) -> None:
    for blocked in (True, True, False):
        await playground.block(talk.key, blocked=blocked)
    told = await talk.bot.updates()
    assert [change(each, "my_chat_member") for each in told] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]
    assert told[0]["my_chat_member"]["chat"]["type"] == "private"
