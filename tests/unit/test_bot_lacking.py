"""Rights that rules need and the bot lacks: on a rule's card, and told to the admins once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.moderation.destinations import Destination
from bot.moderation.rules import Mode, Then
from bot.preferences import Protection
from tests.playground_client import Message
from tests.unit.court_rooms import RIGHTS, Court, plain

EVERY_RIGHT = (*RIGHTS, "can_invite_users")
DELETING, BANNING, ADDING = "“Delete messages”", "“Ban users”", "“Add members”"


async def hears(court: Court) -> None:
    """Let the bot work on what the playground tells it."""
    for request in await court.heard():
        await court.stories.routing.answer(request)


async def may(court: Court, *rights: str) -> None:
    """Give the bot these rights and no others, and let it hear of that."""
    await court.playground.promote(court.group, "court_bot", rights=list(rights))
    await hears(court)


async def told(court: Court, chat: str = "") -> list[str]:
    """What was said in a chat of rights that are missing; in Mira's, if none is named."""
    messages = await court.playground.messages(chat or court.desk)
    return [plain(one) for one in messages if "that its rules need" in plain(one)]


async def acts(court: Court, then: Then = Then.WARN) -> None:
    await court.watches(await court.enrols("Ann", 1), then=then, mode=Mode.ACTING)


async def pressed(court: Court, *labels: str) -> Message:
    """Mira sends /watch in the group and presses one button after the other."""
    before = await court.playground.last_seq()
    await court.playground.send_text(court.group, court.mira, "/watch")
    await hears(court)
    events = await court.playground.events(before, kinds=("message",))
    page = Message(events[-1]["message"], events[-1]["seq"])
    for label in labels:
        await court.press(await court.playground.message(page.chat, page.id), label)
    return await court.playground.message(page.chat, page.id)


async def test_a_right_that_is_taken_away_is_told_to_the_admins_once_and_what_follows(
    court: Court,
) -> None:
    await acts(court)
    await may(court, "can_restrict_members")
    (said,) = await told(court)
    assert said.startswith("In Hikers I lack a right that its rules need:\n“Delete messages”: ")
    assert "what meets a rule stays there, and nobody is warned for it" in said
    assert BANNING not in said
    await may(court, "can_restrict_members", "can_pin_messages")
    await may(court, "can_restrict_members")
    assert len(await told(court)) == 1
    assert not await told(court, court.group), "the group need not know"


async def test_each_further_right_is_told_and_one_that_was_given_back_anew(court: Court) -> None:
    await acts(court)
    await may(court, "can_restrict_members")
    await may(court, "can_pin_messages")
    assert BANNING in (await told(court))[-1]
    assert DELETING not in (await told(court))[-1], "that was told before"
    await may(court, *RIGHTS)
    assert len(await told(court)) == 2
    await may(court)
    (last,) = (await told(court))[2:]
    assert last.startswith("In Hikers I lack rights that its rules need:")
    assert DELETING in last
    assert BANNING in last


@pytest.mark.parametrize("mode", [Mode.DRY_RUN, Mode.ASKING])
async def test_where_no_rule_acts_nothing_is_told(court: Court, mode: Mode) -> None:
    await court.watches(await court.enrols("Ann", 1), then=Then.BAN, mode=mode)
    await may(court, "can_pin_messages")
    await may(court)
    assert not await told(court)
    assert not await told(court, court.group)


@pytest.mark.parametrize(
    ("then", "missing"),
    [
        (Then.DELETE, {DELETING}),
        (Then.WARN, {DELETING, BANNING}),
        (Then.MUTE, {DELETING, BANNING}),
        (Then.BAN, {DELETING, BANNING, ADDING}),
    ],
)
async def test_what_a_rule_does_says_which_rights_it_needs(
    court: Court, then: Then, missing: set[str]
) -> None:
    await may(court, *EVERY_RIGHT)
    await acts(court, then)
    await may(court, "can_pin_messages")
    (said,) = await told(court)
    assert {one for one in (DELETING, BANNING, ADDING) if one in said} == missing


async def test_what_is_deleted_for_a_member_needs_the_right_as_well(court: Court) -> None:
    group, stories = int(court.group), court.stories
    gallery = await court.chats.gallery_to_fill(group)
    ann = await court.enrols("Ann", 1)
    await court.accounts.link(gallery, ann.id, court.tom, group)
    await stories.noticing.preferences.change(
        group, lambda was: replace(was, protection=Protection.DELETE)
    )
    await stories.leaving.keeping.protections.ask(gallery, court.tom, Protection.DELETE)
    await may(court, "can_restrict_members")
    (said,) = await told(court)
    assert DELETING in said


async def test_it_is_told_where_cards_go(court: Court) -> None:
    await acts(court)
    desk = str((await court.playground.create_group("Desk", court.mira, ["@court_bot"]))["key"])
    keeping = court.stories.leaving.keeping
    await keeping.destinations.choose(int(court.group), Destination(int(desk)))
    await hears(court)
    await may(court, "can_restrict_members")
    assert len(await told(court, desk)) == 1
    assert not await told(court)


async def test_where_no_admin_can_be_reached_the_group_is_told(court: Court) -> None:
    await acts(court)
    await court.playground.block(court.desk)
    await hears(court)
    await may(court, "can_restrict_members")
    assert len(await told(court, court.group)) == 1


async def test_who_puts_it_in_again_without_the_rights_is_told(court: Court) -> None:
    await acts(court)
    await court.playground.remove_member(court.group, "court_bot", by=court.mira)
    await hears(court)
    await court.playground.add_member(court.group, "court_bot", by=court.mira)
    await hears(court)
    (said,) = await told(court)
    assert DELETING in said
    assert BANNING in said


async def test_a_rules_card_names_what_is_missing_until_it_is_given(court: Court) -> None:
    await court.watches(await court.enrols("Ann", 1), then=Then.WARN)
    await may(court, "can_delete_messages")
    card = await pressed(court, "1")
    assert (
        "For that I have to be an admin of this group, with rights that I lack now: “Ban users”."
    ) in plain(card)
    await may(court, *RIGHTS)
    assert "that I lack now" not in plain(await pressed(court, "1"))


async def test_a_rule_that_asks_the_admins_needs_no_rights(court: Court) -> None:
    await court.watches(await court.enrols("Ann", 1), then=Then.ASK)
    await may(court)
    assert "that I lack now" not in plain(await pressed(court, "1"))


async def test_a_rule_that_is_switched_on_without_the_rights_is_told_to_the_other_admins(
    court: Court,
) -> None:
    olgas = await court.speaks(court.olga)
    await court.watches(await court.enrols("Ann", 1), then=Then.WARN)
    await may(court, "can_restrict_members")
    card = await pressed(court, "1", "Act by yourself", "Yes, act by yourself")
    assert DELETING in plain(card)
    assert not await told(court), "who pressed has it before them"
    assert len(await told(court, olgas)) == 1
    await may(court, "can_restrict_members", "can_pin_messages")
    assert len(await told(court, olgas)) == 1


async def test_a_life_that_ends_over_telling_tells_it_again_and_no_other_does(
    court: Court,
) -> None:
    await acts(court)
    await court.playground.promote(court.group, "court_bot", rights=["can_restrict_members"])
    (request,) = await court.heard()
    court.begin()
    await court.stories.routing.answer(request)
    court.begin()
    await may(court, "can_restrict_members", "can_pin_messages")
    assert len(await told(court)) == 1
