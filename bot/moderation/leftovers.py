"""What a rule was to delete and is still there, as frozen values, and how it is written down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.moderation.deeds import Barred

MAY_PASS = frozenset({Barred.RIGHTS, Barred.MOVED, Barred.OTHER})
"""Why something could not be deleted that may be deleted yet."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A further post of a case that could not be deleted.

    Attributes:
        messages: its ids; none where they cannot be reached any more.
        why: Telegram did not let us.
    """

    messages: tuple[int, ...]
    why: Barred


def leftovers_to(left: Iterable[Leftover]) -> list[Any]:
    """Return what is still there as a part of a record."""
    return [[list(one.messages), one.why.value] for one in left]


def leftovers_from(value: Iterable[Sequence[Any]]) -> tuple[Leftover, ...]:
    """Return what is still there as it was written."""
    return tuple(Leftover(tuple(messages), Barred(why)) for messages, why in value)
