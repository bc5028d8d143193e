"""`python -m bot [run | doctor]`."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping

from dotenv import dotenv_values

from bot.doctor import examine
from bot.log_filter import secrets_of, set_up_logging
from bot.running import TokenRefused, WebhookRefused, run
from bot.settings import BotSettings
from core.errors import CoreError
from core.settings import Settings
from core.setup_errors import KeyRefused, SettingsError, UnknownModel

DONE, FAILED, WRONG_USE = 0, 1, 2


def main() -> int:
    """Run a command; every foreseeable failure ends in a sentence and an exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="A bot that knows faces.")
    parser.add_argument(
        "command",
        nargs="?",
        choices=("run", "doctor"),
        default="run",
        help="run: answer people until stopped (default); doctor: check every part",
    )
    arguments = parser.parse_args()
    written = {key: value for key, value in dotenv_values(".env").items() if value is not None}
    env = {**written, **os.environ}
    try:
        if arguments.command == "doctor":
            return _doctor(env)
        settings = BotSettings.from_env(env)
        core_settings = Settings.from_env(env)
        set_up_logging(settings.log_level, _secrets(settings, core_settings))
        asyncio.run(run(settings, core_settings))
    except (SettingsError, KeyRefused, UnknownModel, TokenRefused, WebhookRefused) as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    except CoreError as error:
        print(error, file=sys.stderr)
        return FAILED
    return DONE


def _doctor(env: Mapping[str, str]) -> int:
    set_up_logging("CRITICAL", secrets_of(env.get("TELEGRAM_BOT_TOKEN", "")))
    checks = asyncio.run(examine(env))
    for check in checks:
        print(f"{'ok  ' if check.ok else 'FAIL'}  {check.part}: {check.told}")
    return DONE if all(check.ok for check in checks) else FAILED


def _secrets(settings: BotSettings, core_settings: Settings) -> list[str]:
    return secrets_of(
        settings.token,
        settings.webhook.secret if settings.webhook else None,
        core_settings.elasticsearch_password,
        core_settings.elasticsearch_api_key,
    )


if __name__ == "__main__":
    sys.exit(main())
