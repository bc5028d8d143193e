"""What chats and people chose, kept in Records. A person's own choices are their private chat's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.request import Request
from bot.texts.speech import Languages
from bot.walking import walk
from core.errors import RecordConflict
from core.model import Record
from core.ports import Records

CHOICES = "choices"


class Answers(StrEnum):
    """Which photos of a group are answered."""

    ALWAYS = "always"
    KNOWN = "known"
    MENTION = "mention"
    OFF = "off"


class Policy(StrEnum):
    """Who may have somebody enrolled in a group. Everybody may enrol themselves, always."""

    OPEN = "open"
    ADMINS = "admins"
    CONSENT = "consent"


class Retention(StrEnum):
    """How long somebody is kept after the last photo of them was taught."""

    FOR_EVER = "ever"
    A_YEAR = "year"
    HALF_A_YEAR = "half"


class Protection(StrEnum):
    """What comes of a photo of somebody that others post in a group; from the mildest.

    A person asks for one of these; a group's choice is how far its members may go.
    """

    OFF = "off"
    TELL = "tell"
    """The person is told of it, in private."""
    ASK = "ask"
    """It is put to the admins."""
    DELETE = "delete"
    """It is deleted where it is surely of them, else put to the admins."""

    def at_most(self, most: Protection) -> Protection:
        """Return the milder of the two."""
        order = list(Protection)
        return min(self, most, key=order.index)


class Slow(StrEnum):
    """How often a newcomer may post a photo in a group."""

    OFF = "off"
    """As they like."""
    TEN_MINUTES = "ten"
    AN_HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen in a chat, or holds where nobody chose.

    Attributes:
        language: the code of one that there is; None leaves it to whoever asks.
        policy: who may have somebody enrolled.
        answers: which photos are answered, if the chat is a group; None where nobody chose.
        retention: how long people are kept.
        mentions: whether somebody is mentioned when they are named, by a person's own id; None
            where they were never asked.
        protection: how far its members may go who want to be protected, if the chat is a group.
        slow: how often a newcomer may post a photo, if the chat is a group.
    """

    language: str | None = None
    policy: Policy = Policy.ADMINS
    answers: Answers | None = None
    retention: Retention = Retention.FOR_EVER
    mentions: bool | None = None
    protection: Protection = Protection.OFF
    slow: Slow = Slow.OFF


class Preferences:
    """Reads and writes choices: chat id -> {choice: value}."""

    def __init__(self, records: Records, languages: Languages) -> None:
        """Take where they are kept, and what can be spoken."""
        self._records = records
        self._languages = languages

    async def of(self, chat: int) -> Choices:
        """Return what was chosen in a chat; or by a person, by their own id."""
        return _choices(await self._records.get(CHOICES, str(chat)))

    async def change(self, chat: int, change: Callable[[Choices], Choices]) -> Choices:
        """Choose anew; return what holds then. Choices made at the same moment are all kept."""
        while True:
            record = await self._records.get(CHOICES, str(chat))
            chosen = change(_choices(record))
            try:
                if record is not None:
                    await self._records.put(
                        CHOICES, record.key, _value(chosen), version=record.version
                    )
                elif not await self._records.create(CHOICES, str(chat), _value(chosen)):
                    continue
            except RecordConflict:
                continue
            return chosen

    async def everywhere(self) -> AsyncIterator[tuple[int, Choices]]:
        """Yield every chat in which somebody chose something, and what holds in it."""
        async for record in walk(self._records, CHOICES):
            yield int(record.key), _choices(record)

    async def drop(self, chat: int) -> None:
        """Forget what was chosen."""
        await self._records.delete(CHOICES, str(chat))

    async def move(self, old: int, new: int) -> None:
        """Give a supergroup what was chosen in the group that it was, unless it has chosen."""
        record = await self._records.get(CHOICES, str(old))
        if record is not None:
            await self._records.create(CHOICES, str(new), record.value)

    async def spoken(self, request: Request) -> Request:
        """Return a request in the language of its chat, else of who asks, else as Telegram says.

        It may be called again, after somebody chose.
        """
        told = request.told_speech or request.speech
        chosen = (await self.of(request.chat)).language
        if chosen is None and not request.private:
            chosen = (await self.of(request.sender)).language
        speech = told if chosen is None else self._languages.of(chosen, told.language)
        return replace(request, speech=speech, told_speech=told)


def _choices(record: Record | None) -> Choices:
    if record is None:
        return Choices()
    answers = record.value.get("answers")
    return Choices(
        language=record.value.get("language"),
        policy=Policy(record.value.get("policy", Policy.ADMINS)),
        answers=Answers(answers) if answers in set(Answers) else None,
        retention=Retention(record.value.get("retention", Retention.FOR_EVER)),
        mentions=record.value.get("mentions"),
        protection=Protection(record.value.get("protection", Protection.OFF)),
        slow=Slow(record.value.get("slow", Slow.OFF)),
    )


def _value(choices: Choices) -> dict[str, Any]:
    return {
        "language": choices.language,
        "policy": choices.policy.value,
        "answers": choices.answers and choices.answers.value,
        "retention": choices.retention.value,
        "mentions": choices.mentions,
        "protection": choices.protection.value,
        "slow": choices.slow.value,
    }
