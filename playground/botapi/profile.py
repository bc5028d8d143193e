"""Methods: who the bot is, and what it says of itself."""

import json
import re
from typing import Any

from playground.botapi.call import Call, Handler
from playground.botapi.errors import bad_request
from playground.wire.accounts import me_json

# https://core.telegram.org/bots/api#botcommand and #setmycommands
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256
# https://core.telegram.org/bots/api#setmyname, #setmydescription, #setmyshortdescription
MAX_NAME = 64
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120
MAX_KEPT = 200


async def get_me(call: Call) -> Any:
    """GetMe."""
    return me_json(call.bot)


async def set_my_commands(call: Call) -> Any:
    """SetMyCommands."""
    commands = call.get("commands")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        command["command"] = command["command"].removeprefix("/")
        if not COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= MAX_COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    kept = call.world.profiles[call.bot.id].commands
    if len(kept) >= MAX_KEPT and _place(call) not in kept:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept[_place(call)] = tuple(commands)
    return True


async def get_my_commands(call: Call) -> Any:
    """GetMyCommands."""
    return list(call.world.profiles[call.bot.id].commands.get(_place(call), ()))


async def delete_my_commands(call: Call) -> Any:
    """DeleteMyCommands."""
    call.world.profiles[call.bot.id].commands.pop(_place(call), None)
    return True


def _place(call: Call) -> tuple[str, str]:
    scope = call.get("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), call.get("language_code", "")


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
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("names", "name", MAX_NAME),
    "getMyName": _getter("names", "name"),
    "setMyDescription": _setter("descriptions", "description", MAX_DESCRIPTION),
    "getMyDescription": _getter("descriptions", "description"),
    "setMyShortDescription": _setter(
        "short_descriptions", "short_description", MAX_SHORT_DESCRIPTION
    ),
    "getMyShortDescription": _getter("short_descriptions", "short_description"),
}
