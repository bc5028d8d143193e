"""Nobody becomes somebody else: whose photos are whose account's, and who may say so."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.preferences import Policy
from core.model import Subject
from tests.playground_client import Message
from tests.unit.court_rooms import plain
from tests.unit.door_rooms import ANN, BLUE, BOB, RED, Door, a_door


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with a_door(tmp_path) as made:
        yield made


def seen(value: tuple[int, int, int]) -> bytes:
    """Return a picture that is of one colour on the whole, and sharp and bright enough."""
    grain = np.kron(np.random.default_rng(1).integers(-90, 90, (20, 20)), np.ones((15, 15)))
    pixels = np.clip(np.array(value) + grain[:, :, None], 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


async def does(door: Door, deed: Awaitable[object]) -> Message:
    """Let somebody do something; return what the bot said last in the group."""
    await deed
    for request in await door.court.heard():
        await door.court.stories.routing.answer(request)
    messages = await door.court.playground.messages(door.group)
    return [one for one in messages if one.raw["from_bot"]][-1]


async def shows(
    door: Door, person: int, photo: tuple[int, int, int], caption: str, **options: object
) -> Message:
    sending = door.court.playground.send_photo(door.group, person, seen(photo), caption, **options)
    return await does(door, sending)


async def says(door: Door, person: int, text: str, **options: object) -> Message:
    return await does(door, door.court.playground.send_text(door.group, person, text, **options))


async def chosen(door: Door, policy: Policy) -> None:
    await door.court.stories.routing.preferences.change(
        int(door.group), lambda one: replace(one, policy=policy)
    )


async def account_of(door: Door, subject: Subject) -> int | None:
    gallery = await door.court.chats.gallery_to_fill(int(door.group))
    return await door.court.accounts.account_of(gallery, subject.id)


async def links(door: Door, subject: Subject, account: int) -> None:
    gallery = await door.court.chats.gallery_to_fill(int(door.group))
    await door.court.accounts.link(gallery, subject.id, account, int(door.group))


async def photos(door: Door) -> dict[str, int]:
    gallery = await door.court.chats.gallery_to_fill(int(door.group))
    people = await door.court.core.recognizer.people(gallery)
    return {one.subject.name: one.photos for one in people}


async def test_nobody_merges_themselves_into_somebody_whom_they_may_not_change(
    door: Door,
) -> None:
    court = door.court
    bob = await court.enrols("Bob", BOB)
    await shows(door, court.tom, RED, "/enroll me")
    card = await does(door, court.playground.send_text(door.group, court.tom, "/people"))
    for label in ("2", "Merge with somebody", "Bob"):
        notice = await court.press(card, label, court.tom)
        (*_, card) = await court.playground.messages(door.group)
    assert notice.text.startswith("In this group only the admins can change people")
    assert await photos(door) == {"Bob": 1, "Tom": 1}
    assert await account_of(door, bob) is None


async def test_who_agrees_to_somebody_elses_name_takes_nothing_from_them(door: Door) -> None:
    court = door.court
    ann = await court.enrols("Ann", ANN)
    await links(door, ann, court.olga)
    await chosen(door, Policy.CONSENT)
    ivan = await court.playground.create_person("Ivan", username="ivan")
    await court.playground.add_member(door.group, ivan)
    asked = await shows(door, court.tom, RED, "/enroll @ivan Ann")
    await court.press(asked, "I agree", ivan)
    (*_, said) = [
        plain(one) for one in await court.playground.messages(door.group) if one.raw["from_bot"]
    ]
    assert said.startswith("In this chat Ann is somebody else")
    assert await account_of(door, ann) == court.olga
    assert await photos(door) == {"Ann": 1}


async def test_who_shows_themselves_and_is_known_by_another_name_is_linked_with_it(
    door: Door,
) -> None:
    court = door.court
    bob = await court.enrols("Bobby", BOB)
    asked = await shows(door, court.tom, BLUE, "/enroll me")
    assert plain(asked).startswith("This looks like Bobby")
    await court.press(asked, "Add to Bobby", court.tom)
    assert await account_of(door, bob) == court.tom
    assert await photos(door) == {"Bobby": 2}


async def test_a_photo_of_somebody_with_an_account_is_added_by_nobody_else(door: Door) -> None:
    court = door.court
    bob = await court.enrols("Bobby", BOB)
    await links(door, bob, court.olga)
    asked = await shows(door, court.tom, BLUE, "/enroll me")
    refused = await court.press(asked, "Add to Bobby", court.tom)
    assert refused.show_alert
    assert await account_of(door, bob) == court.olga
    assert await photos(door) == {"Bobby": 1}
    await chosen(door, Policy.OPEN)
    await court.press(asked, "Add to Bobby", court.tom)
    assert await account_of(door, bob) == court.olga, "everybody may teach, and is not them"
    assert await photos(door) == {"Bobby": 2}


async def test_whose_name_is_not_to_be_said_is_not_offered_to_others(door: Door) -> None:
    court = door.court
    ann = await court.enrols("Ann", ANN)
    await links(door, ann, court.olga)
    await does(door, court.playground.send_text(door.group, court.olga, "/optout"))
    said = await shows(door, court.tom, RED, "/enroll me")
    assert plain(said).startswith("This looks like somebody who asked not to be named")
    assert "Ann" not in said.text
    assert said.buttons == []
    await shows(door, court.olga, RED, "/enroll me")
    assert await photos(door) == {"Ann": 2}, "she may"


async def test_whose_name_in_telegram_is_too_long_is_asked_what_to_call_them(door: Door) -> None:
    court = door.court
    long = await court.playground.create_person("Maximilian" * 4, last_name="Oberhuber" * 4)
    await court.playground.add_member(door.group, long)
    asked = await shows(door, long, RED, "/enroll me")
    assert plain(asked) == (
        "I cannot call you what you are called in Telegram: a name needs 1 to 64 visible "
        "characters. What shall I call you?"
    )
    again = await says(door, long, "x" * 65, reply_to=asked.id)
    assert plain(again) == "A name needs 1 to 64 visible characters. What shall I call you?"
    learnt = await says(door, long, "Max", reply_to=again.id)
    assert plain(learnt).startswith("Learnt: I now know Max from 1 photo.")
    (max_,) = await court.core.recognizer.people(await court.chats.gallery_to_fill(int(door.group)))
    assert await account_of(door, max_.subject) == long
    said = await shows(door, long, RED, "/enroll me")
    assert plain(said).startswith("I had this photo already. I know Max"), "whatever he is there"


@pytest.mark.parametrize("name", ["\u3164", "\u115f\u2800", "\uffa0\u200b"], ids=ascii)
async def test_whose_name_in_telegram_nobody_can_see_is_asked_too(door: Door, name: str) -> None:
    unseen = await door.court.playground.create_person(name)
    await door.court.playground.add_member(door.group, unseen)
    asked = await shows(door, unseen, RED, "/enroll me")
    assert plain(asked).endswith("What shall I call you?")
    assert await photos(door) == {}
