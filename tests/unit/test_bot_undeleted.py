"""What was to be deleted and is still there: no untruth is told, and it can be tried later."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.audit import Deed
from bot.moderation.rules import Mode, Then
from bot.request import Request
from tests.playground_client import Message
from tests.unit.court_rooms import DEEDS, RIGHTS, Court, in_session, plain

NO_DELETING = ["can_restrict_members"]
WHY = "I need to be an admin of the group who may delete messages"


async def may(court: Court, *rights: str) -> None:
    """Give the bot these rights and no others."""
    await court.playground.promote(court.group, "court_bot", rights=list(rights))


async def meets_a_rule(court: Court, then: Then) -> list[Request]:
    """Have a rule that acts, and post what meets it."""
    rule = await court.watches(await court.enrols("Ann", 1), then=then, mode=Mode.ACTING)
    return await posts_more(court, rule.id)


async def posts_more(court: Court, rule: str = "r1", photos: int = 1) -> list[Request]:
    posted = await court.posts(photos=photos)
    made = await court.rulebook.one(int(court.group), rule)
    assert made is not None
    await court.ruling.act(posted[0], await court.case(made, *posted))
    return posted


async def the_card(court: Court) -> Message:
    (card,) = await court.cards()
    return card


async def reported(court: Court, words: str = "buy my coins", *, age: timedelta) -> Message:
    """Somebody reports what Tom wrote; return the card."""
    ben = await court.playground.create_person("Ben")
    await court.playground.add_member(court.group, ben)
    message = await court.playground.send_text(court.group, court.tom, words)
    court.later(age)
    await court.playground.send_text(court.group, ben, "/report", reply_to=message.id)
    for request in await court.heard():
        await court.stories.routing.answer(request)
    return next(
        one for one in await court.playground.messages(court.desk) if "was reported" in plain(one)
    )


async def about_tom(court: Court) -> list[str]:
    return [one for one in await court.said_in_group() if "Tom" in one]


async def test_a_rule_that_may_not_delete_warns_nobody_and_asks(court: Court) -> None:
    await may(court, *NO_DELETING)
    posted = await meets_a_rule(court, Then.WARN)
    assert await court.said_in_group() == [], "the photo stands there"
    card = await the_card(court)
    assert plain(card).startswith("Shall I delete this photo and warn who posted it?")
    assert f"Not deleted: {WHY}" in plain(card)
    assert "warned" not in plain(card)
    assert set(DEEDS) <= set(card.buttons)
    assert not await court.core.store.records.list("warnings")
    assert await court.noted() == []
    await may(court, *RIGHTS)
    await court.press(card, "Delete, warn")
    assert await court.is_deleted(*posted)
    assert "Mira: deleted, warned (1 warning within 7 days)." in plain(await the_card(court))
    (said,) = await court.said_in_group()
    assert said.startswith("Tom, I deleted a photo that you posted, as an admin decided.")


@pytest.mark.parametrize(
    "words", ["Bad Request: message can't be deleted", "Bad Request: SOMETHING_NEW"]
)
async def test_an_admin_who_warns_in_vain_has_warned_nobody(court: Court, words: str) -> None:
    await court.a_question()
    await court.playground.add_fault(
        "deleteMessage", "error", status=400, description=words, times=1
    )
    await court.press(await the_card(court), "Delete, warn")
    card = await the_card(court)
    assert "Not deleted: " in plain(card)
    assert set(DEEDS) <= set(card.buttons)
    assert await court.said_in_group() == []
    await court.press(card, "Delete, warn")
    assert "Mira: deleted, warned (1 warning within 7 days)." in plain(await the_card(court))


@pytest.mark.parametrize(
    ("then", "label", "standing", "done"),
    [
        (Then.MUTE, "Delete, mute", "restricted", "muted until 2030-05-06 13:00 (UTC)"),
        (Then.BAN, "Delete, ban", "kicked", "banned"),
    ],
)
async def test_what_stayed_when_its_poster_was_put_away_can_be_deleted_later(
    court: Court, then: Then, label: str, standing: str, done: str
) -> None:
    await may(court, *NO_DELETING)
    posted = await court.a_question(then)
    await court.press(await the_card(court), label)
    assert await court.standing(court.tom) == standing
    card = await the_card(court)
    assert f"Mira: {done}." in plain(card)
    assert f"Not deleted: {WHY}" in plain(card)
    assert card.buttons[:2] == ["Delete", "Take it back"]
    (before,) = await court.said_in_group()
    assert "deleted" not in before
    await court.press(card, "Delete")
    assert "Delete" in (await the_card(court)).buttons, "it may be tried as often as one likes"
    await may(court, *RIGHTS)
    court.later(timedelta(minutes=5))
    await court.press(await the_card(court), "Delete")
    card = await the_card(court)
    assert (await court.playground.message(court.group, posted[0])).is_deleted
    assert f"12:00 (UTC), Mira: {done}." in plain(card)
    assert "12:05 (UTC), Mira: deleted." in plain(card)
    assert "Not deleted" not in plain(card)
    assert card.buttons[0] == "Take it back"
    assert await court.said_in_group() == [before]
    assert (court.mira, Deed.POST_DELETED, court.tom) in await court.noted()
    method = "banChatMember" if then is Then.BAN else "restrictChatMember"
    assert await court.times(method) == 1, "nothing else is done again"


async def test_of_two_admins_who_try_again_at_once_one_does(court: Court) -> None:
    other = await court.speaks(court.olga)
    await court.heard()
    await may(court, *NO_DELETING)
    await court.a_question(Then.BAN)
    await court.press(await the_card(court), "Delete, ban")
    await may(court, *RIGHTS)
    (hers,), (olgas,) = await court.cards(), await court.cards(other)
    clicks = await court.press_all((hers, "Delete", court.mira), (olgas, "Delete", court.olga))
    assert sorted(click.show_alert for click in clicks) == [False, True]
    assert await court.times("deleteMessage") == 1
    for chat in (court.desk, other):
        (card,) = await court.cards(chat)
        assert plain(card).count(": deleted.") == 1
        assert "gone already" not in plain(card)


async def test_who_died_while_trying_again_does_it_in_the_next_life(court: Court) -> None:
    await may(court, *NO_DELETING)
    (posted,) = await court.a_question(Then.BAN)
    await court.press(await the_card(court), "Delete, ban")
    await may(court, *RIGHTS)
    await court.press(await the_card(court), "Delete")
    for _ in range(2):
        court.begin()
        await court.stories.routing.answer(court.last[0])
    assert (await court.playground.message(court.group, posted)).is_deleted
    assert await court.times("deleteMessage") == 1
    assert plain(await the_card(court)).count(": deleted.") == 1


async def test_what_is_too_old_cannot_be_tried_again(court: Court) -> None:
    await court.a_question()
    court.later(timedelta(hours=49))
    await court.press(await the_card(court), "Delete, ban")
    card = await the_card(court)
    assert "Not deleted: it was posted more than two days ago" in plain(card)
    assert card.buttons[0] == "Take it back"


async def test_who_is_warned_for_what_was_gone_is_not_told_that_it_was_deleted(
    court: Court,
) -> None:
    (posted,) = await court.a_question()
    await court.playground.delete(await court.playground.message(court.group, posted), court.olga)
    await court.press(await the_card(court), "Delete, warn")
    (said,) = await court.said_in_group()
    assert said.startswith("Tom, an admin warns you because of a photo that you posted.")
    assert "This is warning 1;" in said


async def test_who_is_warned_for_a_message_hears_of_a_message(court: Court) -> None:
    card = await reported(court, age=timedelta(0))
    await court.press(card, "Delete, warn")
    (said,) = await about_tom(court)
    assert said.startswith("Tom, I deleted a message of yours, as an admin decided.")
    assert "This is warning 1;" in said


async def test_who_is_warned_for_a_message_that_is_too_old_is_not_told_that_it_was_deleted(
    court: Court,
) -> None:
    card = await reported(court, age=timedelta(hours=49))
    await court.press(card, "Delete, warn")
    (said,) = await about_tom(court)
    assert said.startswith("Tom, an admin warns you because of a message of yours.")
    assert "deleted" not in said
    assert "photo" not in said


async def test_a_reported_message_that_stayed_is_deleted_later_and_noted_as_one(
    court: Court,
) -> None:
    await may(court, *NO_DELETING)
    card = await reported(court, age=timedelta(0))
    await court.press(card, "Delete, ban")
    await may(court, *RIGHTS)
    await court.press(await court.playground.message(card.chat, card.id), "Delete")
    assert (court.mira, Deed.MESSAGE_DELETED, court.tom) in await court.noted()


async def test_further_posts_that_stay_are_told_and_deleted_with_one_button(court: Court) -> None:
    posted = await meets_a_rule(court, Then.WARN)
    posted += await posts_more(court)
    await may(court, *NO_DELETING)
    left = [*await posts_more(court, photos=2), *await posts_more(court)]
    assert await court.is_deleted(*posted)
    card = await the_card(court)
    assert "And 3 more of the same person's posts since." in plain(card)
    assert f"2 of these are still there: {WHY}" in plain(card)
    assert card.buttons[:2] == ["Delete", "Take it back"]
    assert [by for by, deed, _ in await court.noted() if deed is Deed.POST_DELETED] == [0, 0]
    await may(court, *RIGHTS)
    court.later(timedelta(minutes=5))
    await court.press(card, "Delete")
    assert await court.is_deleted(*left)
    card = await the_card(court)
    assert "still there" not in plain(card)
    assert "12:00 (UTC), a rule: deleted, warned (1 warning within 7 days)." in plain(card)
    assert "12:05 (UTC), Mira: deleted." in plain(card)
    assert "Delete" not in card.buttons


async def test_what_an_admin_had_deleted_takes_no_post_out_of_the_rules_hands(
    court: Court,
) -> None:
    await meets_a_rule(court, Then.WARN)
    await may(court, *NO_DELETING)
    await posts_more(court)
    await may(court, *RIGHTS)
    await court.press(await the_card(court), "Delete")
    more = await posts_more(court)
    assert await court.is_deleted(*more)
    assert "And 2 more of the same person's posts since." in plain(await the_card(court))
    assert len(await court.said_in_group()) == 1, "one mistake warns once"


async def test_a_post_that_comes_again_from_the_inbox_stays_once(court: Court) -> None:
    await meets_a_rule(court, Then.WARN)
    await may(court, *NO_DELETING)
    posted = await court.posts()
    rule = await court.rulebook.one(int(court.group), "r1")
    assert rule is not None
    case = await court.case(rule, *posted)
    for _ in range(2):
        court.begin()
        assert not await court.ruling.act(posted[0], case), "it is answered as any other photo"
    assert "1 of these is still there" in plain(await the_card(court))
    await may(court, *RIGHTS)
    assert await court.ruling.act(posted[0], case)
    assert "still there" not in plain(await the_card(court))


async def test_what_was_taken_back_is_not_deleted_any_more(court: Court) -> None:
    await may(court, *NO_DELETING)
    await court.a_question(Then.MUTE)
    await court.press(await the_card(court), "Delete, mute")
    await court.press(await the_card(court), "Take it back")
    assert "Delete" not in (await the_card(court)).buttons


async def test_a_supergroup_has_no_message_of_the_group_it_was_to_delete(tmp_path: Path) -> None:
    async with in_session(tmp_path, kind="group") as court:
        await meets_a_rule(court, Then.WARN)
        await court.playground.add_fault(
            "deleteMessage", "error", status=400, times=1,
            description="Bad Request: message can't be deleted",
        )  # fmt: skip
        await posts_more(court)
        assert "1 of these is still there" in plain(await the_card(court))
        moved = await court.playground.migrate(court.group)
        await court.stories.moved(int(court.group), int(moved["key"]))
        court.group = str(moved["key"])
        before = await court.times("deleteMessage")
        await court.press(await the_card(court), "Delete")
        assert await court.times("deleteMessage") == before
        assert "Delete" not in (await the_card(court)).buttons
