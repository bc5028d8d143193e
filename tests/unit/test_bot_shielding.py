"""Photos of people who asked to be protected: who is told or asked, and what is deleted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.looking import Look
from bot.moderation.cases import Case, Sureness
from bot.moderation.judging import Poster, SeenFace
from bot.moderation.rules import Mode, Rule, Then, When
from bot.preferences import Choices, Protection
from bot.request import FaceRef
from core.findings import Decision
from core.stores.sqlite import SqliteStore
from core.worker import Worker
from tests.bands import MODEL, photo
from tests.unit.test_bot_patrolling import ADMIN, GROUP, TOM, Beat, messages, ref

ANN, BEN = 21, 22


@pytest.fixture
async def beat(tmp_path: Path) -> AsyncIterator[Beat]:
    store, worker = await SqliteStore.open(tmp_path / "faces.db", MODEL), Worker()
    yield Beat(store, worker)
    await worker.close()
    await store.close()


async def protects(
    beat: Beat, account: int, colour: str, wish: Protection = Protection.DELETE
) -> str:
    """Somebody who is enrolled, and linked with an account, asks for something."""
    subject = await beat.knows(str(account), colour)
    await beat.accounts.link("g", subject, account, GROUP)
    await beat.shields.protections.ask("g", account, wish)
    return subject


async def allows(beat: Beat, most: Protection) -> None:
    await beat.preferences.change(GROUP, lambda _: Choices(protection=most))


def whom(cases: list[Case]) -> list[str | None]:
    return [case.finding.subject for case in cases]


async def test_who_asked_to_be_told_is_told_whom_others_photos_show(beat: Beat) -> None:
    await allows(beat, Protection.DELETE)
    ann = await protects(beat, ANN, "red", Protection.TELL)
    patrolled = await beat.patrols(beat.message(1, "blue", "red"))
    assert (whom(beat.desk.told), messages(beat.desk.told)) == ([ann], [(1,)])
    assert (patrolled.acted, beat.desk.acted, beat.desk.reported) == (False, [], [])
    assert beat.encoder.shown == 1
    await beat.patrols(beat.message(2, "blue"))
    assert len(beat.desk.told) == 1


async def test_the_admins_are_asked_where_somebody_wants_that(beat: Beat) -> None:
    await allows(beat, Protection.DELETE)
    ann = await protects(beat, ANN, "red", Protection.ASK)
    assert not (await beat.patrols(beat.message(1, "red"))).acted
    (case,) = beat.desk.reported
    assert (case.finding.subject, case.then, case.mode) == (ann, Then.ASK, Mode.ASKING)
    assert beat.desk.told == []


async def test_what_is_surely_of_somebody_is_deleted_and_not_answered(beat: Beat) -> None:
    await allows(beat, Protection.DELETE)
    await protects(beat, ANN, "red")
    assert (await beat.patrols(beat.message(1, "red"))).acted
    (case,) = beat.desk.acted
    assert (case.then, case.mode, case.poster) == (Then.DELETE, Mode.ACTING, TOM)


async def test_ones_own_photo_does_nothing_and_of_others_on_it_all_the_same(beat: Beat) -> None:
    await allows(beat, Protection.DELETE)
    await protects(beat, ANN, "red")
    ben = await protects(beat, BEN, "lime")
    assert not (await beat.patrols(beat.message(1, "red", sender=ANN))).acted
    assert (await beat.patrols(beat.message(2, "red", "lime", sender=ANN))).acted
    assert whom(beat.desk.acted) == [ben]


@pytest.mark.parametrize(
    ("wish", "most", "then"),
    [
        (Protection.DELETE, Protection.ASK, Then.ASK),
        (Protection.DELETE, Protection.TELL, Then.TELL),
        (Protection.ASK, Protection.TELL, Then.TELL),
        (Protection.TELL, Protection.DELETE, Then.TELL),
        (Protection.ASK, Protection.DELETE, Then.ASK),
    ],
)
async def test_nobody_gets_more_than_they_asked_for_or_than_the_group_allows(
    beat: Beat, wish: Protection, most: Protection, then: Then
) -> None:
    await allows(beat, most)
    await protects(beat, ANN, "red", wish)
    await beat.patrols(beat.message(1, "red"))
    (case,) = (*beat.desk.told, *beat.desk.reported, *beat.desk.acted)
    assert case.then is then


async def test_where_it_is_not_allowed_nothing_is_even_looked_at(beat: Beat) -> None:
    await protects(beat, ANN, "red")
    assert not (await beat.patrols(beat.message(1, "red"))).looks
    await allows(beat, Protection.DELETE)
    await beat.shields.protections.ask("g", ANN, Protection.OFF)
    assert not (await beat.patrols(beat.message(2, "red"))).looks
    assert beat.encoder.shown == 0


async def test_who_is_linked_no_more_is_protected_no_more_and_who_is_again_is(beat: Beat) -> None:
    await allows(beat, Protection.DELETE)
    ann = await protects(beat, ANN, "red")
    await beat.accounts.unlink("g", ann)
    assert not (await beat.patrols(beat.message(1, "red"))).acted
    await beat.accounts.link("g", ann, ANN, GROUP)
    assert (await beat.patrols(beat.message(2, "red"))).acted


async def test_who_was_merged_into_somebody_is_protected_as_them(beat: Beat) -> None:
    await allows(beat, Protection.DELETE)
    ann = await protects(beat, ANN, "red")
    other = await beat.knows("Anna", "lime")
    await beat.accounts.hand_on("g", ann, other)
    assert (await beat.patrols(beat.message(1, "lime"))).acted
    assert whom(beat.desk.acted) == [other]


async def test_what_a_rule_could_not_act_on_is_told_those_concerned(beat: Beat) -> None:
    await allows(beat, Protection.DELETE)
    ann = await protects(beat, ANN, "red", Protection.TELL)
    await beat.watches(When.PERSON, ann)
    beat.desk.can = False
    assert not (await beat.patrols(beat.message(1, "red"))).acted
    assert whom(beat.desk.told) == [ann]
    beat.desk.can = True
    assert (await beat.patrols(beat.message(2, "red"))).acted
    assert whom(beat.desk.told) == [ann], "of what is gone nobody need be told"


async def test_what_admins_and_whom_they_approve_of_post_is_told_and_never_deleted(
    beat: Beat,
) -> None:
    await allows(beat, Protection.DELETE)
    await protects(beat, ANN, "red")
    await beat.leave.approve(GROUP, TOM, ADMIN)
    for number, sender in enumerate((ADMIN, GROUP, TOM), start=1):
        assert not (await beat.patrols(beat.message(number, "red", sender=sender))).acted
    assert messages(beat.desk.told) == [(1,), (2,), (3,)]
    assert beat.desk.reported == []


async def test_an_admin_is_not_told_of_their_own_photos(beat: Beat) -> None:
    await allows(beat, Protection.TELL)
    await protects(beat, ADMIN, "red", Protection.TELL)
    await beat.patrols(beat.message(1, "red", sender=ADMIN))
    assert beat.desk.told == []


async def test_who_left_the_group_hears_nothing_of_it_any_more(beat: Beat) -> None:
    await allows(beat, Protection.TELL)
    await protects(beat, ANN, "red", Protection.TELL)
    beat.shelf.left = {ANN}
    await beat.patrols(beat.message(1, "red"))
    beat.shelf.left = set()
    await beat.patrols(beat.message(2, "red"))
    assert beat.desk.told == []
    assert await beat.shields.protections.of("g") == []


async def test_of_several_on_a_photo_each_is_told_and_the_admins_asked_once(beat: Beat) -> None:
    await allows(beat, Protection.DELETE)
    ann = await protects(beat, ANN, "red", Protection.TELL)
    ben = await protects(beat, BEN, "lime", Protection.TELL)
    await protects(beat, 23, "blue", Protection.ASK)
    await protects(beat, 24, "cyan", Protection.ASK)
    await beat.patrols(beat.message(1, "red", "lime", "blue", "cyan"))
    assert sorted(str(one) for one in whom(beat.desk.told)) == sorted([ann, ben])
    assert len(beat.desk.reported) == 1


async def test_what_is_deleted_is_deleted_once_and_needs_no_telling(beat: Beat) -> None:
    await allows(beat, Protection.DELETE)
    await protects(beat, ANN, "red")
    await protects(beat, BEN, "lime")
    await protects(beat, 23, "blue", Protection.TELL)
    await protects(beat, 24, "cyan", Protection.ASK)
    await beat.patrols(beat.message(1, "red", "lime", "blue", "cyan"))
    assert len(beat.desk.acted) == 1
    assert (beat.desk.told, beat.desk.reported) == ([], [])


async def test_what_a_rule_of_the_admins_acts_on_is_left_to_it(beat: Beat) -> None:
    await allows(beat, Protection.DELETE)
    ann = await protects(beat, ANN, "red")
    await beat.watches(When.PERSON, ann)
    await beat.patrols(beat.message(1, "red"))
    assert [case.finding.rule for case in beat.desk.acted] == ["r0"]
    await beat.watches(When.PERSON, ann, mode=Mode.DRY_RUN)
    await beat.rulebook.delete(GROUP, "r0")
    await beat.patrols(beat.message(2, "red"))
    assert len(beat.desk.acted) == 2, "what a dry run says keeps nothing from being deleted"
    assert await beat.counts("r1") == (1, 0)


async def test_what_is_not_sure_enough_is_asked_about(beat: Beat) -> None:
    await allows(beat, Protection.DELETE)
    ann = await protects(beat, ANN, "red")
    (rule,) = await beat.shields.of(GROUP)
    face = SeenFace(FaceRef(ref(1), None), Decision.MATCH, ann, 0.95)
    found = await beat.patrolling.shielding.met(GROUP, "g", [rule], [face], Poster())
    assert [(one.then, finding.sureness) for one, finding in found] == [
        (Then.DELETE, Sureness.LIKELY)
    ]


async def test_the_more_are_protected_the_surer_it_must_be(beat: Beat) -> None:
    """As of watch rules: so many chances has a stranger to be taken for one of them."""
    await allows(beat, Protection.DELETE)
    await protects(beat, ANN, "red")
    (alone,) = await beat.shields.of(GROUP)
    (found,) = await beat.recognizer.identify("g", await beat.recognizer.read(photo("red")))
    near = replace(found, evidence=(replace(found.evidence[0], value=0.935),))
    look = Look(ref(1), [near.probe.box], [near], [False])
    assert await _is_sure(beat, alone, look)
    for number in range(40):
        await protects(beat, 100 + number, f"#{number + 1:02x}ff{number + 9:02x}")
    rules = await beat.shields.of(GROUP)
    assert len(rules) == 41
    (among,) = (rule for rule in rules if rule.id == alone.id)
    assert not await _is_sure(beat, among, look)
    for number in range(40):
        await beat.shields.protections.ask("g", 100 + number, Protection.TELL)
    (among, *_) = (rule for rule in await beat.shields.of(GROUP) if rule.id == alone.id)
    assert await _is_sure(beat, among, look), "who is only told has nobody's photo deleted"


async def _is_sure(beat: Beat, rule: Rule, look: Look) -> bool:
    (face,) = await beat.seeing.faces(GROUP, "g", [rule], [look])
    return face.rarity[rule.id].sure


async def test_a_photo_that_comes_again_after_a_change_of_mind_is_another_case(beat: Beat) -> None:
    """Else the admins would be shown what somebody was told alone."""
    await allows(beat, Protection.DELETE)
    await protects(beat, ANN, "red", Protection.TELL)
    again = beat.message(1, "red")
    await beat.patrols(again)
    await beat.patrols(again)
    await beat.shields.protections.ask("g", ANN, Protection.ASK)
    await beat.patrols(again)
    first, second = beat.desk.told
    assert first.id == second.id
    assert beat.desk.reported[0].id != first.id


async def test_what_an_admin_said_is_somebody_else_is_left_alone(beat: Beat) -> None:
    await allows(beat, Protection.DELETE)
    ann = await protects(beat, ANN, "red")
    patrolled = await beat.patrols(beat.message(1, "red"))
    (look,) = patrolled.looks
    (rule,) = await beat.shields.of(GROUP)
    await beat.leave.clear(GROUP, rule.id, ann, look.digest, look.boxes[0])
    assert not (await beat.patrols(beat.message(2, "red"))).acted


async def test_a_group_that_became_a_supergroup_protects_as_before(beat: Beat) -> None:
    await allows(beat, Protection.DELETE)
    await protects(beat, ANN, "red")
    beat.now += timedelta(days=1)
    await beat.chats.move(GROUP, -1001)
    await beat.preferences.move(GROUP, -1001)
    assert (await beat.patrols(beat.message(1, "red", chat=-1001))).acted
    assert await beat.chats.with_galleries({"g"}) == {"g": -1001}
