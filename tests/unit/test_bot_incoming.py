"""What an update asks of the bot."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from bot.incoming import read_request
from bot.request import (
    Added,
    Click,
    Command,
    Moved,
    OtherMedia,
    PhotoRef,
    PhotoSent,
    Request,
    Talk,
)
from tests.unit.updates import GROUP, ME, MIRA, PHOTO, message, update

OURS: dict[str, Any] = {"id": 42, "is_bot": True, "first_name": "Familiar"}
VIDEO = {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1}
STICKER = {
    "file_id": "s", "file_unique_id": "s", "width": 1, "height": 1, "type": "regular",
    "is_animated": False, "is_video": False,
}  # fmt: skip


def document(name: str = "a.bin", mime: str = "") -> dict[str, Any]:
    return {"file_id": "d", "file_unique_id": "d", "file_name": name, "mime_type": mime}


def written_by(somebody: dict[str, Any]) -> dict[str, Any]:
    return {"from": somebody}


def asked(of: Update) -> Request:
    request = read_request(of, ME)
    assert request is not None
    return request


def ask(**fields: Any) -> object:
    return asked(update(**fields)).ask


def unheard(of: Update) -> bool:
    return read_request(of, ME) is None


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


def test_a_command_for_another_bot_is_unheard_even_under_a_photo() -> None:
    assert unheard(update(text="/people@other_bot"))
    assert unheard(update(photo=PHOTO, caption="/enroll@other_bot Ann"))


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


def test_other_files_and_media_are_told_apart_in_private() -> None:
    assert ask(document=document("a.pdf", "application/pdf")) == OtherMedia(document=True)
    assert ask(video=VIDEO) == OtherMedia(document=False)
    assert ask(sticker=STICKER) == OtherMedia(document=False)
    moving = {**VIDEO, "file_name": "a.gif", "mime_type": "image/gif"}
    assert ask(animation=moving, document=document("a.gif", "image/gif")) == OtherMedia(
        document=False
    )


def test_a_groups_talk_is_none_of_our_business_unless_it_replies_to_us() -> None:
    assert unheard(update(chat=GROUP, text="hello"))
    assert unheard(update(chat=GROUP, sticker=STICKER))
    ours = {**message(chat=GROUP, text="Who is this?"), "from": OURS}
    assert ask(chat=GROUP, text="Ann", reply_to_message=ours) == Talk("Ann")
    theirs = message(chat=GROUP, text="hello")
    assert unheard(update(chat=GROUP, text="hi", reply_to_message=theirs))


def test_of_edits_only_a_caption_that_teaches_is_heard() -> None:
    assert unheard(update("edited_message", text="/forget Ann"))
    assert unheard(update("edited_message", photo=PHOTO, caption="nice"))
    assert unheard(update("edited_message", photo=PHOTO, caption="/forget Ann"))
    command = ask(kind="edited_message", photo=PHOTO, caption="/enroll Ann")
    assert isinstance(command, Command)
    assert command.edited


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


@pytest.mark.parametrize(
    ("before", "after", "heard"),
    [
        ("left", "member", Added(admin=False)),
        ("kicked", "administrator", Added(admin=True)),
        ("member", "administrator", None),
        ("member", "left", None),
    ],
)
def test_being_put_into_a_group_is_heard(before: str, after: str, heard: Added | None) -> None:
    rights = dict.fromkeys(
        (
            "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
            "can_manage_video_chats", "can_restrict_members", "can_promote_members",
            "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
            "can_delete_stories",
        ),
        False,
    )  # fmt: skip
    change: dict[str, Any] = {
        "chat": GROUP,
        "from": MIRA,
        "date": 1,
        "old_chat_member": {"user": OURS, "status": before, "until_date": 0, **rights},
        "new_chat_member": {"user": OURS, "status": after, "until_date": 0, **rights},
    }
    request = read_request(update("my_chat_member", **change), ME)
    assert (request.ask if request else None) == heard


def test_topics_and_albums_are_kept() -> None:
    request = asked(
        update(
            chat=GROUP, photo=PHOTO, is_topic_message=True, message_thread_id=3, media_group_id="a"
        )
    )
    assert (request.thread, request.album) == (3, "a")
