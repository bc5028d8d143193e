"""Telegram's menus of commands, set when they are others than those that were set last."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.texts import introducing
from bot.texts.introducing import Place
from bot.texts.speech import Languages
from core.errors import CoreError
from core.ports import Records

MENUS = "menus"

SCOPES: Mapping[Place, BotCommandScope] = {
    Place.PRIVATE: BotCommandScopeAllPrivateChats(),
    Place.GROUP: BotCommandScopeAllGroupChats(),
    Place.ADMINS: BotCommandScopeAllChatAdministrators(),
}
"""Where Telegram shows a menu."""

logger = logging.getLogger(__name__)

Menu = tuple[Place, str | None, Sequence[BotCommand]]
"""Where it is shown, to people of which language (None: whose language has none), and what."""


class Menus:
    """Gives Telegram the commands for its menus; the bot works without, too.

    Records: `menus` holds for each bot a digest of what was set, so that a start costs one question
    instead of a call for each menu.
    """

    def __init__(self, records: Records, bot: ExtBot[None], languages: Languages) -> None:
        """Take where it is kept what was set, the library's bot, and what is spoken."""
        self._records = records
        self._bot = bot
        self._languages = languages

    async def offer(self) -> None:
        """Set all menus, unless they were set before and are still there."""
        menus = self._wanted()
        key, wanted = str(self._bot.id), {"digest": _digest(menus)}
        try:
            if await self._noted(key) == wanted and await self._is_there(menus[-1]):
                return
            for place, language, commands in menus:
                await self._bot.set_my_commands(commands, SCOPES[place], language)
        except TelegramError as fault:
            logger.warning("Telegram's menu of commands could not be set: %s", fault)
            return
        try:
            await self._records.put(MENUS, key, wanted)
        except CoreError as error:
            logger.info("That the menus are set could not be noted: %s", error)

    def _wanted(self) -> list[Menu]:
        """Return the menus: each language has its own, and what has none is shown in English."""
        speeches = [
            (self._languages.of(), None),
            *((speech, speech.language) for speech in self._languages.all),
        ]
        return [
            (place, code, [BotCommand(*one) for one in introducing.menu(speech, place)])
            for place in SCOPES
            for speech, code in speeches
        ]

    async def _noted(self, key: str) -> Mapping[str, Any] | None:
        try:
            record = await self._records.get(MENUS, key)
        except CoreError:
            return None
        return None if record is None else record.value

    async def _is_there(self, menu: Menu) -> bool:
        """Ask for the one that is set last: @BotFather, or another program, may have cleared it."""
        place, language, commands = menu
        return list(await self._bot.get_my_commands(SCOPES[place], language)) == list(commands)


def _digest(menus: Sequence[Menu]) -> str:
    said = [
        [place.value, language, [command.to_dict() for command in commands]]
        for place, language, commands in menus
    ]
    return sha256(json.dumps(said).encode()).hexdigest()
