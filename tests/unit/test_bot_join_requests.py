"""Who asks to come into a watched group: what is decided of it, by whom, once, and what is said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.audit import Deed
from bot.comings import Joined
from bot.moderation.caseload import FOLDED_WITHIN
from bot.moderation.rules import Mode, Then
from tests.unit.court_rooms import in_session, plain
from tests.unit.door_rooms import DARK_RED, RED, Door, a_door

THROUGH = ["Approve", "Decline"]
ABOUT_THE_RULE = ["Not this person", "Quiet for a day"]


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with a_door(tmp_path) as made:
        yield made


async def let_in(door: Door) -> int:
    """Somebody whom a rule is about asks to come in, and an admin approves."""
    await door.watches(Then.BAN)
    ivan = await door.somebody(RED)
    await door.asks(ivan)
    await door.court.press(await door.card(), "Approve")
    return ivan


async def test_an_admin_approves(door: Door) -> None:
    ivan = await let_in(door)
    assert await door.court.standing(ivan) == "member"
    assert "2030-05-06 12:00 (UTC), Mira: let in." in await door.said()
    assert (await door.card()).buttons == ["Put them out again", *ABOUT_THE_RULE]
    assert await door.court.noted() == [(door.court.mira, Deed.REQUEST_APPROVED, ivan)]
    await door.hears()
    assert len(await door.court.cards()) == 1, "who was let in is not looked at once more"
    assert door.encoder.shown == 1


async def test_who_was_let_in_can_be_put_out_again_and_may_ask_again(door: Door) -> None:
    court = door.court
    ivan = await let_in(door)
    await court.press(await door.card(), "Put them out again")
    assert await court.standing(ivan) == "left", "and not banned"
    assert "(UTC), Mira: put out again. They can ask again." in await door.said()
    assert (await door.card()).buttons == ABOUT_THE_RULE
    assert (court.mira, Deed.TAKEN_BACK, ivan) in await door.court.noted()
    court.later(timedelta(minutes=1))
    await door.asks(ivan)
    assert await door.waiting() == [ivan]
    assert len(await court.cards()) == 2, "and is asked about once more"


async def test_two_admins_put_somebody_out_once(door: Door) -> None:
    court = door.court
    other = await court.speaks(court.olga)
    await court.heard()
    await let_in(door)
    (hers,), (olgas,) = await court.cards(), await court.cards(other)
    out = "Put them out again"
    clicks = await court.press_all((hers, out, court.mira), (olgas, out, court.olga))
    assert await court.times("unbanChatMember") == 1
    assert "has taken this back already." in next(one.text for one in clicks if one.show_alert)


async def test_whom_another_admin_let_in_can_be_put_out(door: Door) -> None:
    await door.watches(Then.BAN)
    ivan = await door.somebody(RED)
    await door.asks(ivan)
    await door.court.playground.answer_request(door.group, ivan, approve=True, by=door.court.olga)
    await door.hears()
    await door.court.press(await door.card(), "Put them out again")
    assert await door.court.standing(ivan) == "left"


async def test_whom_the_bot_may_not_put_out_stays_and_it_can_be_pressed_again(door: Door) -> None:
    court, people = door.court, door.court.playground
    ivan = await let_in(door)
    await people.promote(door.group, "court_bot", rights=["can_invite_users"])
    await court.press(await door.card(), "Put them out again")
    assert "Not taken back: I need to be an admin" in await door.said()
    assert await court.standing(ivan) == "member"
    await people.promote(door.group, "court_bot", rights=["can_restrict_members"])
    await court.press(await door.card(), "Put them out again")
    assert await court.standing(ivan) == "left"


async def test_who_was_banned_since_stays_banned(door: Door) -> None:
    ivan = await let_in(door)
    await door.court.bot.ban_chat_member(int(door.group), ivan)
    await door.court.press(await door.card(), "Put them out again")
    assert await door.court.standing(ivan) == "kicked"
    assert "Mira: put out again." in await door.said()


async def test_of_a_basic_group_which_has_no_bans_somebody_is_put_out_too(tmp_path: Path) -> None:
    async with in_session(tmp_path, kind="group") as court:
        for _ in range(2):
            await court.ruling.executing.deeds.put_out(int(court.group), court.tom)
            assert await court.standing(court.tom) == "left"
        await court.playground.add_member(court.group, court.tom, by=court.mira)
        assert await court.standing(court.tom) == "member"


async def test_a_face_that_is_somebody_elses_puts_nobody_out_again(door: Door) -> None:
    ivan = await let_in(door)
    await door.court.press(await door.card(), "Not this person")
    assert await door.court.standing(ivan) == "member"
    assert (await door.card()).buttons[0] == "Put them out again", "that is still for admins to say"


async def test_an_admin_declines_and_nobody_is_told_who_cannot_see_it(door: Door) -> None:
    await door.watches(Then.TELL)
    ivan = await door.somebody(RED)
    await door.asks(ivan)
    said = await door.court.said_in_group()
    await door.court.press(await door.card(), "Decline")
    assert await door.waiting() == []
    assert "Mira: declined.\nNobody can take back that a request was declined" in await door.said()
    assert (await door.card()).buttons == ABOUT_THE_RULE
    assert (await door.whispers(ivan), await door.court.said_in_group()) == ([], said)
    assert await door.court.noted() == [(door.court.mira, Deed.REQUEST_DECLINED, ivan)]


@pytest.mark.parametrize(
    ("label", "method", "done", "deed"),
    [
        ("Approve", "approveChatJoinRequest", "let in", Deed.REQUEST_APPROVED),
        ("Decline", "declineChatJoinRequest", "declined", Deed.REQUEST_DECLINED),
    ],
)
async def test_what_we_answered_before_telegrams_own_answer_was_lost_was_answered_by_us(
    door: Door, label: str, method: str, done: str, deed: Deed
) -> None:
    await door.watches(Then.BAN)
    ivan = await door.somebody(RED)
    await door.asks(ivan)
    await door.court.playground.add_fault(method, "drop", when="after", times=1)
    await door.court.press(await door.card(), label)
    assert f"Mira: {done}." in await door.said()
    assert "already" not in await door.said()
    assert await door.court.noted() == [(door.court.mira, deed, ivan)]


async def test_a_rule_that_bans_by_itself_declines_and_says_so_to_who_asked(door: Door) -> None:
    await door.watches(Then.BAN, Mode.ACTING)
    ivan = await door.somebody(RED, language_code="de")
    await door.asks(ivan)
    assert await door.waiting() == []
    assert (await door.said()).startswith("I declined a request to join\nIvan asks to join Hikers.")
    assert "(UTC), a rule: declined." in await door.said()
    (told,) = await door.whispers(ivan)
    assert told.startswith("Du möchtest in die Gruppe Hikers. Ich lehne das ab")
    assert await door.court.noted() == [(0, Deed.REQUEST_DECLINED, ivan)]
    assert await door.court.standing(ivan) == "left", "a request is turned away, nobody is banned"


async def test_after_five_minutes_nobody_is_written_to(door: Door) -> None:
    await door.watches(Then.BAN, Mode.ACTING)
    ivan = await door.somebody(RED)
    await door.court.playground.follow(ivan, door.link)
    door.court.later(timedelta(minutes=6))
    await door.hears()
    assert (await door.waiting(), await door.whispers(ivan)) == ([], [])
    failed = await door.court.playground.failed_calls("court_bot")
    assert ivan not in [call["parameters"].get("chat_id") for call in failed]


@pytest.mark.parametrize("then", [Then.DELETE, Then.WARN, Then.MUTE])
async def test_what_cannot_be_done_to_a_request_is_asked_about(door: Door, then: Then) -> None:
    await door.watches(then, Mode.ACTING)
    await door.asks(ivan := await door.somebody(RED))
    assert (await door.said()).startswith("What shall I do about this request to join?")
    assert await door.waiting() == [ivan]


async def test_what_is_only_likely_is_asked_about_and_a_dry_run_only_told(door: Door) -> None:
    rule = await door.watches(Then.BAN, Mode.ACTING)
    await door.asks(await door.somebody(DARK_RED))
    assert (await door.said()).startswith("Shall I decline this request to join?")
    court = door.court
    await court.rulebook.delete(int(door.group), rule.id)
    await door.watches(Then.BAN, Mode.DRY_RUN)
    await door.asks(ivan := await door.somebody(RED))
    (_, dry) = await court.cards()
    assert dry.text.startswith("Dry run: I would have declined this request to join.")
    assert ivan in await door.waiting()
    count = await court.stories.leaving.keeping.counts.of(int(door.group), "r0")
    assert count is not None
    assert (count.fired, count.sure) == (2, 1)


async def test_a_request_that_is_withdrawn_or_answered_elsewhere_ends_in_words(
    door: Door,
) -> None:
    await door.watches()
    people, court = door.court.playground, door.court
    for label in THROUGH:
        ivan = await door.somebody(RED)
        await door.asks(ivan)
        await people.withdraw_request(door.group, ivan)
        await court.press((await court.cards())[-1], label)
        card = (await court.cards())[-1]
        said = "Mira: nothing left to do.\nThe request was not open any more:"
        assert said in plain(card)
        assert card.buttons == ABOUT_THE_RULE
    assert await door.court.noted() == []


async def test_that_another_admin_let_them_in_is_heard(door: Door) -> None:
    await door.watches(Then.BAN)
    ivan = await door.somebody(RED)
    await door.asks(ivan)
    await door.court.playground.answer_request(door.group, ivan, approve=True, by=door.court.olga)
    heard = await door.hears()
    assert Joined(door.court.olga, "Olga") in [one.ask for one in heard]
    assert "(UTC), Olga: let in." in await door.said()
    assert THROUGH[0] not in (await door.card()).buttons
    for request in heard:
        await door.court.stories.routing.answer(request)
    assert len(await door.court.cards()) == 1


async def test_who_came_by_another_link_needs_no_answer(door: Door) -> None:
    await door.watches(Then.BAN)
    ivan = await door.somebody(RED)
    await door.asks(ivan)
    await door.court.playground.follow(ivan, await door.court.playground.invite(door.group))
    await door.hears()
    assert "(UTC), Ivan: nothing left to do." in await door.said()


async def test_somebody_who_is_in_already_is_let_in(door: Door) -> None:
    await door.watches(Then.BAN)
    ivan = await door.somebody(RED)
    await door.asks(ivan)
    await door.court.playground.add_member(door.group, ivan, by=door.court.mira)
    await door.court.press(await door.card(), "Approve")
    assert "Mira: let in.\nThey were in the group already." in await door.said()


async def test_without_the_right_it_can_be_pressed_again(door: Door) -> None:
    await door.watches(Then.BAN)
    ivan = await door.somebody(RED)
    await door.asks(ivan)
    court, people = door.court, door.court.playground
    await people.promote(door.group, "court_bot", rights=["can_delete_messages"])
    await court.press(await door.card(), "Approve")
    assert "Not let in: I need to be an admin of the group who may add members." in (
        await door.said()
    )
    await people.promote(door.group, "court_bot", rights=["can_invite_users"])
    await court.press(await door.card(), "Approve")
    assert await court.standing(ivan) == "member"


async def test_two_admins_at_once_answer_once(door: Door) -> None:
    court = door.court
    other = await court.speaks(court.olga)
    await court.heard()
    await door.watches(Then.BAN)
    ivan = await door.somebody(RED)
    await door.asks(ivan)
    (hers,), (olgas,) = await court.cards(), await court.cards(other)
    clicks = await court.press_all((hers, "Approve", court.mira), (olgas, "Decline", court.olga))
    answered = [await court.times(f"{what}ChatJoinRequest") for what in ("approve", "decline")]
    assert sum(answered) == 1
    assert "has decided this already." in next(one.text for one in clicks if one.show_alert)


async def test_whoever_died_over_a_decision_finds_it_done_and_tells_nobody_twice(
    door: Door,
) -> None:
    court = door.court
    await door.watches(Then.BAN, Mode.ACTING)
    ivan = await door.somebody(RED)
    fault = {"when": "after", "times": None}
    await court.playground.add_fault("declineChatJoinRequest", "server_error", **fault)
    await court.playground.follow(ivan, door.link)
    (asked,) = await court.heard()
    dying = asyncio.create_task(court.stories.routing.answer(asked))
    await door.is_answered()
    dying.cancel()
    await court.playground.clear_faults()
    for tries in (1, 2):
        court.begin()
        await court.stories.routing.answer(replace(asked, tries=tries))
    assert "(UTC), a rule: declined." in await door.said()
    assert len(await door.whispers(ivan)) == 1
    assert await door.court.noted() == [(0, Deed.REQUEST_DECLINED, ivan)]


async def test_who_asks_again_and_again_is_told_on_the_same_card(door: Door) -> None:
    await door.watches(Then.BAN)
    ivan, people = await door.somebody(RED), door.court.playground
    await door.asks(ivan)
    await people.withdraw_request(door.group, ivan)
    door.court.later(timedelta(minutes=1))
    await door.asks(ivan)
    assert "They have asked 1 more time since." in await door.said()
    await door.court.press(await door.card(), "Decline")
    assert await door.waiting() == []
    door.court.later(FOLDED_WITHIN)
    await door.asks(ivan)
    assert len(await door.court.cards()) == 2, "a further request is a further question"


async def test_who_is_turned_away_by_a_rule_and_asks_again_is_turned_away_again(
    door: Door,
) -> None:
    await door.watches(Then.BAN, Mode.ACTING)
    ivan = await door.somebody(RED)
    for _ in range(3):
        await door.asks(ivan)
        assert await door.waiting() == []
        door.court.later(timedelta(minutes=1))
    assert "They have asked 2 more times since." in await door.said()
    assert len(await door.whispers(ivan)) == 1


async def test_who_asks_again_and_can_be_turned_away_no_more_is_asked_about(door: Door) -> None:
    await door.watches(Then.BAN, Mode.ACTING)
    ivan, people = await door.somebody(RED), door.court.playground
    await door.asks(ivan)
    assert await door.waiting() == []
    refused = "Bad Request: not enough rights"
    await people.add_fault(
        "declineChatJoinRequest", "error", status=400, description=refused, times=None
    )
    door.court.later(timedelta(minutes=1))
    await door.asks(ivan)
    declined, waits = await door.court.cards()
    assert "a rule: declined" in plain(declined)
    assert plain(waits).startswith("Shall I decline this request to join?")
    assert "Not declined: I need to be an admin" in plain(waits)
    await people.clear_faults()
    await door.court.press(waits, "Decline")
    assert await door.waiting() == []


async def test_a_face_that_is_somebody_elses_leaves_the_request_open_and_meets_no_rule_again(
    door: Door,
) -> None:
    await door.watches(Then.BAN)
    ivan = await door.somebody(RED)
    await door.asks(ivan)
    await door.court.press(await door.card(), "Not this person")
    assert "Mira said that this is somebody else." in await door.said()
    assert (await door.card()).buttons[:2] == THROUGH
    await door.court.press(await door.card(), "Decline")
    door.court.later(FOLDED_WITHIN * 2)
    await door.asks(ivan)
    assert len(await door.court.cards()) == 1
