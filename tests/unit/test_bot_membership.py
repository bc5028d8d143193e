"""What becomes of the bot in a group."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from telegram import Update

from bot.admin_rights import EVERY_RIGHT, AdminRight
from bot.comings import Joined
from bot.incoming import read_request
from bot.membership import members_changed
from bot.request import Added, Ask, Removed, Request, Returned, Standing, StandingChanged
from tests.unit.updates import GROUP, LANGUAGES, ME, MIRA, PRIVATE, update

OURS: dict[str, Any] = {"id": 42, "is_bot": True, "first_name": "Familiar"}
RIGHTS = dict.fromkeys(
    (
        "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
        "can_manage_video_chats", "can_restrict_members", "can_promote_members",
        "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
        "can_delete_stories",
    ),
    False,
)  # fmt: skip
PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos",
    "can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls",
    "can_send_other_messages", "can_add_web_page_previews", "can_change_info",
    "can_invite_users", "can_pin_messages", "can_manage_topics", "can_edit_tag",
    "can_react_to_messages",
)  # fmt: skip

LEFT = {"status": "left"}
KICKED = {"status": "kicked", "until_date": 0}
MEMBER = {"status": "member"}
ADMIN = {"status": "administrator", **RIGHTS}
MAY_DELETE = {**ADMIN, "can_delete_messages": True}
MAY_ALL = {**MAY_DELETE, "can_restrict_members": True, "can_invite_users": True}


def restricted(*denied: str, is_member: bool = True) -> dict[str, Any]:
    allowed = {name: name not in denied for name in PERMISSIONS}
    return {"status": "restricted", "is_member": is_member, "until_date": 0, **allowed}


QUIET = restricted("can_send_messages", "can_send_photos")
NO_PHOTOS = restricted("can_send_photos")

PLAIN = Standing(admin=False, may_write=True, may_show=True)
SILENCED = Standing(admin=False, may_write=False, may_show=False)
WITHOUT_PHOTOS = Standing(admin=False, may_write=True, may_show=False)
AS_ADMIN = Standing(admin=True, may_write=True, may_show=True)
AS_DELETING = replace(AS_ADMIN, rights=AdminRight.DELETE)
AS_ABLE = replace(AS_ADMIN, rights=EVERY_RIGHT)


def changed(
    before: dict[str, Any],
    after: dict[str, Any],
    chat: dict[str, Any] = GROUP,
    kind: str = "my_chat_member",
) -> Update:
    fields: dict[str, Any] = {
        "chat": chat,
        "from": MIRA,
        "date": 1,
        "old_chat_member": {"user": OURS, **before},
        "new_chat_member": {"user": OURS, **after},
    }
    return update(kind, **fields)


def heard(of: Update) -> Ask | None:
    request = read_request(of, ME, LANGUAGES)
    return request.ask if request else None


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (LEFT, MEMBER, Added(admin=False)),
        (KICKED, ADMIN, Added(admin=True)),
        (restricted(is_member=False), NO_PHOTOS, Added(admin=False)),
        (MEMBER, LEFT, Removed()),
        (ADMIN, KICKED, Removed()),
        (LEFT, KICKED, None),
        (NO_PHOTOS, restricted("can_send_photos", is_member=False), Removed()),
        (MEMBER, ADMIN, StandingChanged("Friends", PLAIN, AS_ADMIN)),
        (ADMIN, MEMBER, StandingChanged("Friends", AS_ADMIN, PLAIN)),
        (MEMBER, QUIET, StandingChanged("Friends", PLAIN, SILENCED)),
        (QUIET, NO_PHOTOS, StandingChanged("Friends", SILENCED, WITHOUT_PHOTOS)),
        (ADMIN, {**ADMIN, "can_pin_messages": True}, None),
        (ADMIN, MAY_DELETE, StandingChanged("Friends", AS_ADMIN, AS_DELETING)),
        (MAY_DELETE, ADMIN, StandingChanged("Friends", AS_DELETING, AS_ADMIN)),
        (ADMIN, MAY_ALL, StandingChanged("Friends", AS_ADMIN, AS_ABLE)),
        (MEMBER, restricted("can_send_polls"), None),
    ],
)
def test_what_becomes_of_the_bot_in_a_group_is_heard_where_it_matters(
    before: dict[str, Any], after: dict[str, Any], told: Ask | None
) -> None:
    assert heard(changed(before, after)) == told


def test_who_blocks_the_bot_and_who_lets_it_write_again_is_heard() -> None:
    assert heard(changed(MEMBER, KICKED, PRIVATE)) == Removed()
    assert heard(changed(KICKED, MEMBER, PRIVATE)) == Returned()


def test_a_channel_asks_nothing() -> None:
    channel = {"id": -9, "type": "channel", "title": "News"}
    assert heard(changed(LEFT, ADMIN, channel)) is None


def test_whoever_is_changed_the_chat_of_it_is_told() -> None:
    for kind in ("my_chat_member", "chat_member"):
        assert members_changed(changed(MEMBER, ADMIN, kind=kind)) == GROUP["id"]
    assert members_changed(changed(ADMIN, KICKED, kind="chat_member")) == GROUP["id"]
    given = changed(ADMIN, {**ADMIN, "can_restrict_members": True}, kind="chat_member")
    assert members_changed(given) == GROUP["id"], "of an admin's rights, too"
    assert members_changed(changed(LEFT, MEMBER, kind="chat_member")) is None, "no admin"
    assert members_changed(update(text="hello")) is None
    assert heard(changed(MEMBER, ADMIN, kind="chat_member")) is None, "others are not stored"


def test_somebody_who_comes_into_a_group_is_heard_of_and_who_leaves_or_is_a_bot_is_not() -> None:
    def joins(before: dict[str, Any], after: dict[str, Any]) -> Request | None:
        fields: dict[str, Any] = {
            "chat": GROUP,
            "from": {"id": 1, "is_bot": False, "first_name": "Who let them in"},
            "date": 1,
            "old_chat_member": {"user": MIRA, **before},
            "new_chat_member": {"user": MIRA, **after},
        }
        return read_request(update("chat_member", **fields), ME, LANGUAGES)

    came = joins(LEFT, MEMBER)
    assert came is not None
    assert (came.ask, came.sender, came.chat) == (
        Joined(1, "Who let them in"), MIRA["id"], GROUP["id"],
    )  # fmt: skip
    assert joins(KICKED, restricted()) is not None
    assert joins(MEMBER, LEFT) is None
    assert joins(KICKED, LEFT) is None
    assert heard(changed(LEFT, MEMBER, kind="chat_member")) is None, "another bot"
