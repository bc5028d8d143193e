"""What people send that is no file: contacts, places, polls, dice."""

import secrets
from collections.abc import Callable
from typing import Any

from playground.human.bodies import Body
from playground.world import RefusalError
from playground.world.content import Fact

# https://core.telegram.org/bots/api#sendpoll
OPTIONS = range(1, 13)
# https://core.telegram.org/bots/api#dice
LARGEST_THROW = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}


def read_fact(kind: str, body: Body) -> Fact:
    """The fact of this kind in a person's message.

    Raises:
        RefusalError: Something in it is missing or of a wrong kind.
    """
    return Fact(kind, FACTS[kind](Body(body.item(kind))))


def _contact(given: Body) -> dict[str, Any]:
    made: dict[str, Any] = {
        "phone_number": given.text("phone_number"),
        "first_name": given.text("first_name"),
    }
    if given.has("last_name"):
        made["last_name"] = given.text("last_name")
    if given.has("user_id"):
        made["user_id"] = given.number("user_id")
    return made


def _location(given: Body) -> dict[str, Any]:
    return {
        "latitude": given.measure("latitude", 90.0),
        "longitude": given.measure("longitude", 180.0),
    }


def _venue(given: Body) -> dict[str, Any]:
    return {
        "location": _location(Body(given.item("location"))),
        "title": given.text("title"),
        "address": given.text("address"),
    }


def _poll(given: Body) -> dict[str, Any]:
    options = [str(each) for each in given.items("options")]
    if len(options) not in OPTIONS:
        raise RefusalError(f"A poll has {OPTIONS[0]} to {OPTIONS[-1]} “options”.")
    return {
        "id": str(secrets.randbelow(2**62)),
        "question": given.text("question"),
        "options": [
            {"persistent_id": str(index), "text": text, "voter_count": 0}
            for index, text in enumerate(options)
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": given.flag("allows_multiple_answers"),
        "allows_revoting": True,
        "members_only": False,
    }


def _dice(given: Body) -> dict[str, Any]:
    emoji = given.text("emoji", "🎲")
    if emoji not in LARGEST_THROW:
        raise RefusalError(f"The dice are {' '.join(LARGEST_THROW)}.")
    return {"emoji": emoji, "value": 1 + secrets.randbelow(LARGEST_THROW[emoji])}


FACTS: dict[str, Callable[[Body], dict[str, Any]]] = {
    "contact": _contact,
    "location": _location,
    "venue": _venue,
    "poll": _poll,
    "dice": _dice,
}
