"""Users, chats and members as JSON objects."""

from typing import Any

from playground.world.chats import (
    CHANNEL_RIGHTS,
    COMMON_RIGHTS,
    GROUP_RIGHTS,
    PERMISSIONS,
    Chat,
    Invite,
    Member,
)
from playground.world.people import Bot, User
from playground.world.state import World

Json = dict[str, Any]

DELETED_ACCOUNT = "Deleted Account"
MAX_REACTIONS = 11


def user_json(user: User) -> Json:
    """A ``User``."""
    made: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.last_name:
        made["last_name"] = user.last_name
    if user.username:
        made["username"] = user.username
    if user.language_code:
        made["language_code"] = user.language_code
    return made


def me_json(bot: Bot) -> Json:
    """The ``User`` that getMe returns, with what only the bot itself is told."""
    return user_json(bot.user) | {
        "can_join_groups": bot.can_join_groups,
        "can_read_all_group_messages": not bot.privacy,
        "supports_inline_queries": bot.inline,
        "supports_guest_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


def known_user_json(world: World, number: int) -> Json:
    """The ``User`` of an id, a deleted account where there is none."""
    return user_json(world.user(number) or User(number, DELETED_ACCOUNT))


def chat_json(world: World, chat: Chat) -> Json:
    """A ``Chat`` as a bot sees it: a private chat is the person."""
    made: Json = {"id": chat.id, "type": chat.kind}
    if chat.kind == "private":
        person = user_json(world.people[chat.id])
        made |= {
            key: person[key] for key in ("first_name", "last_name", "username") if key in person
        }
        return made
    made["title"] = chat.title
    if chat.username:
        made["username"] = chat.username
    if chat.is_forum:
        made["is_forum"] = True
    return made


def full_chat_json(world: World, chat: Chat) -> Json:
    """A ``ChatFullInfo``."""
    made = chat_json(world, chat) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": MAX_REACTIONS,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.username:
        made["active_usernames"] = [chat.username]
    if chat.linked:
        made["linked_chat_id"] = world.chats[chat.linked].id
    if chat.description:
        made["description"] = chat.description
    if chat.kind in {"group", "supergroup"}:
        made["permissions"] = dict.fromkeys(PERMISSIONS, True)
    return made


def invite_json(world: World, invite: Invite, viewer: int) -> Json:
    """A ``ChatInviteLink``; of others' links a bot sees the beginning."""
    url = invite.url if viewer == invite.creator else f"https://t.me/+{invite.code[:8]}..."
    return {
        "invite_link": url,
        "creator": known_user_json(world, invite.creator),
        "creates_join_request": invite.is_asking,
        "is_primary": False,
        "is_revoked": False,
    }


def member_json(world: World, chat: Chat, member: Member) -> Json:
    """A ``ChatMember``."""
    # A basic group bans nobody: who was put out has left.
    is_out = member.status == "kicked" and chat.kind == "group"
    status = "left" if is_out else member.status
    made: Json = {"status": status, "user": known_user_json(world, member.user)}
    if member.is_admin:
        made["is_anonymous"] = member.is_anonymous
        if member.title:
            made["custom_title"] = member.title
    if member.status == "administrator":
        own = CHANNEL_RIGHTS if chat.kind == "channel" else GROUP_RIGHTS
        made["can_be_edited"] = False
        made |= {right: right in member.rights for right in (*COMMON_RIGHTS, *own)}
    if member.status == "restricted":
        made |= {"is_member": member.is_inside, "until_date": member.until}
        made |= {name: name in member.permissions for name in PERMISSIONS}
    if status == "kicked":
        made["until_date"] = 0
    return made
