"""A group with watch rules, for the tales of what comes of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import count
from typing import Any

from bot.moderation.caseload import CASES, FOLDS, Caseload
from bot.moderation.rulebook import Rulebook
from bot.moderation.rules import Mode, Posters, Rule, Then, When
from bot.preferences import Answers, Preferences
from bot.texts import watching
from bot.texts.speech import Languages
from bot.walking import walk
from tests.e2e.telling import Tale, Teller, Turn
from tests.e2e.transcript import without_isolates
from tests.playground_client import Message

LANGUAGES = Languages.load()
NUMBERS = count(1)
TAG = re.compile(r"</?\w+>")
A_WHILE = timedelta(days=3)


def now() -> datetime:
    """Return the time with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Guarded:
    """A group that has rules.

    Attributes:
        tale: in which it is.
        mira: its owner, in the group.
        desk: she in private, where cards come.
        tom: who posts.
    """

    tale: Tale
    mira: Teller
    desk: Teller
    tom: Teller

    @property
    def chat(self) -> int:
        """The group's number."""
        return int(self.mira.chat)

    async def has_rule(
        self, when: When, then: Then, mode: Mode, *, about: Sequence[str] = (), **options: Any
    ) -> None:
        """Let this be the one rule of the group.

        It is written down as `/watch` does it: a tale of its own tells how that goes by buttons.
        """
        people = await self._people()
        subjects = tuple(one for one, name in people.items() if name in about)
        rule = Rule(
            id=f"r{next(NUMBERS)}", when=when, subjects=subjects,
            by=Posters.ANYBODY, then=then, mode=mode, made_by=self.mira.person, made_at=now(),
            **options,
        )  # fmt: skip
        rulebook = Rulebook(self.tale.scribe.desk.records, now)
        for other in await rulebook.of(self.chat):
            await rulebook.delete(self.chat, other.id)
        await rulebook.create(self.chat, rule)
        said = watching.sentence(LANGUAGES.of("en"), rule, people, now())
        self.tale.tell(f"The group's rule: {without_isolates(unescape(TAG.sub('', str(said))))}")

    async def _people(self) -> Mapping[str, str]:
        store = self.tale.scribe.desk.store
        chats = await store.records.get("chats", str(self.chat))
        if chats is None:
            return {}
        people = await store.gallery(chats.value["gallery"]).people()
        return {one.subject.id: one.subject.name for one in people}

    async def decides(self, turn: Turn, *labels: str) -> Turn:
        """Let Mira press buttons, one after the other, of the card that came."""
        card = self.card(turn)
        for label in labels:
            turn = await self.desk.presses(card, label)
        return turn

    async def joined(self, name: str) -> Teller:
        """Return somebody new in the group."""
        alone = await self.tale.newcomer(name)
        await self.tale.playground.add_member(self.mira.chat, alone.person)
        return replace(alone, chat=self.mira.chat)

    async def minutes_go_by(self) -> None:
        """Let the time be over in which further posts are told on the same card."""
        records = self.tale.scribe.desk.records
        async for fold in walk(records, FOLDS, prefix=f"{self.chat}:"):
            await records.delete(FOLDS, fold.key)
        self.tale.tell("Ten minutes go by.")

    async def days_go_by(self) -> None:
        """Let what was posted be older than what bots may delete, for the bot and for Telegram."""
        records = self.tale.scribe.desk.records
        caseload = Caseload(records, now)
        async for record in walk(records, CASES):
            if record.value["chat"] == self.chat:
                await caseload.change(
                    record.key, lambda held: replace(held, opened=held.opened - A_WHILE)
                )
        # The clock of the playground is everybody's, and cannot be put forward.
        await self.tale.playground.add_fault(
            "deleteMessage", "error", status=400, bot=self.tale.username,
            description="Bad Request: message can't be deleted",
        )  # fmt: skip
        self.tale.tell("Three days go by.")

    def card(self, turn: Turn) -> Message:
        """Return the card that somebody's photo brought her."""
        cards = [message for message in turn.heard if message.chat == self.desk.chat]
        assert cards, "there is no card"
        return cards[-1]


async def guarded(tale: Tale, *, answers: Answers = Answers.OFF, **people: bytes) -> Guarded:
    """Return a group of Mira's in which Tom is.

    Args:
        tale: in which.
        answers: which photos are answered there.
        people: whom the bot knows there, with a photo of each.
    """
    desk, tom = await tale.newcomer("Mira"), await tale.newcomer("Tom")
    with tale.scribe.pausing():
        await desk.says("/start")
    mira, tom = await tale.group("Friends", desk, tom)
    if people:
        await mira.has_taught(**people)
    choices = Preferences(tale.scribe.desk.records, LANGUAGES)
    await choices.change(int(mira.chat), lambda was: replace(was, answers=answers))
    told = {
        Answers.OFF: "only commands are answered there",
        Answers.ALWAYS: "every photo with a face is answered there",
    }
    tale.tell(f"Cards come to Mira in private, where she has said /start; {told[answers]}.")
    return Guarded(tale, mira, desk, tom)
