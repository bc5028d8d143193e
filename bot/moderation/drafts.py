"""Watch rules that somebody is still putting together, kept in Records for an hour."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.moderation.rules import Mode, Posters, Rule, Then, When
from bot.request import Request
from core.errors import RecordConflict
from core.ports import Records

DRAFTS = "rule-drafts"

PATIENCE = timedelta(hours=1)
"""How long an unfinished rule is kept after it was last touched."""

AN_HOUR = timedelta(hours=1)

ABOUT_PEOPLE = frozenset({When.PERSON, When.OFTEN})
"""What is about somebody in particular."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule as far as it goes; what is None was not chosen yet.

    Attributes:
        id: the rule's to be, so that saving it twice makes one.
        by_whom: the account that puts it together.
        when, subjects, more_than, within, posters, then, mute_for: as of a `Rule`.
    """

    id: str
    by_whom: int
    when: When | None = None
    subjects: tuple[str, ...] = ()
    more_than: int = 0
    within: timedelta | None = None
    posters: Posters | None = None
    then: Then | None = None
    mute_for: timedelta = AN_HOUR

    @property
    def is_about_people(self) -> bool:
        """Whether somebody in particular is to be seen."""
        return self.when in ABOUT_PEOPLE

    def finished(self, now: datetime) -> Rule | None:
        """Return the rule, in dry run; None while something is missing."""
        if self.when is None or self.posters is None or self.then is None:
            return None
        if self.is_about_people and not self.subjects:
            return None
        return Rule(
            id=self.id,
            when=self.when,
            subjects=self.subjects if self.is_about_people else (),
            by=self.posters,
            then=self.then,
            mode=Mode.DRY_RUN,
            made_by=self.by_whom,
            made_at=now,
            more_than=self.more_than,
            within=self.within,
            mute_for=self.mute_for,
        )


class Drafts:
    """Unfinished rules, one a person and chat: chat and account -> what was chosen so far."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where they are kept, and the time with its zone."""
        self._records = records
        self._clock = clock

    async def begin(self, request: Request) -> Draft:
        """Begin a rule; it takes the place of one that was not finished.

        The same request, after a crash, begins the same.
        """
        made = f"{request.chat}\n{request.update_id}\n{request.sender}"
        draft = Draft(sha256(made.encode()).hexdigest()[:8], request.sender)
        await self._records.put(DRAFTS, _key(request), self._value(draft))
        return draft

    async def find(self, request: Request, id_: str) -> Draft | None:
        """Return the unfinished rule of who asks; None when it is another, or its time is over."""
        record = await self._records.get(DRAFTS, _key(request))
        if record is None or record.value["id"] != id_ or self._is_over(record.value):
            return None
        return _draft(record.value)

    async def change(
        self, request: Request, id_: str, change: Callable[[Draft], Draft]
    ) -> Draft | None:
        """Choose something; return what was chosen so far, or None as of `find`."""
        while True:
            record = await self._records.get(DRAFTS, _key(request))
            if record is None or record.value["id"] != id_ or self._is_over(record.value):
                return None
            changed = replace(change(_draft(record.value)), id=id_)
            with suppress(RecordConflict):
                await self._records.put(
                    DRAFTS, record.key, self._value(changed), version=record.version
                )
                return changed

    async def drop(self, request: Request) -> None:
        """Forget what was not finished."""
        await self._records.delete(DRAFTS, _key(request))

    def _is_over(self, value: Any) -> bool:
        return bool(datetime.fromtimestamp(value["until"], UTC) < self._clock())

    def _value(self, draft: Draft) -> dict[str, Any]:
        return {
            "id": draft.id,
            "by_whom": draft.by_whom,
            "when": draft.when and draft.when.value,
            "subjects": list(draft.subjects),
            "more_than": draft.more_than,
            "within": draft.within and draft.within.total_seconds(),
            "posters": draft.posters and draft.posters.value,
            "then": draft.then and draft.then.value,
            "mute_for": draft.mute_for.total_seconds(),
            "until": (self._clock() + PATIENCE).timestamp(),
        }


def _key(request: Request) -> str:
    return f"{request.chat}:{request.sender}"


def _draft(value: Any) -> Draft:
    when, within = value["when"], value["within"]
    posters, then = value["posters"], value["then"]
    return Draft(
        id=value["id"],
        by_whom=value["by_whom"],
        when=None if when is None else When(when),
        subjects=tuple(value["subjects"]),
        more_than=value["more_than"],
        within=None if within is None else timedelta(seconds=within),
        posters=None if posters is None else Posters(posters),
        then=None if then is None else Then(then),
        mute_for=timedelta(seconds=value["mute_for"]),
    )
