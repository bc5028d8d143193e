"""A rule acts by itself: told, repeated, moved, denied."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.moderation.caseload import FOLDED_WITHIN
from bot.moderation.cases import Sureness
from bot.moderation.rules import Mode, Then
from core.doubts import DoubtfulPhoto
from tests.unit.court_rooms import DEEDS, Court, in_session, photo_of, plain


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
    assert {by for by, _, _ in await court.noted()} == {0}
    await court.playground.send_text(court.group, court.mira, "/audit")
    (asked,) = await court.heard()
    await court.stories.routing.answer(asked)
    assert "a rule: deleted a photo that Tom posted." in (await court.said_in_group())[-1]


async def test_a_late_part_of_an_album_is_deleted_with_it_and_not_warned_of_again(
    court: Court,
) -> None:
    rule = await court.watches(await court.enrols("Ann", 1), then=Then.WARN, mode=Mode.ACTING)
    *early, late = await court.posts(photos=3)
    case = await court.case(rule, *early)
    assert await court.ruling.act(early[0], case)
    assert not await court.is_deleted(late)
    whole = replace(case, messages=(*case.messages, late.message))
    for _ in range(2):
        court.begin()
        assert await court.ruling.act(late, whole)
    assert await court.is_deleted(*early, late)
    (card,) = await court.cards()
    assert "a rule: deleted, warned (1 warning within 7 days)." in plain(card)
    assert len(await court.said_in_group()) == 1
    assert {by for by, _, _ in await court.noted()} == {0}


@pytest.mark.parametrize(("label", "gone"), [("Delete", True), ("Forgive", False)])
async def test_what_an_admin_decided_of_an_album_holds_for_its_late_parts(
    court: Court, label: str, *, gone: bool
) -> None:
    rule = await court.watches(await court.enrols("Ann", 1))
    early, later, late = await court.posts(photos=3)
    case = await court.case(rule, early)
    assert not await court.ruling.report(early, case)
    undecided = replace(case, messages=(*case.messages, later.message))
    assert not await court.ruling.report(later, undecided)
    await court.press((await court.cards())[0], label)
    assert await court.is_deleted(early) is gone
    assert await court.is_deleted(later) is gone
    whole = replace(undecided, messages=(*undecided.messages, late.message))
    assert await court.ruling.report(late, whole) is gone
    assert await court.is_deleted(late) is gone
    assert {by for by, _, _ in await court.noted()} == {court.mira}


async def test_late_parts_of_an_album_that_is_told_of_on_another_card_are_deleted(
    court: Court,
) -> None:
    rule = await court.watches(await court.enrols("Ann", 1), then=Then.DELETE, mode=Mode.ACTING)
    first, *_ = await court.posts()
    await court.ruling.act(first, await court.case(rule, first))
    early, late = await court.posts(photos=2)
    case = await court.case(rule, early)
    assert await court.ruling.act(early, case)
    whole = replace(case, messages=(*case.messages, late.message))
    assert await court.ruling.act(late, whole)
    assert await court.is_deleted(first, early, late)
    (card,) = await court.cards()
    assert "And 1 more of the same person's posts since." in plain(card), "an album is one post"


async def test_late_parts_of_an_album_that_an_admin_deleted_with_other_posts_are_deleted(
    court: Court,
) -> None:
    rule = await court.watches(await court.enrols("Ann", 1))
    first, *_ = await court.posts()
    await court.ruling.report(first, await court.case(rule, first))
    early, late = await court.posts(photos=2)
    case = await court.case(rule, early)
    assert not await court.ruling.report(early, case)
    (card,) = await court.cards()
    await court.press(card, "Delete")
    assert await court.is_deleted(first, early)
    whole = replace(case, messages=(*case.messages, late.message))
    assert await court.ruling.report(late, whole)
    assert await court.is_deleted(late)
    alone, *_ = await court.posts()
    assert not await court.ruling.report(alone, await court.case(rule, alone))
    assert not await court.is_deleted(alone), "what is posted after that is another case"


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


async def test_photos_that_are_sure_and_photos_that_are_not_by_turns_warn_once(
    court: Court,
) -> None:
    rule = await court.watches(await court.enrols("Ann", 1), then=Then.WARN, mode=Mode.ACTING)
    for number in range(5):
        posted = await court.posts()
        if number % 2:
            case = await court.case(rule, *posted, sureness=Sureness.LIKELY, mode=Mode.ASKING)
            await court.ruling.report(posted[0], case)
            assert not await court.is_deleted(*posted)
        else:
            await court.ruling.act(posted[0], await court.case(rule, *posted))
            assert await court.is_deleted(*posted)
    acted, asked = await court.cards()
    assert "And 2 more of the same person's posts since." in plain(acted)
    assert "deleted, warned (1 warning within 7 days)." in plain(acted)
    assert "And 1 more of the same person's posts since." in plain(asked)
    assert "Delete, warn" in asked.buttons
    assert len(await court.said_in_group()) == 1
    assert await court.standing(court.tom) == "member", "one mistake warns once"


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
        posted = await court.a_question()
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
