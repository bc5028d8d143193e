"""The settings of the bot as one frozen value, read from environment variables."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from core.setup_errors import SettingsError

TOKEN_FORM = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{3,}")
"""A bot's number, a colon, and the secret. BotFather's secrets have 35 characters."""

SECRET_FORM = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What setWebhook takes as `secret_token`."""

TELEGRAM = "https://api.telegram.org"
DEFAULT_LEVEL = "INFO"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Webhook:
    """How Telegram reaches us when it is to call, rather than be asked.

    Attributes:
        url: the public address; its path is served here.
        listen: the local address to listen on.
        port: the local port, 1 to 65535.
        secret: what each call must carry in X-Telegram-Bot-Api-Secret-Token.
    """

    url: str
    listen: str
    port: int
    secret: str = field(repr=False)

    @property
    def path(self) -> str:
        """The path of the public address, without the leading slash."""
        return urlsplit(self.url).path.lstrip("/")


@dataclass(frozen=True, slots=True)
class BotSettings:
    """What the bot needs to know. Secrets stay out of its repr.

    Attributes:
        token: from @BotFather.
        api_url: of Telegram's own server, a local Bot API server, or the playground.
        limits: whether that server has Telegram's flood limits.
        webhook: None means polling.
        log_level: a name of `logging`.
    """

    token: str = field(repr=False)
    api_url: str = TELEGRAM
    limits: bool = True
    webhook: Webhook | None = None
    log_level: str = DEFAULT_LEVEL

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> BotSettings:
        """Read `env`; an absent or empty variable leaves its default.

        Raises:
            SettingsError: a variable cannot be used; names the key, never the value.
        """
        given = {key: value.strip() for key, value in env.items() if value.strip()}
        token = given.get("TELEGRAM_BOT_TOKEN", "")
        if not TOKEN_FORM.fullmatch(token):
            raise SettingsError(
                key="TELEGRAM_BOT_TOKEN",
                wanted="the token that @BotFather gives, such as 123456:ABC-DEF (in the "
                "environment or in the file .env)",
            )
        return cls(
            token=token,
            api_url=_address(given, "TELEGRAM_API_URL", TELEGRAM).rstrip("/"),
            limits=_limits(given.get("TELEGRAM_LIMITS", "on")),
            webhook=_webhook(given, token),
            log_level=_level(given.get("LOG_LEVEL", DEFAULT_LEVEL)),
        )

    @property
    def bot_id(self) -> int:
        """The bot's own number: the public half of its token."""
        return int(self.token.partition(":")[0])


def _webhook(given: Mapping[str, str], token: str) -> Webhook | None:
    if "WEBHOOK_URL" not in given:
        return None
    secret = given.get("WEBHOOK_SECRET") or _secret_of(token)
    if not SECRET_FORM.fullmatch(secret):
        raise SettingsError(
            key="WEBHOOK_SECRET", wanted="1 to 256 letters, digits, underscores and dashes"
        )
    return Webhook(
        url=_address(given, "WEBHOOK_URL", ""),
        listen=given.get("WEBHOOK_LISTEN", "127.0.0.1"),
        port=_port(given.get("WEBHOOK_PORT", "8443")),
        secret=secret,
    )


def _secret_of(token: str) -> str:
    """Make a secret that every process of this bot knows and nobody else can guess."""
    return hmac.digest(token.encode(), b"webhook", "sha256").hex()


def _address(given: Mapping[str, str], key: str, default: str) -> str:
    url = given.get(key, default)
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(key=key, wanted="an address that begins with https:// or http://")
    return url


def _limits(text: str) -> bool:
    if text.lower() not in {"on", "off"}:
        raise SettingsError(key="TELEGRAM_LIMITS", wanted="on or off")
    return text.lower() == "on"


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= HIGHEST_PORT:
        raise SettingsError(key="WEBHOOK_PORT", wanted=f"a number from 1 to {HIGHEST_PORT}")
    return int(text)


def _level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise SettingsError(key="LOG_LEVEL", wanted=f"one of {', '.join(LOG_LEVELS)}")
    return text.upper()
