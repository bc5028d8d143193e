"""Forwarding a message: where it was first sent is told."""

from playground.world.content import Draft, Message, Origin


def origin_of(message: Message) -> Origin:
    """Where a message that is forwarded was first sent."""
    if message.origin is not None:
        return message.origin
    if message.sender_chat is not None:
        return Origin(message.date, chat=message.sender_chat, message_id=message.id)
    return Origin(message.date, user=message.sender)


def forwarded(message: Message, sender: int) -> Draft:
    """The draft with which somebody forwards a message."""
    return Draft(message.content, sender=sender, origin=origin_of(message))
