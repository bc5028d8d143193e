"""Methods: the commands that a bot shows, by scope and language."""

import re
from typing import Any

from playground.botapi.call import Call, Handler
from playground.botapi.errors import bad_request
from playground.botapi.targets import find_readable
from playground.world.people import Scope

# https://core.telegram.org/bots/api#botcommand and #setmycommands
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}|")
MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
# Scopes and languages that are kept for one bot.
MAX_KEPT = 500


async def set_my_commands(call: Call) -> Any:
    """SetMyCommands."""
    place = _place(call)
    commands = call.get("commands")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        command["command"] = command["command"].removeprefix("/")
        if not COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= MAX_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    kept = call.world.profiles[call.bot.id].commands
    if len(kept) >= MAX_KEPT and place not in kept:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept[place] = tuple(commands)
    return True


async def get_my_commands(call: Call) -> Any:
    """getMyCommands: of exactly this scope and language, with no look elsewhere."""
    return list(call.world.profiles[call.bot.id].commands.get(_place(call), ()))


async def delete_my_commands(call: Call) -> Any:
    """DeleteMyCommands."""
    call.world.profiles[call.bot.id].commands.pop(_place(call), None)
    return True


def _place(call: Call) -> tuple[Scope, str]:
    """Scope and language of a call, checked."""
    language = call.get("language_code", "")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    given = call.get("scope") or {"type": "default"}
    kind = given["type"]
    if "chat_id" not in given:
        return Scope(kind), language
    chat = find_readable(call, given["chat_id"])
    if chat.kind == "private" and kind != "chat":
        raise bad_request("can't use specified scope in private chats")
    if chat.kind == "channel":
        raise bad_request("can't change commands in channel chats")
    user = given.get("user_id")
    if user is not None and call.world.user(user) is None:
        raise bad_request("invalid user_id specified")
    return Scope(kind, chat.id, user), language


METHODS: dict[str, Handler] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
}
