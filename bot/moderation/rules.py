"""Watch rules, as frozen values: when a photo shows whom, posted by whom, then what. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class When(StrEnum):
    """What a photo must show."""

    PERSON = "person"
    """Anybody of the rule's people."""
    OFTEN = "often"
    """Anybody of the rule's people, in more than so many photos in a time."""
    STRANGER = "stranger"
    """Somebody who is not enrolled here."""
    ANY_FACE = "face"
    CROWD = "crowd"
    """More than so many faces."""


class Posters(StrEnum):
    """Who must have posted it. Admins and others who are exempt never count."""

    ANYBODY = "anybody"
    NEWCOMERS = "newcomers"
    OTHERS = "others"
    """Anybody but the person whom it shows."""


class Then(StrEnum):
    """What is done, from the mildest."""

    TELL = "tell"
    ASK = "ask"
    DELETE = "delete"
    WARN = "warn"
    """Deleted, and its poster warned."""
    MUTE = "mute"
    BAN = "ban"


class Mode(StrEnum):
    """Whether it is done."""

    DRY_RUN = "dry-run"
    """The admins are told what would have been done."""
    ASKING = "ask"
    """An admin decides."""
    ACTING = "act"
    """It is done at once, where the match is sure enough; else an admin is asked."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A watch rule of a group.

    Attributes:
        id: short, unique in the group.
        when: what a photo must show.
        subjects: the ids of the people it is about (PERSON, OFTEN); empty otherwise.
        more_than: faces (CROWD) or photos (OFTEN); 0 otherwise.
        within: the time in which these photos are counted (OFTEN); None otherwise.
        by: who must have posted it.
        then: what is done.
        mode: whether it is done.
        mute_for: how long somebody may not write (MUTE).
        made_by: the account that made it.
        made_at: when, with its zone.
        quiet_until: nothing comes of it before then; None while it is awake.
        among: all who asked for the same as the person who asked for this rule: as many chances has
            a stranger to be taken for one of them. Empty where it is an admin's rule.
    """

    id: str
    when: When
    subjects: tuple[str, ...]
    by: Posters
    then: Then
    mode: Mode
    made_by: int
    made_at: datetime
    more_than: int = 0
    within: timedelta | None = None
    mute_for: timedelta = timedelta(hours=1)
    quiet_until: datetime | None = None
    among: tuple[str, ...] = ()

    @property
    def counted(self) -> tuple[str, ...]:
        """Those whose number says how sure a likeness must be."""
        return self.among or self.subjects

    @property
    def may_act(self) -> bool:
        """Whether it may ever act by itself: of strangers nobody is sure enough.

        One in nine who are enrolled with one photo is taken for a stranger in a gallery of 1,500
        (docs/accuracy.md).
        """
        return self.when is not When.STRANGER

    @property
    def is_for_profiles(self) -> bool:
        """Whether profile photos of those who come meet it: if it watches for people.

        Strangers come all day, and a face is what a profile photo shows.
        """
        return self.when is When.PERSON and self.by is not Posters.OTHERS


SHIELD = "shield-"
"""What the id of a rule begins with that somebody asked for, for themselves: their own follows."""


def shielded_by(rule: str) -> str | None:
    """Return whom a rule of this id protects; None where it is a rule of the admins."""
    return rule.removeprefix(SHIELD) if rule.startswith(SHIELD) else None
