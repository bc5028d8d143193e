"""Names of messages that were sent by way of a bot."""

import base64
import binascii


def inline_message_id(chat: str, number: int) -> str:
    """The id of a message that was sent by way of a bot, which may not know the chat."""
    return base64.urlsafe_b64encode(f"{chat}:{number}".encode()).decode().rstrip("=")


def read_inline_message_id(text: str) -> tuple[str, int] | None:
    """Chat and number behind such an id; None when it is none."""
    try:
        decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, ValueError):
        return None
    chat, _, number = decoded.rpartition(":")
    return (chat, int(number)) if chat and number.isdecimal() else None
