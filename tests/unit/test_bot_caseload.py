"""Cases as they are kept: opened once, decided once, folded, moved and swept; and their words."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.housekeeping import SWEPT, sweep
from bot.moderation.caseload import (
    CASES,
    FOLDED_WITHIN,
    FOLDS,
    LIFE,
    Caseload,
    by_a_rule,
)
from bot.moderation.cases import Case, Finding, Sureness
from bot.moderation.deeds import Barred
from bot.moderation.folding import MOST_FOLDED
from bot.moderation.held import Card, Done, Hand, Held, Measure
from bot.moderation.held_written import held_from, held_to
from bot.moderation.ladder import REMEMBERED, WARNINGS, Ladder, consequence
from bot.moderation.leave import Leave
from bot.moderation.leftovers import Leftover
from bot.moderation.rules import Mode, Posters, Rule, Then, When
from bot.request import FaceRef, PhotoRef
from bot.texts import cases
from bot.texts.cases import Facts
from bot.texts.speech import Speech
from bot.texts.writing import LONGEST_CAPTION, length, plain
from core.model import Box
from tests.unit.bot_rooms import Memory
from tests.unit.updates import LANGUAGES, NOW

GROUP, TOM, MIRA = -100, 8, 7
MIRAS = Hand(MIRA, "Mira", NOW, "update:1")
OLGAS = Hand(9, "Olga", NOW, "update:2")
BOX = Box(1, 2, 3, 4)


def a_case(number: int = 1, **changes: Any) -> Case:
    photo = PhotoRef(f"file{number}", number, 100)
    case = Case(
        id=f"{number}-r1",
        chat=GROUP,
        gallery="g",
        thread=None,
        messages=(number,),
        photos=(photo,),
        poster=TOM,
        posted_as="Tom",
        finding=Finding("r1", Sureness.SURE, FaceRef(photo, BOX), "ann", 0.97, 0.0004),
        then=Then.WARN,
        mode=Mode.ASKING,
    )
    return replace(case, **changes)


@pytest.fixture
def caseload(memory: Memory) -> Caseload:
    return Caseload(memory.store.records, memory.clock)


async def test_a_case_is_read_as_it_was_written() -> None:
    held = Held(
        key="k",
        case=a_case(thread=5, more=2),
        opened=NOW,
        language="de",
        folded=("2-r1",),
        cards=(Card(7, 3, picture=True),),
        taken=MIRAS,
        measure=Measure.MUTE,
        done=(Done.DELETED, Done.MUTED),
        until=NOW + timedelta(hours=1),
        warned=2,
        barred=((Done.DELETED, Barred.GONE),),
        left=(Leftover((3, 4), Barred.RIGHTS), Leftover((), Barred.OTHER)),
        retried=OLGAS,
        undone=OLGAS,
        denied=MIRAS,
        others=("bob",),
        learnt="bob",
        notice=12,
        appeals=(OLGAS, MIRAS),
        confided=(5, 6),
    )
    assert held_from("k", held_to(held)) == held
    bare = Held("k", a_case(finding=Finding("r1", Sureness.CERTAIN)), NOW, "en")
    assert held_from("k", held_to(bare)) == bare
    before = {**held_to(bare)}
    del before["left"], before["retried"]
    assert held_from("k", before) == bare, "as it was written before these were known"


def test_a_case_that_was_written_when_one_appeal_was_all_is_read() -> None:
    written = held_to(Held("k", a_case(), NOW, "en"))
    del written["appeals"], written["confided"]
    assert held_from("k", {**written, "appealed": None}).appeals == ()
    one = [MIRA, "Mira", NOW.timestamp(), "update:1"]
    assert held_from("k", {**written, "appealed": one}).appeals == (MIRAS,)


async def test_the_poster_of_a_case_appeals_once_and_so_do_all_others(caseload: Caseload) -> None:
    held = await caseload.open(a_case(), "en")
    toms = Hand(TOM, "Tom", NOW, "update:3")
    for hand in (MIRAS, OLGAS, toms, MIRAS, replace(toms, token="update:4")):
        changed = await caseload.appeal(held.key, hand)
    assert changed is not None
    assert changed.appeals == (MIRAS, toms)


async def test_of_two_who_decide_at_once_one_does(caseload: Caseload) -> None:
    held = await caseload.open(a_case(), "en")
    both = await asyncio.gather(
        caseload.take(held.key, MIRAS, Measure.BAN),
        caseload.take(held.key, OLGAS, Measure.DELETE),
    )
    assert both[0] == both[1]
    winner = both[0]
    assert winner is not None
    assert winner.is_taken_by(MIRAS.token) != winner.is_taken_by(OLGAS.token)
    assert winner.measure is (Measure.BAN if winner.is_taken_by(MIRAS.token) else Measure.DELETE)


async def test_what_could_not_be_done_to_somebody_may_be_decided_anew_and_nothing_else(
    caseload: Caseload,
) -> None:
    held = await caseload.open(a_case(), "en")
    await caseload.take(held.key, MIRAS, Measure.BAN)
    refused = ((Done.BANNED, Barred.ADMIN),)
    await caseload.change(held.key, lambda one: replace(one, done=(Done.DELETED,), barred=refused))
    for hand, measure in ((MIRAS, Measure.BAN), (OLGAS, Measure.FORGIVE), (OLGAS, Measure.DELETE)):
        stands = await caseload.take(held.key, hand, measure)
        assert stands is not None
        assert (stands.taken, stands.measure) == (MIRAS, Measure.BAN)
    taken = await caseload.take(held.key, OLGAS, Measure.MUTE)
    assert taken is not None
    assert (taken.taken, taken.measure, taken.barred) == (OLGAS, Measure.MUTE, ())
    assert not taken.is_unfinished, "of two who press at once one does it"


async def test_repeats_are_folded_for_ten_minutes_of_the_same_poster_and_rule(
    memory: Memory, caseload: Caseload
) -> None:
    first = await caseload.open(a_case(1), "en")
    for _ in range(2):
        again = await caseload.open(a_case(2), "en")
    assert again.key == first.key
    assert (again.case.messages, again.case.more) == ((1, 2), 1)
    for other in (a_case(3, poster=9), a_case(4, mode=Mode.DRY_RUN)):
        assert (await caseload.open(other, "en")).key != first.key
    memory.now += FOLDED_WITHIN + timedelta(seconds=1)
    assert (await caseload.open(a_case(5), "en")).case.messages == (5,)


async def test_another_photo_in_the_same_message_is_folded_and_the_message_is_told_once(
    caseload: Caseload,
) -> None:
    await caseload.open(a_case(1), "en")
    swapped = a_case(2, messages=(1,))
    held = await caseload.open(swapped, "en")
    assert (held.case.messages, held.case.more) == ((1,), 1)
    assert held.case.photos[-1] == swapped.photos[0]


async def test_a_case_takes_in_so_many_and_no_more(caseload: Caseload) -> None:
    first = await caseload.open(a_case(1), "en")
    for number in range(2, MOST_FOLDED + 3):
        last = await caseload.open(a_case(number), "en")
    assert last.key != first.key
    whole = await caseload.of(first.key)
    assert whole is not None
    assert whole.case.more == MOST_FOLDED


async def test_what_is_decided_takes_in_only_what_the_same_rule_decides(
    caseload: Caseload,
) -> None:
    acted = await caseload.open(a_case(1), "en", acting=True)
    await caseload.take(acted.key, by_a_rule(acted.case, NOW), Measure.WARN)
    assert (await caseload.open(a_case(2), "en", acting=True)).key == acted.key
    asked = await caseload.open(a_case(3), "en")
    assert asked.key != acted.key
    await caseload.take(asked.key, MIRAS, Measure.DELETE)
    assert (await caseload.open(a_case(4), "en", acting=True)).key != asked.key


async def test_what_is_sure_and_what_is_not_are_folded_each_into_their_own(
    caseload: Caseload,
) -> None:
    sure, asked = (a_case(one, mode=mode) for one, mode in ((1, Mode.ACTING), (2, Mode.ASKING)))
    acted = await caseload.open(sure, "en", acting=True)
    await caseload.take(acted.key, by_a_rule(sure, NOW), Measure.WARN)
    question = await caseload.open(asked, "en")
    assert question.key != acted.key
    again = await caseload.open(a_case(3, mode=Mode.ACTING), "en", acting=True)
    assert (again.key, again.case.messages) == (acted.key, (1, 3))
    again = await caseload.open(a_case(4), "en")
    assert (again.key, again.case.messages) == (question.key, (2, 4))


async def test_what_was_folded_by_a_key_without_the_mode_is_in_nobodys_way(
    memory: Memory, caseload: Caseload
) -> None:
    records = memory.store.records
    until = (NOW + FOLDED_WITHIN).timestamp()
    before = await caseload.open_alone(a_case(1, mode=Mode.ACTING), "en")
    await records.put(FOLDS, f"{GROUP}:r1:{TOM}", {"case": before.key, "until": until})
    assert (await caseload.open(a_case(2), "en")).case.messages == (2,)
    assert (await caseload.open(a_case(3), "en")).case.messages == (2, 3)
    await caseload.drop(GROUP)
    assert not await records.list(FOLDS)


async def test_what_expired_is_not_there_and_is_swept(memory: Memory, caseload: Caseload) -> None:
    held = await caseload.open(a_case(), "en")
    ladder = Ladder(memory.store.records, memory.clock)
    await ladder.warn(GROUP, TOM, held.key)
    leave = Leave(memory.store.records, memory.clock)
    await leave.clear(GROUP, "r1", "ann", "digest", BOX)
    memory.now += LIFE + timedelta(seconds=1)
    assert await caseload.of(held.key) is None
    assert {CASES, WARNINGS, "cleared"} <= set(SWEPT)
    swept = [await sweep(memory.store.records, one, memory.now) for one in (CASES, WARNINGS)]
    assert swept == [1, 1]
    assert await leave.is_cleared(GROUP, "r1", "ann", "digest", BOX)
    assert not await leave.is_cleared(GROUP, "r1", "bob", "digest", BOX)


async def test_warnings_count_for_seven_days_and_each_case_once(memory: Memory) -> None:
    ladder = Ladder(memory.store.records, memory.clock)
    assert [await ladder.warn(GROUP, TOM, case) for case in ("a", "a", "b")] == [1, 1, 2]
    assert await ladder.warn(GROUP, MIRA, "a") == 1
    await ladder.lift(GROUP, TOM, "a")
    memory.now += timedelta(days=4)
    assert await ladder.warn(GROUP, TOM, "c") == 2
    memory.now += REMEMBERED - timedelta(days=3)
    assert await ladder.warn(GROUP, TOM, "d") == 2
    await ladder.move(GROUP, -200)
    assert await ladder.warn(-200, TOM, "e") == 3


def test_the_third_warning_mutes_and_the_next_bans() -> None:
    assert [consequence(number) for number in range(1, 6)] == [
        None, None, Done.MUTED, Done.BANNED, Done.BANNED,
    ]  # fmt: skip


@pytest.mark.parametrize("speech", LANGUAGES.all, ids=lambda speech: speech.language)
def test_there_are_words_for_whatever_became_of_a_case_and_they_fit_under_a_picture(
    speech: Speech,
) -> None:
    rule = Rule("r1", When.PERSON, ("ann",), Posters.ANYBODY, Then.WARN, Mode.ACTING, MIRA, NOW)
    facts = Facts("Hikers" * 20, rule, plain("rule" * 300), {"ann": "A" * 64}, frozenset())
    held = Held("k", a_case(more=7), NOW, "en", taken=MIRAS, measure=Measure.BAN, warned=3)
    said = set()
    for done in Done:
        for why in Barred:
            there = replace(held, done=(done,), until=NOW, barred=((Done.DELETED, why),))
            words = cases.card(speech, there, facts)
            assert length(words) <= LONGEST_CAPTION
            said.add(words)
            gone = done is Done.DELETED and why is Barred.GONE
            # Nobody in the group has seen a request to join.
            told = done in cases.NOTICES and not gone
            assert (cases.notice(speech, there) is not None) == told
            undone = replace(there, undone=OLGAS, denied=MIRAS, learnt="ann", barred=())
            assert "Olga" in cases.card(speech, undone, facts)
    assert len(said) == len(Done) * len(Barred)
