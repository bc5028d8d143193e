"""What was decided of a case, and Telegram does not let us do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram import ChatPermissions

from bot.audit import Deed
from bot.moderation.caseload import FOLDED_WITHIN
from bot.moderation.held import Hand, Measure
from playground.world.chats import PERMISSIONS
from tests.unit.court_rooms import Court, in_session, plain


async def test_without_the_right_the_card_says_so_and_can_be_pressed_again(court: Court) -> None:
    posted = await court.a_question()
    await court.playground.promote(court.group, "court_bot", rights=["can_pin_messages"])
    await court.press((await court.cards())[0], "Delete, ban")
    (card,) = await court.cards()
    assert "Not deleted: I need to be an admin" in plain(card)
    assert "Not banned: I need to be an admin" in plain(card)
    assert "Delete, ban" in card.buttons
    assert await court.said_in_group() == []
    await court.playground.promote(court.group, "court_bot", rights=["can_delete_messages"])
    await court.press(card, "Delete, ban")
    (card,) = await court.cards()
    assert (await court.playground.message(court.group, posted[0])).is_deleted
    assert "Mira: deleted." in plain(card)
    assert "Not banned" in plain(card), "half of it was done, and the card says which"
    assert card.buttons[:2] == ["Mute", "Ban"], "the other half can be tried again"
    await court.playground.promote(court.group, "court_bot")
    await court.press(card, "Ban")
    (card,) = await court.cards()
    assert "Mira: deleted, banned." in plain(card)
    assert card.buttons[0] == "Take it back"
    assert await court.times("deleteMessage") == 1, "what is deleted is not deleted again"
    (said,) = await court.said_in_group()
    assert said.startswith("Tom was banned from this group")
    assert [deed for _, deed, _ in await court.noted()] == [Deed.POST_DELETED, Deed.POSTER_BANNED]


async def test_what_is_older_than_two_days_stays_and_who_posted_it_is_banned(court: Court) -> None:
    posted = await court.a_question()
    court.later(timedelta(hours=49))
    await court.press((await court.cards())[0], "Delete, ban")
    said = plain((await court.cards())[0])
    assert "Mira: banned." in said
    assert "Not deleted: it was posted more than two days ago" in said
    assert not (await court.playground.message(court.group, posted[0])).is_deleted
    assert await court.standing(court.tom) == "kicked"


async def test_what_is_gone_already_was_gone_already(court: Court) -> None:
    (posted,) = await court.a_question()
    await court.playground.delete(await court.playground.message(court.group, posted), court.olga)
    await court.press((await court.cards())[0], "Delete")
    assert "Mira: deleted.\nThe photo was gone already." in plain((await court.cards())[0])
    assert await court.said_in_group() == [], "nobody is told of what they did themselves"
    assert await court.noted() == []


async def test_what_we_deleted_before_the_answer_was_lost_was_deleted_by_us(court: Court) -> None:
    (posted,) = await court.a_question()
    await court.playground.add_fault("deleteMessage", "drop", when="after", times=1)
    await court.press((await court.cards())[0], "Delete")
    assert (await court.playground.message(court.group, posted)).is_deleted
    assert plain((await court.cards())[0]).endswith("(UTC), Mira: deleted.")
    assert await court.noted() == [(court.mira, Deed.POST_DELETED, court.tom)]


async def test_nothing_is_done_to_an_admin(court: Court) -> None:
    await court.a_question()
    await court.playground.promote(court.group, court.tom)
    await court.press((await court.cards())[0], "Delete, mute")
    assert "Not muted: I can't do that to an admin." in plain((await court.cards())[0])
    assert await court.standing(court.tom) == "administrator"


async def test_who_was_restricted_by_somebody_else_stays_so(court: Court) -> None:
    await court.a_question()
    await court.playground.restrict(court.group, court.tom, [], until=2**31)
    await court.press((await court.cards())[0], "Delete, mute")
    (card,) = await court.cards()
    assert "Not muted: somebody has restricted them already" in plain(card)
    assert "Take it back" not in card.buttons
    assert await court.standing(court.tom) == "restricted"


async def test_a_mute_lets_nobody_back_who_is_banned(court: Court) -> None:
    await court.a_question()
    await court.bot.ban_chat_member(int(court.group), court.tom)
    await court.press((await court.cards())[0], "Delete, mute")
    assert await court.standing(court.tom) == "kicked"
    assert "Not muted: they are not in the group." in plain((await court.cards())[0])


async def test_who_was_banned_since_a_mute_stays_banned_when_that_is_taken_back(
    court: Court,
) -> None:
    await court.a_question()
    await court.press((await court.cards())[0], "Delete, mute")
    await court.bot.ban_chat_member(int(court.group), court.tom)
    await court.press((await court.cards())[0], "Take it back")
    assert await court.standing(court.tom) == "kicked"
    assert "Mira: taken back." in plain((await court.cards())[0])


async def test_what_another_admin_restricted_since_a_mute_stays_when_that_is_taken_back(
    court: Court,
) -> None:
    await court.a_question()
    await court.press((await court.cards())[0], "Delete, mute")
    longer = court.now + timedelta(days=9)
    await court.bot.restrict_chat_member(
        int(court.group), court.tom, ChatPermissions.no_permissions(), until_date=longer
    )
    await court.press((await court.cards())[0], "Take it back")
    assert await court.standing(court.tom) == "restricted"
    said = plain((await court.cards())[0])
    assert "Not taken back: somebody has restricted them already" in said


PARTLY = {
    "who may only write": frozenset({"can_send_messages"}),
    "who may send no stickers and links": frozenset(PERMISSIONS)
    - {"can_send_other_messages", "can_add_web_page_previews"},
    "who may add nobody": frozenset(PERMISSIONS) - {"can_invite_users"},
}


async def permitted(court: Court) -> set[str]:
    """What Tom, who is restricted, may do all the same."""
    told = (await court.bot.get_chat_member(int(court.group), court.tom)).to_dict()
    return {name for name in PERMISSIONS if told.get(name)}


@pytest.mark.parametrize("left", PARTLY.values(), ids=PARTLY.keys())
async def test_a_mute_takes_the_place_of_no_restriction_in_part(
    court: Court, left: frozenset[str]
) -> None:
    await court.a_question()
    await court.playground.restrict(court.group, court.tom, sorted(left))
    await court.press((await court.cards())[0], "Delete, mute")
    (card,) = await court.cards()
    assert "Not muted: somebody has restricted them already" in plain(card)
    assert "Take it back" not in card.buttons
    assert await permitted(court) == left


async def test_who_left_restricted_in_part_comes_back_so(court: Court) -> None:
    await court.a_question()
    await court.playground.restrict(court.group, court.tom, ["can_send_messages"])
    await court.playground.remove_member(court.group, court.tom)
    await court.press((await court.cards())[0], "Delete, mute")
    assert "Not muted: somebody has restricted them already" in plain((await court.cards())[0])
    assert await permitted(court) == {"can_send_messages"}


async def test_what_another_bot_withheld_in_part_stays_too(court: Court) -> None:
    await court.a_question()
    told: dict[str, Any] = dict.fromkeys(PERMISSIONS, True)
    told["can_send_other_messages"] = False
    await court.bot.restrict_chat_member(
        int(court.group),
        court.tom,
        ChatPermissions(**told),
        use_independent_chat_permissions=True,
    )
    await court.press((await court.cards())[0], "Delete, mute")
    assert "Not muted: somebody has restricted them already" in plain((await court.cards())[0])
    assert await permitted(court) == set(PERMISSIONS) - {"can_send_other_messages"}


@pytest.mark.parametrize("left", PARTLY.values(), ids=PARTLY.keys())
async def test_a_mute_that_an_admin_loosened_is_not_taken_back_whole(
    court: Court, left: frozenset[str]
) -> None:
    await court.a_question()
    await court.press((await court.cards())[0], "Delete, mute")
    until = (await court.bot.get_chat_member(int(court.group), court.tom)).to_dict()["until_date"]
    await court.playground.restrict(court.group, court.tom, sorted(left), until=until)
    await court.press((await court.cards())[0], "Take it back")
    said = plain((await court.cards())[0])
    assert "Not taken back: somebody has restricted them already" in said
    assert await permitted(court) == left


async def test_who_is_restricted_from_nothing_is_muted_and_may_write_again(court: Court) -> None:
    await court.a_question()
    await court.playground.restrict(court.group, court.tom, PERMISSIONS)
    await court.press((await court.cards())[0], "Delete, mute")
    assert await permitted(court) == set()
    await court.press((await court.cards())[0], "Take it back")
    assert await court.standing(court.tom) == "member"


async def test_a_card_that_waited_for_room_says_what_was_decided_meanwhile(court: Court) -> None:
    rule = await court.watches(await court.enrols("Ann", 1))
    (posted,) = await court.posts()
    case = await court.case(rule, posted)
    before = await court.ruling.caseload.open(case, "en")
    hand = Hand(court.olga, "Olga", court.now, "another's click")
    await court.ruling.caseload.take(before.key, hand, Measure.FORGIVE)
    await court.ruling._tell(posted, case, before)  # as it was when it began to wait
    (card,) = await court.cards()
    assert "(UTC), Olga: forgiven." in plain(card)
    assert "Delete" not in card.buttons


async def test_in_a_basic_group_nobody_can_be_muted(tmp_path: Path) -> None:
    async with in_session(tmp_path, kind="group") as court:
        await court.a_question()
        await court.press((await court.cards())[0], "Delete, mute")
        said = plain((await court.cards())[0])
        assert "Mira: deleted." in said
        assert "Not muted: a basic group knows no muting." in said


async def test_a_channel_is_banned_and_cannot_be_muted(court: Court) -> None:
    channel = await court.playground.create_group("News", court.tom, kind="channel")
    rule = await court.watches(await court.enrols("Ann", 1))
    for label, said in (
        ("Delete, mute", "Not muted: nobody can mute a channel."),
        ("Delete, ban", "Mira: deleted, banned."),
    ):
        court.later(FOLDED_WITHIN + timedelta(minutes=1))
        posted = await court.posts(**{"as": channel["key"]})
        await court.ruling.report(posted[0], await court.case(rule, *posted))
        await court.press((await court.cards())[-1], label)
        assert said in plain((await court.cards())[-1])
    await court.press((await court.cards())[-1], "Take it back")
    assert await court.posts(**{"as": channel["key"]})
