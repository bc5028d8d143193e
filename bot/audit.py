"""Who did what to whom, for the admins of a chat: no pictures, and no names of people.

It is kept by gallery, which a chat keeps when it becomes a supergroup.

A person is known here by the id of their subject alone. Their name is looked up when somebody reads
this; of whoever was forgotten nothing is left but that id, which leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.request import Request
from bot.walking import walk
from core.model import Record
from core.ports import Records

AUDIT = "audit"

KEPT = timedelta(days=90)
"""How long an entry is kept."""


class Deed(StrEnum):
    """What was done; each is the end of the key of its sentence, `deed-…`."""

    LEARNT = "learnt"
    FORGOTTEN = "forgotten"
    PHOTO_REMOVED = "photo-removed"
    RENAMED = "renamed"
    MERGED = "merged"
    PUT_BACK = "put-back"
    AGREED = "agreed"
    DECLINED = "declined"
    FORGOT_THEMSELVES = "forgot-themselves"
    UNNAMED = "unnamed"
    NAMED = "named"
    RULE_MADE = "rule-made"
    RULE_CHANGED = "rule-changed"
    RULE_DELETED = "rule-deleted"
    DESK_CHOSEN = "desk-chosen"
    SETTING_CHANGED = "setting-changed"
    POST_DELETED = "post-deleted"
    POSTER_WARNED = "poster-warned"
    POSTER_MUTED = "poster-muted"
    POSTER_BANNED = "poster-banned"
    POSTER_FORGIVEN = "poster-forgiven"
    POSTER_APPROVED = "poster-approved"
    POSTER_DISAPPROVED = "poster-disapproved"
    TAKEN_BACK = "taken-back"
    MATCH_DENIED = "match-denied"
    PROTECTED = "protected"
    UNPROTECTED = "unprotected"
    REQUEST_APPROVED = "request-approved"
    REQUEST_DECLINED = "request-declined"
    REPORTED = "reported"
    REPORT_DISMISSED = "report-dismissed"
    MESSAGE_DELETED = "message-deleted"
    APPEALED = "appealed"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was done.

    Attributes:
        at: when.
        by: the account, or the chat in whose name it was done; 0 for a rule of the chat.
        deed: what.
        subject: to whom; "" where it was nobody in particular.
        account: whom it concerned, where that is no subject but an account, or a channel.
    """

    at: datetime
    by: int
    deed: Deed
    subject: str
    account: int | None = None


class Audit:
    """What was done in each gallery, for as long as it is kept."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where it is kept, and the time with its zone."""
        self._records = records
        self._clock = clock

    async def note(
        self,
        gallery: str,
        request: Request,
        deed: Deed,
        subject: str = "",
        *,
        by: int | None = None,
        account: int | None = None,
    ) -> None:
        """Note what was done because of a request; again, after a crash, changes nothing.

        Args:
            gallery: of the chat.
            request: because of which it was done.
            deed: what.
            subject: to whom.
            by: who did it; whoever asks, if not given.
            account: whom it concerned, if not a subject.
        """
        now = self._clock()
        await self._records.create(
            AUDIT,
            f"{gallery}:{request.update_id:020d}:{deed}:{subject}",
            {
                "at": now.timestamp(),
                "by": request.sender if by is None else by,
                "deed": str(deed),
                "subject": subject,
                "account": account,
                "until": (now + KEPT).timestamp(),
            },
        )

    async def of(
        self, gallery: str, most: int, wanted: Callable[[Entry], bool] = lambda _: True
    ) -> list[Entry]:
        """Return what was done in a gallery, the newest first.

        Args:
            gallery: of a chat.
            most: the newest so many; no more than twice as many are in memory.
            wanted: tells which.
        """
        entries: list[Entry] = []
        async for record in walk(self._records, AUDIT, prefix=f"{gallery}:"):
            entry = _entry(record)
            if wanted(entry):
                entries.append(entry)
            if len(entries) >= 2 * most:
                entries = _newest(entries, most)
        return _newest(entries, most)

    async def drop(self, gallery: str) -> None:
        """Delete everything of a gallery."""
        async for record in walk(self._records, AUDIT, prefix=f"{gallery}:"):
            await self._records.delete(AUDIT, record.key)


def _entry(record: Record) -> Entry:
    value = record.value
    return Entry(
        at=datetime.fromtimestamp(value["at"], UTC),
        by=value["by"],
        deed=Deed(value["deed"]),
        subject=value["subject"],
        account=value.get("account"),
    )


def _newest(entries: list[Entry], most: int) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:most]
