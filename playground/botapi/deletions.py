"""Methods: deleting messages, and who may (https://core.telegram.org/bots/api#deletemessage)."""

from typing import Any

from playground.botapi.call import Call, Handler
from playground.botapi.errors import bad_request
from playground.botapi.targets import readable_chat, standing_message
from playground.world.chats import Chat
from playground.world.content import Message, Service
from playground.world.posting import delete

MAX_DELETED = 100
DELETABLE_SECONDS = 48 * 3600
# What opened a chat or a topic stays.
OPENINGS = frozenset({"supergroup_created", "channel_created", "topic_created", "migrated_from"})


async def delete_message(call: Call) -> Any:
    """DeleteMessage."""
    chat = readable_chat(call)
    message = standing_message(call, chat, call.get("message_id"), "message to delete")
    _check_deletable(call, chat, message)
    delete(call.world, message, call.bot.id)
    return True


async def delete_messages(call: Call) -> Any:
    """deleteMessages: those that are not found are skipped; one that may not go keeps all."""
    chat = readable_chat(call)
    numbers: list[int] = call.get("message_ids")
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MAX_DELETED:
        raise bad_request("too many message identifiers specified")
    found = [call.world.standing(chat.key, number) for number in dict.fromkeys(numbers)]
    messages = [message for message in found if message is not None]
    for message in messages:
        _check_deletable(call, chat, message)
    for message in messages:
        delete(call.world, message, call.bot.id)
    return True


def _check_deletable(call: Call, chat: Chat, message: Message) -> None:
    """Refuse in the words of the real server, which has others for what it could hide."""
    is_old = call.world.now() - message.date > DELETABLE_SECONDS
    if chat.kind in {"private", "group"}:
        may_delete = chat.kind == "private" or chat.member(call.bot.id).is_admin
        if is_old or not (may_delete or message.sender == call.bot.id):
            raise bad_request("message can't be deleted for everyone")
        return
    is_opening = isinstance(message.content, Service) and message.content.kind in OPENINGS
    if is_old or is_opening or not _may_delete(call, chat, message):
        raise bad_request("message can't be deleted")


def _may_delete(call: Call, chat: Chat, message: Message) -> bool:
    member = chat.member(call.bot.id)
    if member.may("can_delete_messages"):
        return True
    if message.sender != call.bot.id:
        return False
    return chat.kind != "channel" or member.may("can_post_messages")


METHODS: dict[str, Handler] = {
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
