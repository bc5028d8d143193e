"""Whoever decides by a button needs the right to do it themselves; else nothing is done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.admin_rights import EVERY_RIGHT, NO_RIGHT, AdminRight
from bot.audit import Deed
from bot.moderation.rules import Then
from bot.texts import entitling
from tests.playground_client import Click, Message
from tests.unit.court_rooms import Court, in_session, plain
from tests.unit.door_rooms import RED, Door, a_door
from tests.unit.updates import LANGUAGES

TITLE_ONLY = "can_pin_messages"
DELETE, BAN, INVITE = "can_delete_messages", "can_restrict_members", "can_invite_users"
SAID = {DELETE: "“Delete messages”", BAN: "“Ban users”", INVITE: "“Add members”"}

LONGEST_NOTICE = 200
"""Characters of the answer to a click (core.telegram.org/bots/api#answercallbackquery)."""


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with a_door(tmp_path) as made:
        yield made


async def olga_may(court: Court, *rights: str) -> None:
    """Olga stays an admin, with these rights alone."""
    await court.playground.promote(court.group, court.olga, rights=[TITLE_ONLY, *rights])


async def olgas_desk(court: Court) -> str:
    """Olga has cards, too."""
    desk = await court.speaks(court.olga)
    await court.heard()
    return desk


async def olgas_card(court: Court, desk: str) -> Message:
    return (await court.cards(desk))[-1]


def names(click: Click) -> set[str]:
    """The rights that a notice names; it is one that has to be put away."""
    assert click.show_alert
    assert "owner" in click.text
    return {right for right, said in SAID.items() if said in click.text}


async def is_untouched(court: Court, desk: str, before: Message) -> None:
    """Nothing was done about Tom's post, nor noted, nor said."""
    messages = await court.playground.messages(court.group)
    assert not any(one.is_deleted for one in messages)
    assert await court.standing(court.tom) == "member"
    assert await court.noted() == []
    assert await court.said_in_group() == []
    card = await olgas_card(court, desk)
    assert (plain(card), card.buttons) == (plain(before), before.buttons)
    (record,) = await court.core.store.records.list("cases")
    assert record.value["taken"] is None


@pytest.mark.parametrize(
    ("label", "needed", "standing"),
    [
        ("Delete", {DELETE}, "member"),
        ("Delete, warn", {DELETE, BAN}, "member"),
        ("Delete, mute", {DELETE, BAN}, "restricted"),
        ("Delete, ban", {DELETE, BAN}, "kicked"),
    ],
)
async def test_what_is_done_about_a_post_needs_each_of_its_rights(
    court: Court, label: str, needed: set[str], standing: str
) -> None:
    desk = await olgas_desk(court)
    (posted,) = await court.a_question()
    card = await olgas_card(court, desk)
    every = {DELETE, BAN, INVITE}
    for lacking in (every, *({one} for one in needed)):
        await olga_may(court, *(every - lacking))
        assert names(await court.press(card, label, court.olga)) == needed & lacking
        await is_untouched(court, desk, card)
    await olga_may(court, *needed)
    await court.press(card, label, court.olga)
    assert (await court.playground.message(court.group, posted)).is_deleted
    assert await court.standing(court.tom) == standing
    assert "Olga: deleted" in plain(await olgas_card(court, desk))


async def test_the_owner_may_everything_and_a_member_nothing(court: Court) -> None:
    group = int(court.group)
    assert await court.roles.lacking(group, court.mira, EVERY_RIGHT) == NO_RIGHT
    assert await court.roles.lacking(group, court.tom, EVERY_RIGHT) == EVERY_RIGHT


async def test_in_a_basic_group_rights_hold_as_well(tmp_path: Path) -> None:
    async with in_session(tmp_path, kind="group") as court:
        desk = await olgas_desk(court)
        await court.a_question()
        await olga_may(court, BAN)
        card = await olgas_card(court, desk)
        assert names(await court.press(card, "Delete, ban", court.olga)) == {DELETE}
        await is_untouched(court, desk, card)


async def test_who_is_anonymous_has_their_own_rights(court: Court) -> None:
    desk = await olgas_desk(court)
    await court.a_question()
    await court.playground.promote(court.group, court.olga, rights=[TITLE_ONLY], is_anonymous=True)
    card = await olgas_card(court, desk)
    assert names(await court.press(card, "Delete", court.olga)) == {DELETE}
    await is_untouched(court, desk, card)


@pytest.mark.parametrize(
    ("label", "done", "after"),
    [("Delete, mute", "restricted", "member"), ("Delete, ban", "kicked", "left")],
)
async def test_to_take_back_what_another_admin_did_needs_the_right_to_it(
    court: Court, label: str, done: str, after: str
) -> None:
    desk = await olgas_desk(court)
    await court.a_question()
    await court.press((await court.cards())[0], label)
    card, noted = await olgas_card(court, desk), await court.noted()
    await olga_may(court, DELETE, INVITE)
    for button in ("Take it back", "Not this person"):
        assert names(await court.press(card, button, court.olga)) == {BAN}
        assert await court.standing(court.tom) == done
        assert plain(await olgas_card(court, desk)) == plain(card)
    assert await court.noted() == noted
    await olga_may(court, BAN)
    await court.press(card, "Take it back", court.olga)
    assert await court.standing(court.tom) == after
    card = await olgas_card(court, desk)
    assert "Olga: taken back." in plain(card)
    await olga_may(court)
    await court.press(card, "Not this person", court.olga)
    assert "Olga said that this is somebody else." in plain(await olgas_card(court, desk))


async def test_any_admin_takes_a_warning_back(court: Court) -> None:
    desk = await olgas_desk(court)
    await court.a_question()
    await court.press((await court.cards())[0], "Delete, warn")
    await olga_may(court)
    await court.press(await olgas_card(court, desk), "Take it back", court.olga)
    assert "Olga: taken back." in plain(await olgas_card(court, desk))


async def test_what_was_banned_while_the_photo_was_looked_at_stays_banned(court: Court) -> None:
    desk = await olgas_desk(court)
    await court.a_question()
    await olga_may(court)
    await court.playground.add_fault("getFile", "delay", seconds=2.0)
    (miras,), olgas = await court.cards(), await olgas_card(court, desk)
    denying = asyncio.create_task(court.press(olgas, "Not this person", court.olga))
    await is_denied(court)
    await court.press(miras, "Delete, ban")
    assert not denying.done()
    await denying
    assert await court.standing(court.tom) == "kicked"
    card = await olgas_card(court, desk)
    assert "Olga said that this is somebody else." in plain(card)
    assert "Take it back" in card.buttons, "for who may"


async def is_denied(court: Court) -> None:
    """Wait until it is noted that the face is somebody else's."""
    for _ in range(500):
        (record,) = await court.core.store.records.list("cases")
        if record.value["denied"] is not None:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nobody said so")


async def test_what_harms_nobody_needs_no_more_than_to_be_an_admin(court: Court) -> None:
    desk = await olgas_desk(court)
    await court.a_question()
    await olga_may(court)
    for label in ("Quiet for a day", "Forgive", "Always let them post", "Let rules meet them"):
        await court.press(await olgas_card(court, desk), label, court.olga)
    card = await olgas_card(court, desk)
    assert "Olga: forgiven." in plain(card)
    await court.press(card, "Not this person", court.olga)
    assert {(by, deed) for by, deed, _ in await court.noted()} == {
        (court.olga, Deed.POSTER_FORGIVEN),
        (court.olga, Deed.POSTER_APPROVED),
        (court.olga, Deed.POSTER_DISAPPROVED),
        (court.olga, Deed.MATCH_DENIED),
    }
    (rule,) = await court.rulebook.of(int(court.group))
    assert rule.quiet_until is not None


async def test_what_is_deleted_already_needs_no_right_to_delete(court: Court) -> None:
    desk = await olgas_desk(court)
    await court.a_question()
    await court.playground.promote(court.group, "court_bot", rights=[DELETE])
    await court.press((await court.cards())[0], "Delete, ban")
    await court.playground.promote(court.group, "court_bot", rights=[DELETE, BAN])
    card = await olgas_card(court, desk)
    await olga_may(court, DELETE)
    assert names(await court.press(card, "Ban", court.olga)) == {BAN}
    assert await court.standing(court.tom) == "member"
    await olga_may(court, BAN)
    await court.press(card, "Ban", court.olga)
    assert await court.standing(court.tom) == "kicked"


# --- at the door ------------------------------------------------------------------------------


@pytest.mark.parametrize(("label", "after"), [("Approve", "member"), ("Decline", "left")])
async def test_to_answer_who_asks_to_come_in_needs_the_right_to_add_members(
    door: Door, label: str, after: str
) -> None:
    court = door.court
    desk = await olgas_desk(court)
    await door.watches(Then.BAN)
    await door.asks(ivan := await door.somebody(RED))
    card = await olgas_card(court, desk)
    await olga_may(court, DELETE, BAN)
    assert names(await court.press(card, label, court.olga)) == {INVITE}
    assert await door.waiting() == [ivan]
    assert await court.noted() == []
    await olga_may(court, INVITE)
    await court.press(card, label, court.olga)
    assert await door.waiting() == []
    assert await court.standing(ivan) == after


async def test_to_put_somebody_out_again_needs_the_right_to_ban(door: Door) -> None:
    court = door.court
    desk = await olgas_desk(court)
    await door.watches(Then.BAN)
    await door.asks(ivan := await door.somebody(RED))
    await court.press(await door.card(), "Approve")
    card = await olgas_card(court, desk)
    await olga_may(court, INVITE)
    await court.press(card, "Not this person", court.olga)
    assert names(await court.press(card, "Put them out again", court.olga)) == {BAN}
    assert await court.standing(ivan) == "member"
    await olga_may(court, BAN)
    await court.press(card, "Put them out again", court.olga)
    assert await court.standing(ivan) == "left"


@pytest.mark.parametrize(("label", "after"), [("Mute", "restricted"), ("Ban", "kicked")])
async def test_of_who_came_in_nothing_is_deleted_and_to_ban_is_enough(
    door: Door, label: str, after: str
) -> None:
    court = door.court
    desk = await olgas_desk(court)
    await door.watches(Then.BAN)
    await door.joins(ivan := await door.somebody(RED))
    card = await olgas_card(court, desk)
    await olga_may(court, DELETE, INVITE)
    assert names(await court.press(card, label, court.olga)) == {BAN}
    assert await court.standing(ivan) == "member"
    await olga_may(court, BAN)
    await court.press(card, label, court.olga)
    assert await court.standing(ivan) == after


# --- in words ---------------------------------------------------------------------------------


def test_however_many_rights_are_missing_the_notice_is_short_enough() -> None:
    for speech in LANGUAGES.all:
        assert len(entitling.missing(speech, EVERY_RIGHT)) <= LONGEST_NOTICE
        said = {entitling.missing(speech, right) for right in AdminRight}
        assert len(said) == len(AdminRight)
