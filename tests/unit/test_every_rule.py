"""The tales of rules are few, and leave out nothing that two of their parts could do together."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations

import pytest

from bot.moderation.rules import Mode, Posters, Rule, Then, When
from bot.texts.watching import modes_of
from tests.e2e.every_rule import TOLD

Kind = tuple[When, Then, Mode]


def possible() -> set[Kind]:
    """Every kind of rule that can be made with buttons."""
    return {(when, then, mode) for when in When for then in Then for mode in modes(when, then)}


def modes(when: When, then: Then) -> tuple[Mode, ...]:
    rule = Rule(
        "r", when, (), Posters.ANYBODY, then, Mode.DRY_RUN, made_by=1, made_at=datetime.now(UTC)
    )
    return modes_of(rule)


def told() -> set[Kind]:
    return {(when, then, mode) for when, rules in TOLD.items() for then, mode in rules.items()}


def test_no_tale_tells_of_a_rule_that_cannot_be() -> None:
    assert told() <= possible()


@pytest.mark.parametrize("places", list(combinations(range(3), 2)))
def test_each_two_of_kind_action_and_mode_are_told_together(places: tuple[int, int]) -> None:
    one, other = places
    assert {(rule[one], rule[other]) for rule in told()} == {
        (rule[one], rule[other]) for rule in possible()
    }
