"""What people send that is no photo, by what it is."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What people send that is no photo."""

    DOCUMENT = "document"
    STICKER = "sticker"
    ANIMATION = "animation"
    VIDEO = "video"
    VOICE = "voice"
    CONTACT = "contact"
    PLACE = "place"
    POLL = "poll"
    OTHER = "other"
