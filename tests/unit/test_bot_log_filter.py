"""No secret reaches a log."""

from __future__ import annotations

import logging
import sys

import pytest

from bot.log_filter import RedactingFormatter, secrets_of

TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"
SECRET = TOKEN.partition(":")[2]


def line(formatter: RedactingFormatter, message: str, *args: object, error: bool = False) -> str:
    record = logging.LogRecord(
        "x", logging.INFO, "x.py", 1, message, args, sys.exc_info() if error else None
    )
    return formatter.format(record)


@pytest.fixture
def formatter() -> RedactingFormatter:
    return RedactingFormatter(secrets_of(TOKEN, "pass word", None))


@pytest.mark.parametrize(
    "text",
    [
        f"GET https://api.telegram.org/bot{TOKEN}/getMe",
        f"GET https://api.telegram.org/file/bot{TOKEN.replace(':', '%3A')}/photos/1.jpg",
        f"The token `{TOKEN}` was rejected",
        f"only {SECRET} of it",
        "the password is 'pass word'",
    ],
)
def test_a_secret_is_replaced_wherever_it_stands(formatter: RedactingFormatter, text: str) -> None:
    shown = line(formatter, "%s", text)
    assert SECRET not in shown
    assert "pass word" not in shown
    assert "<secret>" in shown


def fail() -> None:
    raise ValueError(f"bad {TOKEN}")


def fail_twice() -> None:
    try:
        fail()
    except ValueError as cause:
        raise RuntimeError(f"https://x/bot{TOKEN}/y") from cause


def test_a_trace_and_its_causes_are_cleaned_too(formatter: RedactingFormatter) -> None:
    try:
        fail_twice()
    except RuntimeError:
        shown = line(formatter, "failed", error=True)
    assert "RuntimeError" in shown
    assert "ValueError" in shown
    assert SECRET not in shown


def test_a_token_of_another_bot_is_hidden_though_nobody_told_us_of_it() -> None:
    formatter = RedactingFormatter([])
    other = "987654321:" + "Zz0-" * 9
    assert other not in line(formatter, "%s", other)
    assert "short" not in line(formatter, "http://127.0.0.1/bot12:short/getMe")


def test_what_is_no_secret_stays_as_it_is(formatter: RedactingFormatter) -> None:
    for text in ("update 123456 at 12:30:45", "two: three", "123456:789"):
        assert text in line(formatter, text)
