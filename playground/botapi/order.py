"""Methods: muting members, putting them out and letting them back in, channels that write too.

https://core.telegram.org/bots/api#restrictchatmember
"""

from typing import Any

from playground.botapi.call import Call, Handler
from playground.botapi.errors import bad_request
from playground.botapi.targets import CHAT_NOT_FOUND, readable_chat
from playground.world.chats import PERMISSIONS, Chat, Member
from playground.world.membership import change_member, leave
from playground.world.order import restrict, unban

NO_RIGHTS = "not enough rights to restrict/unrestrict chat member"
ONLY_SUPERGROUPS = "method is available only for supergroups"
ONLY_WITH_BANS = "method is available for supergroup and channel chats only"

# Without use_independent_chat_permissions the first imply the others.
IMPLYING = ("can_send_other_messages", "can_add_web_page_previews")
IMPLIED = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
)


async def ban_chat_member(call: Call) -> Any:
    """BanChatMember."""
    chat, member = _target(call)
    if member.is_present:
        leave(call.world, chat, member.user, by=call.bot.id)
    elif chat.kind == "group":
        raise bad_request("USER_NOT_PARTICIPANT")
    elif member.status != "kicked":
        change_member(call.world, chat, Member(member.user, "kicked"), by=call.bot.id)
    return True


async def unban_chat_member(call: Call) -> Any:
    """unbanChatMember: who is in the chat is put out of it, unless only_if_banned says not to."""
    chat, member = _target(call)
    if chat.kind == "group":
        raise bad_request(ONLY_WITH_BANS)
    if member.is_present and not call.get("only_if_banned"):
        leave(call.world, chat, member.user, by=call.bot.id)
    if chat.member(member.user).status == "kicked":
        unban(call.world, chat, member.user, by=call.bot.id)
    return True


async def restrict_chat_member(call: Call) -> Any:
    """restrictChatMember: all permissions lift what was put on somebody."""
    chat, member = _target(call)
    if chat.kind != "supergroup":
        raise bad_request(ONLY_SUPERGROUPS)
    if member.status == "kicked":
        unban(call.world, chat, member.user, by=call.bot.id)
    given: dict[str, bool] = call.get("permissions")
    left = {name for name in PERMISSIONS if given.get(name)}
    if not call.get("use_independent_chat_permissions"):
        left |= set(IMPLIED) if left & set(IMPLYING) else set()
        left |= {"can_send_messages"} if "can_send_polls" in left else set()
    # Whoever may send everything is restricted no more: the rest is the group's own choice.
    is_lifted = left >= {*IMPLIED, *IMPLYING, "can_send_polls"}
    restrict(
        call.world,
        chat,
        member.user,
        None if is_lifted else left,
        by=call.bot.id,
        until=call.get("until_date", 0),
    )
    return True


async def ban_chat_sender_chat(call: Call) -> Any:
    """banChatSenderChat: who owns the channel can speak for none of theirs here any more."""
    chat, sender = _sender(call)
    chat.banned_senders.add(sender)
    return True


async def unban_chat_sender_chat(call: Call) -> Any:
    """UnbanChatSenderChat."""
    chat, sender = _sender(call)
    chat.banned_senders.discard(sender)
    return True


def _target(call: Call) -> tuple[Chat, Member]:
    """The chat, and the member about whom something may be done."""
    chat = readable_chat(call)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    number: int = call.get("user_id")
    if number <= 0:
        raise bad_request("invalid user_id specified")
    if number == call.bot.id:
        raise bad_request("can't restrict self")
    if call.world.user(number) is None or not call.world.has_met(call.bot.id, number):
        raise bad_request("PARTICIPANT_ID_INVALID")
    _check_right(call, chat)
    member = chat.member(number)
    if member.status == "creator":
        raise bad_request("can't remove chat owner")
    if member.is_admin:
        raise bad_request("user is an administrator of the chat")
    return chat, member


def _sender(call: Call) -> tuple[Chat, int]:
    """The chat, and the channel about which something may be done."""
    chat = readable_chat(call)
    if chat.kind not in {"supergroup", "channel"}:
        raise bad_request(ONLY_WITH_BANS)
    _check_right(call, chat)
    number: int = call.get("sender_chat_id")
    sender = call.world.chats.get(str(number))
    if sender is None or sender.kind == "private":
        raise bad_request(CHAT_NOT_FOUND)
    if sender is chat or chat.linked == sender.key:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return chat, number


def _check_right(call: Call, chat: Chat) -> None:
    bot = chat.member(call.bot.id)
    if chat.kind == "group" and not bot.is_admin:
        raise bad_request("need to be inviter of a user to kick it from a basic group")
    if not bot.may("can_restrict_members"):
        raise bad_request(NO_RIGHTS)


METHODS: dict[str, Handler] = {
    "banChatMember": ban_chat_member,
    "unbanChatMember": unban_chat_member,
    "restrictChatMember": restrict_chat_member,
    "banChatSenderChat": ban_chat_sender_chat,
    "unbanChatSenderChat": unban_chat_sender_chat,
}
