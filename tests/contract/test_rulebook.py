"""The watch rules of groups: made, changed by several at once, moved and dropped."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.moderation.contents import CONTENTS
from bot.moderation.counts import COUNTS, Count
from bot.moderation.destinations import Destination
from bot.moderation.keeping import Keeping, keeping_in
from bot.moderation.rulebook import MOST_RULES, Rulebook, TooManyRulesError
from bot.moderation.rules import Mode, Posters, Then, When
from core.ports import Records
from tests.contract.kinds import ONE_OF_EACH
from tests.rules import a_rule

pytestmark = ONE_OF_EACH

GROUP, OTHER, SUPERGROUP, DESK = -1, -10, -100, -7
NOW = datetime(2030, 5, 6, 12, 0, tzinfo=UTC)


@pytest.fixture
def keeping(records: Records) -> Keeping:
    return keeping_in(records, clock=lambda: NOW)


@pytest.fixture
def rulebook(keeping: Keeping) -> Rulebook:
    return keeping.rulebook


async def test_a_rule_comes_back_as_it_was_made(rulebook: Rulebook) -> None:
    whole = a_rule(
        when=When.OFTEN,
        subjects=("ann-id", "ben-id"),
        by=Posters.OTHERS,
        then=Then.MUTE,
        mode=Mode.ASKING,
        more_than=3,
        within=timedelta(hours=1),
        mute_for=timedelta(days=7),
        quiet_until=NOW + timedelta(days=1),
    )
    await rulebook.create(GROUP, whole)
    assert await rulebook.of(GROUP) == (whole,)
    assert await rulebook.one(GROUP, "ann") == whole


async def test_a_group_has_its_own_rules_the_oldest_first(rulebook: Rulebook) -> None:
    young = a_rule(id="a", made_at=NOW + timedelta(minutes=1))
    await rulebook.create(GROUP, young)
    await rulebook.create(GROUP, a_rule(id="b"))
    await rulebook.create(OTHER, a_rule(id="c"))
    assert [rule.id for rule in await rulebook.of(GROUP)] == ["b", "a"]
    everywhere = {(chat, rule.id) async for chat, rule in rulebook.everywhere()}
    assert everywhere == {(GROUP, "a"), (GROUP, "b"), (OTHER, "c")}


async def test_a_rule_that_is_made_twice_is_one_and_keeps_its_changes(rulebook: Rulebook) -> None:
    await rulebook.create(GROUP, a_rule())
    await rulebook.change(GROUP, "ann", lambda was: replace(was, mode=Mode.ASKING))
    await rulebook.create(GROUP, a_rule())
    assert [rule.mode for rule in await rulebook.of(GROUP)] == [Mode.ASKING]


async def test_a_group_can_have_so_many_rules_and_no_more(rulebook: Rulebook) -> None:
    for number in range(MOST_RULES):
        await rulebook.create(GROUP, a_rule(id=f"{number}"))
    with pytest.raises(TooManyRulesError):
        await rulebook.create(GROUP, a_rule(id="more"))
    await rulebook.create(GROUP, a_rule(id="0"))
    await rulebook.create(OTHER, a_rule(id="more"))
    assert len(await rulebook.of(GROUP)) == MOST_RULES


async def test_of_rules_made_at_the_same_moment_no_more_than_that_come_in(
    rulebook: Rulebook,
) -> None:
    made = [rulebook.create(GROUP, a_rule(id=f"{number}")) for number in range(MOST_RULES + 5)]
    failed = await asyncio.gather(*made, return_exceptions=True)
    assert sum(isinstance(one, TooManyRulesError) for one in failed) == 5
    assert len(await rulebook.of(GROUP)) == MOST_RULES


async def test_who_died_while_making_or_deleting_a_rule_can_do_it_again(
    rulebook: Rulebook, records: Records
) -> None:
    await records.put(CONTENTS, str(GROUP), {"rules": ["ann"]})
    assert await rulebook.of(GROUP) == (), "listed, and not written yet"
    await rulebook.create(GROUP, a_rule())
    assert await rulebook.of(GROUP) == (a_rule(),)
    await records.put(CONTENTS, str(GROUP), {"rules": []})
    assert await rulebook.of(GROUP) == (), "not listed any more, and not deleted yet"
    assert await rulebook.delete(GROUP, "ann")
    assert await rulebook.one(GROUP, "ann") is None


async def test_what_was_left_of_a_rule_goes_with_its_group(
    keeping: Keeping, records: Records
) -> None:
    await keeping.rulebook.create(GROUP, a_rule())
    await records.put(CONTENTS, str(GROUP), {"rules": []})
    await keeping.drop(GROUP)
    assert [one async for one in keeping.rulebook.everywhere()] == []
    assert await records.get(CONTENTS, str(GROUP)) is None


async def test_changes_made_at_the_same_moment_are_all_made(rulebook: Rulebook) -> None:
    await rulebook.create(GROUP, a_rule(subjects=()))

    async def add(subject: str) -> None:
        await rulebook.change(
            GROUP, "ann", lambda was: replace(was, subjects=(*was.subjects, subject))
        )

    await asyncio.gather(*(add(f"{number}") for number in range(8)))
    (rule,) = await rulebook.of(GROUP)
    assert {*rule.subjects} == {f"{number}" for number in range(8)}


async def test_what_is_deleted_can_not_be_changed(rulebook: Rulebook) -> None:
    await rulebook.create(GROUP, a_rule())
    assert await rulebook.delete(GROUP, "ann")
    assert not await rulebook.delete(GROUP, "ann")
    assert await rulebook.change(GROUP, "ann", lambda was: was) is None
    assert await rulebook.of(GROUP) == ()


async def test_a_rule_is_hushed_until_it_is_woken(rulebook: Rulebook) -> None:
    await rulebook.create(GROUP, a_rule())
    hushed = await rulebook.hush(GROUP, "ann", timedelta(days=1))
    assert hushed is not None
    assert hushed.quiet_until == NOW + timedelta(days=1)
    assert await rulebook.hush(GROUP, "ann", None) == a_rule()


async def test_who_is_forgotten_is_out_of_every_rule_and_the_last_takes_it_along(
    rulebook: Rulebook,
) -> None:
    await rulebook.create(GROUP, a_rule(id="both", subjects=("ann-id", "ben-id")))
    await rulebook.create(GROUP, a_rule(id="alone"))
    await rulebook.create(GROUP, a_rule(id="face", when=When.ANY_FACE, subjects=()))
    ended = await rulebook.forget(GROUP, "ann-id")
    assert [rule.id for rule in ended] == ["alone"]
    left = {rule.id: rule.subjects for rule in await rulebook.of(GROUP)}
    assert left == {"both": ("ben-id",), "face": ()}
    assert await rulebook.forget(GROUP, "ann-id") == ()


async def test_who_is_merged_into_another_is_watched_as_them(rulebook: Rulebook) -> None:
    await rulebook.create(GROUP, a_rule(id="both", subjects=("ann-id", "ben-id")))
    await rulebook.create(GROUP, a_rule(id="alone"))
    await rulebook.hand_on(GROUP, "ann-id", "ben-id")
    assert [rule.subjects for rule in await rulebook.of(GROUP)] == [("ben-id",), ("ben-id",)]


async def test_a_supergroup_has_all_that_was_kept_of_the_group(
    keeping: Keeping, records: Records
) -> None:
    counted = {"fired": 3, "likely": 1, "since": NOW.timestamp()}
    await keeping.rulebook.create(GROUP, a_rule())
    await records.put(COUNTS, f"{GROUP}:ann", counted)
    await keeping.destinations.choose(GROUP, Destination(DESK, 5))
    await keeping.destinations.choose(OTHER, Destination(GROUP, None))
    for _ in range(2):
        await keeping.move(GROUP, SUPERGROUP)
    assert await keeping.rulebook.of(GROUP) == ()
    assert await keeping.rulebook.of(SUPERGROUP) == (a_rule(),)
    assert await keeping.counts.of(SUPERGROUP, "ann") == Count(3, 1, NOW)
    assert await keeping.destinations.of(SUPERGROUP) == Destination(DESK, 5)
    assert await keeping.destinations.of(OTHER) == Destination(SUPERGROUP, None)


async def test_of_a_group_that_was_left_nothing_is_kept(keeping: Keeping, records: Records) -> None:
    await keeping.rulebook.create(GROUP, a_rule())
    await keeping.rulebook.create(OTHER, a_rule())
    await records.put(COUNTS, f"{GROUP}:ann", {"fired": 1, "likely": 0, "since": 0})
    await keeping.destinations.choose(GROUP, Destination(DESK, None))
    await keeping.destinations.choose(OTHER, Destination(GROUP, None))
    await keeping.drop(GROUP)
    assert await keeping.rulebook.of(GROUP) == ()
    assert await keeping.counts.of(GROUP, "ann") is None
    assert await keeping.destinations.of(GROUP) is None
    assert await keeping.rulebook.of(OTHER) == (a_rule(),)
    assert await keeping.destinations.of(OTHER) is None, "nothing can be sent there any more"
