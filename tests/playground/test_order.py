"""What bots do about members and channels: who may, and in which words it is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from playground.world.chats import PERMISSIONS
from tests.playground.actors import Group
from tests.playground_client import Json, PlaygroundClient, PlaygroundError

NO_RIGHTS = "Bad Request: not enough rights to restrict/unrestrict chat member"
MUTED: Json = {"can_send_messages": False}
EVERYTHING = dict.fromkeys(PERMISSIONS, True)


@pytest.fixture
async def group(playground: PlaygroundClient, make_group: Callable[..., Any]) -> Group:
    made: Group = await make_group()
    await playground.promote(made.key, made.bot.username, rights=["can_restrict_members"])
    return made


async def status(group: Group) -> str:
    found = await group.bot.ok("getChatMember", chat_id=group.id, user_id=group.member)
    return str(found["status"])


async def test_a_muted_member_writes_nothing_until_it_is_lifted(
    playground: PlaygroundClient, group: Group
) -> None:
    who = {"chat_id": group.id, "user_id": group.member}
    assert await group.bot.ok("restrictChatMember", **who, permissions=MUTED, until_date=2**31)
    member = await group.bot.ok("getChatMember", **who)
    assert (member["status"], member["until_date"]) == ("restricted", 2**31)
    with pytest.raises(PlaygroundError, match="is restricted"):
        await playground.send_text(group.key, group.member, "hello")
    assert await group.bot.ok("restrictChatMember", **who, permissions=EVERYTHING)
    assert await status(group) == "member"
    await playground.send_text(group.key, group.member, "hello")


async def test_one_permission_can_imply_the_others(group: Group) -> None:
    who = {"chat_id": group.id, "user_id": group.member}
    polls = {"can_send_polls": True}
    await group.bot.ok("restrictChatMember", **who, permissions=polls)
    assert (await group.bot.ok("getChatMember", **who))["can_send_messages"] is True
    await group.bot.ok(
        "restrictChatMember", **who, permissions=polls, use_independent_chat_permissions=True
    )
    assert (await group.bot.ok("getChatMember", **who))["can_send_messages"] is False


async def test_who_may_not_send_stickers_is_restricted_still(group: Group) -> None:
    who = {"chat_id": group.id, "user_id": group.member}
    await group.bot.ok(
        "restrictChatMember",
        **who,
        permissions=EVERYTHING | {"can_send_other_messages": False},
        use_independent_chat_permissions=True,
    )
    member = await group.bot.ok("getChatMember", **who)
    assert (member["status"], member["can_send_messages"]) == ("restricted", True)
    assert member["can_send_other_messages"] is False


async def test_who_is_banned_comes_back_only_when_that_is_lifted(
    playground: PlaygroundClient, group: Group
) -> None:
    who = {"chat_id": group.id, "user_id": group.member}
    assert await group.bot.ok("banChatMember", **who)
    assert await status(group) == "kicked"
    assert await group.bot.ok("banChatMember", **who), "again changes nothing"
    assert await group.bot.ok("unbanChatMember", **who, only_if_banned=True)
    assert await status(group) == "left"
    await playground.add_member(group.key, group.member)
    assert await group.bot.ok("unbanChatMember", **who, only_if_banned=True)
    assert await status(group) == "member"
    assert await group.bot.ok("unbanChatMember", **who)
    assert await status(group) == "left"


@pytest.mark.parametrize("method", ["banChatMember", "unbanChatMember", "restrictChatMember"])
async def test_the_owner_admins_the_bot_and_strangers_are_refused(
    playground: PlaygroundClient, group: Group, method: str
) -> None:
    more = {"permissions": MUTED} if method == "restrictChatMember" else {}

    async def refused(user: int) -> str:
        return await group.bot.refusal(method, chat_id=group.id, user_id=user, **more)

    stranger = await playground.create_person("Eve")
    assert await refused(group.owner) == "Bad Request: can't remove chat owner"
    assert await refused(group.bot.id) == "Bad Request: can't restrict self"
    assert await refused(stranger) == "Bad Request: PARTICIPANT_ID_INVALID"
    await playground.promote(group.key, group.member, rights=["can_pin_messages"])
    assert await refused(group.member) == "Bad Request: user is an administrator of the chat"
    await playground.promote(group.key, group.member, rights=[])
    await playground.promote(group.key, group.bot.username, rights=["can_delete_messages"])
    assert await refused(group.member) == NO_RIGHTS


async def test_in_a_basic_group_a_member_can_only_be_put_out(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group(kind="group")
    who = {"chat_id": group.id, "user_id": group.member}
    assert "need to be inviter" in await group.bot.refusal("banChatMember", **who)
    await playground.promote(group.key, group.bot.username)
    refused = await group.bot.refusal("restrictChatMember", **who, permissions=MUTED)
    assert refused == "Bad Request: method is available only for supergroups"
    assert await group.bot.ok("banChatMember", **who)
    assert await status(group) == "left"
    assert await group.bot.refusal("banChatMember", **who) == "Bad Request: USER_NOT_PARTICIPANT"


async def test_a_banned_channel_cannot_be_spoken_for(
    playground: PlaygroundClient, group: Group
) -> None:
    channel = await playground.create_group("News", group.member, kind="channel")
    await playground.send_text(group.key, group.member, "hello", **{"as": channel["key"]})
    who = {"chat_id": group.id, "sender_chat_id": int(channel["key"])}
    assert await group.bot.ok("banChatSenderChat", **who)
    with pytest.raises(PlaygroundError, match="was banned"):
        await playground.send_text(group.key, group.member, "again", **{"as": channel["key"]})
    assert await group.bot.ok("unbanChatSenderChat", **who)
    await playground.send_text(group.key, group.member, "again", **{"as": channel["key"]})
    own = {"chat_id": group.id, "sender_chat_id": group.id}
    assert (
        await group.bot.refusal("banChatSenderChat", **own) == "Bad Request: PARTICIPANT_ID_INVALID"
    )
    await playground.promote(group.key, group.bot.username, rights=["can_pin_messages"])
    assert await group.bot.refusal("banChatSenderChat", **who) == NO_RIGHTS
