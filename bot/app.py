"""The one place that wires the bot together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CallbackContext, TypeHandler

from bot.albums import Albums
from bot.answering import Answering, Outages
from bot.buttons import Buttons
from bot.connection import connect, who_am_i
from bot.delivery import Delivery
from bot.ground import Ground
from bot.housekeeping import Housekeeping
from bot.inbox import Inbox
from bot.incoming import read_request
from bot.membership import members_changed
from bot.menus import Menus
from bot.moderation.rulebook import Rulebook
from bot.outbox import Outbox
from bot.pacing import Pace
from bot.preferences import Preferences, Protection
from bot.request import Me, Request
from bot.roles import Roles
from bot.sequencing import Sequencer
from bot.settings import BotSettings
from bot.standing import Standing
from bot.stories import wired
from bot.texts.speech import Languages
from bot.unhurried import Unhurried
from core.bootstrap import Core

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.CHAT_MEMBER,
    Update.CHAT_JOIN_REQUEST,
)
"""What Telegram is to send: what some story answers, and who is an admin; nothing else."""

WEBHOOK_PATIENCE = 20.0
"""Seconds that a webhook call may take to be stored; Telegram would give up at some later time."""

Library = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class App:
    """The bot's parts that somebody has to start and stop."""

    library: Library
    inbox: Inbox
    sequencer: Sequencer
    house: Housekeeping
    menus: Menus


def build_application(
    settings: BotSettings,
    core: Core,
    languages: Languages,
    clock: Callable[[], datetime],
    on_refused: Callable[[], None],
) -> App:
    """Wire everything. No I/O.

    Args:
        settings: of the bot.
        core: the open parts that the bot stands on.
        languages: what it speaks.
        clock: the time with its zone.
        on_refused: called when Telegram says that the token is no longer good.
    """
    bot = connect(settings, on_refused)
    pace = Pace(monotonic, asyncio.sleep, limited=settings.limits)
    outbox = Outbox(bot, Delivery(pace))
    standing = Standing()
    outages = Outages(outbox, standing)

    def me() -> Me:
        return who_am_i(bot)

    roles = Roles(outbox.admins, clock, lambda: me().id)

    def read(update: Update) -> Request | None:
        changed = members_changed(update)
        if changed is not None:
            roles.changed(changed)
        return read_request(update, me(), languages)

    preferences = Preferences(core.store.records, languages)
    rulebook = Rulebook(core.store.records, clock)

    async def watched(chat: int) -> bool:
        protection = (await preferences.of(chat)).protection
        return protection is not Protection.OFF or bool(await rulebook.of(chat))

    inbox = Inbox(
        core.store.records,
        bot,
        bot_id=settings.bot_id,
        read=read,
        clock=clock,
        on_outage=outages.tell,
        on_end=outages.end,
        patience=WEBHOOK_PATIENCE if settings.webhook else None,
        watched=watched,
    )
    albums = Albums()
    sequencer = Sequencer(inbox, albums)
    buttons = Buttons(settings.token, clock, roles.is_admin)
    unhurried = Unhurried(pace, sequencer.aside)
    stories = wired(
        Ground(
            core,
            outbox,
            albums,
            languages,
            preferences,
            roles,
            buttons,
            standing,
            unhurried,
            me,
            clock,
        )
    )
    answering = Answering(
        stories.routing.answer,
        stories.moved,
        outages,
        instead=stories.telling.instead,
        stand_aside=sequencer.stand_aside,
        hindered=stories.noticing.hindered,
    )
    library: Library = (
        ApplicationBuilder()
        .bot(bot)
        .update_queue(inbox)
        .concurrent_updates(sequencer)
        .job_queue(None)
        .build()
    )

    async def handle(request: Request, _: CallbackContext[Any, Any, Any, Any]) -> None:
        await answering.run(request)

    library.add_handler(TypeHandler(Request, handle))
    house = Housekeeping(
        core.store,
        inbox,
        stories.leaving,
        stories.forgetting,
        stories.retiring,
        stories.silencing,
        stories.lapsing,
        clock,
    )
    return App(library, inbox, sequencer, house, Menus(core.store.records, bot, languages))
