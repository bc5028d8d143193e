"""What the bot owes a chat, written down as people act, and compared with what it gave."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from bot.texts.speech import Languages
from tests.e2e.chatting import is_looking, words
from tests.e2e.record import Record
from tests.playground_client import Message


class Owed(Enum):
    """An answer of some kind: how it begins, whatever it was changed to since."""

    VERDICT = (
        r"(\d\. )?(This (looks like|might be) [^(\n]+\.|I don't know this person\.|Corrected: "
        r"|Noted: |Not .+, I was told|In these 3 photos:|\d faces:)"
    )
    REASON = r"(This (looks like|might be) |I don't know (this person|anybody))"
    TAUGHT = (
        r"(Learnt: |Added|I had th|All right, I did not learn|Cancelled: .+ was not learnt"
        r"|Which one is |This face |I can('t see all of| hardly make out) this face"
        r"|This looks like .+ \(|This does not look like )"
    )
    NOT_TAUGHT = "In this group the admins decide whose faces I learn"
    NAME_WANTED = r"Who is this\? Reply"
    PHOTO_WANTED = "Reply to this message with a photo of "
    PEOPLE = r"I know \d+ (person|people) in this chat:"
    FORGOTTEN = (
        r"(Forgotten: |.+ is back\.|I cannot put them back now|I don't know anybody called )"
    )
    NOT_FORGOTTEN = (
        "(In this group only the admins can have me forget|I don't know anybody called )"
    )
    FORGOTTEN_OR_NOT = (
        r"(Forgotten: |.+ is back\.|I cannot put them back now|I don't know anybody called "
        "|In this group only the admins can have me forget)"
    )
    CANCELLED = r"(Cancelled\.|There is nothing to cancel\.)"
    SETTINGS = "Settings of this chat"
    NO_SETTINGS = "Only admins can change how I behave in this group"

    def is_in(self, message: Message) -> bool:
        """Tell whether a message is such an answer."""
        return re.match(self.value, words(message)) is not None


POLITELY = {
    Languages.load().of().text(key)
    for key in (
        "not-your-photo",
        "not-yours",
        "only-admins-choose",
        "only-admins-change",
        # Who was forgotten did it themselves, or was put back a moment ago, by who may.
        "had-themselves-forgotten",
        "too-late-to-undo",
    )
}
"""What is said to somebody who presses the button of another."""


@dataclass
class Balance:
    """What was given, compared with what was owed.

    Attributes:
        wrong: sentences about what is missing, or was given to nobody, or holds what it should not.
        twice: of answers of which there is one more than was owed, or a word that we look beside
            them: the moments of the first and of the last of their kind.
    """

    wrong: list[str] = field(default_factory=list)
    twice: list[tuple[float, float]] = field(default_factory=list)


@dataclass
class Ledger:
    """What is owed to one chat.

    Attributes:
        chat: its key.
        number: the group's, which stands in the names of all its people.
        since: the last message before the ledger was opened.
        owed: the answers, by the message that each is to be a reply to.
        explained: our messages under which somebody asked why.
        picked: our messages on which somebody else than named was chosen.
        changes: how often each of our messages may be changed, because of who may.
        becomes: what some of our messages begin with in the end.
        foreign: presses of buttons that are others': our message, and what the presser was told.
    """

    chat: str
    number: int
    since: int
    owed: dict[int, list[Owed]] = field(default_factory=lambda: defaultdict(list))
    explained: set[int] = field(default_factory=set)
    picked: set[int] = field(default_factory=set)
    changes: Counter[int] = field(default_factory=Counter)
    becomes: dict[int, str] = field(default_factory=dict)
    foreign: list[tuple[int, str]] = field(default_factory=list)

    def owe(self, message: int, what: Owed) -> None:
        """Note that a message is to be answered."""
        self.owed[message].append(what)

    def balance(self, messages: Sequence[Message], record: Record) -> Balance:
        """Compare with what stands in the chat in the end, and with all that ever stood there."""
        ours = {
            one.id: one
            for one in messages
            if one.raw["from_bot"] and not one.is_deleted and one.id > self.since
        }
        balance = Balance()
        self._answers(ours, record, balance)
        changes: Counter[int] = Counter()
        for one, times in self.changes.items():
            changes[self._stands(one, ours, record)] += times
        balance.wrong += [
            f"{self.number}: changed {record.changes[self.chat, one]} times, "
            f"and {changes[one]} were asked for: {words(ours[one])!r}"
            for one in ours
            if record.changes[self.chat, one] > changes[one]
        ]
        balance.wrong += [
            f"{self.number}: was to become {begins!r}: {words(record.messages[self.chat, one])!r}"
            for changed, begins in self.becomes.items()
            if (one := self._stands(changed, ours, record)) not in ours
            or re.match(begins, words(ours[one])) is None
        ]
        balance.wrong += [
            f"{self.number}: told {told!r} for another's button "
            f"under {words(record.messages[self.chat, one])!r}"
            for one, told in self.foreign
            if told not in POLITELY
        ]
        balance.wrong += [f"{self.number}: says {names}" for names in self._others(record)]
        balance.wrong += [
            f"{self.number}: a press was answered {len(told)} times"
            for query, press in record.presses.items()
            if press["chat"] == self.chat and len(told := record.notices.get(query, [])) != 1
        ]
        return balance

    def _answers(self, ours: dict[int, Message], record: Record, balance: Balance) -> None:
        owed = {message: list(every) for message, every in self.owed.items()}
        for one in self.explained:
            owed.setdefault(one, []).append(Owed.REASON)
        for picked in self.picked:
            one = self._stands(picked, ours, record)
            if one not in ours or not words(ours[one]).startswith("Corrected: "):
                owed.setdefault(one, []).append(Owed.TAUGHT)
        came: dict[tuple[int, Owed], list[float]] = defaultdict(list)
        again: list[tuple[int, Owed]] = []
        for answer in ours.values():
            to, at = answer.reply_to or 0, record.sent[self.chat, answer.id]
            looks = is_looking(answer)
            what = next((one for one in owed.get(to, ()) if one.is_in(answer)), None)
            known = next((one for one in Owed if (to, one) in came and one.is_in(answer)), None)
            if what is not None:
                owed[to].remove(what)
            elif known is not None or (looks and Owed.VERDICT in self.owed.get(to, ())):
                what = known or Owed.VERDICT
                again.append((to, what))
            else:
                balance.wrong.append(f"{self.number}: nobody asked {to}: {words(answer)!r}")
                continue
            came[to, what].append(at)
        balance.twice += [(min(came[which]), max(came[which])) for which in again]
        balance.wrong += [
            f"{self.number}: {what.name} is missing, to {words(record.messages[self.chat, to])!r} "
            f"({to}), which got {[words(one) for one in record.answers((self.chat, to))]}"
            for to, every in owed.items()
            for what in every
        ]

    def _stands(self, one: int, ours: Mapping[int, Message], record: Record) -> int:
        """Return a message; where it made way for the same answer given again, that one."""
        to = record.messages[self.chat, one].reply_to if one not in ours else None
        if to is None:
            return one
        twins = (ours[other] for other in record.replies[self.chat, to] if other in ours)
        return next((twin.id for twin in twins if Owed.VERDICT.is_in(twin)), one)

    def _others(self, record: Record) -> list[str]:
        """Return the names of people of other groups that were ever said in this one."""
        every = {
            found[0]
            for text in record.said[self.chat]
            for found in re.finditer(r"[A-Z]\w+ (\d+)-\d+\b", text)
            if int(found[1]) != self.number
        }
        return sorted(every)
