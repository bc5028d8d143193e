"""The settings of the bot."""

from __future__ import annotations

import pytest

from bot.settings import BotSettings
from core.setup_errors import SettingsError

TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"
HOOK = "https://faces.example/a/hook"


def read(**env: str) -> BotSettings:
    return BotSettings.from_env({"TELEGRAM_BOT_TOKEN": TOKEN, **env})


def test_a_token_alone_means_polling_from_telegram_itself() -> None:
    settings = read(WEBHOOK_PORT="", LOG_LEVEL="  ")
    assert settings == BotSettings(token=TOKEN)
    assert settings.api_url == "https://api.telegram.org"
    assert settings.webhook is None
    assert settings.bot_id == 123456


def test_a_webhook_has_an_address_a_path_and_a_secret() -> None:
    settings = read(WEBHOOK_URL=HOOK, WEBHOOK_SECRET="s3cret", WEBHOOK_PORT="8080")
    assert settings.webhook is not None
    assert (settings.webhook.path, settings.webhook.port) == ("a/hook", 8080)
    assert settings.webhook.secret == "s3cret"


def test_a_secret_is_made_where_none_is_given_and_is_the_same_each_time() -> None:
    one, other = read(WEBHOOK_URL=HOOK).webhook, read(WEBHOOK_URL=HOOK).webhook
    assert one is not None
    assert one == other
    assert len(one.secret) == 64
    assert one.secret not in TOKEN


def test_nothing_secret_is_in_its_repr() -> None:
    shown = repr(read(WEBHOOK_URL=HOOK, WEBHOOK_SECRET="s3cret"))
    assert TOKEN not in shown
    assert "s3cret" not in shown


def test_a_local_server_may_be_named_with_a_slash_at_the_end() -> None:
    assert read(TELEGRAM_API_URL="http://127.0.0.1:8081/").api_url == "http://127.0.0.1:8081"


def test_a_server_without_limits_is_said_to_be_one() -> None:
    assert read().limits
    assert not read(TELEGRAM_LIMITS="off").limits


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", ""),
        ("TELEGRAM_BOT_TOKEN", "hunter2:"),
        ("TELEGRAM_BOT_TOKEN", "123456 ABCDEF"),
        ("TELEGRAM_API_URL", "localhost:8081"),
        ("TELEGRAM_API_URL", "http://[broken"),
        ("TELEGRAM_LIMITS", "perhaps"),
        ("WEBHOOK_URL", "faces.example/hook"),
        ("WEBHOOK_PORT", "0"),
        ("WEBHOOK_PORT", "65536"),
        ("WEBHOOK_PORT", "many"),
        ("WEBHOOK_SECRET", "with spaces"),
        ("LOG_LEVEL", "chatty"),
    ],
)
def test_what_cannot_be_used_is_named_and_not_repeated(key: str, value: str) -> None:
    env = {"WEBHOOK_URL": HOOK, key: value}
    with pytest.raises(SettingsError) as refused:
        read(**env)
    assert refused.value.key == key
    assert not value or value not in str(refused.value)
