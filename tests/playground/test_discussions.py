from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.playground.actors import Group
from tests.playground.pictures import picture
from tests.playground_client import Json, PlaygroundClient, PlaygroundError


@dataclass(frozen=True, slots=True)
class Discussion:
    group: Group
    channel: Json
    reader: int


@pytest.fixture
async def discussion(playground: PlaygroundClient, make_group: Callable[..., Any]) -> Discussion:
    group: Group = await make_group(privacy=False)
    reader = await playground.create_person("Rosa")
    channel = await playground.create_group("News", group.owner, [reader], kind="channel")
    await playground.link(channel["key"], group.key)
    return Discussion(group, channel, reader)


async def test_a_post_is_brought_into_the_group_and_so_are_its_edits(
    playground: PlaygroundClient, discussion: Discussion
) -> None:
    group, channel = discussion.group, discussion.channel
    post = await playground.send_photo(channel["key"], group.owner, picture(60, 40), "a face")
    (update,) = await group.bot.updates()
    copy = update["message"]
    assert copy["is_automatic_forward"] is True
    assert copy["from"] == {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    assert copy["sender_chat"]["id"] == channel["id"]
    assert copy["forward_origin"] | {"date": 0} == {
        "type": "channel",
        "date": 0,
        "chat": {"id": channel["id"], "type": "channel", "title": "News"},
        "message_id": post.id,
    }
    assert (copy["caption"], len(copy["photo"])) == ("a face", 1)
    await playground.edit(post, group.owner, "two faces")
    (update,) = await group.bot.updates()
    assert update["edited_message"]["caption"] == "two faces"
    assert update["edited_message"]["message_id"] == copy["message_id"]


async def test_the_two_know_of_each_other(
    playground: PlaygroundClient, discussion: Discussion
) -> None:
    group, channel = discussion.group, discussion.channel
    full = await group.bot.ok("getChat", chat_id=group.id)
    assert full["linked_chat_id"] == channel["id"]
    await playground.add_member(channel["key"], group.bot.username, by=group.owner)
    full = await group.bot.ok("getChat", chat_id=channel["id"])
    assert full["linked_chat_id"] == group.id
    await playground.link(channel["key"], None)
    assert "linked_chat_id" not in await group.bot.ok("getChat", chat_id=group.id)
    await group.bot.updates()
    await playground.send_text(channel["key"], group.owner, "no longer discussed")
    assert [list(each)[1] for each in await group.bot.updates()] == ["channel_post"]


async def test_comments_are_replies_in_the_thread_of_the_post(
    playground: PlaygroundClient, discussion: Discussion
) -> None:
    group, channel = discussion.group, discussion.channel
    post = await playground.send_text(channel["key"], group.owner, "news")
    (update,) = await group.bot.updates()
    root = update["message"]["message_id"]
    comment = await playground.send_text(
        channel["key"], discussion.reader, "who is it?", comment_to=post.id
    )
    (update,) = await group.bot.updates()
    told = update["message"]
    assert (told["chat"]["id"], told["from"]["id"]) == (group.id, discussion.reader)
    assert told["reply_to_message"]["is_automatic_forward"] is True
    assert told["message_thread_id"] == root
    assert "is_topic_message" not in told
    member = await group.bot.ok("getChatMember", chat_id=group.id, user_id=discussion.reader)
    assert member["status"] == "left"
    await playground.send_text(group.key, group.member, "I know", reply_to=comment.id)
    (update,) = await group.bot.updates()
    assert update["message"]["message_thread_id"] == root
    sent = await group.bot.ok("sendMessage", chat_id=group.id, text="Ann", message_thread_id=root)
    assert sent["message_thread_id"] == root
    assert await group.bot.refusal(
        "sendMessage", chat_id=group.id, text="x", message_thread_id=comment.id
    ) == ("Bad Request: message thread not found")


async def test_an_album_of_a_channel_stays_an_album(
    playground: PlaygroundClient, discussion: Discussion
) -> None:
    photos = [picture(50, 50), picture(60, 60)]
    await playground.send_album(discussion.channel["key"], discussion.group.owner, photos)
    first, second = (each["message"] for each in await discussion.group.bot.updates())
    assert first["media_group_id"] == second["media_group_id"]


async def test_what_can_not_be_linked_or_commented_is_explained(
    playground: PlaygroundClient, discussion: Discussion
) -> None:
    group, key = discussion.group, discussion.channel["key"]
    with pytest.raises(PlaygroundError, match="Only a channel"):
        await playground.link(group.key, key)
    small = await playground.create_group("Small", group.owner, kind="group")
    with pytest.raises(PlaygroundError, match="in a supergroup"):
        await playground.link(key, small["key"])
    with pytest.raises(PlaygroundError, match="is not discussed"):
        await playground.send_text(key, discussion.reader, "x", comment_to=999)
    post = await playground.send_text(key, group.owner, "news")
    stranger = await playground.create_person("Priya")
    with pytest.raises(PlaygroundError, match="a channel that they read"):
        await playground.send_text(key, stranger, "x", comment_to=post.id)
    await playground.add_member(group.key, discussion.reader)
    await playground.remove_member(group.key, discussion.reader, by=group.owner)
    with pytest.raises(PlaygroundError, match="was banned"):
        await playground.send_text(key, discussion.reader, "x", comment_to=post.id)
