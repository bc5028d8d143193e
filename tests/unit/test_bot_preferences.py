"""What chats and people chose."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.preferences import Answers, Choices, Preferences
from bot.request import PhotoRef, PhotoSent, Request
from core.model import ModelId
from core.ports import Records
from core.stores.sqlite import SqliteStore
from tests.unit.updates import ENGLISH, LANGUAGES, NOBODY

GROUP, MIRA = -100, 7


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[Records]:
    store = await SqliteStore.open(tmp_path / "f.db", ModelId("Dlib", "dlib", "deepface"))
    yield store.records
    await store.close()


@pytest.fixture
def preferences(records: Records) -> Preferences:
    return Preferences(records, LANGUAGES)


def speaking(language: str) -> Choices:
    return Choices(language=language)


def asked(chat: int, told: str = "en") -> Request:
    """Return what Mira asks; Telegram tells her language."""
    photo = PhotoSent(PhotoRef("f", 1, None))
    return Request(1, chat, chat == MIRA, None, 1, MIRA, NOBODY, photo, LANGUAGES.of(told))


async def spoken(preferences: Preferences, request: Request) -> str:
    return (await preferences.spoken(request)).speech.language


async def test_where_nobody_chose_telegram_tells_the_language(preferences: Preferences) -> None:
    assert await spoken(preferences, asked(MIRA, "de-AT")) == "de"
    assert (await preferences.spoken(asked(GROUP, "fi"))).speech is ENGLISH


async def test_a_person_chooses_for_themselves_and_for_where_no_chat_has(
    preferences: Preferences,
) -> None:
    await preferences.change(MIRA, lambda _: speaking("ru"))
    assert await spoken(preferences, asked(MIRA)) == "ru"
    assert await spoken(preferences, asked(GROUP)) == "ru"


async def test_what_a_group_chose_goes_before(preferences: Preferences) -> None:
    await preferences.change(MIRA, lambda _: speaking("ru"))
    await preferences.change(GROUP, lambda _: speaking("de"))
    assert await spoken(preferences, asked(GROUP)) == "de"
    assert await spoken(preferences, asked(MIRA)) == "ru"


async def test_a_language_that_is_no_longer_there_is_as_if_nobody_had_chosen(
    preferences: Preferences,
) -> None:
    await preferences.change(MIRA, lambda _: speaking("tlh"))
    assert await spoken(preferences, asked(MIRA, "de")) == "de"


async def test_who_chose_and_then_leaves_it_to_telegram_is_spoken_to_as_before(
    preferences: Preferences,
) -> None:
    await preferences.change(MIRA, lambda _: speaking("ru"))
    request = await preferences.spoken(asked(MIRA, "de"))
    await preferences.change(MIRA, lambda _: Choices())
    assert (await preferences.spoken(request)).speech.language == "de"


async def test_a_choice_of_a_later_version_is_as_if_nobody_had_chosen(
    preferences: Preferences, records: Records
) -> None:
    await records.put("choices", str(GROUP), {"language": "de", "answers": "sometimes"})
    assert await preferences.of(GROUP) == speaking("de")


async def test_each_choice_leaves_the_others(preferences: Preferences) -> None:
    await preferences.change(GROUP, lambda was: replace(was, language="de"))
    await preferences.change(GROUP, lambda was: replace(was, answers=Answers.KNOWN))
    assert await preferences.of(GROUP) == Choices("de", answers=Answers.KNOWN)


async def test_choices_made_at_the_same_moment_are_all_kept(preferences: Preferences) -> None:
    def longer(choices: Choices) -> Choices:
        return replace(choices, language=(choices.language or "") + "x")

    await asyncio.gather(*(preferences.change(GROUP, longer) for _ in range(20)))
    assert (await preferences.of(GROUP)).language == "x" * 20


async def test_a_supergroup_keeps_what_the_group_chose(preferences: Preferences) -> None:
    await preferences.change(-1, lambda _: speaking("de"))
    await preferences.move(-1, GROUP)
    await preferences.change(GROUP, lambda _: speaking("ru"))
    await preferences.move(-1, GROUP)
    assert await preferences.of(GROUP) == speaking("ru"), "a second telling changes nothing"
