"""A group while its people act, and the place that one of them has in it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.e2e.owed import Ledger, Owed
from tests.e2e.pictures import numbered
from tests.e2e.record import Record, labelled
from tests.e2e.town import Group, Member, Town
from tests.playground_client import Click, Message, PlaygroundError

PATIENCE = 60.0
"""Seconds that somebody waits for an answer before they go on without."""


@dataclass(frozen=True)
class Theirs:
    """A message whose answer has buttons, and whose those are."""

    message: int
    owner: Member


@dataclass
class Gathering:
    """What happened in a group so far.

    Attributes:
        group: which.
        ledger: what is owed to it.
        asked: photos without a word, each with an answer of its own.
        taught: photos with /enroll.
        pages: commands that were answered by a page of settings.
        forgotten: commands by which somebody was forgotten where only the admin may.
        guests: names that were given to strangers.
        acts: how often anybody did something.
        photos: how many the bot had to look at for it.
    """

    group: Group
    ledger: Ledger
    asked: list[Theirs] = field(default_factory=list)
    taught: list[Theirs] = field(default_factory=list)
    pages: list[Theirs] = field(default_factory=list)
    forgotten: list[Theirs] = field(default_factory=list)
    guests: list[str] = field(default_factory=list)
    acts: int = 0
    photos: int = 0

    def a_name_for_a_guest(self) -> str:
        """Return one that nobody has."""
        self.guests.append(f"Guest {self.group.number}-{len(self.guests) + 1}")
        return self.guests[-1]


@dataclass(frozen=True)
class Seat:
    """Somebody's place in a group: all that they do there goes through it.

    Attributes:
        me: who.
        around: what happened there.
        town: where the group is.
        record: of what everybody sees.
        chance: decides.
    """

    me: Member
    around: Gathering
    town: Town
    record: Record
    chance: random.Random

    @property
    def ledger(self) -> Ledger:
        """What is owed to the group."""
        return self.around.ledger

    @property
    def may(self) -> bool:
        """Whether one may teach and forget others."""
        return self.me.is_admin or self.around.group.is_open

    async def says(self, text: str, owed: Owed | None = None, **options: object) -> Message:
        """Say something, for which an answer may be owed."""
        self.around.acts += 1
        sent = await self.me.talker.sends(text, **options)
        if owed is not None:
            self.ledger.owe(sent.id, owed)
        return sent

    async def shows(self, photo: bytes, caption: str, owed: Owed, **options: object) -> Message:
        """Send a photo, for which an answer is owed."""
        self.around.acts += 1
        sent = await self.me.talker.sends_photo(photo, caption, **options)
        self.owes(sent.id, owed)
        return sent

    def owes(self, message: int, owed: Owed, photos: int = 1) -> None:
        """Note what is owed for photos that are to be looked at."""
        self.ledger.owe(message, owed)
        self.around.photos += photos

    async def presses(self, message: Message, data: str) -> Click | None:
        """Press a button; None when it went away while it was aimed at."""
        self.around.acts += 1
        try:
            return await self.me.talker.playground.click(
                message, self.me.talker.person, data=data, seconds=PATIENCE
            )
        except PlaygroundError as refused:
            if refused.status >= 500:
                raise
            return None

    async def answer(self, message: int, what: Owed | None = None) -> Message | None:
        """Wait for an answer to a message, of some kind or any."""

        def there() -> Message | None:
            every = self.record.answers((self.ledger.chat, message))
            return next((one for one in every if what is None or what.is_in(one)), None)

        return await self.record.until(there, PATIENCE)

    async def perhaps_waits(self, message: int) -> None:
        """Wait for an answer, or do not."""
        if self.chance.random() < 0.6:
            await self.answer(message)

    def with_buttons(self, message: int, *signs: str) -> Message | None:
        """Return the answer to a message whose buttons say something that begins with a sign."""
        for answer in self.record.answers((self.ledger.chat, message)):
            if any(data.startswith(signs) for data in labelled(answer).values()):
                return answer
        return None

    def another(self) -> Member:
        """Return somebody else of the group."""
        return self.chance.choice([one for one in self.around.group.members if one is not self.me])

    def new_photo_of(self, whom: Member) -> bytes:
        """Return a photo that nobody has seen yet."""
        return numbered(self.chance.choice(whom.photos), next(self.town.numbers))

    def a_stranger(self) -> bytes:
        """Return a photo of somebody of another group, or whom nobody knows anywhere."""
        if self.chance.random() < 0.5:
            return self.chance.choice(self.town.strangers)
        elsewhere = [one for one in self.town.groups if one is not self.around.group]
        whom = self.chance.choice(self.chance.choice(elsewhere).members)
        return self.chance.choice(whom.photos)
