"""A bot that dies and comes back between the steps of a tale."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import Enum

from tests.e2e.bot_process import BotProcess


class Dying(Enum):
    """When a bot is killed -9 and started again."""

    NEVER = "never"
    ANSWERED = "before somebody answers it, or first presses a button of a message"
    ALWAYS = "before every step"


@dataclass
class Deaths:
    """The deaths of the bot that a tale is about.

    Attributes:
        bot: who dies.
        dying: when.
        steps: how many there were: what people did, and what happened.
        count: how often it died.
    """

    bot: BotProcess
    dying: Dying
    steps: int = 0
    count: int = 0
    _answered: set[Hashable] = field(default_factory=set)

    async def before_step(self) -> None:
        """Come before whatever is done."""
        self.steps += 1
        if self.dying is Dying.ALWAYS:
            await self._die()

    async def before_answer(self, message: Hashable) -> None:
        """Come before a step that answers what the bot said.

        Pages that are turned in a message need not each be turned by another life of the bot.
        """
        if self.dying is Dying.ANSWERED and message not in self._answered:
            self._answered.add(message)
            await self._die()

    async def _die(self) -> None:
        self.count += 1
        await self.bot.kill()
        await self.bot.start()
