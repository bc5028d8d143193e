"""Watch rules, for tests."""

from __future__ import annotations

from typing import Any

from bot.moderation.rules import Mode, Posters, Rule, Then, When
from tests.unit.updates import NOW


def a_rule(**fields: Any) -> Rule:
    """Return a rule that tells the admins of Ann; `fields` replace and add."""
    ordinary: dict[str, Any] = {
        "id": "ann",
        "when": When.PERSON,
        "subjects": ("ann-id",),
        "by": Posters.ANYBODY,
        "then": Then.TELL,
        "mode": Mode.DRY_RUN,
        "made_by": 7,
        "made_at": NOW,
    }
    return Rule(**{**ordinary, **fields})
