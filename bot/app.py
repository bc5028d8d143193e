"""The one place that wires the bot together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from telegram import BotCommand, Update
from telegram.ext import Application, ApplicationBuilder, CallbackContext, ExtBot, TypeHandler
from telegram.request import HTTPXRequest

from bot.albums import Albums
from bot.answering import Answering, Outages
from bot.chats import Chats
from bot.delivery import Delivery
from bot.handlers.choosing import Choosing
from bot.handlers.doubting import Doubting
from bot.handlers.enrolling import Enrolling
from bot.handlers.identifying import Identifying
from bot.handlers.introducing import Introducing
from bot.handlers.learning import Learning
from bot.handlers.people import People
from bot.handlers.routing import Routing
from bot.inbox import Inbox
from bot.incoming import read_request
from bot.outbox import Outbox
from bot.photos import Photos
from bot.questions import Questions
from bot.request import Me, Request
from bot.sequencing import Sequencer
from bot.settings import BotSettings
from bot.texts import introducing
from core.bootstrap import Core

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
)
"""What Telegram is to send: what some story answers, and nothing else."""

WEBHOOK_PATIENCE = 20.0
"""Seconds that a webhook call may take to be stored; Telegram would give up at some later time."""

Library = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class App:
    """The bot's parts that somebody has to start and stop."""

    library: Library
    inbox: Inbox
    sequencer: Sequencer


def build_application(
    settings: BotSettings,
    core: Core,
    clock: Callable[[], datetime],
    on_refused: Callable[[], None],
) -> App:
    """Wire everything. No I/O.

    Args:
        settings: of the bot.
        core: the open parts that the bot stands on.
        clock: the time with its zone.
        on_refused: called when Telegram says that the token is no longer good.
    """
    bot = connect(settings, on_refused)
    outbox = Outbox(bot, Delivery())
    chats = Chats(core.store.records, core.recognizer, new_id=lambda: uuid4().hex)
    outages = Outages(outbox)
    inbox = Inbox(
        core.store.records,
        bot,
        bot_id=settings.bot_id,
        read=lambda update: read_request(update, who_am_i(bot)),
        clock=clock,
        on_outage=outages.tell,
        patience=WEBHOOK_PATIENCE if settings.webhook else None,
    )
    albums = Albums()
    sequencer = Sequencer(inbox, albums)
    photos = Photos(outbox, core.recognizer, core.worker)
    questions = Questions(core.store.records, clock)
    learning = Learning(outbox, core.recognizer, photos, chats, questions)
    doubting = Doubting(outbox, questions)
    routing = Routing(
        outbox=outbox,
        inbox=inbox,
        albums=albums,
        chats=chats,
        introducing=Introducing(outbox, me=lambda: who_am_i(bot)),
        enrolling=Enrolling(outbox, questions, learning, doubting),
        choosing=Choosing(outbox, questions, learning, doubting),
        identifying=Identifying(outbox, core.recognizer, photos, chats),
        people=People(outbox, core.recognizer, chats),
    )
    answering = Answering(routing.answer, outbox, chats, outages, stand_aside=sequencer.stand_aside)
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
    return App(library, inbox, sequencer)


def connect(settings: BotSettings, on_refused: Callable[[], None]) -> ExtBot[None]:
    """Make the library's bot; it does not reach Telegram yet."""
    return ExtBot(
        settings.token,
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=WatchedRequest(
            on_refused,
            connection_pool_size=64,
            connect_timeout=10,
            read_timeout=30,
            write_timeout=30,
            pool_timeout=30,
            media_write_timeout=60,
        ),
        get_updates_request=WatchedRequest(on_refused, connection_pool_size=2, connect_timeout=10),
    )


class WatchedRequest(HTTPXRequest):
    """Looks at two answers that would end the library's polling without a word.

    A 401 says that the token is no longer good: whoever runs us has to hear of it. A 404 to
    getUpdates, which was there a moment ago, is the fault of something on the way, and passes.
    """

    def __init__(self, on_refused: Callable[[], None], **options: Any) -> None:
        """Take what to call, and the library's own options."""
        super().__init__(**options)
        self._on_refused = on_refused

    async def do_request(
        self, url: str, method: str, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        """Do what the library does, and look at the answer's code."""
        code, payload = await super().do_request(url, method, *args, **kwargs)
        if code == HTTPStatus.UNAUTHORIZED:
            self._on_refused()
        if code == HTTPStatus.NOT_FOUND and url.endswith("/getUpdates"):
            code = HTTPStatus.BAD_GATEWAY
        return code, payload


def who_am_i(bot: ExtBot[None]) -> Me:
    """Return what getMe told; the bot must have been initialised."""
    user = bot.bot
    return Me(user.id, user.username or "", bool(user.can_read_all_group_messages))


def menu() -> list[BotCommand]:
    """Return the commands for Telegram's menu."""
    return [BotCommand(name, told) for name, told in introducing.COMMANDS]
