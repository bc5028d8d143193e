"""Who asks to be forgotten is: whoever had it done before, and whichever model knew them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import AsyncIterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from bot.audit import Deed
from bot.handlers.forgetting import PREFIX as UNDOING
from bot.limbo import GRACE, LIMBO, Limbo
from bot.request import Command
from core.model import Subject
from core.recognizer import Recognizer
from tests.other_models import moved_to_another_model
from tests.playground_client import Message
from tests.unit.court_rooms import Court, in_session, plain

UNDO = "Undo (5 minutes)"
OTHERS = "others"
"""A gallery of a chat that nobody in these stories sees."""


class Hall(Court):
    """A group that Mira and Olga administer, in which Tom, who does not, is known as himself."""

    async def begins(self) -> None:
        self.him = await self.enrols("Tom", 1)
        self.gallery = await self.chats.gallery_to_fill(int(self.group))
        await self.accounts.link(self.gallery, self.him.id, self.tom, int(self.group))
        self.alone = await self.speaks(self.tom)
        await self.heard()

    async def says(self, chat: str, person: int, text: str) -> Message:
        """Somebody says something; return what the bot answers in that chat."""
        await self.playground.send_text(chat, person, text)
        for request in await self.heard():
            if isinstance(request.ask, Command):
                await self.stories.routing.answer(request)
        messages = await self.playground.messages(chat)
        return [one for one in messages if one.raw["from_bot"]][-1]

    async def seen(self, message: Message) -> str:
        return plain(await self.playground.message(message.chat, message.id))

    async def has_himself_forgotten(self, chat: str) -> str:
        """Tom asks to be forgotten, and means it; return what he is told."""
        asked = await self.says(chat, self.tom, "/forgetme")
        await self.press(asked, "Forget me", self.tom)
        return await self.seen(asked)

    async def people(self) -> list[str]:
        people = await self.core.recognizer.people(self.gallery)
        return [one.subject.name for one in people]

    async def is_kept_somewhere(self) -> bool:
        """Tell whether there is anything of a face in the store."""
        return bool(await self.core.store.galleries() or await self.core.store.others())

    async def deeds(self) -> set[tuple[int, Deed]]:
        """Who did what."""
        return {(one.by, one.deed) for one in await self.audit.of(self.gallery, most=9)}


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    async with in_session(tmp_path) as court:
        made = Hall(**{one.name: getattr(court, one.name) for one in fields(court)})
        made.begin()
        await made.begins()
        yield made


# --- thinking better of it ----------------------------------------------------------------------


async def test_who_had_themselves_forgotten_is_put_back_by_nobody_else(hall: Hall) -> None:
    told = await hall.says(hall.group, hall.tom, "/forget Tom")
    click = await hall.press(told, UNDO, hall.mira)
    assert click.show_alert
    assert click.text == "They had themselves forgotten, so only they can undo that."
    assert await hall.people() == []
    await hall.press(told, UNDO, hall.tom)
    assert await hall.seen(told) == "Tom is back."
    assert await hall.people() == ["Tom"]
    assert await hall.accounts.account_of(hall.gallery, hall.him.id) == hall.tom


async def test_who_had_themselves_forgotten_by_their_card_is_put_back_by_nobody_else(
    hall: Hall,
) -> None:
    page = await hall.says(hall.group, hall.tom, "/people")
    for label in ("1", "Forget", "Yes, forget"):
        await hall.press(page, label, hall.tom)
        *_, page = await hall.playground.messages(hall.group)
    assert (await hall.press(page, UNDO, hall.olga)).show_alert
    assert await hall.people() == []


async def test_whom_others_had_forgotten_they_put_back_as_ever(hall: Hall) -> None:
    told = await hall.says(hall.group, hall.mira, "/forget Tom")
    await hall.press(told, UNDO, hall.olga)
    assert await hall.people() == ["Tom"]


async def test_what_was_noted_before_it_was_noted_who_did_it_is_read(hall: Hall) -> None:
    told = await hall.says(hall.group, hall.tom, "/forget Tom")
    records = hall.core.store.records
    (record,) = await records.list(LIMBO)
    before = {name: value for name, value in record.value.items() if name != "by"}
    await records.put(LIMBO, record.key, before)
    await hall.press(told, UNDO, hall.mira)
    assert await hall.people() == ["Tom"]


# --- while others can think better of it --------------------------------------------------------


@pytest.mark.parametrize("privately", [False, True])
async def test_who_was_forgotten_by_others_may_be_gone_at_once_and_for_good(
    hall: Hall, *, privately: bool
) -> None:
    told = await hall.says(hall.group, hall.mira, "/forget Tom")
    assert await hall.is_kept_somewhere()
    said = await hall.has_himself_forgotten(hall.alone if privately else hall.group)
    assert said.startswith("You are forgotten, with 1 photo: your name,")
    assert not await hall.is_kept_somewhere()
    late = await hall.press(told, UNDO, hall.mira)
    assert late.text == "There is nothing to undo any more."
    assert await hall.accounts.everywhere(hall.tom) == []
    assert await hall.deeds() == {
        (hall.mira, Deed.FORGOTTEN),
        (hall.tom, Deed.FORGOT_THEMSELVES),
    }
    again = await hall.says(hall.group, hall.tom, "/forgetme")
    assert plain(again).startswith("I don't know which of the people here is you.")
    await hall.stories.forgetting.finish()
    assert await hall.core.store.records.list(LIMBO) == []


async def test_in_a_group_only_who_was_forgotten_there_is_gone_for_good(hall: Hall) -> None:
    told = await hall.says(hall.group, hall.mira, "/forget Tom")
    elsewhere = await hall.playground.create_group("Elsewhere", hall.tom, ["@court_bot"])
    said = await hall.says(str(elsewhere["key"]), hall.tom, "/forgetme")
    assert plain(said).startswith("I don't know which of the people here is you.")
    await hall.press(told, UNDO, hall.mira)
    assert await hall.people() == ["Tom"]


@pytest.mark.parametrize("privately", [False, True])
async def test_who_asks_not_to_be_named_while_forgotten_is_not_named_when_put_back(
    hall: Hall, *, privately: bool
) -> None:
    told = await hall.says(hall.group, hall.mira, "/forget Tom")
    said = await hall.says(hall.alone if privately else hall.group, hall.tom, "/optout")
    assert plain(said).startswith("I will not say your name any more.")
    await hall.press(told, UNDO, hall.mira)
    assert await hall.accounts.unnamed(hall.gallery) == {hall.him.id}
    assert (hall.tom, Deed.UNNAMED) in await hall.deeds()


async def test_who_may_be_named_again_while_forgotten_is_named_when_put_back(hall: Hall) -> None:
    await hall.says(hall.group, hall.tom, "/optout")
    told = await hall.says(hall.group, hall.mira, "/forget Tom")
    await hall.says(hall.group, hall.tom, "/optin")
    await hall.press(told, UNDO, hall.mira)
    assert await hall.accounts.unnamed(hall.gallery) == set()


async def test_my_data_has_what_can_still_be_put_back(hall: Hall) -> None:
    await hall.says(hall.group, hall.mira, "/forget Tom")
    answer = await hall.says(hall.alone, hall.tom, "/mydata")
    data = await hall.playground.download(answer.raw["file_url"])
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        told = json.loads(zipped.read("about-you.json"))
    ((name, photos),) = [(one["name"], len(one["photos"])) for one in told["enrolled"]]
    assert (name, photos) == ("Tom", 1)


class Meanwhile:
    """Stands before the recognizer; when somebody was put back, something else happens first."""

    def __init__(self, recognizer: Recognizer, happens: Any) -> None:
        self._recognizer = recognizer
        self._happens = happens

    def __getattr__(self, name: str) -> Any:
        return getattr(self._recognizer, name)

    async def put_back(self, limbo: str, gallery: str, subject: str) -> Subject:
        back = await self._recognizer.put_back(limbo, gallery, subject)
        await self._happens()
        return back


def interrupt(hall: Hall, happens: Any) -> None:
    """Let something happen in another chat whenever a click on *Undo* has put somebody back."""
    meanwhile: Any = Meanwhile(hall.core.recognizer, happens)
    forgetting = replace(hall.stories.forgetting, recognizer=meanwhile)
    hall.stories.routing.clicks[UNDOING] = forgetting.clicked  # type: ignore[index]  # a dict


async def test_who_is_put_back_at_the_moment_they_ask_to_be_gone_is_gone(hall: Hall) -> None:
    told = await hall.says(hall.group, hall.mira, "/forget Tom")
    limbo = Limbo(hall.core.store.records, hall.clock)

    async def closes() -> None:
        (aside,) = await limbo.of(hall.tom)
        await limbo.close(aside)

    interrupt(hall, closes)
    await hall.press(told, UNDO, hall.mira)
    assert await hall.seen(told) == "It is too late: they are deleted for good."
    assert not await hall.is_kept_somewhere()
    assert await hall.accounts.everywhere(hall.tom) == []


async def test_who_is_put_back_at_the_moment_they_ask_not_to_be_named_is_not_named(
    hall: Hall,
) -> None:
    told = await hall.says(hall.group, hall.mira, "/forget Tom")
    limbo = Limbo(hall.core.store.records, hall.clock)

    async def unnames() -> None:
        (aside,) = await limbo.of(hall.tom)
        await limbo.name_or_not(aside, unnamed=True)

    interrupt(hall, unnames)
    await hall.press(told, UNDO, hall.mira)
    assert await hall.accounts.unnamed(hall.gallery) == {hall.him.id}


async def test_who_was_deleted_meanwhile_is_not_remembered_because_of_a_change(
    hall: Hall,
) -> None:
    await hall.says(hall.group, hall.mira, "/forget Tom")
    limbo = Limbo(hall.core.store.records, hall.clock)
    (aside,) = await limbo.of(hall.tom)
    hall.later(2 * GRACE)
    assert await hall.stories.forgetting.finish() == 1
    await limbo.close(aside)
    assert await hall.core.store.records.list(LIMBO) == []


# --- whichever model ----------------------------------------------------------------------------


async def test_nobody_waits_for_a_gallery_to_be_moved_to_be_forgotten(hall: Hall) -> None:
    (face,) = await hall.core.recognizer.everything(hall.gallery, hall.him.id)
    await moved_to_another_model(hall.core.store, hall.gallery)
    another = hall.core.store.gallery(OTHERS)
    twin = await another.claim("Tommy")
    await another.add([replace(face, id="1" * 64, subject=twin)])
    await hall.accounts.link(OTHERS, twin.id, hall.tom, -5)
    said = await hall.has_himself_forgotten(hall.alone)
    assert said.startswith("You are forgotten, with 2 photos: ")
    assert not await hall.is_kept_somewhere()
    assert await hall.accounts.everywhere(hall.tom) == []


async def test_what_waits_for_a_name_is_closed_whichever_model_knew_them(hall: Hall) -> None:
    await moved_to_another_model(hall.core.store, hall.gallery)
    records = hall.core.store.records
    key = f"{hall.group}:1"
    await records.put("albums-taught", key, {"name": "Tom", "until": 2e10})
    await hall.has_himself_forgotten(hall.group)
    assert await records.get("albums-taught", key) is None


# --- what is said of it ---------------------------------------------------------------------------


async def test_who_is_forgotten_hears_what_is_deleted_and_what_is_not(hall: Hall) -> None:
    asked = [await hall.says(hall.alone, hall.tom, "/forgetme") for _ in range(2)]
    for one in asked:
        await hall.press(one, "Forget me", hall.tom)
    first, second = [(await hall.seen(one)).splitlines() for one in asked]
    noted = (
        "What is noted in groups for a time, such as warnings and who did what, stays until that "
        "is over; /mydata in our private chat shows it."
    )
    deleted = (
        "You are forgotten, with 1 photo: your name, the numbers and the picture of your face, and "
        "the link with your account are deleted."
    )
    assert first == [deleted, noted]
    assert second == ["Nothing of a face is linked with your account any more.", noted]


async def test_who_is_forgotten_in_a_group_is_told_of_that_group_alone(hall: Hall) -> None:
    await hall.accounts.link(OTHERS, "0" * 32, hall.tom, -5)
    asked = [await hall.says(hall.group, hall.tom, "/forgetme") for _ in range(2)]
    for one in asked:
        await hall.press(one, "Forget me", hall.tom)
    assert (await hall.seen(asked[1])).startswith(
        "Nothing of a face is linked with your account here any more."
    )
