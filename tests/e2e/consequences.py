"""What a bot does to people and to their messages, as people in the chat would see it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from tests.playground_client import Json


def consequences(events: Sequence[Json], bot: int) -> list[str]:
    """Say what a bot did, in the order in which it was done; the parts of an album as one.

    Args:
        events: of kinds `delete` and `member`, and others.
        bot: its number.
    """
    lines = [_said(event) for event in events if event.get("by") == bot and _of_others(event, bot)]
    told = [(line, len(list(same))) for line, same in groupby(lines)]
    return [line if times == 1 else f"{line} ({times} messages)" for line, times in told]


def _of_others(event: Json, bot: int) -> bool:
    if event["kind"] == "delete":
        return not event["message"]["from_bot"]
    return bool(event["member"]["user"]["id"] != bot)


def _said(event: Json) -> str:
    if event["kind"] == "delete":
        return f"What {_sender(event['message'])} posted is deleted."
    member = event["member"]
    return f"{member['user']['first_name']} {_became(member)}."


def _became(member: dict[str, Any]) -> str:
    match member["status"]:
        case "kicked":
            return "is banned"
        case "restricted":
            return "cannot write any more"
        case "left":
            return "may come back"
    return "may write again"


def _sender(message: Json) -> str:
    by = message.get("sender_chat") or message["from"]
    return str(by.get("title") or by["first_name"])
