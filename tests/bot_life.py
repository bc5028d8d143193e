"""A life of the bot's stories in a test's own process, over a real store and the playground."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime

from telegram.ext import ExtBot

from bot.albums import Albums
from bot.buttons import Buttons
from bot.connection import who_am_i
from bot.delivery import Delivery
from bot.ground import Ground
from bot.outbox import Outbox
from bot.pacing import Pace
from bot.preferences import Preferences
from bot.roles import Roles
from bot.standing import Standing
from bot.stories import Stories, wired
from bot.texts.speech import Languages
from bot.unhurried import Unhurried
from core.bootstrap import Core

LANGUAGES = Languages.load()


def a_life(
    core: Core, bot: ExtBot[None], token: str, clock: Callable[[], datetime]
) -> tuple[Stories, Roles]:
    """Wire the stories anew: they know only what is in the store."""
    pace = Pace(lambda: 0.0, asyncio.sleep, limited=False)
    outbox = Outbox(bot, Delivery(pace))
    roles = Roles(outbox.admins, clock, lambda: who_am_i(bot).id)
    ground = Ground(
        core=core,
        outbox=outbox,
        albums=Albums(),
        languages=LANGUAGES,
        preferences=Preferences(core.store.records, LANGUAGES),
        roles=roles,
        buttons=Buttons(token, clock, roles.is_admin),
        standing=Standing(),
        unhurried=Unhurried(pace, lambda _: nullcontext()),
        me=lambda: who_am_i(bot),
        clock=clock,
    )
    return wired(ground), roles
