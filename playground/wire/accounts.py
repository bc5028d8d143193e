"""Users, chats and members as JSON objects."""

from typing import Any

from playground.world.chats import CHANNEL_RIGHTS, COMMON_RIGHTS, GROUP_RIGHTS, Chat, Member
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
        "supports_inline_queries": False,
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
    if chat.description:
        made["description"] = chat.description
    if chat.kind in {"group", "supergroup"}:
        made["permissions"] = dict.fromkeys(
            (
                "can_send_messages",
                "can_send_audios",
                "can_send_documents",
                "can_send_photos",
                "can_send_videos",
                "can_send_video_notes",
                "can_send_voice_notes",
                "can_send_polls",
                "can_send_other_messages",
                "can_add_web_page_previews",
                "can_change_info",
                "can_invite_users",
                "can_pin_messages",
                "can_manage_topics",
            ),
            True,
        )
    return made


def member_json(world: World, chat: Chat, member: Member) -> Json:
    """A ``ChatMember``."""
    made: Json = {"status": member.status, "user": known_user_json(world, member.user)}
    if member.is_admin:
        made["is_anonymous"] = member.is_anonymous
        if member.title:
            made["custom_title"] = member.title
    if member.status == "administrator":
        own = CHANNEL_RIGHTS if chat.kind == "channel" else GROUP_RIGHTS
        made["can_be_edited"] = False
        made |= {right: right in member.rights for right in (*COMMON_RIGHTS, *own)}
    if member.status == "kicked":
        made["until_date"] = 0
    return made
