"""The watch rules of each group, kept in Records: chat and rule -> its fields by name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.moderation.contents import Contents
from bot.moderation.rules import Mode, Posters, Rule, Then, When
from bot.walking import walk
from core.errors import RecordConflict
from core.model import Record
from core.ports import Records

RULES = "rules"

MOST_RULES = 20
"""Of a group: more than anybody can keep in mind, and each is looked at for each photo."""

MOST_PEOPLE = 30
"""Of a rule: the more people, the more strangers look like one of them."""


class TooManyRulesError(Exception):
    """A group has as many rules as it may have."""


class Rulebook:
    """Reads and writes rules. A change is made to what is there at that moment."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where they are kept, and the time with its zone."""
        self._records = records
        self._contents = Contents(records)
        self._clock = clock

    async def of(self, chat: int) -> tuple[Rule, ...]:
        """Return a group's rules, the oldest first."""
        ids = await self._contents.of(chat)
        found = await asyncio.gather(*(self.one(chat, id_) for id_ in ids))
        return tuple(sorted((rule for rule in found if rule is not None), key=_age))

    async def one(self, chat: int, rule: str) -> Rule | None:
        """Return a rule; None when it is not there (any more)."""
        record = await self._records.get(RULES, f"{chat}:{rule}")
        return None if record is None else _rule(record)

    async def everywhere(self) -> AsyncIterator[tuple[int, Rule]]:
        """Yield every rule of every group, with the group's id."""
        async for record in self._under(""):
            yield int(record.key.partition(":")[0]), _rule(record)

    async def create(self, chat: int, rule: Rule) -> None:
        """Keep a new rule; one of the same id that is there already stays as it is.

        Raises:
            TooManyRulesError: there are `MOST_RULES` already.
        """
        if not await self._contents.add(chat, rule.id, MOST_RULES):
            raise TooManyRulesError
        await self._records.create(RULES, f"{chat}:{rule.id}", _value(rule))

    async def change(self, chat: int, rule: str, change: Callable[[Rule], Rule]) -> Rule | None:
        """Change a rule; changes made at the same moment are all made, one after the other.

        Args:
            chat: the group.
            rule: its id.
            change: given what holds; what it returns has the same id.

        Returns:
            What holds then; None when the rule is not there (any more).
        """
        while True:
            record = await self._records.get(RULES, f"{chat}:{rule}")
            if record is None:
                return None
            changed = change(_rule(record))
            with suppress(RecordConflict):
                await self._records.put(RULES, record.key, _value(changed), version=record.version)
                return changed

    async def hush(self, chat: int, rule: str, time: timedelta | None) -> Rule | None:
        """Let nothing come of a rule for a time; None wakes it. Returns what `change` does."""
        until = None if time is None else self._clock() + time
        return await self.change(chat, rule, lambda was: replace(was, quiet_until=until))

    async def delete(self, chat: int, rule: str) -> bool:
        """Delete a rule; tell whether it was there."""
        await self._contents.take_out(chat, rule)
        return await self._records.delete(RULES, f"{chat}:{rule}")

    async def drop(self, chat: int) -> None:
        """Delete a group's rules, and what a process that died may have left of one."""
        await self._contents.drop(chat)
        async for record in self._under(f"{chat}:"):
            await self._records.delete(RULES, record.key)

    async def forget(self, chat: int, subject: str) -> tuple[Rule, ...]:
        """Take somebody out of a group's rules; return those that were deleted, as they were.

        A rule about people that has nobody left is deleted.
        """
        deleted = []
        for rule in await self.of(chat):
            if subject not in rule.subjects:
                continue
            left = await self.change(
                chat, rule.id, lambda was: replace(was, subjects=_without(was.subjects, subject))
            )
            if left is not None and not left.subjects and await self.delete(chat, rule.id):
                deleted.append(rule)
        return tuple(deleted)

    async def hand_on(self, chat: int, subject: str, into: str) -> None:
        """Watch somebody else wherever somebody was watched: the two are one person."""

        def handed(was: Rule) -> Rule:
            others = _without(was.subjects, subject)
            return replace(was, subjects=others if into in others else (*others, into))

        for rule in await self.of(chat):
            if subject in rule.subjects:
                await self.change(chat, rule.id, handed)

    async def move(self, old: int, new: int) -> None:
        """Give a supergroup the rules of the group that it was. Doing it twice changes nothing."""
        for rule in await self.of(old):
            await self._contents.add(new, rule.id, 2 * MOST_RULES)
            await self._records.create(RULES, f"{new}:{rule.id}", _value(rule))
            await self.delete(old, rule.id)
        await self.drop(old)

    def _under(self, prefix: str) -> AsyncIterator[Record]:
        return walk(self._records, RULES, prefix=prefix)


def _age(rule: Rule) -> tuple[datetime, str]:
    return rule.made_at, rule.id


def _without(subjects: tuple[str, ...], subject: str) -> tuple[str, ...]:
    return tuple(one for one in subjects if one != subject)


def _rule(record: Record) -> Rule:
    value = record.value
    within, quiet = value["within"], value["quiet_until"]
    return Rule(
        id=record.key.rpartition(":")[2],
        when=When(value["when"]),
        subjects=tuple(value["subjects"]),
        by=Posters(value["by"]),
        then=Then(value["then"]),
        mode=Mode(value["mode"]),
        made_by=value["made_by"],
        made_at=datetime.fromtimestamp(value["made_at"], UTC),
        more_than=value["more_than"],
        within=None if within is None else timedelta(seconds=within),
        mute_for=timedelta(seconds=value["mute_for"]),
        quiet_until=None if quiet is None else datetime.fromtimestamp(quiet, UTC),
    )


def _value(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "when": rule.when.value,
        "subjects": list(rule.subjects),
        "by": rule.by.value,
        "then": rule.then.value,
        "mode": rule.mode.value,
        "made_by": rule.made_by,
        "made_at": rule.made_at.timestamp(),
        "more_than": rule.more_than,
        "within": rule.within and rule.within.total_seconds(),
        "mute_for": rule.mute_for.total_seconds(),
        "quiet_until": rule.quiet_until and rule.quiet_until.timestamp(),
    }
