"""What several tests of the bot stand on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.bot_rooms import Memory, remembering
from tests.unit.court_rooms import Court, in_session


@pytest.fixture
async def memory(tmp_path: Path) -> AsyncIterator[Memory]:
    async with remembering(tmp_path) as made:
        yield made


@pytest.fixture
async def court(tmp_path: Path) -> AsyncIterator[Court]:
    async with in_session(tmp_path) as made:
        yield made
