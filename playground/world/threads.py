"""Threads: topics of forums, and what hangs together by replies in other supergroups."""

from playground.world.chats import Chat
from playground.world.content import Message


def thread_of_reply(chat: Chat, answered: Message | None) -> int | None:
    """The thread that a reply belongs to.

    In a forum it is the topic of the answered message; in any other supergroup the message at the
    beginning of the replies, and so the post that is discussed.
    """
    if answered is None or answered.thread is not None:
        return answered.thread if answered else None
    return answered.id if chat.kind == "supergroup" and not chat.is_forum else None
