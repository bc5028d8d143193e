"""What admins decide of a case: done once, noted, and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import ChatMemberRestricted

from bot.audit import Deed
from bot.moderation.caseload import LIFE
from bot.moderation.held import Hand, Measure
from bot.moderation.rules import Then
from tests.unit.court_rooms import Court, plain


async def test_an_admin_deletes_and_everybody_sees_who_did(court: Court) -> None:
    posted = await court.a_question()
    (card,) = await court.cards()
    await court.press(card, "Delete")
    assert (await court.playground.message(court.group, posted[0])).is_deleted
    (card,) = await court.cards()
    assert "2030-05-06 12:00 (UTC), Mira: deleted." in plain(card)
    assert card.buttons == ["Not this person", "Quiet for a day"]
    (said,) = await court.said_in_group()
    assert said.startswith("Tom, I deleted a photo that you posted, as an admin decided.")
    assert "reply to this message" in said
    assert await court.noted() == [(court.mira, Deed.POST_DELETED, court.tom)]


@pytest.mark.parametrize(
    ("label", "done", "after"),
    [("Delete, mute", "restricted", "member"), ("Delete, ban", "kicked", "left")],
)
async def test_what_was_done_to_somebody_can_be_taken_back(
    court: Court, label: str, done: str, after: str
) -> None:
    await court.a_question()
    await court.press((await court.cards())[0], label)
    assert await court.standing(court.tom) == done
    await court.press((await court.cards())[0], "Take it back")
    assert await court.standing(court.tom) == after
    (card,) = await court.cards()
    assert "(UTC), Mira: taken back.\nWhat is deleted cannot be brought back." in plain(card)
    assert "Take it back" not in card.buttons
    (said,) = await court.said_in_group()
    assert said == "Tom: an admin has looked at it again and taken it back."
    assert (court.mira, Deed.TAKEN_BACK, court.tom) in await court.noted()


async def test_a_question_whether_to_warn_can_be_answered_with_yes(court: Court) -> None:
    rule = await court.watches(await court.enrols("Ann", 1), then=Then.WARN)
    posted = await court.posts()
    await court.ruling.report(posted[0], await court.case(rule, *posted))
    (card,) = await court.cards()
    assert plain(card).startswith("Shall I delete this photo and warn who posted it?")
    await court.press(card, "Delete, warn")
    (card,) = await court.cards()
    assert "Mira: deleted, warned (1 warning within 7 days)." in plain(card)
    await court.press(card, "Take it back")
    assert "Mira: taken back." in plain((await court.cards())[0])


async def test_a_mute_ends_as_the_rule_says(court: Court) -> None:
    rule = await court.watches(
        await court.enrols("Ann", 1), then=Then.MUTE, mute_for=timedelta(days=7)
    )
    posted = await court.posts()
    await court.ruling.report(posted[0], await court.case(rule, *posted))
    await court.press((await court.cards())[0], "Delete, mute")
    assert "muted until 2030-05-13 12:00 (UTC)" in plain((await court.cards())[0])
    member = await court.bot.get_chat_member(int(court.group), court.tom)
    assert member.to_dict()["until_date"] == int((court.now + timedelta(days=7)).timestamp())


async def test_a_mute_that_would_be_over_already_ends_soon_and_not_never(court: Court) -> None:
    await court.a_question()
    (card,) = await court.cards()
    (record,) = await court.core.store.records.list("cases")
    assert (await court.press(card, "Quiet for a day")).show_alert
    update = court.last[0].update_id + 1
    hand = Hand(court.mira, "Mira", court.now, f"update:{update}")
    await court.ruling.caseload.take(record.key, hand, Measure.MUTE)
    court.later(timedelta(hours=5))  # we were dead meanwhile
    await court.press(card, "Delete, mute")
    member = await court.bot.get_chat_member(int(court.group), court.tom)
    assert isinstance(member, ChatMemberRestricted)
    assert member.until_date == court.now + timedelta(minutes=1)


async def test_two_admins_at_once_act_once(court: Court) -> None:
    other = await court.speaks(court.olga)
    await court.heard()
    await court.a_question()
    (hers,), (olgas,) = await court.cards(), await court.cards(other)
    clicks = await court.press_all(
        (hers, "Delete, ban", court.mira), (olgas, "Delete, ban", court.olga)
    )
    assert await court.times("banChatMember") == 1
    assert sorted(click.show_alert for click in clicks) == [False, True]
    refused = next(click for click in clicks if click.show_alert)
    assert "has decided this already." in refused.text
    cards = [plain(one) for chat in (court.desk, other) for one in await court.cards(chat)]
    assert len(set(cards)) == 1, "both see the same"


async def test_whoever_is_no_admin_any_more_decides_nothing(court: Court) -> None:
    other = await court.speaks(court.olga)
    await court.heard()
    posted = await court.a_question()
    (card,) = await court.cards(other)
    await court.playground.promote(court.group, court.olga, rights=[])
    await court.heard()
    refused = await court.press(card, "Delete", court.olga)
    assert refused.text == "Only the admins of that group can decide this."
    assert not (await court.playground.message(court.group, posted[0])).is_deleted


async def test_an_anonymous_admin_decides_under_their_own_name(court: Court) -> None:
    other = await court.speaks(court.olga)
    await court.playground.promote(court.group, court.olga, is_anonymous=True)
    await court.heard()
    posted = await court.a_question()
    (card,) = await court.cards(other)
    await court.press(card, "Delete", court.olga)
    assert (await court.playground.message(court.group, posted[0])).is_deleted
    assert "Olga: deleted." in plain((await court.cards(other))[0])


async def test_a_restart_between_case_and_click_changes_nothing(court: Court) -> None:
    posted = await court.a_question()
    court.begin()
    await court.press((await court.cards())[0], "Delete")
    assert (await court.playground.message(court.group, posted[0])).is_deleted


@pytest.mark.parametrize("deleted", [False, True])
async def test_who_died_between_decision_and_deed_does_it_in_the_next_life(
    court: Court, *, deleted: bool
) -> None:
    """The decision was written down; the click comes again from the inbox."""
    posted = await court.a_question()
    (card,) = await court.cards()
    (record,) = await court.core.store.records.list("cases")
    refused = await court.press(card, "Quiet for a day")
    assert refused.show_alert
    update = court.last[0].update_id + 1
    hand = Hand(court.mira, "Mira", court.now, f"update:{update}")
    await court.ruling.caseload.take(record.key, hand, Measure.BAN)
    if deleted:
        await court.bot.delete_message(int(court.group), posted[0])
    court.begin()
    await court.press(card, "Delete, ban")
    assert court.last[0].update_id == update
    assert await court.standing(court.tom) == "kicked"
    assert (await court.playground.message(court.group, posted[0])).is_deleted
    await court.stories.routing.answer(court.last[0])
    assert await court.times("banChatMember") == 1, "and not twice"
    assert "gone already" not in plain((await court.cards())[0]), "it was us who deleted it"
    assert [deed for _, deed, _ in await court.noted()] == [Deed.POST_DELETED, Deed.POSTER_BANNED]


async def test_forgiven_nothing_is_done_and_the_poster_can_be_let_be(court: Court) -> None:
    posted = await court.a_question()
    await court.press((await court.cards())[0], "Forgive")
    assert not (await court.playground.message(court.group, posted[0])).is_deleted
    assert await court.said_in_group() == []
    (card,) = await court.cards()
    assert "Mira: forgiven." in plain(card)
    assert not await court.ruling.leave.is_approved(int(court.group), court.tom)
    said = await court.press(card, "Always let them post")
    assert "No rule meets" in said.text
    assert await court.ruling.leave.is_approved(int(court.group), court.tom)


async def test_whom_an_admin_let_be_rules_can_meet_again_from_the_same_card(court: Court) -> None:
    await court.a_question()
    await court.press((await court.cards())[0], "Forgive")
    await court.press((await court.cards())[0], "Always let them post")
    (card,) = await court.cards()
    assert "Whatever they post, no rule meets it: an admin said so." in plain(card)
    assert "Always let them post" not in card.buttons
    said = await court.press(card, "Let rules meet them")
    assert "Rules meet" in said.text
    assert not await court.ruling.leave.is_approved(int(court.group), court.tom)
    (card,) = await court.cards()
    assert "no rule meets it" not in plain(card)
    assert card.buttons[-1] == "Always let them post"
    noted = [deed for _, deed, _ in await court.noted()]
    assert noted[-2:] == [Deed.POSTER_APPROVED, Deed.POSTER_DISAPPROVED]


async def test_a_rule_can_be_quiet_for_a_day(court: Court) -> None:
    await court.a_question()
    said = await court.press((await court.cards())[0], "Quiet for a day")
    assert said.text == "This rule is quiet until 2030-05-07 12:00 (UTC)."
    (rule,) = await court.rulebook.of(int(court.group))
    assert rule.quiet_until == court.now + timedelta(days=1)


async def test_an_old_card_says_that_it_is_old(court: Court) -> None:
    await court.a_question()
    (card,) = await court.cards()
    court.later(LIFE + timedelta(hours=1))
    assert "too old" in (await court.press(card, "Delete")).text
