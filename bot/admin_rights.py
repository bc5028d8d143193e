"""What an admin may do in a group, as far as rules and cards need it, of them or of the bot."""

from __future__ import annotations

from enum import Flag, auto


class AdminRight(Flag):
    """Rights that Telegram knows (core.telegram.org/bots/api#chatmemberadministrator)."""

    DELETE = auto()
    """To delete what others wrote."""
    RESTRICT = auto()
    """To mute, ban and put out, and to take that back."""
    INVITE = auto()
    """To let people in, and to answer those who ask."""


NO_RIGHT = AdminRight(0)

EVERY_RIGHT = AdminRight.DELETE | AdminRight.RESTRICT | AdminRight.INVITE
