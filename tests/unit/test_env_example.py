"""`.env.example` names every setting and what the compose file asks for, and no other."""

from __future__ import annotations

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import BotSettings
from core.settings import Settings
from tests.compose_rooms import variables

ROOT = Path(__file__).parents[2]
KEY = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+|MODEL|DETECTOR|PROFILE|CALIBRATION")


def keys_read(source: str) -> set[str]:
    """Return the words in a settings room that look like a variable's name."""
    tree = ast.parse((ROOT / source).read_text("utf-8"))
    words = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {word for word in words if isinstance(word, str) and KEY.fullmatch(word)}


@pytest.fixture
def example() -> dict[str, str]:
    text = (ROOT / ".env.example").read_text("utf-8")
    return {key: value or "" for key, value in dotenv_values(stream=StringIO(text)).items()}


def test_it_names_every_setting_and_no_other(example: dict[str, str]) -> None:
    read = keys_read("core/settings.py") | keys_read("bot/settings.py")
    assert set(example) == read | variables()


def test_its_values_are_the_defaults(example: dict[str, str]) -> None:
    assert Settings.from_env(example) == Settings.from_env({})
    token = {"TELEGRAM_BOT_TOKEN": "1:abc"}
    assert BotSettings.from_env({**example, **token}) == BotSettings.from_env(token)


def test_the_readme_names_no_setting_that_does_not_exist(example: dict[str, str]) -> None:
    named = set(re.findall(r"`((?:TELEGRAM|ELASTICSEARCH|WEBHOOK|FACES|DEEPFACE)_[A-Z_]+)`",
                           (ROOT / "README.md").read_text("utf-8")))  # fmt: skip
    assert named <= set(example)
