"""What nobody needs any more is thrown away, whatever one chat or collection has to wait for."""

from __future__ import annotations

import logging
from contextlib import suppress

import pytest

from bot.audit import AUDIT
from bot.chores import Chores
from bot.departures import DEPARTURES
from bot.housekeeping import Housekeeping
from bot.inbox import Inbox
from bot.moderation.ladder import WARNINGS
from bot.moderation.rulebook import RULES
from bot.preferences import Choices, Preferences, Retention
from bot.request import Request
from core.errors import CoreError, ModelMismatch, StoreUnavailable
from tests.bot_life import LANGUAGES
from tests.other_models import OTHER_MODEL, moved_to_another_model
from tests.unit.court_rooms import Court

OLD = {"until": 0.0}


def house_of(court: Court) -> Housekeeping:
    stories, records = court.stories, court.core.store.records

    async def notice(_: Request, __: CoreError) -> None: ...

    async def unwatched(_: int) -> bool:
        return False

    inbox = Inbox(
        records, court.bot, bot_id=42, read=lambda _: None, clock=court.clock, on_outage=notice,
        on_end=lambda _: None, patience=None, watched=unwatched,
    )  # fmt: skip
    return Housekeeping(
        court.core.store,
        inbox,
        stories.leaving,
        stories.forgetting,
        stories.retiring,
        stories.silencing,
        stories.lapsing,
        court.clock,
    )


async def test_a_gallery_of_another_model_holds_up_nothing_but_its_own_people(
    court: Court, caplog: pytest.LogCaptureFixture
) -> None:
    await court.enrols("Ann", 1)
    gallery = await court.chats.gallery_to_fill(int(court.group))
    await moved_to_another_model(court.core.store, gallery)
    records = court.core.store.records
    half = Choices(retention=Retention.HALF_A_YEAR)
    await Preferences(records, LANGUAGES).change(int(court.group), lambda _: half)
    await records.put(WARNINGS, "-5:7:1", OLD)
    await records.put("answered-42", "1", {"at": 0.0})
    assert await house_of(court).tidy(), "there is nothing to be tried again soon"
    assert await records.list(WARNINGS) == []
    assert await records.list("answered-42") == []
    (said,) = [one.getMessage() for one in caplog.records if one.levelno == logging.WARNING]
    assert said.startswith(f"Forgetting whose time is over in the chat {court.group} was put off: ")
    assert f"This gallery was made with {OTHER_MODEL}" in said


@pytest.mark.parametrize(
    ("collection", "key"), [(DEPARTURES, "-5"), (RULES, "-5:r1"), (AUDIT, "gallery:1")]
)
async def test_what_cannot_be_done_is_said_and_all_the_rest_is_done(
    court: Court, collection: str, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    records = court.core.store.records
    await records.put(collection, key, {"nobody": "can read this"})
    await records.put(WARNINGS, "-5:7:1", OLD)
    assert not await house_of(court).tidy()
    assert await records.list(WARNINGS) == []
    (failed,) = [one.getMessage() for one in caplog.records if one.levelno == logging.ERROR]
    assert failed.endswith(" failed")


def test_of_chores_an_error_is_logged_in_its_sentence(caplog: pytest.LogCaptureFixture) -> None:
    chores, done = Chores(), []
    for error in (
        StoreUnavailable(reason="it is away"),
        None,
        ModelMismatch(kept="a", configured="b"),
    ):
        with chores.chore("Washing up"):
            if error is not None:
                raise error
            done.append("washed")
    assert (done, chores.undone) == (["washed"], 2)
    away, mismatch = [one.getMessage() for one in caplog.records]
    assert away.startswith("Washing up was put off: ")
    assert "it is away" in away
    assert "run `python -m core migrate --all`" in mismatch


def test_of_chores_what_ends_the_process_ends_it() -> None:
    chores = Chores()
    with suppress(KeyboardInterrupt), chores.chore("Washing up"):
        raise KeyboardInterrupt
    assert chores.undone == 0
