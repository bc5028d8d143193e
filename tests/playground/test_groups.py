from collections.abc import Callable
from typing import Any

import pytest

from tests.playground.actors import BotApi, Group
from tests.playground.pictures import picture
from tests.playground_client import Json, PlaygroundClient, PlaygroundError


def texts(updates: list[Json]) -> list[str]:
    return [
        update["message"].get("text") or update["message"].get("caption", "")
        for update in updates
        if "message" in update
    ]


async def test_in_privacy_mode_a_bot_sees_only_what_is_meant_for_it(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group()
    bot, say = group.bot, playground.send_text
    assert (await bot.ok("getMe"))["can_read_all_group_messages"] is False
    chatter = await say(group.key, group.member, "good morning")
    await say(group.key, group.member, "/people")
    await say(group.key, group.member, f"/people@{bot.username}")
    await say(group.key, group.member, "/people@other_bot")
    await say(group.key, group.member, f"hello @{bot.username}")
    await playground.send_photo(group.key, group.member, picture(50, 50))
    await playground.send_photo(
        group.key, group.member, picture(50, 50), f"/enroll@{bot.username} Ann"
    )
    assert texts(await bot.updates()) == [
        "/people",
        f"/people@{bot.username}",
        f"hello @{bot.username}",
        f"/enroll@{bot.username} Ann",
    ]
    said = await bot.ok("sendMessage", chat_id=group.id, text="Who?")
    reply = await say(group.key, group.owner, "Ann", reply_to=said["message_id"])
    await say(group.key, group.member, "I think so too", reply_to=reply.id)
    await say(group.key, group.member, "me too", reply_to=chatter.id)
    updates = await bot.updates()
    assert texts(updates) == ["Ann", "I think so too"]
    assert updates[0]["message"]["reply_to_message"]["text"] == "Who?"


async def test_a_command_in_reply_to_a_hidden_photo_brings_the_photo_whole(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group()
    photo = await playground.send_photo(group.key, group.member, picture(400, 300))
    await playground.send_text(group.key, group.owner, "/enroll Ann", reply_to=photo.id)
    (update,) = await group.bot.updates()
    answered = update["message"]["reply_to_message"]
    assert answered["photo"][-1]["width"] == 400
    assert await group.bot.ok("getFile", file_id=answered["photo"][-1]["file_id"])


async def test_without_privacy_mode_or_as_admin_a_bot_sees_everything(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group(privacy=False)
    await playground.send_text(group.key, group.member, "good morning")
    assert texts(await group.bot.updates()) == ["good morning"]
    await playground.set_privacy(group.bot.username, privacy=True)
    await playground.send_text(group.key, group.member, "unseen")
    assert texts(await group.bot.updates()) == []
    await playground.promote(group.key, group.bot.username)
    await playground.send_text(group.key, group.member, "seen again")
    updates = await group.bot.updates()
    assert texts(updates)[-1] == "seen again"
    changed = updates[0]["my_chat_member"]
    assert changed["old_chat_member"]["status"] == "member"
    assert changed["new_chat_member"]["status"] == "administrator"
    assert changed["new_chat_member"]["can_delete_messages"] is True


async def test_an_edit_can_bring_a_message_to_a_bot_in_privacy_mode(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group()
    sent = await playground.send_text(group.key, group.member, "enroll Ann")
    assert await group.bot.updates() == []
    await playground.edit(sent, group.member, "/enroll Ann")
    (update,) = await group.bot.updates()
    assert update["edited_message"]["text"] == "/enroll Ann"


async def test_bots_do_not_see_each_other(
    playground: PlaygroundClient, make_group: Callable[..., Any], make_bot: Callable[..., Any]
) -> None:
    group: Group = await make_group(privacy=False)
    other = await make_bot(privacy=False)
    await playground.add_member(group.key, f"@{other.username}", by=group.owner)
    await other.updates()
    await group.bot.ok("sendMessage", chat_id=group.id, text="from a bot")
    assert await other.updates() == []
    # With two bots a bare command is for the one that spoke last.
    await playground.set_privacy(other.username, privacy=True)
    await playground.send_text(group.key, group.member, "/help")
    assert await other.updates() == []


async def test_a_group_moves_to_a_supergroup(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group(kind="group")
    successor = await playground.migrate(group.key)
    old, new = await group.bot.updates()
    assert old["message"]["chat"]["id"] == group.id
    assert old["message"]["migrate_to_chat_id"] == successor["id"]
    assert new["message"]["migrate_from_chat_id"] == group.id
    answer = await group.bot.call("sendMessage", chat_id=group.id, text="x")
    assert answer["description"] == ("Bad Request: group chat was upgraded to a supergroup chat")
    assert answer["parameters"] == {"migrate_to_chat_id": successor["id"]}
    assert await group.bot.ok("sendMessage", chat_id=successor["id"], text="x")
    with pytest.raises(PlaygroundError, match="moved to"):
        await playground.send_text(group.key, group.owner, "x")


async def test_only_admins_delete_what_others_wrote(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group()
    sent = await playground.send_text(group.key, group.member, "x")
    place = {"chat_id": group.id, "message_id": sent.id}
    assert await group.bot.refusal("deleteMessage", **place) == (
        "Bad Request: message can't be deleted"
    )
    await playground.promote(group.key, group.bot.username, rights=["can_pin_messages"])
    assert await group.bot.refusal("deleteMessage", **place) == (
        "Bad Request: message can't be deleted"
    )
    await playground.promote(group.key, group.bot.username, rights=["can_delete_messages"])
    assert await group.bot.ok("deleteMessage", **place)
    assert await group.bot.refusal("editMessageText", **place, text="y") == (
        "Bad Request: message to edit not found"
    )
    other = await playground.send_text(group.key, group.member, "z")
    assert await group.bot.refusal(
        "editMessageText", chat_id=group.id, message_id=other.id, text="y"
    ) == ("Bad Request: message can't be edited")


async def test_a_forum_has_topics(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group(privacy=False, is_forum=True)
    topic = await playground.open_topic(group.key, "Photos")
    asked = await playground.send_text(group.key, group.member, "/help", thread=topic)
    opened, update = await group.bot.updates()
    assert opened["message"]["forum_topic_created"]["name"] == "Photos"
    message = update["message"]
    assert (message["message_thread_id"], message["is_topic_message"]) == (topic, True)
    assert message["chat"]["is_forum"] is True
    sent = await group.bot.ok("sendMessage", chat_id=group.id, text="here", message_thread_id=topic)
    assert sent["message_thread_id"] == topic
    followed = await group.bot.ok(
        "sendMessage",
        chat_id=group.id,
        text="too",
        reply_parameters={"message_id": asked.id},
    )
    assert followed["message_thread_id"] == topic
    assert await group.bot.refusal(
        "sendMessage", chat_id=group.id, text="x", message_thread_id=99999
    ) == ("Bad Request: message thread not found")


async def test_who_speaks_for_a_chat_hides_behind_it(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group(privacy=False)
    channel = await playground.create_group("News", group.owner, kind="channel")
    await playground.send_text(group.key, group.owner, "as the group", **{"as": "anonymous"})
    await playground.send_text(group.key, group.owner, "as a channel", **{"as": channel["key"]})
    anonymous, by_channel = (update["message"] for update in await group.bot.updates())
    assert anonymous["from"]["username"] == "GroupAnonymousBot"
    assert anonymous["sender_chat"]["id"] == group.id
    assert by_channel["from"]["username"] == "Channel_Bot"
    assert by_channel["sender_chat"]["title"] == "News"
    with pytest.raises(PlaygroundError, match="Only an administrator"):
        await playground.send_text(group.key, group.member, "x", **{"as": "anonymous"})


async def test_a_channel(playground: PlaygroundClient, bot: BotApi) -> None:
    owner = await playground.create_person("Mira")
    reader = await playground.create_person("Jonas")
    made = await playground.create_group("News", owner, [reader], kind="channel")
    await playground.add_member(made["key"], bot.username, by=owner)
    await bot.updates()
    post = await playground.send_text(made["key"], owner, "first")
    (update,) = await bot.updates()
    assert update["channel_post"]["sender_chat"]["id"] == made["id"]
    assert "from" not in update["channel_post"]
    await playground.edit(post, owner, "second")
    (update,) = await bot.updates()
    assert update["edited_channel_post"]["text"] == "second"
    sent = await bot.ok("sendMessage", chat_id=made["id"], text="by the bot")
    assert sent["sender_chat"]["title"] == "News"
    with pytest.raises(PlaygroundError, match="may not post"):
        await playground.send_text(made["key"], reader, "x")
    await playground.promote(made["key"], bot.username, rights=["can_edit_messages"])
    assert await bot.refusal("sendMessage", chat_id=made["id"], text="x") == (
        "Bad Request: need administrator rights in the channel chat"
    )


async def test_forwards_tell_where_they_come_from(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group(privacy=False)
    channel = await playground.create_group("News", group.owner, kind="channel")
    post = await playground.send_text(channel["key"], group.owner, "news")
    await playground.forward(post, group.owner, group.key)
    said = await playground.send_text(group.key, group.member, "said")
    await playground.forward(said, group.owner, group.key)
    first, _, third = (update["message"] for update in await group.bot.updates())
    assert first["forward_origin"]["type"] == "channel"
    assert first["forward_origin"]["message_id"] == post.id
    assert third["forward_origin"]["sender_user"]["id"] == group.member
