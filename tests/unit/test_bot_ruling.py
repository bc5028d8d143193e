"""A rule was met: who is told, what is done, who may decide, and how it is taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from telegram import ChatPermissions

from bot.audit import Deed
from bot.moderation.caseload import FOLDED_WITHIN, LIFE
from bot.moderation.cases import Sureness
from bot.moderation.held import Hand, Measure
from bot.moderation.rules import Mode, Then
from core.doubts import DoubtfulPhoto
from tests.unit.court_rooms import Court, in_session, photo_of, plain

DEEDS = ("Delete", "Delete, warn", "Delete, mute", "Delete, ban")


@pytest.fixture
async def court(tmp_path: Path) -> AsyncIterator[Court]:
    async with in_session(tmp_path) as made:
        yield made


async def deeds(court: Court) -> list[tuple[int, Deed, int | None]]:
    gallery = await court.chats.gallery_to_fill(int(court.group))
    return [(one.by, one.deed, one.account) for one in await court.audit.of(gallery, most=9)]


async def a_question(court: Court, then: Then = Then.ASK, mode: Mode = Mode.ASKING) -> list[int]:
    """A photo of Ann is posted, and the admins are asked; return the ids of what was posted."""
    rule = await court.watches(await court.enrols("Ann", 1), then=then, mode=mode)
    posted = await court.posts()
    await court.ruling.report(posted[0], await court.case(rule, *posted))
    return [one.message for one in posted]


# --- the card ---------------------------------------------------------------------------------


async def test_a_card_says_whom_who_where_and_how_sure(court: Court) -> None:
    await a_question(court)
    (card,) = (await court.cards())[-1:]
    said = plain(card)
    assert card.has_photo
    assert "In Hikers, posted by Tom." in said
    assert "This looks like Ann. Similarity: 0.971. At most 1 stranger in 1,000" in said
    assert card.buttons == [*DEEDS, "Forgive", "Not this person", "Quiet for a day"]


@pytest.mark.parametrize(
    ("then", "mode", "said"),
    [
        (Then.BAN, Mode.DRY_RUN, "Dry run: I would have deleted this photo and banned who"),
        (Then.TELL, Mode.DRY_RUN, "Dry run: I would have told you of this photo."),
        (Then.DELETE, Mode.ASKING, "Shall I delete this photo?"),
        (Then.ASK, Mode.ASKING, "What shall I do about this photo?"),
        (Then.TELL, Mode.ASKING, "A photo that met a rule"),
    ],
)
async def test_a_card_begins_with_what_its_rule_wants(
    court: Court, then: Then, mode: Mode, said: str
) -> None:
    posted = await a_question(court, then, mode)
    assert plain((await court.cards())[-1]).startswith(said)
    assert not (await court.playground.message(court.group, posted[0])).is_deleted


async def test_what_is_only_likely_might_be(court: Court) -> None:
    rule = await court.watches(await court.enrols("Ann", 1))
    posted = await court.posts()
    case = await court.case(rule, *posted, sureness=Sureness.LIKELY)
    await court.ruling.report(posted[0], case)
    assert "This might be Ann." in plain((await court.cards())[-1])


async def test_who_asked_not_to_be_named_is_not_named_to_admins_either(court: Court) -> None:
    ann = await court.enrols("Ann", 1)
    gallery = await court.chats.gallery_to_fill(int(court.group))
    await court.accounts.link(gallery, ann.id, court.tom, int(court.group))
    (linked,) = await court.accounts.everywhere(court.tom)
    await court.accounts.name_or_not(court.tom, linked, unnamed=True)
    rule = await court.watches(ann)
    posted = await court.posts()
    await court.ruling.report(posted[0], await court.case(rule, *posted))
    said = plain((await court.cards())[-1])
    assert "somebody who asked not to be named" in said
    assert "Ann" not in said


async def test_every_admin_who_ever_spoke_to_the_bot_has_a_card_once(court: Court) -> None:
    other = await court.speaks(court.olga)
    await court.heard()
    rule = await court.watches(await court.enrols("Ann", 1))
    posted = await court.posts()
    case = await court.case(rule, *posted)
    for _ in range(2):
        court.begin()
        await court.ruling.report(posted[0], case)
    assert [len(await court.cards(chat)) for chat in (court.desk, other)] == [1, 1]


async def test_cards_go_to_the_chat_that_was_chosen_and_only_its_admins_decide(
    court: Court,
) -> None:
    log = str((await court.playground.create_group("Log", court.mira, [court.tom]))["key"])
    await court.playground.add_member(log, "@court_bot")
    await court.core.store.records.put(
        "watch-desks", court.group, {"desk": int(log), "thread": None}
    )
    posted = await a_question(court)
    (card,) = await court.cards(log)
    assert await court.cards() == []
    refused = await court.press(card, "Delete", court.tom)
    assert (refused.text, refused.show_alert) == (
        "Only the admins of that group can decide this.", True,
    )  # fmt: skip
    assert not (await court.playground.message(court.group, posted[0])).is_deleted
    await court.press(card, "Delete")
    assert (await court.playground.message(court.group, posted[0])).is_deleted


async def test_where_the_chosen_chat_is_gone_the_admins_are_told(court: Court) -> None:
    await court.core.store.records.put("watch-desks", court.group, {"desk": -1_009, "thread": None})
    await a_question(court)
    assert len(await court.cards()) == 1


async def test_where_nobody_can_be_told_the_group_is_told_so_once(court: Court) -> None:
    await court.playground.block(court.desk)
    rule = await court.watches(await court.enrols("Ann", 1))
    for _ in range(2):
        court.later(FOLDED_WITHIN + timedelta(minutes=1))
        posted = await court.posts()
        await court.ruling.report(posted[0], await court.case(rule, *posted))
    said = [one for one in await court.said_in_group() if "can't reach any of its admins" in one]
    assert len(said) == 1


# --- what admins decide -----------------------------------------------------------------------


async def test_an_admin_deletes_and_everybody_sees_who_did(court: Court) -> None:
    posted = await a_question(court)
    (card,) = await court.cards()
    await court.press(card, "Delete")
    assert (await court.playground.message(court.group, posted[0])).is_deleted
    (card,) = await court.cards()
    assert "2030-05-06 12:00 (UTC), Mira: deleted." in plain(card)
    assert card.buttons == ["Not this person", "Quiet for a day"]
    (said,) = await court.said_in_group()
    assert said.startswith("Tom, I deleted a photo that you posted, as an admin decided.")
    assert "reply to this message" in said
    assert await deeds(court) == [(court.mira, Deed.POST_DELETED, court.tom)]


@pytest.mark.parametrize(
    ("label", "done", "after"),
    [("Delete, mute", "restricted", "member"), ("Delete, ban", "kicked", "left")],
)
async def test_what_was_done_to_somebody_can_be_taken_back(
    court: Court, label: str, done: str, after: str
) -> None:
    await a_question(court)
    await court.press((await court.cards())[0], label)
    assert await court.standing(court.tom) == done
    await court.press((await court.cards())[0], "Take it back")
    assert await court.standing(court.tom) == after
    (card,) = await court.cards()
    assert "(UTC), Mira: taken back.\nWhat is deleted cannot be brought back." in plain(card)
    assert "Take it back" not in card.buttons
    (said,) = await court.said_in_group()
    assert said == "Tom: an admin has looked at it again and taken it back."
    assert (court.mira, Deed.TAKEN_BACK, court.tom) in await deeds(court)


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


async def test_two_admins_at_once_act_once(court: Court) -> None:
    other = await court.speaks(court.olga)
    await court.heard()
    await a_question(court)
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
    posted = await a_question(court)
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
    posted = await a_question(court)
    (card,) = await court.cards(other)
    await court.press(card, "Delete", court.olga)
    assert (await court.playground.message(court.group, posted[0])).is_deleted
    assert "Olga: deleted." in plain((await court.cards(other))[0])


async def test_a_restart_between_case_and_click_changes_nothing(court: Court) -> None:
    posted = await a_question(court)
    court.begin()
    await court.press((await court.cards())[0], "Delete")
    assert (await court.playground.message(court.group, posted[0])).is_deleted


@pytest.mark.parametrize("deleted", [False, True])
async def test_who_died_between_decision_and_deed_does_it_in_the_next_life(
    court: Court, *, deleted: bool
) -> None:
    """The decision was written down; the click comes again from the inbox."""
    posted = await a_question(court)
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
    assert [deed for _, deed, _ in await deeds(court)] == [Deed.POST_DELETED, Deed.POSTER_BANNED]


async def test_forgiven_nothing_is_done_and_the_poster_can_be_let_be(court: Court) -> None:
    posted = await a_question(court)
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
    await a_question(court)
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
    noted = [deed for _, deed, _ in await deeds(court)]
    assert noted[-2:] == [Deed.POSTER_APPROVED, Deed.POSTER_DISAPPROVED]


async def test_a_rule_can_be_quiet_for_a_day(court: Court) -> None:
    await a_question(court)
    said = await court.press((await court.cards())[0], "Quiet for a day")
    assert said.text == "This rule is quiet until 2030-05-07 12:00 (UTC)."
    (rule,) = await court.rulebook.of(int(court.group))
    assert rule.quiet_until == court.now + timedelta(days=1)


async def test_an_old_card_says_that_it_is_old(court: Court) -> None:
    await a_question(court)
    (card,) = await court.cards()
    court.later(LIFE + timedelta(hours=1))
    assert "too old" in (await court.press(card, "Delete")).text


# --- what Telegram refuses --------------------------------------------------------------------


async def test_without_the_right_the_card_says_so_and_can_be_pressed_again(court: Court) -> None:
    posted = await a_question(court)
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
    assert [deed for _, deed, _ in await deeds(court)] == [Deed.POST_DELETED, Deed.POSTER_BANNED]


async def test_what_is_older_than_two_days_stays_and_who_posted_it_is_banned(court: Court) -> None:
    posted = await a_question(court)
    court.later(timedelta(hours=49))
    await court.press((await court.cards())[0], "Delete, ban")
    said = plain((await court.cards())[0])
    assert "Mira: banned." in said
    assert "Not deleted: it was posted more than two days ago" in said
    assert not (await court.playground.message(court.group, posted[0])).is_deleted
    assert await court.standing(court.tom) == "kicked"


async def test_what_is_gone_already_was_gone_already(court: Court) -> None:
    (posted,) = await a_question(court)
    await court.playground.delete(await court.playground.message(court.group, posted), court.olga)
    await court.press((await court.cards())[0], "Delete")
    assert "Mira: deleted.\nThe photo was gone already." in plain((await court.cards())[0])
    assert await court.said_in_group() == [], "nobody is told of what they did themselves"
    assert await deeds(court) == []


async def test_nothing_is_done_to_an_admin(court: Court) -> None:
    await a_question(court)
    await court.playground.promote(court.group, court.tom)
    await court.press((await court.cards())[0], "Delete, mute")
    assert "Not muted: I can't do that to an admin." in plain((await court.cards())[0])
    assert await court.standing(court.tom) == "administrator"


async def test_who_was_restricted_by_somebody_else_stays_so(court: Court) -> None:
    await a_question(court)
    await court.playground.restrict(court.group, court.tom, [], until=2**31)
    await court.press((await court.cards())[0], "Delete, mute")
    (card,) = await court.cards()
    assert "Not muted: somebody has restricted them already" in plain(card)
    assert "Take it back" not in card.buttons
    assert await court.standing(court.tom) == "restricted"


async def test_a_mute_lets_nobody_back_who_is_banned(court: Court) -> None:
    await a_question(court)
    await court.bot.ban_chat_member(int(court.group), court.tom)
    await court.press((await court.cards())[0], "Delete, mute")
    assert await court.standing(court.tom) == "kicked"
    assert "Not muted: they are not in the group." in plain((await court.cards())[0])


async def test_who_was_banned_since_a_mute_stays_banned_when_that_is_taken_back(
    court: Court,
) -> None:
    await a_question(court)
    await court.press((await court.cards())[0], "Delete, mute")
    await court.bot.ban_chat_member(int(court.group), court.tom)
    await court.press((await court.cards())[0], "Take it back")
    assert await court.standing(court.tom) == "kicked"
    assert "Mira: taken back." in plain((await court.cards())[0])


async def test_what_another_admin_restricted_since_a_mute_stays_when_that_is_taken_back(
    court: Court,
) -> None:
    await a_question(court)
    await court.press((await court.cards())[0], "Delete, mute")
    longer = court.now + timedelta(days=9)
    await court.bot.restrict_chat_member(
        int(court.group), court.tom, ChatPermissions.no_permissions(), until_date=longer
    )
    await court.press((await court.cards())[0], "Take it back")
    assert await court.standing(court.tom) == "restricted"
    said = plain((await court.cards())[0])
    assert "Not taken back: somebody has restricted them already" in said


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
        await a_question(court)
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


# --- a rule acts ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "standing", "done"),
    [
        (Then.DELETE, "member", "deleted"),
        (Then.WARN, "member", "deleted, warned (1 warning within 7 days)"),
        (Then.MUTE, "restricted", "deleted, muted until 2030-05-06 13:00 (UTC)"),
        (Then.BAN, "kicked", "deleted, banned"),
    ],
)
async def test_a_rule_acts_and_tells_the_admins_the_group_and_the_audit(
    court: Court, then: Then, standing: str, done: str
) -> None:
    rule = await court.watches(await court.enrols("Ann", 1), then=then, mode=Mode.ACTING)
    posted = await court.posts(photos=3)
    case = await court.case(rule, *posted)
    for _ in range(2):
        court.begin()
        await court.ruling.act(posted[0], case)
    assert await court.is_deleted(*posted), "an album goes whole"
    assert await court.standing(court.tom) == standing
    (card,) = await court.cards()
    assert plain(card).startswith("I acted on a photo")
    assert f"(UTC), a rule: {done}." in plain(card)
    assert ("Take it back" in card.buttons) == (then is not Then.DELETE)
    (said,) = await court.said_in_group()
    assert "rule" in said
    assert {by for by, _, _ in await deeds(court)} == {0}
    await court.playground.send_text(court.group, court.mira, "/audit")
    (asked,) = await court.heard()
    await court.stories.routing.answer(asked)
    assert "a rule: deleted a photo that Tom posted." in (await court.said_in_group())[-1]


async def test_the_third_warning_mutes_and_the_next_bans_and_one_is_lifted(court: Court) -> None:
    rule = await court.watches(await court.enrols("Ann", 1), then=Then.WARN, mode=Mode.ACTING)

    async def again() -> str:
        court.later(FOLDED_WITHIN + timedelta(minutes=1))
        posted = await court.posts()
        await court.ruling.act(posted[0], await court.case(rule, *posted))
        return await court.standing(court.tom)

    assert [await again() for _ in range(2)] == ["member", "member"]
    await court.press((await court.cards())[-1], "Take it back")
    assert [await again() for _ in range(2)] == ["member", "restricted"]
    await court.press((await court.cards())[-1], "Take it back")
    assert await court.standing(court.tom) == "member"
    assert await again() == "restricted", "the one taken back does not count"
    await court.playground.restrict(court.group, court.tom, None)
    assert await again() == "kicked"


async def test_a_rule_that_may_not_act_asks(court: Court) -> None:
    await court.playground.promote(court.group, "court_bot", rights=["can_pin_messages"])
    rule = await court.watches(await court.enrols("Ann", 1), then=Then.BAN, mode=Mode.ACTING)
    posted = await court.posts()
    await court.ruling.act(posted[0], await court.case(rule, *posted))
    (card,) = await court.cards()
    assert plain(card).startswith("Shall I delete this photo and ban who posted it?")
    assert "Not deleted: I need to be an admin" in plain(card)
    assert set(DEEDS) <= set(card.buttons)
    posted = await court.posts()
    await court.ruling.act(posted[0], await court.case(rule, *posted))
    (card,) = await court.cards()
    assert "And 1 more" in plain(card), "nobody is drowned for want of a right"


async def test_further_posts_of_the_same_person_are_deleted_and_told_on_the_same_card(
    court: Court,
) -> None:
    rule = await court.watches(await court.enrols("Ann", 1), then=Then.WARN, mode=Mode.ACTING)
    for _ in range(4):
        posted = await court.posts()
        case = await court.case(rule, *posted)
        for _ in range(2):
            await court.ruling.act(posted[0], case)
        assert await court.is_deleted(*posted)
    (card,) = await court.cards()
    assert "And 3 more of the same person's posts since." in plain(card)
    assert len(await court.said_in_group()) == 1
    assert await court.standing(court.tom) == "member", "one mistake warns once"


# --- repeated, moved, denied ------------------------------------------------------------------


async def test_repeats_are_one_question_and_one_answer(court: Court) -> None:
    rule = await court.watches(await court.enrols("Ann", 1))
    every = []
    for _ in range(3):
        posted = await court.posts()
        every += posted
        for _ in range(2):
            await court.ruling.report(posted[0], await court.case(rule, *posted))
    (card,) = await court.cards()
    assert "And 2 more of the same person's posts since." in plain(card)
    await court.press(card, "Delete")
    assert await court.is_deleted(*every)
    posted = await court.posts()
    await court.ruling.report(posted[0], await court.case(rule, *posted))
    assert len(await court.cards()) == 2, "what is decided takes nothing in any more"


async def test_a_supergroup_has_the_cases_but_not_the_messages_of_the_group_it_was(
    tmp_path: Path,
) -> None:
    async with in_session(tmp_path, kind="group") as court:
        posted = await a_question(court)
        moved = await court.playground.migrate(court.group)
        await court.stories.moved(int(court.group), int(moved["key"]))
        court.group = str(moved["key"])
        send = court.playground.send_text
        talk = [await send(court.group, court.tom, "hello") for _ in range(9)]
        assert posted[0] in {one.id for one in talk}, "another message has its id there"
        await court.press((await court.cards())[0], "Delete, ban")
        assert "The photo was gone already." in plain((await court.cards())[0])
        assert await court.standing(court.tom) == "kicked"
        messages = await court.playground.messages(court.group)
        assert not any(one.is_deleted for one in messages)


async def test_of_a_chat_that_was_left_nothing_is_kept(court: Court) -> None:
    rule = await court.watches(await court.enrols("Ann", 1), then=Then.WARN, mode=Mode.ACTING)
    posted = await court.posts()
    await court.ruling.act(posted[0], await court.case(rule, *posted))
    await court.ruling.leave.approve(int(court.group), court.tom, court.mira)
    kept = ("cases", "cases-folds", "warnings", "approved")
    records = court.core.store.records
    assert all([await records.list(one) for one in kept])
    await court.stories.leaving.keeping.drop(int(court.group))
    assert not any([await records.list(one) for one in kept])


async def test_who_was_taken_for_somebody_else_is_learnt_and_what_was_done_is_taken_back(
    court: Court,
) -> None:
    group = int(court.group)
    gallery = await court.chats.gallery_to_fill(group)
    ann = await court.enrols("Ann", 1)
    reading = await court.core.recognizer.read(court.photo, to_enrol=True)
    await court.core.recognizer.enrol(gallery, "Eileen", reading, by="7", despite=(DoubtfulPhoto,))
    rule = await court.watches(ann, then=Then.MUTE, mode=Mode.ACTING)
    posted = await court.posts()
    await court.ruling.act(posted[0], await court.case(rule, *posted))
    assert await court.standing(court.tom) == "restricted"

    await court.press((await court.cards())[0], "Not this person")
    assert await court.standing(court.tom) == "member"
    (card,) = await court.cards()
    assert "Mira said that this is somebody else." in plain(card)
    (again,) = photo_of(await court.posts())
    seen = await court.core.recognizer.read(await court.ruling.outbox.fetch(again), to_enrol=False)
    cleared = court.ruling.leave.is_cleared
    digest, box = seen.photo.digest, seen.probes[0].box
    assert await cleared(group, rule.id, ann.id, digest, box)
    assert not await cleared(group, "another", ann.id, digest, box)

    said = await court.press(card, "Eileen")
    assert said.text == "Noted. Thank you."
    assert "Noted: this is a photo of Eileen." in plain((await court.cards())[0])
    people = {one.subject.name: one.photos for one in await court.core.recognizer.people(gallery)}
    assert people == {"Ann": 1, "Eileen": 2}


async def test_a_photo_of_somebody_watched_is_deleted_by_the_rule_that_an_admin_made(
    court: Court,
) -> None:
    gallery = await court.chats.gallery_to_fill(int(court.group))
    reading = await court.core.recognizer.read(court.photo, to_enrol=True)
    kept = await court.core.recognizer.enrol(
        gallery, "Eileen", reading, by="7", despite=(DoubtfulPhoto,)
    )
    await court.watches(kept.subject, then=Then.MUTE, mode=Mode.ACTING)
    (posted,) = await court.posts()
    await court.stories.routing.answer(posted)
    assert await court.is_deleted(posted)
    assert await court.standing(court.tom) == "restricted"
    (card,) = await court.cards()
    said = plain(card)
    assert "This looks like Eileen." in said
    assert "When a photo shows Eileen, posted by anybody: delete it and mute who posted it" in said
    await court.press(card, "Not this person")
    assert await court.standing(court.tom) == "member"
    (again,) = await court.posts()
    await court.stories.routing.answer(again)
    assert not await court.is_deleted(again)
