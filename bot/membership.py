"""What becomes of the bot, and of admins, in a chat: read from Telegram's updates. Pure."""

from __future__ import annotations

from telegram import (
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberOwner,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Update,
    User,
)
from telegram.constants import ChatMemberStatus, ChatType

from bot.admin_rights import EVERY_RIGHT, NO_RIGHT, AdminRight
from bot.comings import JoinAsked, Joined
from bot.request import Added, Ask, KnownAs, Removed, Request, Returned, Standing, StandingChanged
from bot.texts.speech import Speech

ADMINS = frozenset({ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER})
OUTSIDE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


def members_changed(update: Update) -> int | None:
    """Return in which chat the bot's standing changed, or an admin's; None: in none.

    Who comes and goes is no admin: of two hundred who join none has the admins asked for anew.
    """
    if update.my_chat_member is not None:
        return update.my_chat_member.chat.id
    change = update.chat_member
    if change is None or not ADMINS & {
        change.old_chat_member.status,
        change.new_chat_member.status,
    }:
        return None
    return change.chat.id


def from_membership(update_id: int, change: ChatMemberUpdated, speech: Speech) -> Request | None:
    """Return what a change of the bot's own standing asks of us, or None when that is nothing."""
    ask = _ask_of(change)
    if ask is None:
        return None
    return _asked(update_id, change.chat, change.from_user, ask, speech)


def from_the_door(update: Update, speech: Speech) -> Request | None:
    """Return that somebody else came into a group, or asks to; None when it is something else."""
    if update.chat_member is not None:
        return _from_joining(update.update_id, update.chat_member, speech)
    asked = update.chat_join_request
    if asked is None or asked.chat.type == ChatType.CHANNEL:
        return None
    ask = JoinAsked(asked.user_chat_id, asked.date)
    return _asked(update.update_id, asked.chat, asked.from_user, ask, speech)


def _from_joining(update_id: int, change: ChatMemberUpdated, speech: Speech) -> Request | None:
    member = change.new_chat_member
    came = is_outside(change.old_chat_member) and not is_outside(member)
    if not came or member.user.is_bot or change.chat.type == ChatType.CHANNEL:
        return None
    ask = Joined(change.from_user.id, change.from_user.full_name)
    return _asked(update_id, change.chat, member.user, ask, speech)


def _asked(update_id: int, chat: Chat, user: User, ask: Ask, speech: Speech) -> Request:
    return Request(
        update_id=update_id,
        chat=chat.id,
        private=chat.type == ChatType.PRIVATE,
        thread=None,
        message=0,
        sender=user.id,
        known_as=name_of(user),
        ask=ask,
        speech=speech,
    )


def name_of(user: User) -> KnownAs:
    """Return what somebody is called."""
    return KnownAs(user.full_name, user.username)


def _ask_of(change: ChatMemberUpdated) -> Added | Removed | Returned | StandingChanged | None:
    was_outside = is_outside(change.old_chat_member)
    left = is_outside(change.new_chat_member)
    if change.chat.type == ChatType.CHANNEL or (was_outside and left):
        return None
    if left:
        return Removed()
    if change.chat.type == ChatType.PRIVATE:
        return Returned() if was_outside else None
    after = _standing(change.new_chat_member)
    if was_outside:
        return Added(admin=after.admin)
    before = _standing(change.old_chat_member)
    if before == after:
        return None
    return StandingChanged(change.chat.title or "", before, after)


def is_outside(member: ChatMember) -> bool:
    """Tell whether somebody is not in a chat (any more)."""
    if isinstance(member, ChatMemberRestricted):
        return not member.is_member
    return member.status in OUTSIDE


def _standing(member: ChatMember) -> Standing:
    if isinstance(member, ChatMemberRestricted):
        return Standing(
            admin=False,
            may_write=member.can_send_messages,
            may_show=member.can_send_photos,
        )
    admin = member.status == ChatMemberStatus.ADMINISTRATOR
    return Standing(admin=admin, may_write=True, may_show=True, rights=rights_of(member))


def rights_of(member: ChatMember | None) -> AdminRight:
    """Return what somebody may do as an admin: the owner everything, who is not known nothing."""
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
