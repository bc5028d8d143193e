"""An answer gets out whatever happens, or there is a word of why not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError

from bot.answering import Answering, Outages
from bot.request import Added, Command, PhotoRef, PhotoSent, Request
from bot.standing import Standing
from bot.texts.faults import kept_for_later
from core.errors import CoreError, ModelMismatch, StoreRefused, StoreUnavailable
from core.store_errors import (
    AnotherServer,
    MissingRights,
    OutdatedStore,
    StoreBusy,
    StoreFull,
    StoreTrouble,
    UnfitIndex,
    UntrustedStore,
    WrongCredentials,
)
from tests.unit.updates import ENGLISH, LANGUAGES, NOBODY

Story = Callable[[Request], Awaitable[None]]

ASK = Command("people", "", None, addressed=False, edited=False)


def request(chat: int = 7, *, private: bool = True, ask: Any = ASK) -> Request:
    return Request(1, chat, private, None, 5, 7, NOBODY, ask, ENGLISH)


class Telephone:
    """Stands where the outbox does, and keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.changed: list[tuple[int, str]] = []
        self.broken = False

    async def say(self, to: object, html: str, *, ask: bool = False) -> None:
        del to, ask
        if self.broken:
            raise NetworkError("the line is dead")
        self.said.append(html)

    @property
    def edits(self) -> Telephone:
        return self

    async def change(self, chat: int, message: int, words: str, *, picture: bool) -> bool:
        del chat, picture
        self.changed.append((message, words))
        return True


class Scene:
    """A story that fails as told, try by try, and then succeeds."""

    def __init__(self, *faults: Exception) -> None:
        self.telephone = Telephone()
        self.moved: list[tuple[int, int]] = []
        self.standing = Standing()
        self.outages = Outages(self.telephone, self.standing)  # type: ignore[arg-type]  # speaks, and no more
        self.asked: list[Request] = []
        self.stood_aside: list[Request] = []
        self.hindered: list[Request] = []
        self._faults = list(faults)

    async def run(self, asked: Request) -> None:
        await self.answering().run(asked)

    def answering(self, story: Story | None = None) -> Answering:
        return Answering(
            story or self._story,
            self._move,
            self.outages,
            instead=self.telephone.say,
            sleep=no_time,
            stand_aside=self._aside,
            hindered=self._hinder,
        )

    async def _move(self, old: int, new: int) -> None:
        self.moved.append((old, new))

    async def _aside(self, asked: Request, _: float) -> None:
        self.stood_aside.append(asked)

    async def _hinder(self, asked: Request) -> None:
        self.hindered.append(asked)

    async def _story(self, asked: Request) -> None:
        self.asked.append(asked)
        if self._faults:
            raise self._faults.pop(0)


async def no_time(_: float) -> None:
    """Wait for as long as it takes to let others run."""
    await asyncio.sleep(0)


def away() -> StoreUnavailable:
    return StoreUnavailable(reason="gone fishing")


async def test_while_the_store_is_away_the_person_is_told_once_and_answered_later() -> None:
    scene = Scene(away(), away(), away())
    await scene.run(request())
    assert len(scene.asked) == 4
    (told,) = scene.telephone.said
    assert told.startswith("My memory is not answering just now.")


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (StoreBusy(reason=""), "So much is asked of my memory just now"),
        (StoreFull(reason=""), "My memory is full and takes nothing in"),
        (WrongCredentials(reason=""), "My memory does not let me in"),
        (MissingRights(reason=""), "My memory does not let me do that"),
        (UntrustedStore(reason=""), "I cannot be sure that it is my memory"),
        (OutdatedStore(reason=""), "My memory is of a version that is too old"),
        (AnotherServer(reason=""), "Something else answers where my memory should be"),
        (UnfitIndex(reason=""), "My memory holds something that is not mine"),
        (StoreTrouble(reason=""), "My memory cannot be used just now"),
        (ModelMismatch(kept="a", configured="b"), "learnt with another model"),
    ],
    ids=lambda case: type(case).__name__,
)
async def test_what_somebody_can_mend_is_told_by_its_name_and_the_answer_comes_when_it_is(
    trouble: CoreError, told: str
) -> None:
    scene = Scene(trouble, trouble)
    await scene.run(request())
    assert len(scene.asked) == 3, "it was answered in the end"
    (said,) = scene.telephone.said
    assert told in said
    assert "Your message is kept: I answer as soon as" in said


async def test_every_trouble_of_a_store_has_a_sentence_of_its_own() -> None:
    troubles = StoreTrouble.__subclasses__()
    assert len({kept_for_later(ENGLISH, trouble(reason="")) for trouble in troubles}) == len(
        troubles
    )


async def test_who_waits_for_a_gallery_of_another_model_stands_aside() -> None:
    scene = Scene(ModelMismatch(kept="a", configured="b"))
    await scene.run(request())
    assert [asked.chat for asked in scene.stood_aside] == [7]


async def test_the_log_has_a_line_when_an_outage_begins_changes_and_ends(
    caplog: pytest.LogCaptureFixture,
) -> None:
    scene = Scene(*[away()] * 3, *[WrongCredentials(reason="who?")] * 3)
    await scene.run(request())
    lines = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert [line.partition(" (")[0].partition(":")[0] for line in lines] == [
        "The face store is not answering",
        "The face store cannot be used",
        "The face store can be used again; what was kept is being answered",
    ]


async def test_the_next_outage_is_told_again() -> None:
    scene = Scene(away())
    await scene.run(request())
    scene._faults = [away()]
    await scene.run(request())
    assert len(scene.telephone.said) == 2


async def test_who_was_told_that_we_look_is_told_of_an_outage_in_its_place_and_language() -> None:
    scene = Scene(away(), away())
    group = request(-1, private=False, ask=PhotoSent(PhotoRef("f", 1, None)))
    scene.standing.note(replace(group, speech=LANGUAGES.of("de")), 12)
    await scene.run(group)
    ((message, words),) = scene.telephone.changed
    assert message == 12
    assert words.startswith("Mein Gedächtnis antwortet gerade nicht.")
    assert scene.telephone.said == []


async def test_nothing_is_remembered_of_a_request_that_ended() -> None:
    never = asyncio.Event()

    async def story(_: Request) -> None:
        await never.wait()

    scene = Scene(away(), ZeroDivisionError("oh"))
    scene.standing.note(request(), 12)
    await scene.run(request())
    task = asyncio.create_task(scene.answering(story).run(request(8)))
    await asyncio.sleep(0.01)
    await scene.outages.tell(request(8), away())
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert scene.outages._kept == set()
    assert scene.standing.of(request()) is None


async def test_a_group_hears_of_an_outage_only_when_it_called_us() -> None:
    scene = Scene(away())
    await scene.run(request(-1, private=False, ask=PhotoSent(PhotoRef("f", 1, None))))
    assert scene.telephone.said == []
    await scene.outages.tell(request(-1, private=False), away())
    assert len(scene.telephone.said) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("not enough rights to send photos to the chat", 1),
        ("CHAT_SEND_PHOTOS_FORBIDDEN", 1),
        ("not enough rights to send text messages to the chat", 0),
        ("CHAT_WRITE_FORBIDDEN", 0),
    ],
)
async def test_a_group_is_told_that_photos_may_not_be_sent_and_of_no_more(
    words: str, told: int
) -> None:
    scene = Scene(BadRequest(words))
    await scene.run(request(-1, private=False))
    assert len(scene.hindered) == told
    assert scene.telephone.said == []


async def test_telegrams_outage_is_waited_out() -> None:
    scene = Scene(NetworkError("502"), NetworkError("502"))
    await scene.run(request())
    assert len(scene.asked) == 3
    assert scene.telephone.said == []


async def test_an_answer_follows_a_group_that_moved() -> None:
    scene = Scene(ChatMigrated(-100))
    await scene.run(request(-1, private=False))
    assert [asked.chat for asked in scene.asked] == [-1, -100]
    assert scene.moved == [(-1, -100)]


@pytest.mark.parametrize(
    "refusal",
    [
        Forbidden("bot was blocked by the user"),
        BadRequest("Not enough rights to send text messages to the chat"),
        BadRequest("CHAT_WRITE_FORBIDDEN"),
    ],
)
async def test_where_we_may_not_speak_we_are_quiet(
    refusal: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    scene = Scene(refusal)
    await scene.run(request())
    assert scene.telephone.said == []
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING]


async def test_what_nobody_foresaw_is_apologised_for_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    scene = Scene(ZeroDivisionError("oh"))
    await scene.run(request())
    (told,) = scene.telephone.said
    reference = told.partition("(reference ")[2].rstrip(")")
    assert len(reference) == 6
    (logged,) = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert reference in logged.getMessage()
    assert logged.exc_info is not None
    assert logged.exc_info[0] is ZeroDivisionError


async def test_what_trying_again_will_not_mend_says_so() -> None:
    scene = Scene(StoreRefused(reason="no"))
    await scene.run(request())
    assert len(scene.asked) == 1
    assert "whoever runs me has to mend it" in scene.telephone.said[0]


async def test_a_group_hears_no_apology_for_what_it_did_not_ask() -> None:
    scene = Scene(ZeroDivisionError("oh"))
    await scene.run(request(-1, private=False, ask=Added(admin=False)))
    assert scene.telephone.said == []


async def test_an_apology_that_cannot_be_said_harms_nothing() -> None:
    scene = Scene(ZeroDivisionError("oh"))
    scene.telephone.broken = True
    await scene.run(request())
    assert len(scene.asked) == 1


async def test_being_cancelled_is_not_mistaken_for_a_failure() -> None:
    scene = Scene()
    never = asyncio.Event()

    async def story(_: Request) -> None:
        await never.wait()

    task = asyncio.create_task(scene.answering(story).run(request()))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert scene.telephone.said == []
