"""What an update asks of the bot."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from bot.incoming import read_request
from bot.kinds import Kind
from bot.request import (
    Click,
    Command,
    KnownAs,
    Mention,
    Moved,
    OtherMedia,
    PhotoRef,
    PhotoSent,
    Request,
    Talk,
)
from tests.unit.updates import GROUP, LANGUAGES, ME, MIRA, PHOTO, message, update

OURS: dict[str, Any] = {"id": 42, "is_bot": True, "first_name": "Familiar"}
VIDEO = {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1}
MOVING = {**VIDEO, "file_name": "a.gif", "mime_type": "image/gif"}
STICKER = {
    "file_id": "s", "file_unique_id": "s", "width": 1, "height": 1, "type": "regular",
    "is_animated": False, "is_video": False,
}  # fmt: skip


def document(name: str = "a.bin", mime: str = "") -> dict[str, Any]:
    return {"file_id": "d", "file_unique_id": "d", "file_name": name, "mime_type": mime}


def written_by(somebody: dict[str, Any]) -> dict[str, Any]:
    return {"from": somebody}


def asked(of: Update) -> Request:
    request = read_request(of, ME, LANGUAGES)
    assert request is not None
    return request


def ask(**fields: Any) -> object:
    return asked(update(**fields)).ask


def unheard(of: Update) -> bool:
    return read_request(of, ME, LANGUAGES) is None


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/people", "people", ""),
        ("/enroll Ann", "enroll", "Ann"),
        ("/ENROL   Ann Lee ", "enrol", "Ann Lee"),
        ("/enroll\nAnn", "enroll", "Ann"),
        ("/enroll@Familiar_Bot Ann", "enroll", "Ann"),
        ("/enroll عائشة", "enroll", "عائشة"),
    ],
)
def test_a_command_has_a_name_and_an_argument(text: str, name: str, argument: str) -> None:
    command = ask(text=text)
    assert isinstance(command, Command)
    assert (command.name, command.argument, command.photo) == (name, argument, None)


def test_a_command_stands_under_a_photo_as_its_caption() -> None:
    command = ask(photo=PHOTO, caption="/enroll Ann")
    assert isinstance(command, Command)
    assert command.photo is not None
    assert command.photo.file_id == "large"


def test_a_command_replies_to_a_photo() -> None:
    replied = message(photo=PHOTO)
    command = ask(text="/enroll Ann", reply_to_message=replied)
    assert isinstance(command, Command)
    assert command.photo == PhotoRef("large", replied["message_id"], 800)


def test_a_picture_of_our_own_is_not_learnt_from() -> None:
    ours = {**message(photo=PHOTO), "from": OURS}
    command = ask(text="/enroll Ann", reply_to_message=ours)
    assert isinstance(command, Command)
    assert command.photo is None


THEIRS: dict[str, Any] = {"photo": PHOTO, "caption": "/enroll@other_bot Ann"}
"""A photo with a command for another bot."""


def test_a_command_for_another_bot_is_unheard_and_hides_no_photo_from_a_groups_rules() -> None:
    assert unheard(update(text="/people@other_bot"))
    assert unheard(update(**THEIRS))
    photo = ask(chat=GROUP, message_id=5, **THEIRS)
    assert photo == PhotoSent(PhotoRef("large", 5, 800), only_judged=True)
    replied = message(chat=GROUP, photo=PHOTO)
    assert unheard(update(chat=GROUP, text="/people@other_bot", reply_to_message=replied))
    channel = {"id": -9, "type": "channel", "title": "News"}
    assert unheard(update(chat=channel, sender_chat=channel, **THEIRS))


def test_a_part_of_an_album_belongs_to_it_though_its_caption_is_for_another_bot() -> None:
    clip: dict[str, Any] = {"video": VIDEO, "caption": "/play@other_bot"}
    request = asked(update(chat=GROUP, media_group_id="a", **clip))
    assert (request.ask, request.album) == (OtherMedia(Kind.VIDEO), "a")
    assert asked(update(chat=GROUP, media_group_id="a", **THEIRS)).album == "a"
    assert unheard(update(chat=GROUP, **clip))


def test_the_largest_size_of_a_photo_is_meant() -> None:
    photo = ask(photo=PHOTO, caption="holidays")
    assert isinstance(photo, PhotoSent)
    assert photo.photo.file_id == "large"


@pytest.mark.parametrize(
    "picture",
    [
        document("IMG.HEIC", "application/octet-stream"),
        document("x", "image/png"),
        document("a.jpg", ""),
    ],
)
def test_a_picture_sent_as_a_file_is_a_photo(picture: dict[str, Any]) -> None:
    assert isinstance(ask(document=picture), PhotoSent)


def place() -> dict[str, Any]:
    return {"latitude": 1.0, "longitude": 1.0}


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        ({"document": document("a.pdf", "application/pdf")}, Kind.DOCUMENT),
        ({"video": VIDEO}, Kind.VIDEO),
        ({"video_note": {**VIDEO, "length": 1}}, Kind.VIDEO),
        ({"sticker": STICKER}, Kind.STICKER),
        ({"animation": MOVING, "document": document("a.gif", "image/gif")}, Kind.ANIMATION),
        ({"voice": VIDEO}, Kind.VOICE),
        ({"audio": VIDEO}, Kind.VOICE),
        ({"contact": {"phone_number": "1", "first_name": "Tom"}}, Kind.CONTACT),
        ({"location": place()}, Kind.PLACE),
        ({"venue": {"location": place(), "title": "Bar", "address": "Here"},
          "location": place()}, Kind.PLACE),
        ({"dice": {"emoji": "\U0001f3b2", "value": 3}}, Kind.OTHER),
    ],
)  # fmt: skip
def test_what_is_no_photo_is_told_apart_in_private_and_unheard_in_a_group(
    sent: dict[str, Any], kind: Kind
) -> None:
    assert ask(**sent) == OtherMedia(kind)
    assert unheard(update(chat=GROUP, **sent))


def calling(text: str = "@Familiar_Bot", **fields: Any) -> dict[str, Any]:
    """Return what a mention is in a text or caption that begins with it."""
    entity = {"type": "mention", "offset": 0, "length": len(text), **fields}
    return {"text": f"{text} who is this?", "entities": [entity]}


def captioned(mention: dict[str, Any]) -> dict[str, Any]:
    return {"caption": mention["text"], "caption_entities": mention["entities"]}


@pytest.mark.parametrize(
    ("caption", "asked"),
    [
        ({}, False),
        ({"caption": "@familiar_bot in words only"}, False),
        (captioned(calling()), True),
        (captioned(calling("@familiar_bot2")), False),
        (captioned(calling("Familiar", type="text_mention", user=OURS)), True),
        (captioned(calling("Mira", type="text_mention", user=MIRA)), False),
    ],
)
def test_a_photo_asks_us_when_its_caption_mentions_us(
    caption: dict[str, Any], *, asked: bool
) -> None:
    photo = ask(chat=GROUP, photo=PHOTO, **caption)
    assert isinstance(photo, PhotoSent)
    assert photo.asked is asked


def test_a_photo_asks_us_when_it_replies_to_us() -> None:
    ours = {**message(chat=GROUP, text="Which one?"), "from": OURS}
    theirs = message(chat=GROUP, text="hello")
    for replied, asked in ((ours, True), (theirs, False)):
        photo = ask(chat=GROUP, photo=PHOTO, reply_to_message=replied)
        assert isinstance(photo, PhotoSent)
        assert photo.asked is asked


def test_a_mention_in_a_reply_to_a_photo_asks_about_that_photo() -> None:
    shown = message(chat=GROUP, photo=PHOTO)
    photo = ask(chat=GROUP, reply_to_message=shown, **calling())
    assert photo == PhotoSent(PhotoRef("large", shown["message_id"], 800), asked=True)
    assert unheard(update(chat=GROUP, reply_to_message=shown, text="who is this?"))
    numbered = {**shown, "from": OURS}
    assert not isinstance(ask(chat=GROUP, reply_to_message=numbered, **calling()), PhotoSent)


def test_whoever_calls_us_by_name_and_shows_nothing_is_told_how_to_ask() -> None:
    called = ask(chat=GROUP, **calling())
    assert isinstance(called, Command)
    assert (called.name, called.photo) == ("who", None)
    entity = {"type": "mention", "offset": 4, "length": len("@Familiar_Bot")}
    assert unheard(update(chat=GROUP, text="Ask @Familiar_Bot", entities=[entity]))
    assert unheard(update(chat=GROUP, **calling("@familiar_bot2")))


def test_a_groups_talk_is_none_of_our_business_unless_it_replies_to_us() -> None:
    assert unheard(update(chat=GROUP, text="hello"))
    assert unheard(update(chat=GROUP, sticker=STICKER))
    ours = {**message(chat=GROUP, text="Who is this?"), "from": OURS}
    assert ask(chat=GROUP, text="Ann", reply_to_message=ours) == Talk("Ann", ours["message_id"])
    theirs = message(chat=GROUP, text="hello")
    assert unheard(update(chat=GROUP, text="hi", reply_to_message=theirs))


def test_of_edits_only_a_caption_about_its_photo_is_heard() -> None:
    assert unheard(update("edited_message", text="/forget Ann"))
    assert unheard(update("edited_message", photo=PHOTO, caption="nice"))
    assert unheard(update("edited_message", photo=PHOTO, caption="/forget Ann"))
    for caption in ("/enroll Ann", "/who"):
        command = ask(kind="edited_message", photo=PHOTO, caption=caption)
        assert isinstance(command, Command)
        assert command.edited


@pytest.mark.parametrize(
    "caption",
    [
        {},
        {"caption": "nice"},
        {"caption": "/forget Ann"},
        {"caption": "/who@other_bot"},
        captioned(calling()),
    ],
)
def test_a_groups_photo_that_an_edit_may_have_brought_is_heard_by_its_rules_alone(
    caption: dict[str, Any],
) -> None:
    photo = ask(kind="edited_message", chat=GROUP, message_id=5, photo=PHOTO, **caption)
    assert photo == PhotoSent(PhotoRef("large", 5, 800), only_judged=True, edited=True)
    assert unheard(update("edited_message", photo=PHOTO, **caption))


def test_of_a_groups_edits_only_photos_are_heard_and_commands_about_them() -> None:
    assert unheard(update("edited_message", chat=GROUP, text="hello"))
    assert unheard(update("edited_message", chat=GROUP, video=VIDEO, media_group_id="a"))
    command = ask(kind="edited_message", chat=GROUP, photo=PHOTO, caption="/who")
    assert isinstance(command, Command)
    assert command.edited


def test_a_photo_is_known_again_by_what_no_other_has() -> None:
    pictures: list[dict[str, Any]] = [{"photo": PHOTO}, {"document": document("a.jpg")}]
    for shown in pictures:
        photo = ask(**shown)
        assert isinstance(photo, PhotoSent)
        assert photo.photo.unique == photo.photo.file_id, "in these tests the two are the same"


def test_both_halves_of_a_groups_move_say_the_same() -> None:
    old = {"id": -5, "type": "group", "title": "Friends"}
    assert ask(chat=old, migrate_to_chat_id=-100) == Moved(-5, -100)
    assert ask(chat=GROUP, migrate_from_chat_id=-5) == Moved(-5, -100)


def test_other_bots_and_channels_are_unheard() -> None:
    assert unheard(update(photo=PHOTO, **written_by({**OURS, "id": 43})))
    channel = {"id": -9, "type": "channel", "title": "News"}
    assert unheard(update(chat=channel, photo=PHOTO, sender_chat=channel))
    assert unheard(Update.de_json({"update_id": 1}, None))


def test_who_writes_in_a_chats_name_asks_in_its_name() -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    request = asked(update(chat=GROUP, sender_chat=GROUP, photo=PHOTO, **written_by(anonymous)))
    assert request.sender == GROUP["id"]


def test_the_post_of_a_linked_channel_is_a_photo_like_any_other() -> None:
    channel = {"id": -9, "type": "channel", "title": "News"}
    telegram = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    request = asked(
        update(
            chat=GROUP, sender_chat=channel, photo=PHOTO, is_automatic_forward=True,
            **written_by(telegram),
        )
    )  # fmt: skip
    assert isinstance(request.ask, PhotoSent)
    assert request.sender == channel["id"]


def test_a_click_in_a_topic_is_answered_there() -> None:
    query: dict[str, Any] = {
        "id": "9", "from": MIRA, "chat_instance": "1", "data": "x",
        "message": message(chat=GROUP, text="?", is_topic_message=True, message_thread_id=3),
    }  # fmt: skip
    assert asked(update("callback_query", **query)).thread == 3


def test_a_click_carries_its_data_and_its_chat() -> None:
    query: dict[str, Any] = {
        "id": "9", "from": MIRA, "chat_instance": "1", "data": "face:k:1",
        "message": message(chat=GROUP, text="Which?"),
    }  # fmt: skip
    request = asked(update("callback_query", **query))
    assert request.ask == Click("9", "face:k:1", picture=False)
    query["message"] = message(chat=GROUP, photo=PHOTO, caption="Which?")
    assert asked(update("callback_query", **query)).ask == Click("9", "face:k:1", picture=True)
    assert (request.chat, request.sender) == (GROUP["id"], MIRA["id"])


def test_topics_and_albums_are_kept() -> None:
    request = asked(
        update(
            chat=GROUP, photo=PHOTO, is_topic_message=True, message_thread_id=3, media_group_id="a"
        )
    )
    assert (request.thread, request.album) == (3, "a")


def mentioning(text: str, kind: str, length: int, **fields: Any) -> dict[str, Any]:
    """Return a command whose argument begins with somebody's account."""
    entity = {"type": kind, "offset": text.index(" ") + 1, "length": length, **fields}
    command = {"type": "bot_command", "offset": 0, "length": text.index(" ")}
    return {"text": text, "entities": [command, entity]}


def test_the_account_that_a_command_begins_with_is_no_part_of_the_name() -> None:
    told = ask(**mentioning("/enroll @ann_lee Ann Lee", "mention", 8))
    assert isinstance(told, Command)
    assert (told.mention, told.argument) == (Mention(username="ann_lee"), "Ann Lee")


def test_an_account_without_a_username_is_mentioned_by_a_name() -> None:
    told = ask(**mentioning("/enroll Ann Lee", "text_mention", 7, user={**MIRA, "id": 9}))
    assert isinstance(told, Command)
    assert (told.mention, told.argument) == (Mention(account=9), "Ann Lee")


def test_what_telegram_calls_somebody_is_kept_with_what_they_ask() -> None:
    mira = {**MIRA, "last_name": "Novak", "username": "mira"}
    request = asked(update(text="/people", **written_by(mira)))
    assert request.known_as == KnownAs("Mira Novak", "mira")
    channel = {"id": -7, "type": "channel", "title": "News"}
    posted = asked(update(photo=PHOTO, chat=GROUP, sender_chat=channel))
    assert posted.known_as == KnownAs("News")


def test_what_telegram_brings_from_the_groups_channel_is_told_from_what_is_posted_there() -> None:
    news = {"id": -9, "type": "channel", "title": "News"}
    brought = update(chat=GROUP, sender_chat=news, photo=PHOTO, is_automatic_forward=True)
    assert asked(brought).automatic
    assert not asked(update(chat=GROUP, sender_chat=news, photo=PHOTO)).automatic
