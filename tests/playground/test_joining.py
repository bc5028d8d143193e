"""Coming in by a link, and who asks to: what bots are told, and may do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.playground.actors import Group
from tests.playground.pictures import picture
from tests.playground_client import PlaygroundClient, PlaygroundError

OWN_LINK_ONLY = "..."


@dataclass(frozen=True, slots=True)
class Door:
    """A group with a link that wants approval, and somebody outside."""

    group: Group
    link: str
    asker: int

    @property
    def who(self) -> dict[str, int]:
        """The asker, as a bot names them."""
        return {"chat_id": self.group.id, "user_id": self.asker}


@pytest.fixture
async def door(playground: PlaygroundClient, make_group: Callable[..., Any]) -> Door:
    group: Group = await make_group()
    await playground.promote(group.key, group.bot.username, rights=["can_invite_users"])
    await group.bot.updates(allowed_updates=["message", "chat_member", "chat_join_request"])
    link = await playground.invite(group.key, approval=True)
    return Door(group, link, await playground.create_person("Priya"))


async def test_whoever_asks_to_come_in_waits_and_the_bot_is_told(
    playground: PlaygroundClient, door: Door
) -> None:
    before = await playground.last_seq()
    found = await playground.follow(door.asker, door.link)
    assert (found["kind"], found["title"]) == ("asked", "Hikers")
    (update,) = await door.group.bot.updates()
    asked = update["chat_join_request"]
    assert (asked["from"]["id"], asked["user_chat_id"]) == (door.asker, door.asker)
    assert asked["invite_link"]["creates_join_request"] is True
    assert asked["invite_link"]["invite_link"].endswith(OWN_LINK_ONLY)
    assert await playground.join_requests(door.group.key) == [door.asker]
    (event,) = await playground.events(before, kinds=["join_request"])
    assert event["person"] == door.asker
    with pytest.raises(PlaygroundError, match="has asked already"):
        await playground.follow(door.asker, door.link)


async def test_only_an_admin_who_may_invite_is_told_and_answers(
    playground: PlaygroundClient, door: Door
) -> None:
    bot = door.group.bot
    await playground.promote(door.group.key, bot.username, rights=["can_delete_messages"])
    await bot.updates()
    await playground.follow(door.asker, door.link)
    assert await bot.updates() == []
    for method in ("approveChatJoinRequest", "declineChatJoinRequest"):
        assert await bot.refusal(method, **door.who) == (
            "Bad Request: not enough rights to manage chat invite link"
        )


async def test_whoever_is_approved_comes_in_by_the_link(
    playground: PlaygroundClient, door: Door
) -> None:
    bot = door.group.bot
    await playground.follow(door.asker, door.link)
    await bot.updates()
    assert await bot.ok("approveChatJoinRequest", **door.who) is True
    change, message = await bot.updates()
    assert change["chat_member"]["new_chat_member"]["status"] == "member"
    assert change["chat_member"]["from"]["id"] == bot.id
    assert change["chat_member"]["invite_link"]["creates_join_request"] is True
    assert message["message"]["from"]["id"] == door.asker
    assert await playground.join_requests(door.group.key) == []
    assert await bot.refusal("approveChatJoinRequest", **door.who) == (
        "Bad Request: USER_ALREADY_PARTICIPANT"
    )
    assert await bot.refusal("declineChatJoinRequest", **door.who) == (
        "Bad Request: HIDE_REQUESTER_MISSING"
    )


async def test_whoever_is_declined_may_ask_again_and_nobody_else_is_told(
    playground: PlaygroundClient, door: Door
) -> None:
    bot = door.group.bot
    await playground.follow(door.asker, door.link)
    await bot.updates()
    assert await bot.ok("declineChatJoinRequest", **door.who) is True
    assert await bot.updates() == []
    assert await bot.refusal("declineChatJoinRequest", **door.who) == (
        "Bad Request: HIDE_REQUESTER_MISSING"
    )
    await playground.follow(door.asker, door.link)
    assert await playground.join_requests(door.group.key) == [door.asker]


async def test_a_request_ends_when_somebody_else_decides_or_it_is_withdrawn(
    playground: PlaygroundClient, door: Door
) -> None:
    key, bot = door.group.key, door.group.bot

    async def asks() -> None:
        await playground.follow(door.asker, door.link)

    with pytest.raises(PlaygroundError, match="has not asked"):
        await playground.withdraw_request(key, door.asker)
    await asks()
    await playground.withdraw_request(key, door.asker)
    await asks()
    await playground.answer_request(key, door.asker, approve=False)
    with pytest.raises(PlaygroundError, match="has not asked"):
        await playground.answer_request(key, door.asker, approve=True)
    await asks()
    with pytest.raises(PlaygroundError, match="lacks can_invite_users"):
        await playground.answer_request(key, door.asker, approve=True, by=door.group.member)
    await playground.add_member(key, door.asker, by=door.group.owner)
    assert await playground.join_requests(key) == []
    with pytest.raises(PlaygroundError, match="already in the chat"):
        await asks()
    await playground.remove_member(key, door.asker, by=door.group.owner)
    with pytest.raises(PlaygroundError, match="was banned"):
        await asks()
    assert await bot.refusal("approveChatJoinRequest", **door.who) == (
        "Bad Request: HIDE_REQUESTER_MISSING"
    )


async def test_a_bot_bans_whoever_asks_and_the_request_is_gone(
    playground: PlaygroundClient, door: Door
) -> None:
    rights = ["can_invite_users", "can_restrict_members"]
    await playground.promote(door.group.key, door.group.bot.username, rights=rights)
    await playground.follow(door.asker, door.link)
    assert await door.group.bot.ok("banChatMember", **door.who)
    assert await playground.join_requests(door.group.key) == []


async def test_a_bot_may_write_to_whoever_asks_until_it_is_answered(
    playground: PlaygroundClient, door: Door
) -> None:
    bot = door.group.bot
    to = {"chat_id": door.asker, "text": "You asked to come in."}
    assert await bot.refusal("sendMessage", **to) == "Bad Request: chat not found"
    await playground.follow(door.asker, door.link)
    assert (await bot.ok("sendMessage", **to))["text"] == to["text"]
    await bot.ok("declineChatJoinRequest", **door.who)
    assert await bot.refusal("sendMessage", **to) == (
        "Forbidden: bot can't initiate conversation with a user"
    )


async def test_a_link_without_approval_lets_in_at_once_and_links_are_admins_to_make(
    playground: PlaygroundClient, door: Door
) -> None:
    link = await playground.invite(door.group.key)
    found = await playground.follow(door.asker, link)
    assert (found["kind"], found["chat"]["key"]) == ("chat", door.group.key)
    code = link.rpartition("+")[2]
    for old in (f"https://t.me/joinchat/{code}", f"tg://join?invite={code}"):
        with pytest.raises(PlaygroundError, match="already in the chat"):
            await playground.follow(door.asker, old)
    with pytest.raises(PlaygroundError, match="no longer, valid"):
        await playground.follow(door.asker, "https://t.me/+nothing")
    with pytest.raises(PlaygroundError, match="lacks can_invite_users"):
        await playground.invite(door.group.key, by=door.group.member)


async def test_profile_photos_are_the_newest_first_and_none_is_no_answer(
    playground: PlaygroundClient, door: Door
) -> None:
    ask = {"user_id": door.asker}
    bot = door.group.bot
    assert await bot.ok("getUserProfilePhotos", **ask) == {"total_count": 0, "photos": []}
    for side in (200, 300):
        await playground.add_profile_photo(door.asker, picture(side, side))
    found = await bot.ok("getUserProfilePhotos", **ask, limit=1)
    assert (found["total_count"], found["photos"][0][-1]["width"]) == (2, 300)
