"""Whose photos an album holds, and what came of those that were learnt: for parts that come late.

Kept in Records for as long as late parts are waited for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.questions import PATIENCE
from bot.request import PhotoRef, Request, Whom
from bot.texts.enrolling import Asked, Failed, Learnt
from bot.texts.speech import Markup
from bot.written import photo_from, photo_to, whom_from, whom_to
from core.ports import Records

ALBUMS, LESSONS = "albums", "albums-taught"

COLLECTIONS = (ALBUMS, LESSONS)
"""Where expired lessons are to be swept from."""

Told = Learnt | Failed | Asked
"""What is remembered of a photo: a doubt as the sentence that was said of it."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of an album so far.

    Attributes:
        outcomes: of each photo, by its message.
        poor: the photos that it was asked about, under the answer, whether to use them anyway.
        message: our own that says so; before it is given, the one that says we look.
        offered: whether it asks, too, if whoever is learnt is to be mentioned.
        given: whether it was given, rather than is being worked on.
    """

    outcomes: Mapping[int, Told]
    poor: tuple[PhotoRef, ...] = ()
    message: int | None = None
    offered: bool = False
    given: bool = False

    @property
    def in_order(self) -> list[tuple[int, Told]]:
        """The outcomes with their messages, as the photos were sent."""
        return sorted(self.outcomes.items())


class Lessons:
    """Lessons by chat and album."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where they are kept, and what tells the time with its zone."""
        self._records = records
        self._clock = clock

    async def begin(self, request: Request, whom: Whom) -> None:
        """Remember whose photos an album holds, for parts that come late or after a restart."""
        await self._records.put(ALBUMS, _key(request), {**whom_to(whom), "until": self._until()})

    async def whose(self, request: Request) -> Whom | None:
        """Return whose photos the album of this message holds, if somebody said so."""
        if request.album is None:
            return None
        value = await self._living(ALBUMS, request)
        return None if value is None else whom_from(value)

    async def of(self, request: Request) -> Lesson:
        """Return what came of the album that a request is a part of; nothing, if it is new."""
        value = await self._living(LESSONS, request)
        if value is None:
            return Lesson({})
        return Lesson(
            {message: _outcome_from(one) for message, one in value["outcomes"]},
            tuple(photo_from(one) for one in value["poor"]),
            value["message"],
            value["offered"],
            value["given"],
        )

    async def keep(self, request: Request, lesson: Lesson) -> None:
        """Note what came of it so far."""
        value = {
            "outcomes": [[message, _outcome_to(one)] for message, one in lesson.in_order],
            "poor": [photo_to(one) for one in lesson.poor],
            "message": lesson.message,
            "offered": lesson.offered,
            "given": lesson.given,
            "until": self._until(),
        }
        await self._records.put(LESSONS, _key(request), value)

    def _until(self) -> float:
        return (self._clock() + PATIENCE).timestamp()

    async def _living(self, collection: str, request: Request) -> Mapping[str, Any] | None:
        record = await self._records.get(collection, _key(request))
        if record is None or record.value["until"] < self._clock().timestamp():
            return None
        return record.value


def _key(request: Request) -> str:
    return f"{request.chat}:{request.album}"


def _outcome_to(outcome: Told) -> dict[str, Any]:
    match outcome:
        case Learnt(name, new, photos, person):
            return {"name": name, "new": new, "photos": photos, "person": person}
        case Failed(why):
            return {"why": why}
        case Asked():
            return {}


def _outcome_from(value: Mapping[str, Any]) -> Told:
    if "name" in value:
        return Learnt(value["name"], value["new"], value["photos"], value["person"])
    return Failed(Markup(value["why"])) if "why" in value else Asked()
