"""Telegram's updates as it words them, for tests of the bot."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from telegram import Update

from bot.request import KnownAs, Me
from bot.texts.speech import Languages

LANGUAGES = Languages.load()
ENGLISH = LANGUAGES.of("en")
NOBODY = KnownAs("")
ME = Me(id=42, username="familiar_bot", sees_everything=True)
MIRA: dict[str, Any] = {"id": 7, "is_bot": False, "first_name": "Mira"}
PRIVATE: dict[str, Any] = {"id": 7, "type": "private", "first_name": "Mira"}
GROUP: dict[str, Any] = {"id": -100, "type": "supergroup", "title": "Friends"}
NUMBERS = itertools.count(1000)
NOW = datetime(2030, 5, 6, 12, 0, tzinfo=UTC)

PHOTO: list[dict[str, Any]] = [
    {"file_id": f, "file_unique_id": f, "width": w, "height": w, "file_size": w}
    for f, w in (("small", 90), ("large", 800), ("middle", 320))
]


def message(**fields: Any) -> dict[str, Any]:
    """Return a message of Mira's in private; `fields` replace and add."""
    number = next(NUMBERS)
    return {
        "message_id": number, "date": int(NOW.timestamp()), "chat": PRIVATE, "from": MIRA, **fields
    }  # fmt: skip


def update(kind: str = "message", number: int | None = None, **fields: Any) -> Update:
    """Return an update about a message (or what else `kind` says)."""
    body = message(**fields) if "message" in kind else fields
    return Update.de_json({"update_id": number or next(NUMBERS), kind: body}, None)
