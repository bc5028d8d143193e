"""Methods: what a chat is, who is in it, leaving it."""

from typing import Any

from playground.botapi.call import Call, Handler
from playground.botapi.errors import bad_request
from playground.botapi.targets import readable_chat
from playground.wire import full_chat_json, member_json
from playground.wire.messages import photo_json
from playground.world.membership import leave

# https://core.telegram.org/bots/api#getuserprofilephotos
MAX_PHOTOS = 100


async def get_chat(call: Call) -> Any:
    """GetChat."""
    return full_chat_json(call.world, readable_chat(call))


async def get_chat_member(call: Call) -> Any:
    """getChatMember: the bot must have met the user, in this chat or another."""
    chat = readable_chat(call)
    number = call.get("user_id")
    if number <= 0:
        raise bad_request("invalid user_id specified")
    if call.world.user(number) is None:
        raise bad_request("member not found")
    if number != call.bot.id and not call.world.has_met(call.bot.id, number):
        raise bad_request("PARTICIPANT_ID_INVALID")
    return member_json(call.world, chat, chat.member(number))


async def get_chat_administrators(call: Call) -> Any:
    """getChatAdministrators: other bots are left out, as on the real server."""
    chat = readable_chat(call)
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    wants_bots = bool(call.get("return_bots"))
    return [
        member_json(call.world, chat, member)
        for member in chat.present()
        if member.is_admin
        and (wants_bots or member.user == call.bot.id or member.user not in call.world.bots)
    ]


async def get_chat_member_count(call: Call) -> Any:
    """GetChatMemberCount."""
    return len(readable_chat(call).present())


async def leave_chat(call: Call) -> Any:
    """LeaveChat."""
    chat = readable_chat(call)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    if not chat.member(call.bot.id).is_present:
        raise bad_request("bot is not a member of the chat")
    leave(call.world, chat, call.bot.id, by=call.bot.id)
    return True


async def get_user_profile_photos(call: Call) -> Any:
    """getUserProfilePhotos: none means that there are none, or that they are hidden."""
    number = call.get("user_id")
    if call.world.user(number) is None:
        raise bad_request("invalid user_id specified")
    photos = call.world.profile_photos.get(number, ())
    first = max(0, call.get("offset", 0))
    limit = min(max(1, call.get("limit", MAX_PHOTOS)), MAX_PHOTOS)
    shown = photos[first : first + limit]
    return {
        "total_count": len(photos),
        "photos": [photo_json(photo.sizes, call.bot.id) for photo in shown],
    }


METHODS: dict[str, Handler] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "getUserProfilePhotos": get_user_profile_photos,
}
