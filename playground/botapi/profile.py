"""Methods: who the bot is, and what it says of itself."""

from typing import Any

from playground.botapi.call import Call, Handler
from playground.botapi.errors import bad_request
from playground.wire.accounts import me_json

# https://core.telegram.org/bots/api#setmyname, #setmydescription, #setmyshortdescription
MAX_NAME = 64
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120
MAX_KEPT = 200


async def get_me(call: Call) -> Any:
    """GetMe."""
    return me_json(call.bot)


def _setter(attribute: str, parameter: str, longest: int) -> Handler:
    async def set_text(call: Call) -> Any:
        text = call.get(parameter, "")
        if len(text) > longest:
            raise bad_request(f"{parameter} is too long")
        kept: dict[str, str] = getattr(call.world.profiles[call.bot.id], attribute)
        language = call.get("language_code", "")
        kept.pop(language, None)
        if text and len(kept) < MAX_KEPT:
            kept[language] = text
        return True

    return set_text


def _getter(attribute: str, parameter: str) -> Handler:
    async def get_text(call: Call) -> Any:
        kept: dict[str, str] = getattr(call.world.profiles[call.bot.id], attribute)
        fallback = call.bot.user.first_name if parameter == "name" else ""
        language = call.get("language_code", "")
        return {parameter: kept.get(language, kept.get("", fallback))}

    return get_text


METHODS: dict[str, Handler] = {
    "getMe": get_me,
    "setMyName": _setter("names", "name", MAX_NAME),
    "getMyName": _getter("names", "name"),
    "setMyDescription": _setter("descriptions", "description", MAX_DESCRIPTION),
    "getMyDescription": _getter("descriptions", "description"),
    "setMyShortDescription": _setter(
        "short_descriptions", "short_description", MAX_SHORT_DESCRIPTION
    ),
    "getMyShortDescription": _getter("short_descriptions", "short_description"),
}
