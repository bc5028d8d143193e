"""Which rules the tales tell: few, and yet each two of kind, mode and action are met together.

tests/unit/test_every_rule.py holds this to what can be made with buttons.
"""

from __future__ import annotations

from bot.moderation.rules import Mode, Then, When

DRY, ASK, ACT = Mode.DRY_RUN, Mode.ASKING, Mode.ACTING

TOLD: dict[When, dict[Then, Mode]] = {
    When.PERSON: {
        Then.TELL: DRY, Then.ASK: ASK, Then.DELETE: ACT,
        Then.WARN: ASK, Then.MUTE: ACT, Then.BAN: DRY,
    },
    When.OFTEN: {
        Then.TELL: ASK, Then.ASK: DRY, Then.DELETE: ASK,
        Then.WARN: ACT, Then.MUTE: DRY, Then.BAN: ACT,
    },
    When.STRANGER: {
        Then.TELL: DRY, Then.ASK: ASK, Then.DELETE: DRY,
        Then.WARN: ASK, Then.MUTE: ASK, Then.BAN: ASK,
    },
    When.ANY_FACE: {
        Then.TELL: ASK, Then.ASK: DRY, Then.DELETE: ACT,
        Then.WARN: DRY, Then.MUTE: ASK, Then.BAN: ACT,
    },
    When.CROWD: {
        Then.TELL: DRY, Then.ASK: ASK, Then.DELETE: ASK,
        Then.WARN: ACT, Then.MUTE: ACT, Then.BAN: ASK,
    },
}  # fmt: skip
"""The modes of the rules, by kind and action."""
