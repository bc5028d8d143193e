"""How often people whom a rule counts were shown lately; kept in Records.

Ids and times alone, of those rules and for as long as they count; no picture and no template.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from bot.moderation.judging import History, Posting, Watched
from bot.moderation.rules import Rule
from core.errors import RecordConflict
from core.model import Record
from core.ports import Records

POSTINGS = "watch-postings"

MOST = 200
"""Photos of somebody that are remembered for a rule, the latest: no rule counts further."""

PAGE = 500


class Postings:
    """Photos by group, rule and subject."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where they are kept, and the time with its zone."""
        self._records = records
        self._clock = clock

    async def note(
        self, chat: int, rules: Collection[Rule], found: Mapping[Watched, Sequence[Posting]]
    ) -> History:
        """Remember photos; return them with those before, as far back as each rule counts.

        The same photo is remembered once, however often it is told of.
        """
        by_id = {rule.id: rule for rule in rules}
        return {
            watched: await self._noted(chat, by_id[watched[0]], watched[1], fresh)
            for watched, fresh in found.items()
        }

    async def _noted(
        self, chat: int, rule: Rule, subject: str, fresh: Sequence[Posting]
    ) -> Sequence[Posting]:
        key = f"{chat}:{rule.id}:{subject}"
        while True:
            record = await self._records.get(POSTINGS, key)
            every = {one.message: one for one in (*fresh, *_postings(record))}
            since = self._clock() - rule.within if rule.within is not None else None
            kept = sorted(
                (one for one in every.values() if since is None or one.at > since),
                key=lambda one: (one.at, one.message),
            )[-MOST:]
            value = {
                "posts": [[one.at.timestamp(), one.message, one.sure] for one in kept],
                "until": _end(rule, kept),
            }
            if record is None:
                if await self._records.create(POSTINGS, key, value):
                    return kept
                continue
            with suppress(RecordConflict):
                await self._records.put(POSTINGS, key, value, version=record.version)
                return kept

    async def move(self, old: int, new: int) -> None:
        """Give a supergroup what was counted in the group that it was. Safe to repeat."""
        for record in await self._of(old):
            rest = record.key.partition(":")[2]
            await self._records.create(POSTINGS, f"{new}:{rest}", record.value)
            await self._records.delete(POSTINGS, record.key)

    async def drop(self, chat: int) -> None:
        """Forget everything of a group."""
        for record in await self._of(chat):
            await self._records.delete(POSTINGS, record.key)

    async def _of(self, chat: int) -> list[Record]:
        return await under(self._records, POSTINGS, f"{chat}:")


async def under(records: Records, collection: str, prefix: str) -> list[Record]:
    """Return all records whose keys begin so."""
    found: list[Record] = []
    after = prefix
    while page := await records.list(collection, after=after, limit=PAGE):
        ours = [record for record in page if record.key.startswith(prefix)]
        found += ours
        if len(ours) < len(page):
            break
        after = page[-1].key
    return found


def _postings(record: Record | None) -> list[Posting]:
    posts = record.value["posts"] if record is not None else ()
    return [Posting(datetime.fromtimestamp(at, UTC), message, sure) for at, message, sure in posts]


def _end(rule: Rule, kept: Sequence[Posting]) -> float:
    last = kept[-1].at if kept else rule.made_at
    return (last + rule.within if rule.within is not None else last).timestamp()
