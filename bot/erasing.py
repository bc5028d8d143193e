"""Taking whoever is forgotten out of what is remembered of a chat for a while."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot import lessons, questions
from bot.agreements import AGREEMENTS
from bot.answer import Answer, AnsweredFace, Resemblance
from bot.answers import ANSWERS, Answers
from bot.walking import walk
from core.names import kept_key
from core.ports import Records

OPEN = (*questions.COLLECTIONS, *lessons.COLLECTIONS, AGREEMENTS)
"""What is waited for, and what came of albums a moment ago: with the names of people."""

NOBODY = ""
"""Whoever was erased. Their place among those whom a face resembles stays: buttons count by it."""


@dataclass(frozen=True, slots=True)
class Erasing:
    """Leaves of a person neither a name that is waited for nor the id that an answer knew."""

    records: Records
    answers: Answers

    async def close_questions(self, chat: int, person: str, name: str) -> None:
        """Close every question of a chat that is about somebody, or about one of their name.

        Args:
            chat: the chat's id.
            person: the subject's id.
            name: theirs. A question may mean another of that name: rather one closed too many.
        """
        key = kept_key(name)
        for collection in OPEN:
            async for record in walk(self.records, collection, prefix=f"{chat}:"):
                told = set(_texts(record.value))
                if person in told or key in {kept_key(text) for text in told}:
                    await self.records.delete(collection, record.key)

    async def erase(self, chat: int, person: str) -> None:
        """Erase somebody from the answers of a chat; again changes nothing."""
        prefix = f"{chat}:"
        async for record in walk(self.records, ANSWERS, prefix=prefix):
            if person in repr(record.value["faces"]):
                key = int(record.key.removeprefix(prefix))
                await self.answers.change(chat, key, lambda one: without(one, person))


def without(answer: Answer, person: str) -> Answer:
    """Return an answer that knows nothing of somebody."""
    return replace(answer, faces=tuple(_without(face, person) for face in answer.faces))


def _without(face: AnsweredFace, person: str) -> AnsweredFace:
    suspected = bool(face.alike) and face.alike[0].person == person
    return replace(
        face,
        alike=tuple(
            Resemblance(NOBODY, one.score) if one.person == person else one for one in face.alike
        ),
        learnt=NOBODY if face.learnt == person else face.learnt,
        suspect=None if suspected else face.suspect,
    )


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a record's value, however deep."""
    match value:
        case str():
            yield value
        case Mapping():
            for one in value.values():
                yield from _texts(one)
        case list() | tuple():
            for one in value:
                yield from _texts(one)
