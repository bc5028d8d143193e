"""Who comes into a watched group, or asks to: who is looked at, and what becomes of newcomers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from telegram.error import Conflict

from bot.comings import Brought
from bot.handlers.admitting import MOST_PHOTOS
from bot.housekeeping import SWEPT, sweep
from bot.moderation.caseload import ASKING, CASES
from bot.moderation.glances import GLANCES, LOOKED_AGAIN
from bot.moderation.rules import Mode, Posters, Then, When
from core.stores.sqlite import SqliteStore
from tests.unit.door_rooms import BLACK, BLUE, RED, Door, a_door

THROUGH = ["Approve", "Decline"]


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with a_door(tmp_path) as made:
        yield made


# --- who is looked at -------------------------------------------------------------------------


async def test_a_request_of_somebody_who_looks_like_whom_a_rule_watches_is_asked_about(
    door: Door,
) -> None:
    await door.watches(Then.BAN)
    ivan = await door.somebody(RED)
    await door.asks(ivan)
    card = await door.card()
    said = await door.said()
    assert said.startswith("Shall I decline this request to join?\nIvan asks to join Hikers.")
    assert "This looks like Ann. Similarity: 1.000." in said
    assert card.has_photo
    assert card.buttons == [*THROUGH, "Not this person", "Quiet for a day"]
    assert await door.waiting() == [ivan]
    assert await door.whispers(ivan) == []


@pytest.mark.parametrize("photos", [(), (BLUE,), (BLACK,)], ids=["none", "another", "no face"])
async def test_no_photo_no_face_and_others_faces_say_nothing(
    door: Door, photos: tuple[tuple[int, int, int], ...]
) -> None:
    await door.watches(Then.BAN, Mode.ACTING)
    asks, joins = await door.somebody(*photos), await door.somebody(*photos)
    before = await door.court.said_in_group()
    await door.asks(asks)
    await door.joins(joins)
    assert await door.court.cards() == []
    assert await door.waiting() == [asks]
    assert await door.court.standing(joins) == "member"
    assert (await door.whispers(asks), await door.court.said_in_group()) == ([], before)


async def test_nobody_is_looked_at_where_no_rule_watches_for_people(door: Door) -> None:
    await door.joins(await door.somebody(RED))
    gone = await door.somebody(RED)
    await door.watches(when=When.STRANGER, subjects=())
    await door.watches(when=When.ANY_FACE, subjects=())
    await door.watches(by=Posters.OTHERS)
    await door.watches(when=When.OFTEN, more_than=1, within=timedelta(hours=1))
    await door.watches(quiet_until=door.court.now + timedelta(hours=1))
    await door.asks(gone)
    assert (door.encoder.shown, await door.court.times("getUserProfilePhotos")) == (0, 0)
    await door.watches(by=Posters.NEWCOMERS)
    await door.joins(await door.somebody(RED))
    assert len(await door.court.cards()) == 1


async def test_only_the_newest_photos_are_looked_at(door: Door) -> None:
    await door.watches()
    await door.asks(await door.somebody(RED, *[BLUE] * MOST_PHOTOS))
    assert await door.court.cards() == []
    assert door.encoder.shown == MOST_PHOTOS
    await door.asks(await door.somebody(RED, *[BLUE] * (MOST_PHOTOS - 1)))
    assert len(await door.court.cards()) == 1


async def test_whom_an_admin_approved_of_is_not_looked_at(door: Door) -> None:
    await door.watches(Then.BAN, Mode.ACTING)
    ivan = await door.somebody(RED)
    await door.court.stories.ruling.leave.approve(int(door.group), ivan, door.court.mira)
    await door.asks(ivan)
    assert (door.encoder.shown, await door.waiting()) == (0, [ivan])


async def test_whoever_is_looked_at_leaves_nothing_behind_but_that_they_were(
    door: Door, tmp_path: Path
) -> None:
    await door.watches()
    ivan = await door.somebody(BLUE)
    (asked,) = await door.asks(ivan)
    records = door.court.core.store.records
    assert [(one.key, sorted(one.value)) for one in await records.list(GLANCES)] == [
        (f"{door.group}:{ivan}", ["by", "until"])
    ]
    assert await records.list(CASES) == []
    assert isinstance(door.court.core.store, SqliteStore)
    await door.court.core.store.drop_traces()
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("f.db*"))
    shown = await door.court.bot.get_user_profile_photos(asked.sender)
    assert not any(size.file_id.encode() in kept for size in shown.photos[0])


async def test_what_was_noted_goes_with_its_group_and_in_time(door: Door) -> None:
    await door.watches()
    ivan = await door.somebody(RED)
    await door.asks(ivan)
    keeping, records = door.court.stories.leaving.keeping, door.court.core.store.records
    await keeping.move(int(door.group), -200)
    for collection in (GLANCES, ASKING):
        assert [one.key for one in await records.list(collection)] == [f"-200:{ivan}"]
    assert {GLANCES, ASKING} <= set(SWEPT)
    assert await sweep(records, GLANCES, door.court.now + LOOKED_AGAIN) == 0
    assert await sweep(records, GLANCES, door.court.now + LOOKED_AGAIN * 1.1) == 1
    await keeping.drop(-200)
    assert (await records.list(ASKING), await records.list(CASES)) == ([], [])


# --- newcomers --------------------------------------------------------------------------------


async def test_a_newcomer_is_asked_about_and_can_be_banned_and_that_taken_back(
    door: Door,
) -> None:
    await door.watches(Then.ASK)
    ivan = await door.somebody(RED)
    heard = await door.joins(ivan)
    assert len(heard) == 2, "Telegram tells it twice to an admin"
    assert (await door.said()).startswith(
        "What shall I do about somebody who joined?\nIvan joined Hikers."
    )
    assert (await door.card()).buttons == [
        "Mute", "Ban", "Forgive", "Not this person", "Quiet for a day",
    ]  # fmt: skip
    await door.court.press(await door.card(), "Ban")
    assert await door.court.standing(ivan) == "kicked"
    assert "Mira: banned." in await door.said()
    await door.court.press(await door.card(), "Take it back")
    assert await door.court.standing(ivan) == "left"


@pytest.mark.parametrize(
    ("then", "standing", "title"),
    [
        (Then.BAN, "kicked", "I acted on somebody who joined"),
        (Then.MUTE, "restricted", "I acted on somebody who joined"),
        (Then.WARN, "member", "What shall I do about somebody who joined?"),
        (Then.DELETE, "member", "What shall I do about somebody who joined?"),
        (Then.TELL, "member", "Somebody who joined met a rule"),
    ],
)
async def test_a_rule_acts_on_a_newcomer_where_there_is_something_to_be_done(
    door: Door, then: Then, standing: str, title: str
) -> None:
    mode = Mode.ASKING if then is Then.TELL else Mode.ACTING
    await door.watches(then, mode)
    ivan = await door.somebody(RED)
    await door.joins(ivan)
    assert await door.court.standing(ivan) == standing
    assert (await door.said()).startswith(title)


async def test_a_bot_that_is_no_admin_hears_of_newcomers_by_what_the_group_says(
    door: Door,
) -> None:
    people = door.court.playground
    await people.promote(door.group, "court_bot", rights=[])
    await door.court.heard()
    await door.watches(Then.TELL)
    ivan = await door.somebody(RED)
    (heard,) = await door.joins(ivan)
    assert isinstance(heard.ask, Brought)
    assert (await door.said()).startswith("Somebody who joined met a rule")


async def test_whom_an_admin_brings_in_the_admin_has_looked_at_and_whom_a_member_brings_not(
    door: Door,
) -> None:
    await door.watches(Then.BAN, Mode.ACTING)
    court, people = door.court, door.court.playground
    ivan, eve = await door.somebody(RED), await door.somebody(RED)
    await people.add_member(door.group, ivan, by=court.olga)
    await door.hears()
    assert (door.encoder.shown, await court.standing(ivan)) == (0, "member")
    await people.add_member(door.group, eve, by=court.tom)
    await door.hears()
    assert await court.standing(eve) == "kicked"


async def test_a_newcomer_is_looked_at_once_in_thirty_days(door: Door) -> None:
    await door.watches()
    people, ivan = door.court.playground, await door.somebody(BLUE)
    for _ in range(3):
        await door.joins(ivan)
        await people.remove_member(door.group, ivan)
    assert door.encoder.shown == 1
    door.court.later(LOOKED_AGAIN + timedelta(days=1))
    await door.joins(ivan)
    assert door.encoder.shown == 2


async def test_a_look_that_was_begun_when_we_died_is_begun_again(door: Door) -> None:
    await door.watches()
    ivan = await door.somebody(RED)
    # Not a fault that is tried again at once.
    await door.court.playground.add_fault("getUserProfilePhotos", "error", status=409)
    await door.court.playground.add_member(door.group, ivan)
    heard = await door.court.heard()
    with pytest.raises(Conflict):
        await door.court.stories.routing.answer(heard[0])
    await door.court.playground.clear_faults()
    door.court.begin()
    for request in heard:
        await door.court.stories.routing.answer(request)
    assert len(await door.court.cards()) == 1


async def test_a_crowd_that_joins_at_once_is_looked_at_one_by_one_and_once(door: Door) -> None:
    await door.watches()
    crowd = [await door.somebody() for _ in range(20)]
    for person in crowd:
        await door.court.playground.add_member(door.group, person)
    heard = await door.hears()
    assert len(heard) == 40
    assert await door.court.times("getUserProfilePhotos") == 20
