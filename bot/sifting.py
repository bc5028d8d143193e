"""Which entries of the audit somebody wants to read: what they are about, since when, of whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.audit import Deed, Entry

ACCOUNT = "@"
"""What stands before the number of an account, where it is not the beginning of a subject's id."""


class Topic(StrEnum):
    """What entries are about; each is a word on a button."""

    EVERYTHING = "all"
    PEOPLE = "people"
    RULES = "rules"
    """Watch rules, and what came of photos that met them."""
    REPORTS = "reports"
    SETTINGS = "settings"


class Period(StrEnum):
    """Since when."""

    DAY = "day"
    WEEK = "week"
    EVER = "ever"


LENGTHS: Mapping[Period, timedelta] = {
    Period.DAY: timedelta(days=1),
    Period.WEEK: timedelta(weeks=1),
}

TOPICS: Mapping[Deed, Topic] = {
    **dict.fromkeys(
        (
            Deed.LEARNT,
            Deed.FORGOTTEN,
            Deed.PHOTO_REMOVED,
            Deed.RENAMED,
            Deed.MERGED,
            Deed.PUT_BACK,
            Deed.AGREED,
            Deed.DECLINED,
            Deed.FORGOT_THEMSELVES,
            Deed.UNNAMED,
            Deed.NAMED,
        ),
        Topic.PEOPLE,
    ),
    **dict.fromkeys((Deed.REPORTED, Deed.REPORT_DISMISSED, Deed.MESSAGE_DELETED), Topic.REPORTS),
    **dict.fromkeys((Deed.SETTING_CHANGED, Deed.DESK_CHOSEN), Topic.SETTINGS),
}
"""What is about something else than rules and what came of them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to read.

    Attributes:
        topic: what it is about.
        period: since when.
        whom: the beginning of a subject's id, or "@" and the number of an account; "" for all.
    """

    topic: Topic = Topic.EVERYTHING
    period: Period = Period.EVER
    whom: str = ""

    def holds(self, entry: Entry, now: datetime) -> bool:
        """Tell whether an entry is wanted."""
        if self.topic not in {Topic.EVERYTHING, TOPICS.get(entry.deed, Topic.RULES)}:
            return False
        length = LENGTHS.get(self.period)
        return (length is None or now - entry.at <= length) and self._is_of_whom(entry)

    def about(self, topic: Topic) -> Wanted:
        """Return the same about something else."""
        return replace(self, topic=topic)

    def since(self, period: Period) -> Wanted:
        """Return the same since another time."""
        return replace(self, period=period)

    @property
    def account(self) -> int | None:
        """Whose account it is about, if it is about one."""
        return int(self.whom.removeprefix(ACCOUNT)) if self.whom.startswith(ACCOUNT) else None

    def _is_of_whom(self, entry: Entry) -> bool:
        account = self.account
        if account is None:
            return entry.subject.startswith(self.whom)
        # Who reported a message is on its card alone.
        did = entry.by == account and entry.deed is not Deed.REPORTED
        return did or entry.account == account
