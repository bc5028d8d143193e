"""Methods: answering who asks to come in.

https://core.telegram.org/bots/api#approvechatjoinrequest
"""

from playground.botapi.call import Call, Handler
from playground.botapi.errors import bad_request
from playground.botapi.targets import readable_chat
from playground.world.joining import answer

NO_RIGHTS = "not enough rights to manage chat invite link"


async def approve_chat_join_request(call: Call) -> bool:
    """ApproveChatJoinRequest."""
    return _answer(call, is_approved=True)


async def decline_chat_join_request(call: Call) -> bool:
    """DeclineChatJoinRequest."""
    return _answer(call, is_approved=False)


def _answer(call: Call, *, is_approved: bool) -> bool:
    chat = readable_chat(call)
    if chat.kind == "private":
        raise bad_request("can't invite members to a private chat")
    number: int = call.get("user_id")
    if number <= 0:
        raise bad_request("invalid user_id specified")
    if not call.world.has_met(call.bot.id, number):
        raise bad_request("user not found")
    if not chat.member(call.bot.id).may("can_invite_users"):
        raise bad_request(NO_RIGHTS)
    if is_approved and chat.member(number).is_present:
        raise bad_request("USER_ALREADY_PARTICIPANT")
    if not answer(call.world, chat, number, by=call.bot.id, is_approved=is_approved):
        raise bad_request("HIDE_REQUESTER_MISSING")
    return True


METHODS: dict[str, Handler] = {
    "approveChatJoinRequest": approve_chat_join_request,
    "declineChatJoinRequest": decline_chat_join_request,
}
