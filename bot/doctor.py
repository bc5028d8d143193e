"""`doctor`: whether Telegram and core are as a bot needs them, and what to do if not."""

from __future__ import annotations

from collections.abc import Mapping

from telegram import WebhookInfo
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.connection import connect, who_am_i
from bot.running import TokenRefused
from bot.settings import BotSettings
from core.cli.doctor import Check
from core.cli.doctor import examine as examine_core
from core.errors import CoreError
from core.settings import Settings
from core.setup_errors import SettingsError


async def examine(env: Mapping[str, str]) -> list[Check]:
    """Check Telegram's side and then core's, each part by itself."""
    return [*await _examine_telegram(env), *await _examine_core(env)]


async def _examine_core(env: Mapping[str, str]) -> list[Check]:
    try:
        return await examine_core(Settings.from_env(env))
    except CoreError as error:
        return [Check("settings", ok=False, told=str(error))]


async def _examine_telegram(env: Mapping[str, str]) -> list[Check]:
    try:
        settings = BotSettings.from_env(env)
    except SettingsError as error:
        return [Check("settings", ok=False, told=str(error))]
    bot = connect(settings, on_refused=lambda: None)
    try:
        await bot.initialize()
        return [
            Check("token", ok=True, told=f"belongs to @{who_am_i(bot).username}"),
            _privacy_mode(bot),
            _webhook(settings, await bot.get_webhook_info()),
        ]
    except InvalidToken:
        return [Check("token", ok=False, told=str(TokenRefused()))]
    except TelegramError as fault:
        told = (
            f"{settings.api_url} cannot be used ({fault}): check the network and TELEGRAM_API_URL"
        )
        return [Check("telegram", ok=False, told=told)]
    finally:
        await bot.shutdown()


def _privacy_mode(bot: ExtBot[None]) -> Check:
    me = who_am_i(bot)
    if me.sees_everything:
        return Check("privacy mode", ok=True, told="off: groups show the bot every photo")
    return Check(
        "privacy mode",
        ok=True,
        told="on: groups show the bot only commands and replies to it. To change that: @BotFather, "
        f"/setprivacy, @{me.username}, Disable; then add the bot to its groups again. Or make it "
        "an admin there",
    )


def _webhook(settings: BotSettings, info: WebhookInfo) -> Check:
    if settings.webhook is None:
        if info.url:
            told = "one is set, and WEBHOOK_URL is not: `run` will remove it and poll"
        else:
            told = "none is set: `run` polls"
        return Check("webhook", ok=True, told=told)
    if info.url != settings.webhook.url:
        return Check("webhook", ok=True, told="not WEBHOOK_URL yet: `run` will set it")
    if info.last_error_message:
        told = (
            f"Telegram could not deliver ({info.last_error_message}); {info.pending_update_count} "
            "updates wait. Check that WEBHOOK_URL leads to WEBHOOK_LISTEN and WEBHOOK_PORT"
        )
        return Check("webhook", ok=False, told=told)
    return Check("webhook", ok=True, told=f"set; {info.pending_update_count} updates wait")
