"""Which rights are needed: of the admins, for what the bot does in their stead, and of the bot.

No I/O.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.admin_rights import NO_RIGHT, AdminRight
from bot.moderation.cases import Occasion
from bot.moderation.held import Done, Held, Measure
from bot.moderation.judging import acts
from bot.moderation.rules import Rule, Then

DECIDED: Mapping[Measure, AdminRight] = {
    Measure.FORGIVE: NO_RIGHT,
    Measure.DELETE: AdminRight.DELETE,
    Measure.WARN: AdminRight.RESTRICT,
    Measure.MUTE: AdminRight.RESTRICT,
    Measure.BAN: AdminRight.RESTRICT,
    Measure.LET_IN: AdminRight.INVITE,
    Measure.TURN_AWAY: AdminRight.INVITE,
}
"""Besides what the deletion needs. Warnings add up to a mute and a ban: whoever may give one may
do these."""

ACTED: Mapping[Then, AdminRight] = {
    Then.TELL: NO_RIGHT,
    Then.ASK: NO_RIGHT,
    Then.DELETE: AdminRight.DELETE,
    Then.WARN: AdminRight.DELETE | AdminRight.RESTRICT,
    Then.MUTE: AdminRight.DELETE | AdminRight.RESTRICT,
    Then.BAN: AdminRight.DELETE | AdminRight.RESTRICT,
}
"""Whoever may ban may also have a rule decline requests to join, as one that bans does."""

TAKEN_BACK = frozenset({Done.MUTED, Done.BANNED, Done.LET_IN})
"""What Telegram does when it is taken back; a warning is the bot's own."""


def to_decide(held: Held, measure: Measure) -> AdminRight:
    """Return what is needed to decide something of a case; what is deleted is not deleted again."""
    posted = held.case.occasion is Occasion.POST
    deletes = posted and measure is not Measure.FORGIVE and Done.DELETED not in held.done
    return DECIDED[measure] | (AdminRight.DELETE if deletes else NO_RIGHT)


def to_take_back(held: Held) -> AdminRight:
    """Return what is needed to take back what was done of a case, if anything is to be."""
    lifts = held.can_be_undone and bool(TAKEN_BACK & set(held.done))
    return AdminRight.RESTRICT if lifts else NO_RIGHT


def to_deny(held: Held) -> AdminRight:
    """Return what is needed to say whose face it is not, by which what was done is taken back.

    Who was let in stays in.
    """
    return NO_RIGHT if held.case.occasion is Occasion.REQUEST else to_take_back(held)


def to_act(then: Then) -> AdminRight:
    """Return what an admin needs to have a rule act by itself."""
    return ACTED[then]


def needed_by(rule: Rule) -> AdminRight:
    """Return what the bot needs, for everything that a rule has done to be done."""
    declines = rule.then is Then.BAN and rule.is_for_profiles
    return to_act(rule.then) | (AdminRight.INVITE if declines else NO_RIGHT)


def needed_to_act(rules: Iterable[Rule]) -> AdminRight:
    """Return what the bot needs for those of some rules that act by themselves."""
    needed = NO_RIGHT
    for rule in rules:
        if acts(rule.then, rule.mode):
            needed |= needed_by(rule)
    return needed
