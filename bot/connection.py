"""The library's bot: how Telegram is reached, and what it says of us."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.request import Me
from bot.settings import BotSettings


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
