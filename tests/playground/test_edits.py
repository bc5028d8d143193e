from collections.abc import Callable
from typing import Any

import pytest

from tests.playground.actors import BotApi, Talk
from tests.playground.pictures import picture
from tests.playground_client import Json, PlaygroundClient, PlaygroundError
from tests.playground_scene import form_of

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
MARKUP = {"inline_keyboard": [[{"text": str(n), "callback_data": f"n{n}"} for n in range(5)]]}


async def sent_photo(bot: BotApi, person: int, colour: str, **fields: object) -> Json:
    """A photo that the bot sends; the message."""
    files = {"photo": ("p.jpg", picture(80, 60, colour=colour))}
    answer = await bot.upload("sendPhoto", files, chat_id=person, **fields)
    message: Json = answer["result"]
    return message


async def test_a_photo_becomes_another_and_keeps_its_buttons_only_if_told(
    playground: PlaygroundClient, talk: Talk
) -> None:
    bot, chat = talk.bot, {"chat_id": talk.person}
    first = await sent_photo(bot, talk.person, "navy", caption="one")
    second = await sent_photo(bot, talk.person, "gold")
    place = {**chat, "message_id": first["message_id"]}
    media = {"type": "photo", "media": second["photo"][-1]["file_id"], "caption": "two"}
    edited = await bot.ok("editMessageMedia", **place, media=media, reply_markup=MARKUP)
    assert edited["photo"][-1]["file_unique_id"] == second["photo"][-1]["file_unique_id"]
    assert (edited["caption"], edited["reply_markup"]) == ("two", MARKUP)
    assert edited["edit_date"] >= first["date"]
    same = {"media": media, "reply_markup": MARKUP}
    assert await bot.refusal("editMessageMedia", **place, **same) == NOT_MODIFIED
    bare = await bot.ok("editMessageMedia", **place, media=media)
    assert "reply_markup" not in bare
    assert await bot.refusal("editMessageMedia", **place, media=media) == NOT_MODIFIED
    uploaded = await bot.upload(
        "editMessageMedia",
        {"fresh": ("f.jpg", picture(120, 60))},
        **place,
        media='{"type": "photo", "media": "attach://fresh"}',
    )
    assert uploaded["result"]["photo"][-1]["width"] == 120
    assert "caption" not in uploaded["result"]
    seen = await playground.message(talk.key, first["message_id"])
    assert seen.edits == 2
    assert (await playground.download(seen.raw["file_url"])).startswith(b"\xff\xd8")


async def test_a_text_becomes_a_photo_and_never_a_text_again(talk: Talk) -> None:
    photo = await sent_photo(talk.bot, talk.person, "navy")
    sent = await talk.bot.ok("sendMessage", chat_id=talk.person, text="wait")
    place = {"chat_id": talk.person, "message_id": sent["message_id"]}
    media = {"type": "photo", "media": photo["photo"][-1]["file_id"]}
    edited = await talk.bot.ok("editMessageMedia", **place, media=media)
    assert "text" not in edited
    assert await talk.bot.refusal("editMessageText", **place, text="x") == (
        "Bad Request: there is no text in the message to edit"
    )


async def test_what_looks_the_same_is_not_modified(talk: Talk) -> None:
    chat = {"chat_id": talk.person}
    sent = await talk.bot.ok("sendMessage", **chat, text="*one*", parse_mode="Markdown")
    place = {**chat, "message_id": sent["message_id"]}
    same = {"text": "<b>one</b> ", "parse_mode": "HTML"}
    assert await talk.bot.refusal("editMessageText", **place, **same) == NOT_MODIFIED
    assert await talk.bot.refusal("editMessageReplyMarkup", **place) == NOT_MODIFIED
    plain = await talk.bot.ok("editMessageText", **place, text="one", reply_markup=MARKUP)
    assert "entities" not in plain
    assert (
        await talk.bot.refusal("editMessageReplyMarkup", **place, reply_markup=MARKUP)
        == NOT_MODIFIED
    )
    photo = await sent_photo(talk.bot, talk.person, "navy", caption="one")
    place = {**chat, "message_id": photo["message_id"]}
    assert await talk.bot.refusal("editMessageCaption", **place, caption="one") == NOT_MODIFIED
    assert "caption" not in await talk.bot.ok("editMessageCaption", **place)


async def test_lengths_count_after_the_markup(talk: Talk) -> None:
    chat = {"chat_id": talk.person, "parse_mode": "HTML"}
    longest = f"<b>{'😀' * 2048}</b>"
    sent = await talk.bot.ok("sendMessage", **chat, text=longest)
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]
    assert await talk.bot.refusal("sendMessage", **chat, text=longest + "x") == (
        "Bad Request: message is too long"
    )
    place = {**chat, "message_id": sent["message_id"]}
    assert await talk.bot.refusal("editMessageText", **place, text=longest + "x") == (
        "Bad Request: MESSAGE_TOO_LONG"
    )
    photo = await sent_photo(talk.bot, talk.person, "navy", caption="<i>x</i>" * 100)
    place = {**chat, "message_id": photo["message_id"]}
    assert await talk.bot.ok("editMessageCaption", **place, caption=f"<i>{'y' * 1024}</i>")
    assert await talk.bot.refusal("editMessageCaption", **place, caption="y" * 1025) == (
        "Bad Request: MEDIA_CAPTION_TOO_LONG"
    )


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        ("HTML", "Ann\n<blockquote expandable>one\n<b>two</b>\nthree</blockquote>\nend"),
        ("MarkdownV2", "Ann\n>one\n>*two*\n>three||\nend"),
    ],
)
async def test_an_expandable_quote_comes_back_as_an_entity(
    talk: Talk, mode: str, text: str
) -> None:
    sent = await talk.bot.ok("sendMessage", chat_id=talk.person, text=text, parse_mode=mode)
    assert sent["text"] == "Ann\none\ntwo\nthree\nend"
    assert sent["entities"] == [
        {"type": "expandable_blockquote", "offset": 4, "length": 13},
        {"type": "bold", "offset": 8, "length": 3},
    ]


async def test_the_data_of_a_button_has_64_bytes_at_most(talk: Talk) -> None:
    chat = {"chat_id": talk.person, "text": "?"}
    for data, is_taken in (("é" * 32, True), ("é" * 32 + "x", False), ("", False)):
        markup = {"inline_keyboard": [[{"text": "a", "callback_data": data}]]}
        answer = await talk.bot.call("sendMessage", **chat, reply_markup=markup)
        assert answer["ok"] is is_taken
        if not is_taken:
            assert answer["description"] == "Bad Request: BUTTON_DATA_INVALID"


async def test_somebody_puts_another_photo_in_the_place_of_theirs(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group = await make_group(privacy=False)
    first = await playground.send_photo(group.key, group.member, picture(80, 60), "our lake")
    (posted,) = await group.bot.updates()
    await playground.replace_photo(first, group.member, picture(120, 60, colour="gold"))
    (changed,) = await group.bot.updates()
    before, after = posted["message"], changed["edited_message"]
    assert (after["message_id"], after["date"]) == (before["message_id"], before["date"])
    assert after["edit_date"] >= after["date"]
    assert after["photo"][-1]["width"] == 120
    unique = [one["photo"][-1]["file_unique_id"] for one in (before, after)]
    assert unique[0] != unique[1]
    assert after["caption"] == "our lake"
    seen = await playground.replace_photo(first, group.member, picture(90, 90), caption="gone")
    assert (seen.text, seen.edits) == ("gone", 2)
    assert (await playground.download(seen.raw["file_url"])).startswith(b"\xff\xd8")


async def test_a_photo_is_added_to_a_text_which_stands_under_it_then(
    playground: PlaygroundClient, talk: Talk
) -> None:
    said = await playground.send_text(talk.key, talk.person, "our lake")
    shown = await playground.replace_photo(said, talk.person, picture(80, 60))
    assert (shown.has_photo, shown.text, "text" in shown.raw) == (True, "our lake", False)
    long = await playground.send_text(talk.key, talk.person, "y" * 1025)
    with pytest.raises(PlaygroundError, match="more than 1024 characters"):
        await playground.replace_photo(long, talk.person, picture(80, 60))


async def test_not_everything_can_take_the_place_of_something(
    playground: PlaygroundClient, talk: Talk
) -> None:
    person, photo = talk.person, picture(80, 60)
    sticker = await playground.send_clip(talk.key, person, "sticker", ("s.webp", photo))
    mine = await playground.send_photo(talk.key, person, photo)
    forwarded = await playground.forward(mine, person, talk.key)
    for fixed in (sticker, forwarded):
        with pytest.raises(PlaygroundError, match="can't be replaced"):
            await playground.replace_photo(fixed, person, photo)
    album = await playground.send_album(talk.key, person, [photo, photo])
    path = f"/chats/{talk.key}/messages/{album[0].id}"
    for files in ([("sticker", photo, "s.webp")], [("photo", photo, "p.jpg")] * 2):
        with pytest.raises(PlaygroundError, match="Put one of these in its place"):
            await playground.ask("PATCH", path, data=form_of({"person": person}, files))
    document = [("document", photo, "p.jpg")]
    with pytest.raises(PlaygroundError, match="Of an album a photo or a video"):
        await playground.ask("PATCH", path, data=form_of({"person": person}, document))
    swapped = await playground.replace_photo(album[1], person, picture(90, 60))
    assert swapped.raw["media_group_id"] == album[0].raw["media_group_id"]


async def test_whoever_may_not_send_photos_swaps_none_in(
    playground: PlaygroundClient, make_group: Callable[..., Any]
) -> None:
    group = await make_group()
    said = await playground.send_photo(group.key, group.member, picture(80, 60))
    with pytest.raises(PlaygroundError, match="was not sent by"):
        await playground.replace_photo(said, group.owner, picture(90, 60))
    await playground.restrict(group.key, group.member, ["can_send_messages"])
    with pytest.raises(PlaygroundError, match="can_send_photos"):
        await playground.replace_photo(said, group.member, picture(90, 60))
