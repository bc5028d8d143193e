"""Which rights rules need of the bot. No I/O."""

from __future__ import annotations

from collections.abc import Iterable

from bot.admin_rights import NO_RIGHT, AdminRight
from bot.moderation.judging import acts
from bot.moderation.requirements import to_act
from bot.moderation.rules import Rule, Then


def needed_by(rule: Rule) -> AdminRight:
    """Return the rights without which something of what a rule has done is not done."""
    declines = rule.then is Then.BAN and rule.is_for_profiles
    return to_act(rule.then) | (AdminRight.INVITE if declines else NO_RIGHT)


def needed_to_act(rules: Iterable[Rule]) -> AdminRight:
    """Return the rights that those of some rules need which act by themselves."""
    needed = NO_RIGHT
    for rule in rules:
        if acts(rule.then, rule.mode):
            needed |= needed_by(rule)
    return needed
