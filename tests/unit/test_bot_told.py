"""What a chat is told once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.request import GivenUp, KnownAs, Request
from bot.told import Once, Told
from core.model import ModelId
from core.stores.sqlite import SqliteStore
from tests.unit.updates import ENGLISH

KNOWN_AS = KnownAs("Mira")
GROUP, OTHER = -100, -200


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    store = await SqliteStore.open(tmp_path / "f.db", ModelId("Dlib", "dlib", "deepface"))
    yield Told(store.records)
    await store.close()


def of(number: int, chat: int = GROUP) -> Request:
    return Request(number, chat, False, None, 1, 7, KNOWN_AS, GivenUp(), ENGLISH)  # noqa: FBT003 — a group


async def test_a_chat_is_told_once(told: Told) -> None:
    assert await told.is_first(Once.ANSWERS, of(1))
    assert not await told.is_first(Once.ANSWERS, of(2))
    assert await told.is_first(Once.NO_PHOTOS, of(2))
    assert await told.is_first(Once.ANSWERS, of(2, OTHER))


async def test_a_request_that_comes_again_after_a_crash_is_told_again(told: Told) -> None:
    assert await told.is_first(Once.ANSWERS, of(1))
    assert await told.is_first(Once.ANSWERS, of(1))


async def test_what_has_changed_is_told_again(told: Told) -> None:
    assert await told.is_first(Once.NO_PHOTOS, of(1))
    await told.forget(Once.NO_PHOTOS, GROUP)
    assert await told.is_first(Once.NO_PHOTOS, of(2))


async def test_a_supergroup_was_told_what_its_group_was(told: Told) -> None:
    assert await told.is_first(Once.ANSWERS, of(1))
    await told.move(GROUP, OTHER)
    await told.move(GROUP, OTHER)
    assert not await told.is_first(Once.ANSWERS, of(2, OTHER))
    assert await told.is_first(Once.NO_PHOTOS, of(2, OTHER))
