"""A person's card: all of their photos, the newest first, and which of them is removed."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import numpy as np
from PIL import Image

from bot.audit import Deed
from core.drawing.portraits import ACROSS, GAP, SIDE
from core.model import Enrolment, Template, Vector
from tests.playground_client import Click, Message
from tests.unit.court_rooms import Court, plain

RED, GREEN = (200, 0, 0), (0, 200, 0)


def coloured(value: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), value).save(out, "JPEG")
    return out.getvalue()


async def taught(court: Court, *numbers: int, colour: tuple[int, int, int] = RED) -> str:
    """Ann is taught photos, a minute apart; return her id."""
    gallery = court.core.store.gallery(await court.chats.gallery_to_fill(int(court.group)))
    ann = await gallery.claim("Ann")
    for number in numbers:
        court.later(timedelta(minutes=1))
        vector: Vector = np.eye(128, dtype=np.float32)[number]
        template = Template(vector, court.core.encoder.model)
        id_ = f"{number:02}".ljust(64, "0")
        crop = coloured(colour)
        await gallery.add([Enrolment(id_, ann, template, id_, crop, str(court.mira), court.now)])
    return ann.id


async def kept(court: Court) -> list[int]:
    """The numbers of the photos that are there, the oldest first."""
    gallery = await court.chats.gallery_to_fill(int(court.group))
    (ann,) = await court.core.recognizer.people(gallery)
    found = await court.core.recognizer.photos(gallery, ann.subject.id, limit=99)
    return [int(photo.id[:2]) for photo in found]


async def card(court: Court) -> Message:
    """The card of Ann, the only one whom the group knows, as Mira opens it."""
    await court.playground.send_text(court.group, court.mira, "/people")
    for request in await court.heard():
        await court.stories.routing.answer(request)
    listed = (await court.playground.messages(court.group))[-1]
    await presses(court, listed, "1")
    return listed


async def presses(court: Court, message: Message, label: str, person: int = 0) -> Click:
    return await court.press(await now(court, message), label, person)


async def now(court: Court, message: Message) -> Message:
    return await court.playground.message(court.group, message.id)


async def colours(court: Court, message: Message) -> list[str]:
    """What colour each numbered picture of a message has in its middle."""
    shown = await now(court, message)
    data = await court.playground.download(shown.raw["file_url"])
    sheet = Image.open(io.BytesIO(data)).convert("RGB")
    numbers = [one for one in shown.buttons if one.isdecimal()]
    seen = []
    for place in range(len(numbers)):
        row, column = divmod(place, ACROSS)
        middle = (GAP + SIDE // 2 + column * (SIDE + GAP), GAP + SIDE // 2 + row * (SIDE + GAP))
        red, green, _ = sheet.getpixel(middle)  # type: ignore[misc]  # of RGB it is three numbers
        seen.append("red" if red > green else "green")
    return seen


async def test_the_photo_taught_last_is_the_first_that_can_be_removed(court: Court) -> None:
    await taught(court, *range(1, 10))
    message = await card(court)
    assert plain(await now(court, message)).splitlines()[-1] == "Page 1 of 2"
    await presses(court, message, "Remove a photo")
    assert (await presses(court, message, "1")).text == "Removed."
    assert await kept(court) == list(range(1, 9))


async def test_every_photo_is_on_some_page_and_can_be_removed_there(court: Court) -> None:
    await taught(court, *range(1, 19))
    message = await card(court)
    for label in ("\u25b6", "\u25b6"):
        await presses(court, message, label)
    assert plain(await now(court, message)).splitlines()[-1] == "Page 3 of 3"
    await presses(court, message, "Remove a photo")
    asked = await now(court, message)
    assert plain(asked) == "Which photo of Ann shall I remove?\nPage 3 of 3"
    assert asked.buttons == ["1", "2", "\u25c0", "Back"]
    await presses(court, message, "2")
    assert await kept(court) == list(range(2, 19))
    assert plain(await now(court, message)).splitlines()[-1] == "Page 3 of 3"
    await presses(court, message, "Remove a photo")
    await presses(court, message, "\u25c0")
    await presses(court, message, "8")
    assert await kept(court) == [2, *range(4, 19)]
    left = plain(await now(court, message)).splitlines()
    assert left[0].startswith("Ann \u2013 16 photos")
    assert left[-1] == "Page 2 of 2"
    await presses(court, message, "Remove a photo")
    await presses(court, message, "Back")
    assert plain(await now(court, message)).splitlines()[-1] == "Page 2 of 2"


async def test_the_numbers_stand_on_the_photos_that_they_remove(court: Court) -> None:
    await taught(court, *range(1, 9))
    message = await card(court)
    await taught(court, 9, colour=GREEN)
    await presses(court, message, "Remove a photo")
    assert await colours(court, message) == ["green", *["red"] * 7]
    await taught(court, 10)
    await presses(court, message, "1")
    assert await kept(court) == [*range(1, 9), 10], "the one that the picture showed"


async def test_a_photo_that_another_admin_has_removed_is_not_removed_again(court: Court) -> None:
    ann = await taught(court, 1, 2)
    first, second = await card(court), await card(court)
    for message in (first, second):
        await presses(court, message, "Remove a photo")
    assert (await presses(court, first, "1")).text == "Removed."
    assert (await presses(court, second, "1", court.olga)).text == "This photo was removed already."
    assert await kept(court) == [1]
    assert plain(await now(court, second)).startswith("Ann \u2013 1 photo,")
    gallery = await court.chats.gallery_to_fill(int(court.group))
    entries = await court.audit.of(gallery, 9)
    assert [(one.by, one.deed, one.subject) for one in entries] == [
        (court.mira, Deed.PHOTO_REMOVED, ann)
    ]


async def test_who_died_over_removing_a_photo_says_that_it_is_removed(court: Court) -> None:
    await taught(court, 1, 2)
    message = await card(court)
    await presses(court, message, "Remove a photo")
    await presses(court, message, "1")
    (request,) = court.last
    gallery = await court.chats.gallery_to_fill(int(court.group))
    await court.audit.drop(gallery)
    court.begin()
    await court.stories.routing.answer(replace(request, tries=1))
    assert [one.deed for one in await court.audit.of(gallery, 9)] == [Deed.PHOTO_REMOVED]
    assert await kept(court) == [1]
