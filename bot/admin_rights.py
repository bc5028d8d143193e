"""What an admin may do in a group, of what the bot does in their stead."""

from __future__ import annotations

from enum import Flag, auto

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberOwner


class AdminRight(Flag):
    """Rights that Telegram knows (core.telegram.org/bots/api#chatmemberadministrator)."""

    DELETE = auto()
    """To delete what others wrote."""
    RESTRICT = auto()
    """To mute, ban and put out, and to take that back."""
    INVITE = auto()
    """To let people in, and to answer those who ask."""


NO_RIGHT = AdminRight(0)

EVERY_RIGHT = AdminRight.DELETE | AdminRight.RESTRICT | AdminRight.INVITE


def rights_of(member: ChatMember) -> AdminRight:
    """Return what somebody may do: the owner everything, an admin what they were given."""
    if isinstance(member, ChatMemberOwner):
        return EVERY_RIGHT
    rights = NO_RIGHT
    if isinstance(member, ChatMemberAdministrator):
        given = {
            AdminRight.DELETE: member.can_delete_messages,
            AdminRight.RESTRICT: member.can_restrict_members,
            AdminRight.INVITE: member.can_invite_users,
        }
        for right, is_given in given.items():
            rights |= right if is_given else NO_RIGHT
    return rights
