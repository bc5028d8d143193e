"""A rule was met: what the card says, and who has it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.moderation.caseload import FOLDED_WITHIN
from bot.moderation.cases import Sureness
from bot.moderation.rules import Mode, Then
from tests.unit.court_rooms import DEEDS, Court, plain


async def test_a_card_says_whom_who_where_and_how_sure(court: Court) -> None:
    await court.a_question()
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
    posted = await court.a_question(then, mode)
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
    posted = await court.a_question()
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
    await court.a_question()
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
