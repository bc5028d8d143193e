from collections.abc import Callable
from typing import Any

import pytest

from tests.playground.actors import BotApi, Group, Talk
from tests.playground_client import PlaygroundClient, PlaygroundError


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("https://t.me/{bot}?start=abc-1_Z", "/start abc-1_Z"),
        ("t.me/{bot}?start=x", "/start x"),
        ("http://telegram.me/{bot}?start=", "/start"),
        ("tg://resolve?domain={bot}&start=y", "/start y"),
    ],
)
async def test_a_deep_link_starts_the_bot_with_its_payload(
    playground: PlaygroundClient, bot: BotApi, form: str, text: str
) -> None:
    person = await playground.create_person("Mira")
    done = await playground.follow(person, form.format(bot=bot.username))
    (update,) = await bot.updates()
    assert update["message"]["text"] == text
    assert update["message"]["entities"][0]["type"] == "bot_command"
    assert done["messages"][0]["text"] == text
    assert await bot.ok("sendMessage", chat_id=person, text="welcome")


async def test_a_link_without_a_start_only_opens_the_chat(
    playground: PlaygroundClient, bot: BotApi
) -> None:
    person = await playground.create_person("Mira")
    done = await playground.follow(person, f"https://t.me/{bot.username}")
    assert done["chat"]["key"] == f"p{person}-{bot.id}"
    assert await bot.updates() == []


async def test_starting_again_unblocks(playground: PlaygroundClient, talk: Talk) -> None:
    await playground.block(talk.key)
    await playground.follow(talk.person, f"https://t.me/{talk.bot.username}?start=again")
    _, unblocked, started = await talk.bot.updates()
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert started["message"]["text"] == "/start again"


async def test_a_bot_is_brought_into_a_group_with_rights_and_a_payload(
    playground: PlaygroundClient, bot: BotApi
) -> None:
    owner = await playground.create_person("Mira")
    chat = (await playground.create_group("Hikers", owner))["key"]
    url = f"https://t.me/{bot.username}?startgroup=hello&admin=delete_messages+pin_messages"
    await playground.follow(owner, url, chat)
    added, joined, promoted, started = await bot.updates()
    assert added["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert joined["message"]["new_chat_members"][0]["id"] == bot.id
    rights = promoted["my_chat_member"]["new_chat_member"]
    assert (rights["can_delete_messages"], rights["can_restrict_members"]) == (True, False)
    assert started["message"]["text"] == f"/start@{bot.username} hello"
    await playground.follow(owner, f"https://t.me/{bot.username}?startgroup=again", chat)
    (again,) = await bot.updates()
    assert again["message"]["text"] == f"/start@{bot.username} again"


async def test_a_bot_is_brought_into_a_channel_as_an_administrator(
    playground: PlaygroundClient, bot: BotApi
) -> None:
    owner = await playground.create_person("Mira")
    channel = (await playground.create_group("News", owner, kind="channel"))["key"]
    url = f"https://t.me/{bot.username}?startchannel&admin=post_messages"
    await playground.follow(owner, url, channel)
    last = (await bot.updates())[-1]["my_chat_member"]["new_chat_member"]
    assert (last["can_post_messages"], last["can_edit_messages"]) == (True, False)
    with pytest.raises(PlaygroundError, match="is for a group"):
        await playground.follow(owner, f"https://t.me/{bot.username}?startgroup=x", channel)


async def test_links_lead_to_people_chats_and_messages(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group(username="hikers_with_links")
    sent = await playground.send_text(group.key, group.owner, "here")
    found = await playground.follow(group.member, f"tg://user?id={group.owner}")
    assert (found["kind"], found["user"]["first_name"]) == ("user", "Mira")
    found = await playground.follow(group.member, "https://t.me/hikers_with_links")
    assert (found["kind"], found["chat"]["key"]) == ("chat", group.key)
    number = group.key.removeprefix("-100")
    found = await playground.follow(group.member, f"https://t.me/c/{number}/{sent.id}")
    assert found["message"]["text"] == "here"
    found = await playground.follow(group.member, "https://example.org/x")
    assert (found["kind"], found["url"]) == ("outside", "https://example.org/x")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("https://t.me/BOT?start=a.b", "at most 64 characters"),
        ("https://t.me/BOT?start=" + "x" * 65, "at most 64 characters"),
        ("https://t.me/BOT?startgroup=x", "“chat” is missing"),
        ("https://t.me/nobody_at_all_bot", "There is nobody called"),
        ("tg://user?id=42", "nobody with the id 42"),
        ("https://t.me/c/1/1", "There is no such chat"),
    ],
)
async def test_a_link_that_leads_nowhere_is_explained(
    playground: PlaygroundClient, talk: Talk, url: str, sentence: str
) -> None:
    body = {"person": talk.person, "url": url.replace("BOT", talk.bot.username)}
    with pytest.raises(PlaygroundError, match=sentence):
        await playground.ask("POST", "/links", json=body)


async def test_only_who_may_promote_brings_an_administrator(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group()
    url = f"https://t.me/{group.bot.username}?startgroup=x&admin=delete_messages"
    with pytest.raises(PlaygroundError, match="may promote members"):
        await playground.follow(group.member, url, group.key)


async def test_people_are_mentioned_by_name_if_the_bot_has_met_them(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group: Group = await make_group()
    stranger = await playground.create_person("Priya")
    text = (
        f'<a href="tg://user?id={group.member}">Jonas</a> <a href="tg://user?id={stranger}">P</a>'
    )
    sent = await group.bot.ok("sendMessage", chat_id=group.id, text=text, parse_mode="HTML")
    (mention,) = sent["entities"]
    assert (mention["type"], mention["user"]["id"]) == ("text_mention", group.member)
    assert sent["text"] == "Jonas P"
    sent = await group.bot.ok(
        "sendMessage",
        chat_id=group.id,
        text=f"[Jonas](tg://user?id={group.member}) @somebody",
        parse_mode="MarkdownV2",
    )
    assert [entity["type"] for entity in sent["entities"]] == ["text_mention", "mention"]
