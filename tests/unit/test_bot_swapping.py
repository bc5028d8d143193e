"""Photos that come into a watched group by a way round: by an edit, or under a command for others.

In the real playground, through the real stories; only faces are told by the colour of a photo.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.moderation.rules import Mode, Then
from bot.request import Request
from tests.playground_client import Message
from tests.unit.door_rooms import BLACK, BLUE, RED, Door, a_door, colour

FOR_ANOTHER = "/play@other_bot"


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with a_door(tmp_path) as made:
        await made.watches(Then.DELETE, Mode.ACTING)
        yield made


async def hears(door: Door) -> list[Request]:
    """Let the bot do what it does about whatever it is told."""
    heard = await door.court.heard()
    for request in heard:
        await door.court.stories.routing.answer(request)
    return heard


async def shows(door: Door, value: tuple[int, int, int], caption: str = "") -> Message:
    """Tom posts a photo, and the bot has done what it does about it."""
    court = door.court
    posted = await court.playground.send_photo(court.group, court.tom, colour(value), caption)
    await hears(door)
    return await court.playground.message(court.group, posted.id)


async def swaps(door: Door, posted: Message, value: tuple[int, int, int], **options: str) -> bool:
    """Tom puts another photo in its place; tell whether that stands when the bot has seen it."""
    court = door.court
    await court.playground.replace_photo(posted, court.tom, colour(value), **options)
    await hears(door)
    return not (await court.playground.message(court.group, posted.id)).is_deleted


async def test_a_photo_that_is_swapped_in_is_judged_as_one_that_is_posted(door: Door) -> None:
    posted = await shows(door, BLUE)
    assert not posted.is_deleted
    assert not await swaps(door, posted, RED)
    assert "Tom, I deleted a photo" in (await door.court.said_in_group())[-1]
    said = await door.said()
    assert said.startswith("I acted on a photo")
    assert "This looks like Ann." in said


async def test_who_is_in_a_photo_that_a_rule_deletes_is_not_told_to_whoever_swapped_it_in(
    door: Door,
) -> None:
    posted = await shows(door, BLUE)
    assert not await swaps(door, posted, RED, caption="/who")
    assert not any("looks like Ann" in one for one in await door.court.said_in_group())


async def test_a_photo_that_is_swapped_in_is_not_answered(door: Door) -> None:
    posted = await shows(door, BLACK)
    before = await door.court.said_in_group()
    assert await swaps(door, posted, BLUE)
    assert await door.court.said_in_group() == before


async def test_a_caption_that_is_edited_has_nobody_look_again(door: Door) -> None:
    court = door.court
    posted = await shows(door, BLUE)
    looks = door.encoder.shown
    await court.playground.edit(posted, court.tom, "our lake")
    (edit,) = await hears(door)
    assert edit.message == posted.id
    assert door.encoder.shown == looks


async def test_a_command_for_another_bot_hides_no_photo_and_has_none_answered(door: Door) -> None:
    assert (await shows(door, RED, FOR_ANOTHER)).is_deleted
    before = await door.court.said_in_group()
    assert not (await shows(door, BLUE, FOR_ANOTHER)).is_deleted
    assert await door.court.said_in_group() == before
